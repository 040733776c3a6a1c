//! A file that arrived, read: what a worker can do beside others, before anything is compared with what is at hand.

use std::{path::Path, sync::Arc};

use crate::{
    exchange::Reason,
    wire::{MAX_BYTES, Travelling, file_digest, read_arrival_digest, travelling_with_digests},
};

/// 来处: where the bytes of a file can be had again. Thousands of files are not held in memory until somebody takes them.
#[derive(Clone, Debug)]
pub enum Source {
    /// In memory: it came through a pipe.
    Held(Arc<[u8]>),
    /// A file on a drive.
    File(Arc<Path>),
    /// In a zip on a drive.
    Packed(Arc<Path>),
}

/// 来件, as read.
#[derive(Clone, Debug)]
pub struct ReadFile {
    /// What people know it by: its path, and the name within a zip.
    pub name: String,
    /// Digest of its bytes; empty of what was never read.
    pub digest: String,
    /// Where its bytes can be had again.
    pub source: Source,
    /// Digests of what its returns say, in their order, as they were held against the file.
    pub said: Vec<String>,
    /// What it is, or why it cannot be read.
    pub what: Result<Travelling, Reason>,
}

/// Reads a file that arrived and holds its bytes.
pub fn read_file(name: impl Into<String>, bytes: Vec<u8>) -> ReadFile {
    let mut read = read_file_at(name.into(), &bytes, Source::Held(Arc::from([])));
    if read.what.is_ok() {
        read.source = Source::Held(bytes.into());
    }
    read
}

/// Reads a file whose bytes can be had again.
pub fn read_file_at(name: String, bytes: &[u8], source: Source) -> ReadFile {
    if bytes.len() > MAX_BYTES {
        let (bytes, limit) = (bytes.len() as u64, MAX_BYTES as u64);
        return ReadFile::refused(name, Reason::TooLarge { bytes, limit });
    }
    match travelling_with_digests(bytes) {
        Ok((what, said)) => {
            ReadFile { name, digest: read_arrival_digest(bytes), source, said, what: Ok(what) }
        }
        Err(fault) => {
            ReadFile { digest: file_digest(bytes), ..ReadFile::refused(name, Reason::Unreadable(fault)) }
        }
    }
}

impl ReadFile {
    /// Makes what stands for a file that could not be read, and why.
    pub fn refused(name: impl Into<String>, why: Reason) -> Self {
        let source = Source::Held(Arc::from([]));
        Self { name: name.into(), digest: String::new(), source, said: Vec::new(), what: Err(why) }
    }
}
