//! The workspace folder: lock, atomic writes, kept revisions, journal, and loading that never fails as a whole.
//!
//! These are legal records. A save is acknowledged only when the bytes are on disk; what stood there before is
//! kept; a file that cannot be read is left untouched and never written over. Every file operation goes through
//! [`Disk`], so that tests can fail the k-th one and cut the power after it.

mod archive;
mod arrived;
mod atomic;
mod beside;
mod cache;
mod days;
mod disk;
mod error;
mod fault;
mod folder;
mod handing;
mod journal;
mod load;
mod lock;
mod paths;
mod pending;
mod place;
mod settings;
mod starting;
mod watch;

pub use archive::{Zipped, holds_arrivals, unzip_workspace};
pub use arrived::Arrived;
pub use atomic::{write_file, write_file_on, write_new_file};
pub use days::{DayFound, KEPT_DAYS, KeptRevision};
pub use disk::{Disk, RealDisk};
pub use error::{Step, StoreError};
pub use fault::{FaultKind, FileFault};
pub use folder::Folder;
pub use handing::{Door, Handing, hand_over, state_folder};
pub use load::Loaded;
pub use lock::{Access, ReadOnlyReason};
pub use paths::WORKSPACE;
pub use place::{default_saves_folder, is_removable, saves_folder};
pub use settings::{load_settings, save_settings, settings_path};
pub use starting::{StartMark, Starts};
pub use watch::ChangedFile;
