//! Files on their way in and out of the page.
//! What stands in them is the journey's business.

use std::fs;

use serde_json::json;

use super::browser::{Browser, files_in};
use super::target::Target;
use super::until;

const FILES: &str = "const carried = new DataTransfer();
    for (const [name, type, text] of arguments[1]) {
      const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      carried.items.add(new File([bytes], name, { type }));
    }";

impl Browser {
    /// The next finished download: its name and bytes. Each is given once.
    pub async fn downloaded(&self) -> (String, Vec<u8>) {
        let path = until("a download arrives", async || {
            let taken = self.inner.taken.borrow();
            let mut new = files_in(&self.inner.downloads);
            new.retain(|path| !taken.contains(path));
            let unfinished = |path: &std::path::PathBuf| {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                name.ends_with(".crdownload") || name.starts_with('.')
            };
            // A name may be reserved with an empty file first.
            new.retain(|path| {
                !unfinished(path) && fs::metadata(path).is_ok_and(|file| file.len() > 0)
            });
            new.sort();
            new.into_iter()
                .next()
                .ok_or_else(|| "nothing new in the folder".to_owned())
        })
        .await;
        self.inner.taken.borrow_mut().push(path.clone());
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        (name, fs::read(path).expect("the file is readable"))
    }
}

impl Target {
    /// Drops files here, as from the desktop.
    pub async fn drop_files(&self, files: &[(&str, &[u8])]) {
        let script = format!(
            "{FILES}
             for (const type of ['dragenter', 'dragover', 'drop'])
               arguments[0].dispatchEvent(new DragEvent(type, {{
                 dataTransfer: carried, bubbles: true, cancelable: true, composed: true }}));"
        );
        self.carry(&script, files).await;
    }

    /// Pastes files here, as copied in a file manager.
    pub async fn paste_files(&self, files: &[(&str, &[u8])]) {
        let script = format!(
            "{FILES}
             arguments[0].dispatchEvent(new ClipboardEvent('paste', {{
               clipboardData: carried, bubbles: true, cancelable: true, composed: true }}));"
        );
        self.carry(&script, files).await;
    }

    /// Pastes text here, as copied in another program.
    pub async fn paste(&self, text: &str) {
        const SCRIPT: &str = "const carried = new DataTransfer();
            carried.setData('text/plain', arguments[1]);
            arguments[0].dispatchEvent(new ClipboardEvent('paste', {
              clipboardData: carried, bubbles: true, cancelable: true, composed: true }));";
        let element = self.element().await.to_json().expect("an element");
        self.browser()
            .eval(SCRIPT, vec![element, json!(text)])
            .await;
    }

    async fn carry(&self, script: &str, files: &[(&str, &[u8])]) {
        let element = self.element().await.to_json().expect("an element");
        let files: Vec<_> = files
            .iter()
            .map(|(name, bytes)| json!([name, media_type(name), xtask::digest::base64(bytes)]))
            .collect();
        self.browser()
            .eval(script, vec![element, json!(files)])
            .await;
    }
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("json") => "application/json",
        Some("csv") => "text/csv",
        Some("txt") => "text/plain",
        _ => "",
    }
}
