//! The files in a zip, trusted in nothing: no name is ever used as a path, and what is read counts, not what is declared.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use crate::{
    exchange::Reason,
    wire::{MAX_BYTES, is_inner_path},
};

/// The largest zip that is read.
pub const MOST_PACKED_BYTES: u64 = 128 * 1024 * 1024;
/// What a zip may unpack to.
const MOST_BYTES: u64 = 1024 * 1024 * 1024;
const MOST_ENTRIES: usize = 20_000;
/// Text of tables seldom packs to less than a fiftieth.
const MOST_RATIO: u64 = 200;

/// One file of a zip: its name there, and its bytes or why they are not read.
#[derive(Debug)]
pub struct ZipEntry {
    /// Its name in the zip, for people.
    pub name: String,
    /// Its bytes.
    pub bytes: Result<Vec<u8>, Reason>,
}

/// Says whether bytes are those of a zip.
pub fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// How much is unpacked between two questions whether to go on.
const AT_ONCE: u64 = 1024 * 1024;

/// Hands over the files of a zip one after another; the zip is measured first, so that a bomb is refused whole. Where
/// `go_on` says no it ends early, as if there were nothing more; it is told how many files there are.
///
/// # Errors
/// [`Reason::ZipDamaged`] and [`Reason::ZipBomb`], before anything is handed over.
pub fn unpack(
    packed: &[u8],
    go_on: impl Fn(usize) -> bool,
    mut take: impl FnMut(ZipEntry),
) -> Result<(), Reason> {
    let damaged = |_| Reason::ZipDamaged;
    let mut zip = ZipArchive::new(Cursor::new(packed)).map_err(damaged)?;
    if zip.len() > MOST_ENTRIES {
        return Err(Reason::ZipBomb);
    }
    let most = MOST_BYTES.min((packed.len() as u64).saturating_mul(MOST_RATIO));
    let (zip_len, mut total) = (zip.len(), 0_u64);
    for at in 0..zip_len {
        let mut file = zip.by_index(at).map_err(damaged)?;
        loop {
            if !go_on(zip_len) {
                return Ok(());
            }
            let read = std::io::copy(&mut file.by_ref().take(AT_ONCE), &mut std::io::sink());
            let read = read.map_err(|_| Reason::ZipDamaged)?;
            total += read;
            if total > most {
                return Err(Reason::ZipBomb);
            }
            if read < AT_ONCE {
                break;
            }
        }
    }
    for at in 0..zip_len {
        if !go_on(zip_len) {
            return Ok(());
        }
        let mut file = zip.by_index(at).map_err(damaged)?;
        if file.is_dir() {
            continue;
        }
        let name = file.name().map_err(damaged)?.into_owned();
        let bytes = if !is_inner_path(&name) || file.is_symlink() {
            Err(Reason::ZipName(name.clone()))
        } else {
            let mut bytes = Vec::new();
            let limit = MAX_BYTES as u64;
            let read = file.by_ref().take(limit + 1).read_to_end(&mut bytes);
            match read {
                Err(_) => Err(Reason::ZipDamaged),
                Ok(_) if bytes.len() as u64 > limit => Err(Reason::TooLarge { bytes: file.size(), limit }),
                Ok(_) if is_zip(&bytes) => Err(Reason::ZipInZip),
                Ok(_) => Ok(bytes),
            }
        };
        take(ZipEntry { name, bytes });
    }
    Ok(())
}
