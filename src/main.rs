//! Mounts the shell.
//! Nothing else enters here.

fn main() {
    leptos::mount::mount_to_body(tandem::shell::App);
}
