//! Mounts the shell.
fn main() {}
