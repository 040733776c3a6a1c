//! The bundled fonts, so that screen, picture and paper show the same characters on a PC that has none.
//!
//! They are statics, not constants: of a constant the program would hold a copy for each place that uses it.

use std::sync::LazyLock;

use crate::base::shipped_file;

/// Noto Sans SC 400 for running text: GB2312 and the 8105 characters of 通用规范汉字表 (OFL 1.1).
pub static NOTO_SANS_SC_REGULAR: &[u8] = include_bytes!("../../assets/fonts/NotoSansSC-Regular.ttf");

/// Noto Sans SC 600 for headings: the 3755 characters of GB2312 level 1; others fall back to the regular (OFL 1.1). It stands
/// packed in the program and is unpacked once, in some milliseconds; the regular, which each start needs whole, is not.
pub static NOTO_SANS_SC_SEMIBOLD: LazyLock<Vec<u8>> =
    LazyLock::new(|| shipped_file("assets/fonts/NotoSansSC-SemiBold.ttf"));
