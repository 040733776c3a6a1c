//! The folder that is watched for what arrives: a thread looks now and then, and wakes the window only for news.

use std::{
    path::{Path, PathBuf},
    sync::mpsc::{self, RecvTimeoutError},
    thread,
    time::{Duration, Instant},
};

use crate::store::{Disk as _, RealDisk};

/// How often it is looked; a look at a slow drive is taken so much more seldom that it never takes more than a twentieth of
/// the time.
const PAUSE: Duration = Duration::from_secs(5);
const SHARE: u32 = 20;
const MOST_DEPTH: usize = 16;

/// Files with time of change and size, as they were seen.
type Seen = Vec<(PathBuf, Option<(u128, u64)>)>;

/// 收件文件夹, while it is watched; dropping it ends that.
#[derive(Debug)]
pub(super) struct Inbox {
    folder: PathBuf,
    news: mpsc::Receiver<()>,
    _ends: mpsc::Sender<()>,
}

impl Inbox {
    /// Starts to watch a folder; what lies there already is news. `None` if the system gives no thread.
    pub(super) fn watch(folder: PathBuf, wake: egui::Context) -> Option<Self> {
        let (tell, news) = mpsc::channel();
        let (ends, ended) = mpsc::channel::<()>();
        let at = folder.clone();
        let spawned = thread::Builder::new().name("duibiao-inbox".to_owned()).spawn(move || {
            let mut known = Seen::new();
            loop {
                let began = Instant::now();
                let seen = seen_in(&at);
                if seen != known {
                    known = seen;
                    if tell.send(()).is_err() {
                        return;
                    }
                    wake.request_repaint();
                }
                let pause = PAUSE.max(began.elapsed() * SHARE);
                if !matches!(ended.recv_timeout(pause), Err(RecvTimeoutError::Timeout)) {
                    return;
                }
            }
        });
        spawned.ok().map(|_| Self { folder, news, _ends: ends })
    }

    /// Gives the folder.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Says whether something in it is another than the last time.
    pub(super) fn has_news(&self) -> bool {
        self.news.try_iter().count() > 0
    }
}

fn seen_in(folder: &Path) -> Seen {
    let mut found = Seen::new();
    let mut open = vec![(folder.to_owned(), 0)];
    while let Some((at, depth)) = open.pop() {
        // What cannot be listed now is looked at again.
        for path in RealDisk.list(&at).unwrap_or_default() {
            if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.')) {
                continue;
            }
            if !RealDisk.is_folder(&path) {
                let stamp = RealDisk.stamp(&path).ok().flatten();
                found.push((path, stamp));
            } else if depth < MOST_DEPTH {
                open.push((path, depth + 1));
            }
        }
    }
    found.sort();
    found
}
