//! Mounts the shell.
//! Nothing else enters here.

use leptos::prelude::*;

fn main() {
    leptos::mount::mount_to_body(|| view! { <main><h1>"Tandem"</h1></main> });
}
