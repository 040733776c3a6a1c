//! The thread that writes: takes jobs, gives back what became of them. A second one keeps the cache, beside the work.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, RecvTimeoutError},
    },
    thread,
    time::{Duration, Instant},
};

use crate::{
    desk::{Job, JobDone, run_job, run_job_between},
    store::Folder,
};

/// How long nothing is saved before the cache is looked after: a pause in the work, not one in typing.
const QUIET: Duration = Duration::from_secs(30);
/// How often it is looked by itself whether somebody else has changed a file; the window is woken only where one has.
const WATCH: Duration = Duration::from_secs(60);
/// A look at a slow disk is taken so much more seldom that it never takes more than this part of the time.
const WATCH_SHARE: u32 = 20;

/// How long the threads wait before they do something nobody asked for.
#[derive(Clone, Copy, Debug)]
pub struct Pauses {
    /// Without a save, before the cache is looked after.
    pub quiet: Duration,
    /// Between two looks at what others have changed.
    pub watch: Duration,
}

impl Default for Pauses {
    fn default() -> Self {
        Self { quiet: QUIET, watch: WATCH }
    }
}

/// 写盘线程. It ends when the worker is dropped and every job is done.
#[derive(Debug)]
pub struct Worker {
    jobs: Option<mpsc::Sender<Job>>,
    done: mpsc::Receiver<JobDone>,
    thread: Option<thread::JoinHandle<()>>,
}

impl Worker {
    /// Starts the thread for a folder; the window is woken after each job.
    ///
    /// # Errors
    /// Only if the system gives no thread.
    pub fn start(folder: Arc<Folder>, wake: egui::Context) -> std::io::Result<Self> {
        Self::start_with(folder, wake, Pauses::default())
    }

    /// Starts the thread, with other pauses.
    ///
    /// # Errors
    /// As for [`Worker::start`].
    pub fn start_with(folder: Arc<Folder>, wake: egui::Context, pauses: Pauses) -> std::io::Result<Self> {
        let (jobs, waiting) = mpsc::channel::<Job>();
        let (report, done) = mpsc::channel();
        let keeper = CacheKeeper::start(Arc::clone(&folder), pauses.quiet);
        let thread = thread::Builder::new().name("duibiao-writer".to_owned()).spawn(move || {
            let tell = |done| {
                let is_told = report.send(done).is_ok();
                wake.request_repaint();
                is_told
            };
            let mut watch = Watch { told: Vec::new(), pause: pauses.watch };
            loop {
                let job = match waiting.recv_timeout(watch.pause) {
                    Ok(job) => job,
                    Err(RecvTimeoutError::Disconnected) => break,
                    Err(RecvTimeoutError::Timeout) => {
                        if watch.news(&folder, pauses.watch).is_some_and(|news| !tell(news)) {
                            break;
                        }
                        continue;
                    }
                };
                let keeper = keeper.as_ref().ok();
                keeper.into_iter().for_each(CacheKeeper::wait);
                // The snapshot of a day may take a minute; nothing waits for it, and it is given up when the program ends.
                let others = &mut || {
                    loop {
                        match waiting.try_recv() {
                            Ok(job) => {
                                if !tell(run_job(&folder, job)) {
                                    return false;
                                }
                            }
                            Err(mpsc::TryRecvError::Empty) => return true,
                            Err(mpsc::TryRecvError::Disconnected) => return false,
                        }
                    }
                };
                if !tell(run_job_between(&folder, job, others)) {
                    break;
                }
                keeper.into_iter().for_each(CacheKeeper::wake);
            }
        })?;
        Ok(Self { jobs: Some(jobs), done, thread: Some(thread) })
    }

    /// Hands a job over; gives it back if the thread has ended.
    ///
    /// # Errors
    /// The job itself, to be run elsewhere.
    pub fn send(&self, job: Job) -> Result<(), Box<Job>> {
        let Some(jobs) = &self.jobs else { return Err(Box::new(job)) };
        jobs.send(job).map_err(|back| Box::new(back.0))
    }

    /// Waits for the next finished job, at most this long.
    pub fn next_finished(&self, at_most: std::time::Duration) -> Option<JobDone> {
        self.done.recv_timeout(at_most).ok()
    }

    /// Gives what is done since the last call.
    pub fn finished(&self) -> Vec<JobDone> {
        self.done.try_iter().collect()
    }
}

impl Drop for Worker {
    /// Lets the thread finish what it was given.
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            // A thread that ended badly has nothing more to write.
            let _ = thread.join();
        }
    }
}

/// What the worker has told of what others have changed, and when it looks again.
struct Watch {
    told: Vec<(PathBuf, Option<u64>)>,
    pause: Duration,
}

impl Watch {
    /// Looks; gives what was found if it is not what was found the last time.
    fn news(&mut self, folder: &Folder, at_least: Duration) -> Option<JobDone> {
        let began = Instant::now();
        let done = run_job(folder, Job::Watch);
        self.pause = at_least.max(began.elapsed() * WATCH_SHARE);
        let found = done.changed.iter().map(|file| (file.path.clone(), file.seen)).collect();
        let is_news = self.told != found;
        self.told = found;
        (is_news && !done.changed.is_empty()).then_some(done)
    }
}

/// 缓存线程: writes `cache/` when nothing was saved for a while. No save waits for it.
#[derive(Debug)]
struct CacheKeeper {
    nudges: Option<mpsc::Sender<()>>,
    may_go_on: Arc<AtomicBool>,
    thread: Option<thread::JoinHandle<()>>,
}

impl CacheKeeper {
    fn start(folder: Arc<Folder>, quiet: Duration) -> std::io::Result<Self> {
        let (nudges, waiting) = mpsc::channel::<()>();
        let may_go_on = Arc::new(AtomicBool::new(true));
        let go_on = Arc::clone(&may_go_on);
        let thread = thread::Builder::new().name("duibiao-cache".to_owned()).spawn(move || {
            loop {
                match waiting.recv_timeout(quiet) {
                    Ok(()) => continue,
                    Err(RecvTimeoutError::Disconnected) => return,
                    Err(RecvTimeoutError::Timeout) => {}
                }
                folder.renew_cache(&|| go_on.load(Ordering::Relaxed));
                // Nothing is to be done until something is saved.
                if waiting.recv().is_err() {
                    return;
                }
            }
        })?;
        Ok(Self { nudges: Some(nudges), may_go_on, thread: Some(thread) })
    }

    /// Makes it leave the disk to the writer.
    fn wait(&self) {
        self.may_go_on.store(false, Ordering::Relaxed);
    }

    /// Tells it that a job was done, after which it begins to count anew.
    fn wake(&self) {
        self.may_go_on.store(true, Ordering::Relaxed);
        if let Some(nudges) = &self.nudges {
            // One that has ended has no cache to keep.
            let _ = nudges.send(());
        }
    }
}

impl Drop for CacheKeeper {
    /// Ends it after the file it is at, so that the folder is let go of.
    fn drop(&mut self) {
        self.wait();
        self.nudges = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
