//! A journey's surroundings: its own host, its own profiles, its end.
//! What happens on the page is the journey's business.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};
use std::{env, fs, process, thread};

use xtask::places::Places;
use xtask::site::Site;

use super::browser::{Browser, Setup};

/// Journeys at the same time; each may open several browsers.
const MOST: usize = 4;

/// True under `cargo xtask soak`: long counts are wanted.
pub fn soak() -> bool {
    env::var_os("TANDEM_SOAK").is_some()
}

pub struct Stage {
    places: Places,
    site: Rc<Site>,
    folder: PathBuf,
    browsers: RefCell<Vec<Browser>>,
}

/// Plays a journey to its end, then checks what its browsers noticed. After a failure every open
/// browser leaves a picture in target/e2e-shots.
pub fn journey(story: impl AsyncFnOnce(&Stage)) {
    let _place = Place::take();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let stage = Stage::new();
    let played = catch_unwind(AssertUnwindSafe(|| {
        runtime.block_on(async {
            story(&stage).await;
            for browser in stage.open_browsers() {
                browser.assert_undisturbed().await;
            }
        });
    }));
    runtime.block_on(async {
        for browser in stage.open_browsers() {
            if played.is_err() {
                let name = thread::current()
                    .name()
                    .unwrap_or("journey")
                    .replace("::", "-");
                browser.picture_of_failure(&name).await;
            }
            browser.quit().await;
        }
    });
    if let Err(reason) = played {
        resume_unwind(reason);
    }
    let _ = fs::remove_dir_all(&stage.folder);
}

impl Stage {
    fn new() -> Stage {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let places = Places::find().unwrap_or_else(|fault| panic!("{fault}"));
        let dist = places.dist();
        assert!(
            dist.join("index.html").is_file(),
            "{} holds no page: run `cargo xtask dist` first, or name another folder in TANDEM_DIST",
            dist.display()
        );
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = places
            .target
            .join(format!("e2e/{}-{number}", process::id()));
        fs::create_dir_all(&folder).expect("a folder below target");
        let site = Rc::new(Site::start(&dist, 0).expect("a free port"));
        Stage {
            places,
            site,
            folder,
            browsers: RefCell::default(),
        }
    }

    /// The host all browsers of this journey talk to.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// A browser in English, 1280 × 800, light. The name is its profile: it is empty the first
    /// time, and as it was left when an earlier browser of that name has ended.
    pub async fn browser(&self, name: &str) -> Browser {
        self.browser_with(name, Setup::default()).await
    }

    pub async fn browser_with(&self, name: &str, setup: Setup) -> Browser {
        let browser = Browser::start(
            &self.places,
            self.site.clone(),
            &self.folder.join(name),
            setup,
        )
        .await;
        self.browsers.borrow_mut().push(browser.clone());
        browser
    }

    /// A file on disk to upload, with this name.
    pub fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.join("files").join(name);
        fs::create_dir_all(path.parent().unwrap_or(Path::new("."))).expect("a folder");
        fs::write(&path, bytes).expect("a file");
        path
    }

    fn open_browsers(&self) -> Vec<Browser> {
        self.browsers
            .borrow()
            .iter()
            .filter(|browser| browser.is_open())
            .cloned()
            .collect()
    }
}

/// One of the few places at the machine.
struct Place;

static TAKEN: (Mutex<usize>, Condvar) = (Mutex::new(0), Condvar::new());

impl Place {
    fn take() -> Place {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let taken = TAKEN.0.lock().unwrap_or_else(PoisonError::into_inner);
        let full = |taken: &mut usize| *taken >= cores.min(MOST);
        let mut taken = TAKEN
            .1
            .wait_while(taken, full)
            .unwrap_or_else(PoisonError::into_inner);
        *taken += 1;
        Place
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        *TAKEN.0.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        TAKEN.1.notify_one();
    }
}
