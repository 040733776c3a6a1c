//! The thread that writes: takes jobs, gives back what became of them.

use std::{
    sync::{Arc, mpsc},
    thread,
};

use crate::{
    desk::{Job, JobDone, run_job},
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
            for job in waiting {
                if report.send(run_job(&folder, job)).is_err() {
                    break;
                }
                wake.request_repaint();
            }
        })?;
        Ok(Self { jobs: Some(jobs), done, thread: Some(thread) })
    }

    /// Hands a job over.
    pub fn send(&self, job: Job) {
        if let Some(jobs) = &self.jobs {
            // The receiver lives as long as the thread, which ends only with the sender.
            let _ = jobs.send(job);
        }
    }

    /// Gives what is done since the last call.
    pub fn finished(&self) -> Vec<JobDone> {
        self.done.try_iter().collect()
    }

    /// Waits until every job is done and gives the rest of what became of them.
    pub fn finish(mut self) -> Vec<JobDone> {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
        self.done.try_iter().collect()
    }
}
