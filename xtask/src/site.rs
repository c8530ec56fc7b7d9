//! A static host for the finished page, on this machine only: types, `_headers`, sub-paths.
//! For trying and testing; it is no web server for the public.

use std::collections::HashMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crate::digest::short;

/// Serves on the first free port from 8080 until the process ends.
pub fn serve_for_people(folder: &Path) -> Result<(), String> {
    let site = (8080..8180)
        .find_map(|port| Site::start(folder, port).ok())
        .ok_or("No port between 8080 and 8179 is free.")?;
    println!("Tandem is at {}  (Ctrl+C ends it)", site.url());
    loop {
        thread::park();
    }
}

/// A running host. Dropping it ends it.
pub struct Site {
    port: u16,
    shared: Arc<Shared>,
}

struct Shared {
    folder: PathBuf,
    down: AtomicBool,
    ended: AtomicBool,
    replaced: Mutex<HashMap<String, Vec<u8>>>,
}

impl Site {
    /// Port 0 takes any free one.
    pub fn start(folder: &Path, port: u16) -> std::io::Result<Site> {
        let listener = TcpListener::bind(("127.0.0.1", port))?;
        let port = listener.local_addr()?.port();
        // `localhost` may mean either; another program on the same port would confuse.
        let other = match TcpListener::bind(("::1", port)) {
            Ok(other) => Some(other),
            Err(fault) if fault.kind() == std::io::ErrorKind::AddrInUse => return Err(fault),
            Err(_) => None,
        };
        let shared = Arc::new(Shared {
            folder: folder.to_path_buf(),
            down: AtomicBool::new(false),
            ended: AtomicBool::new(false),
            replaced: Mutex::new(HashMap::new()),
        });
        for listener in std::iter::once(listener).chain(other) {
            let shared = shared.clone();
            thread::spawn(move || accept(&listener, &shared));
        }
        Ok(Site { port, shared })
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    pub fn url(&self) -> String {
        format!("http://localhost:{}/", self.port)
    }

    /// The same page again, below a path, as on a host with several projects.
    pub fn url_below(&self, path: &str) -> String {
        format!("{}{path}/-/", self.url())
    }

    /// While down, every connection is closed unanswered.
    pub fn set_down(&self, down: bool) {
        self.shared.down.store(down, Ordering::SeqCst);
    }

    /// Answers these bytes for one file, as after a new upload or an attack on the host.
    pub fn replace(&self, file: &str, bytes: Vec<u8>) {
        let mut replaced = self
            .shared
            .replaced
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        replaced.insert(file.to_owned(), bytes);
    }

    /// The bytes of one file as they are answered now.
    pub fn file(&self, file: &str) -> Option<Vec<u8>> {
        self.shared.bytes(file)
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.shared.ended.store(true, Ordering::SeqCst);
        // Wakes the waiting listeners.
        for host in ["127.0.0.1", "::1"] {
            let _ = TcpStream::connect((host, self.port));
        }
    }
}

impl Shared {
    fn bytes(&self, file: &str) -> Option<Vec<u8>> {
        let replaced = self.replaced.lock().unwrap_or_else(PoisonError::into_inner);
        replaced
            .get(file)
            .cloned()
            .or_else(|| fs::read(self.folder.join(file)).ok())
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    for stream in listener.incoming() {
        if shared.ended.load(Ordering::SeqCst) {
            return;
        }
        let Ok(stream) = stream else { continue };
        let shared = shared.clone();
        // A reader that goes away in the middle concerns nobody else.
        thread::spawn(move || {
            let _ = converse(&stream, &shared);
        });
    }
}

fn converse(stream: &TcpStream, shared: &Shared) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream);
    while let Some(request) = Request::read(&mut reader)? {
        if shared.down.load(Ordering::SeqCst) || shared.ended.load(Ordering::SeqCst) {
            return Ok(());
        }
        let answer = answer(&request, shared);
        let mut writer = stream;
        writer.write_all(&answer)?;
    }
    Ok(())
}

struct Request {
    method: String,
    path: String,
    known: Option<String>,
}

impl Request {
    fn read(reader: &mut impl BufRead) -> std::io::Result<Option<Request>> {
        // A request line or header longer than this is no browser's.
        let mut reader = reader.take(64 * 1024);
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let mut words = line.split_whitespace();
        let method = words.next().unwrap_or_default().to_owned();
        let target = words.next().unwrap_or_default();
        let path = target
            .split(['?', '#'])
            .next()
            .unwrap_or_default()
            .to_owned();
        let mut known = None;
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line)? == 0 || line.trim().is_empty() {
                return Ok(Some(Request {
                    method,
                    path,
                    known,
                }));
            }
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("if-none-match")
            {
                known = Some(value.trim().to_owned());
            }
        }
    }
}

fn answer(request: &Request, shared: &Shared) -> Vec<u8> {
    if request.method != "GET" && request.method != "HEAD" {
        return respond(
            "405 Method Not Allowed",
            "text/plain; charset=utf-8",
            "",
            b"",
            true,
        );
    }
    let found = file_name(&request.path).and_then(|file| Some((shared.bytes(&file)?, file)));
    let Some((bytes, file)) = found else {
        return respond(
            "404 Not Found",
            "text/plain; charset=utf-8",
            "",
            b"Not here.\n",
            true,
        );
    };
    let mut extra = String::from_utf8_lossy(&shared.bytes("_headers").unwrap_or_default())
        .lines()
        .filter(|line| line.starts_with(' '))
        .map(|line| format!("{}\r\n", line.trim()))
        .collect::<String>();
    let tag = format!("\"{}\"", short(&bytes));
    extra.push_str(&format!("ETag: {tag}\r\n"));
    if request.known.as_deref() == Some(tag.as_str()) {
        return respond("304 Not Modified", media_type(&file), &extra, b"", false);
    }
    respond(
        "200 OK",
        media_type(&file),
        &extra,
        &bytes,
        request.method == "GET",
    )
}

fn respond(status: &str, media: &str, extra: &str, body: &[u8], with_body: bool) -> Vec<u8> {
    let length = body.len();
    let mut bytes = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {media}\r\nContent-Length: {length}\r\n{extra}\r\n"
    )
    .into_bytes();
    if with_body {
        bytes.extend_from_slice(body);
    }
    bytes
}

/// The file of an address, relative to the folder. `/any/path/-/` holds the same page again.
fn file_name(path: &str) -> Option<String> {
    let path = percent_decoded(path)?;
    let path = path
        .split_once("/-/")
        .map_or(path.strip_prefix('/')?, |(_, below)| below);
    let path = if path.is_empty() || path.ends_with('/') {
        format!("{path}index.html")
    } else {
        path.into()
    };
    let plain = Path::new(&path)
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    (plain && path != "_headers").then_some(path)
}

fn percent_decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        if *first == b'%' {
            let (digits, tail) = tail.split_at_checked(2)?;
            bytes.push(u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?);
            rest = tail;
        } else {
            bytes.push(*first);
        }
    }
    String::from_utf8(bytes).ok()
}

fn media_type(file: &str) -> &'static str {
    match file.rsplit_once('.').map(|(_, ending)| ending) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json") => "application/json; charset=utf-8",
        Some("webmanifest") => "application/manifest+json; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("txt" | "md") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
