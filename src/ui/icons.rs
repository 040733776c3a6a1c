//! Code points of the icon font; `assets/fonts/phosphor.txt` lists what it holds.

/// `house`.
pub const HOUSE: &str = "\u{e2c2}";
/// `pencil-simple`.
pub const PENCIL_SIMPLE: &str = "\u{e3b4}";
/// `chart-line`.
pub const CHART_LINE: &str = "\u{e154}";
/// `target`.
pub const TARGET: &str = "\u{e47c}";
/// `magnifying-glass`.
pub const MAGNIFYING_GLASS: &str = "\u{e30c}";
/// `gear`.
pub const GEAR: &str = "\u{e270}";
/// `caret-down`.
pub const CARET_DOWN: &str = "\u{e136}";
/// `arrow-up`.
pub const ARROW_UP: &str = "\u{e08e}";
/// `arrow-down`.
pub const ARROW_DOWN: &str = "\u{e03e}";
/// `arrow-up-right`.
pub const ARROW_UP_RIGHT: &str = "\u{e092}";
/// `check`.
pub const CHECK: &str = "\u{e182}";
/// `x`.
pub const X: &str = "\u{e4f6}";
/// `x-circle`.
pub const X_CIRCLE: &str = "\u{e4f8}";
/// `warning`.
pub const WARNING: &str = "\u{e4e0}";
/// `warning-circle`.
pub const WARNING_CIRCLE: &str = "\u{e4e2}";
/// `minus`.
pub const MINUS: &str = "\u{e32a}";
/// `floppy-disk`.
pub const FLOPPY_DISK: &str = "\u{e248}";
/// `copy`.
pub const COPY: &str = "\u{e1ca}";
/// `folder-open`.
pub const FOLDER_OPEN: &str = "\u{e256}";
/// `file-plus`.
pub const FILE_PLUS: &str = "\u{e236}";
/// `lock`.
pub const LOCK: &str = "\u{e2fa}";
/// `arrow-counter-clockwise`.
pub const ARROW_COUNTER_CLOCKWISE: &str = "\u{e038}";
/// `arrow-clockwise`.
pub const ARROW_CLOCKWISE: &str = "\u{e036}";
/// `clock`.
pub const CLOCK: &str = "\u{e19a}";
/// `translate`.
pub const TRANSLATE: &str = "\u{e4a2}";
/// `image`.
pub const IMAGE: &str = "\u{e2ca}";
/// `table`.
pub const TABLE: &str = "\u{e476}";
/// `circle`.
pub const CIRCLE: &str = "\u{e18a}";
/// `check-square`.
pub const CHECK_SQUARE: &str = "\u{e186}";
/// `file-text`.
pub const FILE_TEXT: &str = "\u{e23a}";
/// `list`.
pub const LIST: &str = "\u{e2f0}";
/// `buildings`.
pub const BUILDINGS: &str = "\u{e102}";
/// `info`.
pub const INFO: &str = "\u{e2ce}";
/// `paper-plane-tilt`.
pub const PAPER_PLANE: &str = "\u{e398}";
/// `clipboard-text`.
pub const CLIPBOARD_TEXT: &str = "\u{e198}";
/// `caret-right`.
pub const CARET_RIGHT: &str = "\u{e13a}";
/// `flag`.
pub const FLAG: &str = "\u{e244}";
