//! The one table of commands: label, shortcut, icon, and where each leads.

use egui::{Key, KeyboardShortcut, Modifiers};

use crate::{
    base::Lang,
    desk::{Command, Desk},
    ui::{
        act::{Act, DictionaryFile, ExportKind, Route, TrackFile},
        arrivals::ArrivalAct,
        icons,
    },
};

/// One command of the window.
pub struct UiCommand {
    /// Key of its label in the locale files.
    pub label: &'static str,
    /// Its icon.
    pub icon: &'static str,
    /// Its shortcut, if it has one.
    pub shortcut: Option<KeyboardShortcut>,
    /// What it asks for.
    pub act: fn(&Desk) -> Act,
    /// Whether it can be asked for now.
    pub enabled: fn(&Desk) -> bool,
}

impl UiCommand {
    /// Writes its shortcut as people read it; empty without one.
    pub fn shortcut_text(&self) -> String {
        let text = self.shortcut.map(|keys| keys.format(&egui::ModifierNames::NAMES, false));
        text.unwrap_or_default().replace("Comma", ",")
    }
}

const fn keys(modifiers: Modifiers, key: Key) -> Option<KeyboardShortcut> {
    Some(KeyboardShortcut::new(modifiers, key))
}

const fn always(_: &Desk) -> bool {
    true
}

/// Every command, in the order the palette lists them.
pub const COMMANDS: &[UiCommand] = &[
    UiCommand {
        label: "command.start",
        icon: icons::HOUSE,
        shortcut: keys(Modifiers::COMMAND, Key::Num1),
        act: |_| Act::Go(Route::Start),
        enabled: always,
    },
    UiCommand {
        label: "command.entry",
        icon: icons::PENCIL_SIMPLE,
        shortcut: keys(Modifiers::COMMAND, Key::Num2),
        act: |_| Act::Go(Route::Entry),
        enabled: always,
    },
    UiCommand {
        label: "command.trend",
        icon: icons::CHART_LINE,
        shortcut: keys(Modifiers::COMMAND, Key::Num3),
        act: |_| Act::Go(Route::Trend),
        enabled: always,
    },
    UiCommand {
        label: "command.track",
        icon: icons::FLAG,
        shortcut: keys(Modifiers::COMMAND, Key::Num0),
        act: |_| Act::Go(Route::Track),
        enabled: always,
    },
    UiCommand {
        label: "command.plan",
        icon: icons::TARGET,
        shortcut: keys(Modifiers::COMMAND, Key::Num4),
        act: |_| Act::Go(Route::Plan),
        enabled: always,
    },
    UiCommand {
        label: "command.deliverables",
        icon: icons::CHECK_SQUARE,
        shortcut: keys(Modifiers::COMMAND, Key::Num6),
        act: |_| Act::Go(Route::Deliverables),
        enabled: always,
    },
    UiCommand {
        label: "command.dictionary",
        icon: icons::LIST,
        shortcut: keys(Modifiers::COMMAND, Key::Num5),
        act: |_| Act::Go(Route::Dictionary),
        enabled: always,
    },
    UiCommand {
        label: "command.register",
        icon: icons::BUILDINGS,
        shortcut: keys(Modifiers::COMMAND, Key::Num7),
        act: |_| Act::Go(Route::Register),
        enabled: Desk::has_register,
    },
    UiCommand {
        label: "command.arrivals",
        icon: icons::FOLDER_OPEN,
        shortcut: keys(Modifiers::COMMAND, Key::R),
        act: |_| Act::Go(Route::Arrivals),
        enabled: always,
    },
    UiCommand {
        label: "command.open_files",
        icon: icons::FOLDER_OPEN,
        shortcut: None,
        act: |_| Act::Arrivals(ArrivalAct::AskFiles),
        enabled: |desk| !desk.is_read_only(),
    },
    UiCommand {
        label: "command.sums",
        icon: icons::TABLE,
        shortcut: None,
        act: |_| Act::Go(Route::Sums),
        enabled: Desk::has_register,
    },
    UiCommand {
        label: "command.findings",
        icon: icons::CLIPBOARD_TEXT,
        shortcut: keys(Modifiers::COMMAND, Key::Num8),
        act: |_| Act::Go(Route::Findings),
        enabled: always,
    },
    UiCommand {
        label: "command.submit",
        icon: icons::PAPER_PLANE,
        shortcut: keys(Modifiers::COMMAND, Key::Num9),
        act: |_| Act::Go(Route::Submit),
        enabled: always,
    },
    UiCommand {
        label: "command.query",
        icon: icons::INFO,
        shortcut: None,
        act: |_| Act::Query,
        enabled: always,
    },
    UiCommand {
        label: "command.palette",
        icon: icons::MAGNIFYING_GLASS,
        shortcut: keys(Modifiers::COMMAND, Key::K),
        act: |_| Act::TogglePalette,
        enabled: always,
    },
    UiCommand {
        label: "command.save",
        icon: icons::FLOPPY_DISK,
        shortcut: keys(Modifiers::COMMAND, Key::S),
        act: |_| Act::Do(Command::Save),
        enabled: |desk| !desk.is_read_only(),
    },
    UiCommand {
        label: "command.undo",
        icon: icons::ARROW_COUNTER_CLOCKWISE,
        shortcut: None,
        act: |_| Act::Do(Command::Undo),
        enabled: Desk::can_undo,
    },
    UiCommand {
        label: "command.redo",
        icon: icons::ARROW_CLOCKWISE,
        shortcut: None,
        act: |_| Act::Do(Command::Redo),
        enabled: Desk::can_redo,
    },
    UiCommand {
        label: "command.next_blank",
        icon: icons::ARROW_DOWN,
        shortcut: keys(Modifiers::COMMAND, Key::B),
        act: |_| Act::NextBlank,
        enabled: always,
    },
    UiCommand {
        label: "command.carry",
        icon: icons::ARROW_CLOCKWISE,
        shortcut: None,
        act: |_| Act::CarryForm,
        enabled: |desk| !desk.is_read_only(),
    },
    UiCommand {
        label: "command.confirm",
        icon: icons::CHECK,
        shortcut: None,
        act: |_| Act::ConfirmCarried,
        enabled: |desk| !desk.is_read_only(),
    },
    UiCommand {
        label: "command.language",
        icon: icons::TRANSLATE,
        shortcut: keys(Modifiers::COMMAND, Key::L),
        act: |desk| Act::SetLang(if desk.lang() == Lang::Zh { Lang::En } else { Lang::Zh }),
        enabled: always,
    },
    UiCommand {
        label: "command.settings",
        icon: icons::GEAR,
        shortcut: keys(Modifiers::COMMAND, Key::Comma),
        act: |_| Act::ToggleSettings,
        enabled: always,
    },
    UiCommand {
        label: "command.second",
        icon: icons::CHECK_SQUARE,
        shortcut: None,
        act: |_| Act::TypeSecond,
        enabled: |desk| !desk.is_read_only(),
    },
    UiCommand {
        label: "command.keys",
        icon: icons::INFO,
        shortcut: keys(Modifiers::NONE, Key::F1),
        act: |_| Act::ToggleKeys,
        enabled: always,
    },
    UiCommand {
        label: "command.copy_chart",
        icon: icons::COPY,
        shortcut: None,
        act: |_| Act::CopyTrend(ExportKind::Png),
        enabled: always,
    },
    UiCommand {
        label: "command.save_png",
        icon: icons::IMAGE,
        shortcut: None,
        act: |_| Act::SaveTrend(ExportKind::Png),
        enabled: always,
    },
    UiCommand {
        label: "command.save_svg",
        icon: icons::IMAGE,
        shortcut: None,
        act: |_| Act::SaveTrend(ExportKind::Svg),
        enabled: always,
    },
    UiCommand {
        label: "command.save_csv",
        icon: icons::TABLE,
        shortcut: None,
        act: |_| Act::SaveTrend(ExportKind::Csv),
        enabled: always,
    },
    UiCommand {
        label: "track.report",
        icon: icons::FILE_TEXT,
        shortcut: None,
        act: |_| Act::SaveTrack(TrackFile::Report),
        enabled: |desk| desk.plan().is_some(),
    },
    UiCommand {
        label: "command.save_handbook",
        icon: icons::TABLE,
        shortcut: None,
        act: |_| Act::SaveDictionary(DictionaryFile::Handbook),
        enabled: always,
    },
    UiCommand {
        label: "command.days",
        icon: icons::CLOCK,
        shortcut: keys(Modifiers::COMMAND, Key::H),
        act: |_| Act::Go(Route::Days),
        enabled: always,
    },
    UiCommand {
        label: "command.recovery",
        icon: icons::ARROW_COUNTER_CLOCKWISE,
        shortcut: None,
        act: |_| Act::Go(Route::Recovery),
        enabled: always,
    },
    UiCommand {
        label: "command.open_folder",
        icon: icons::FOLDER_OPEN,
        shortcut: keys(Modifiers::COMMAND, Key::O),
        act: |_| Act::AskFolder,
        enabled: always,
    },
    UiCommand {
        label: "command.zip",
        icon: icons::FLOPPY_DISK,
        shortcut: None,
        act: |_| Act::ZipWorkspace,
        enabled: always,
    },
    UiCommand {
        label: "command.unzip",
        icon: icons::FOLDER_OPEN,
        shortcut: None,
        act: |_| Act::AskZip,
        enabled: always,
    },
    UiCommand {
        label: "command.leave",
        icon: icons::X,
        shortcut: None,
        act: |_| Act::Leave,
        enabled: always,
    },
];

/// Takes the shortcuts out of the input and gives what they ask for.
pub fn shortcuts(ctx: &egui::Context, desk: &Desk) -> Vec<Act> {
    COMMANDS
        .iter()
        .filter_map(|command| {
            let shortcut = command.shortcut?;
            let pressed = ctx.input_mut(|input| input.consume_shortcut(&shortcut));
            (pressed && (command.enabled)(desk)).then(|| (command.act)(desk))
        })
        .collect()
}
