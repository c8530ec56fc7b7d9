//! The bench's own small program: what the product does, callable from the bench page.
//! Timing and judging are the page's and xtask's.

pub mod content;
#[cfg(target_arch = "wasm32")]
mod page;
