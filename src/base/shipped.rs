//! 随程序自带的文件: files of the repository that are no code, put into the program by its build script.

use std::{
    io::{Cursor, Read as _},
    sync::LazyLock,
};

use zip::{ZipArchive, result::ZipResult};

/// Written by `packaging/resources.rs`; its list is read once.
static SHIPPED: LazyLock<Option<ZipArchive<Cursor<&[u8]>>>> = LazyLock::new(|| {
    let packed: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/shipped.zip"));
    ZipArchive::new(Cursor::new(packed)).ok()
});

/// Unpacks a shipped file by its path, such as `assets/checks/general.ron`; nothing of one that is not shipped, which no
/// reader takes for a pack or a font.
pub fn shipped_file(path: &str) -> Vec<u8> {
    let read = |mut archive: ZipArchive<_>| -> ZipResult<Vec<u8>> {
        let mut bytes = Vec::new();
        archive.by_name(path)?.read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    SHIPPED.clone().and_then(|archive| read(archive).ok()).unwrap_or_default()
}
