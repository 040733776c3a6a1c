//! The thread that writes: takes jobs, gives back what became of them.

use std::{
    sync::{Arc, mpsc},
    thread,
};

use crate::{
    desk::{Job, JobDone, run_job, run_job_between},
    store::Folder,
};

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
        let (jobs, waiting) = mpsc::channel::<Job>();
        let (report, done) = mpsc::channel();
        let thread = thread::Builder::new().name("duibiao-writer".to_owned()).spawn(move || {
            let tell = |done| {
                let is_told = report.send(done).is_ok();
                wake.request_repaint();
                is_told
            };
            for job in &waiting {
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
