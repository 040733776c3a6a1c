//! 随程序自带的数据包: texts in the repository, put into the program by its build script.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;

/// Written by `packaging/resources.rs`.
static PACKS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/packs.zip"));

/// Gives the text of a shipped pack by its path, such as `assets/checks/general.ron`; nothing of one that is not shipped,
/// which no reader takes for a pack.
pub fn shipped_pack(path: &str) -> Vec<u8> {
    let read = || -> zip::result::ZipResult<Vec<u8>> {
        let mut text = Vec::new();
        ZipArchive::new(Cursor::new(PACKS))?.by_name(path)?.read_to_end(&mut text)?;
        Ok(text)
    };
    read().unwrap_or_default()
}
