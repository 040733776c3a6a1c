//! Work shared among the processor's cores, with a word now and then for whoever waits.

use std::{
    num::NonZero,
    sync::{
        atomic::{AtomicBool, AtomicUsize, Ordering},
        mpsc::{self, RecvTimeoutError},
    },
    thread,
    time::Duration,
};

/// How often whoever waits is asked, even where nothing is done yet.
const PACE: Duration = Duration::from_millis(50);
/// So many outcomes are told together: to wake whoever waits costs as much as a small item.
const TOGETHER: usize = 8;
/// How many times that may be done ahead of what was heard of.
const AHEAD: usize = 8;

/// Does each item on one of as many threads as there are cores, the first items first, and gives each outcome with its
/// place, some together, as they come; `None` where nothing came for a twentieth of a second. Says whether everything
/// was done: `heard` says no to stop it, which waits for the items that are begun.
///
/// What stops a thread stops everything: an item without an outcome would be lost.
pub(super) fn over_cores<T: Sync, R: Send>(
    items: &[T],
    each: impl Fn(&T) -> R + Sync,
    mut heard: impl FnMut(Option<(usize, R)>) -> bool,
) -> bool {
    let (next, is_stopped) = (AtomicUsize::new(0), AtomicBool::new(false));
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(items.len());
    thread::scope(|scope| {
        let (tell, hear) = mpsc::sync_channel(AHEAD);
        for _ in 0..threads {
            let (tell, each, next, is_stopped) = (tell.clone(), &each, &next, &is_stopped);
            scope.spawn(move || {
                let mut done = Vec::with_capacity(TOGETHER);
                while !is_stopped.load(Ordering::Relaxed) {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(at) else { break };
                    done.push((at, each(item)));
                    if done.len() == TOGETHER && tell.send(std::mem::take(&mut done)).is_err() {
                        return;
                    }
                }
                // Nobody hears it where everything was stopped.
                let _ = tell.send(done);
            });
        }
        drop(tell);
        loop {
            let goes_on = match hear.recv_timeout(PACE) {
                Ok(came) => came.into_iter().all(|came| heard(Some(came))),
                Err(RecvTimeoutError::Timeout) => heard(None),
                Err(RecvTimeoutError::Disconnected) => return true,
            };
            if !goes_on {
                is_stopped.store(true, Ordering::Relaxed);
                return false;
            }
        }
    })
}
