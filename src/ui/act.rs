//! What a screen asks for; applied after drawing.

use std::{collections::BTreeSet, path::PathBuf};

use crate::{
    base::{ElementId, IndicatorId, Lang, Period, PlanId, RankChart, Table, UnitId},
    desk::{Command, EntryId, NewFormPack, NewWorkspace},
    returns::ReturnKey,
    ui::{arrivals::ArrivalAct, entry::Widths, renderer::Renderer},
};

/// 画面.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Route {
    /// 首页.
    #[default]
    Start,
    /// 填报.
    Entry,
    /// 趋势.
    Trend,
    /// 监测.
    Track,
    /// 规划.
    Plan,
    /// 举措.
    Deliverables,
    /// 字典.
    Dictionary,
    /// 接收.
    Arrivals,
    /// 机构.
    Register,
    /// 汇总.
    Sums,
    /// 审核.
    Findings,
    /// 上报.
    Submit,
    /// 恢复.
    Recovery,
    /// 历史快照.
    Days,
}

/// What is copied or saved of a trend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportKind {
    /// The table as CSV.
    Csv,
    /// The chart as SVG.
    Svg,
    /// The chart as PNG.
    Png,
}

/// What is saved of a return.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SheetFile {
    /// The package, to hand upward.
    Package,
    /// The printed sheet.
    Pdf,
    /// The printed sheet as a workbook.
    Xlsx,
}

/// What is saved of a plan that is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrackFile {
    /// The targets listed, as a workbook.
    List,
    /// The targets listed, as a picture.
    Picture,
    /// 监测报告 as a paper.
    Report,
    /// 监测报告 as a workbook.
    ReportBook,
}

impl TrackFile {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 4] = [Self::List, Self::Picture, Self::Report, Self::ReportBook];

    /// Names the key of its word.
    pub const fn key(self) -> &'static str {
        match self {
            Self::List => "track.xlsx",
            Self::Picture => "track.png",
            Self::Report => "track.docx",
            Self::ReportBook => "track.book",
        }
    }
}

/// What is saved of the dictionary, always whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DictionaryFile {
    /// 指标解释手册: notes, elements and indicators as one workbook.
    Handbook,
    /// The elements as CSV.
    Elements,
    /// The indicators as CSV.
    Indicators,
}

/// What is saved of a roll-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SumsFile {
    /// A workbook.
    Book,
    /// The table as CSV.
    Csv,
    /// A page to be printed.
    Page,
    /// 数据交接: a folder of files with a manifest.
    HandOver,
    /// 汇总上报文件.
    Statement {
        /// Whether the returns travel along.
        with_returns: bool,
    },
}

/// 动作.
#[derive(Clone, Debug)]
pub enum Act {
    /// Changes the workspace.
    Do(Command),
    /// Goes to a screen.
    Go(Route),
    /// Opens a return, at a cell if one is named.
    OpenEntry(ReturnKey, Option<ElementId>),
    /// Shows a return of a unit below on the screen where it is received, accepted or sent back.
    Review(ReturnKey),
    /// Makes one of our returns the one that is filled in, checked and handed in.
    PickReturn(ReturnKey),
    /// Carries last period's figures forward into every blank cell of the return at hand.
    CarryForm,
    /// Asks for what a return of a unit below is sent back with.
    AskSendBack(ReturnKey),
    /// Opens the return at hand to be typed a second time.
    TypeSecond,
    /// Confirms everything that was carried forward into the return at hand.
    ConfirmCarried,
    /// Asks for a place and saves a return there.
    SaveReturn(ReturnKey, SheetFile),
    /// Puts the package of a return that was just handed in into the outbox.
    PackReturn(ReturnKey),
    /// Puts the 退回 of a return into the outbox, to travel to its unit.
    PackSentBack(ReturnKey),
    /// Asks a unit about figures, and puts the 查询 into the outbox; without a question what was asked before.
    Ask(ReturnKey, Vec<(ElementId, String)>),
    /// Answers a question on one of our figures, and puts the answer into the outbox.
    Reply(ReturnKey, u32, String),
    /// Makes a 报表任务包 and puts it into the outbox.
    Issue(NewFormPack),
    /// Hands what was typed behind the key that opened a cell on to that cell.
    TypeAhead(Vec<egui::Event>),
    /// Opens a trend.
    OpenTrend(UnitId, IndicatorId),
    /// Opens a trend where it can be computed: ours, else the highest bureau's.
    OpenTrendAnywhere(IndicatorId),
    /// Opens the plan with where a unit stands.
    OpenPlanOf(UnitId),
    /// Opens the plan at a target.
    OpenTarget(String),
    /// Opens or closes the search over elements, indicators and commands.
    TogglePalette,
    /// Opens or closes the page of keys.
    ToggleKeys,
    /// Opens or closes the settings.
    ToggleSettings,
    /// Opens or closes the list of what could not be read.
    ToggleFaults,
    /// Opens or closes the list of what others have changed.
    ToggleOutside,
    /// Opens what can be done about a failed save.
    OpenTrouble,
    /// Saves a copy of the workspace in a folder, or asks for one.
    SaveCopy(Option<PathBuf>),
    /// Opens the copy that was just saved in place of the workspace that could not be.
    OpenCopy(PathBuf),
    /// Asks for a place and writes the whole workspace there as one zip file.
    ZipWorkspace,
    /// Asks for the zip of a workspace, then where it is to be unpacked.
    AskZip,
    /// Asks for a folder in which the zip at hand is to be unpacked.
    AskUnzipPlace,
    /// Unpacks a zip into a folder that is not there yet, and opens that.
    Unzip {
        /// The zip.
        zip: PathBuf,
        /// The folder.
        into: PathBuf,
    },
    /// Closes the window though something could not be saved.
    CloseAnyway,
    /// Draws with this renderer from the next start on; `None` tries each.
    SetRenderer(Option<Renderer>),
    /// Switches between the light and the dark theme.
    SetDark(bool),
    /// Scales everything.
    SetZoom(f32),
    /// Changes the language.
    SetLang(Lang),
    /// Follows another plan.
    SetPlan(PlanId),
    /// Opens the workspace in a folder.
    OpenWorkspace(PathBuf),
    /// Makes the demonstration if it is not there, and opens it.
    OpenDemo,
    /// Asks for a folder and opens it.
    AskFolder,
    /// Shows the form for a new workspace.
    AskNew,
    /// Makes a workspace and opens it.
    MakeWorkspace(NewWorkspace),
    /// Leaves the workspace for the welcome screen.
    Leave,
    /// Copies the trend's chart or table to the clipboard.
    CopyTrend(ExportKind),
    /// Asks for a place and saves the trend's chart or table there.
    SaveTrend(ExportKind),
    /// Asks for a csv or xlsx file of units, to be looked at before it is taken.
    AskRegisterFile,
    /// Asks for a place and saves a table there as a workbook.
    SaveWorkbook(Table),
    /// Asks for a place and saves there what is followed of a plan.
    SaveTrack(TrackFile),
    /// Asks for a place and saves a table there as CSV.
    SaveTable(Table),
    /// Asks for a place and saves a roll-up there.
    SaveSums {
        /// As what.
        file: SumsFile,
        /// Over whom.
        unit: UnitId,
        /// Of which period.
        period: Period,
    },
    /// Asks for a place and saves a table there as a workbook or as a page.
    SaveSumsTable {
        /// As what.
        file: SumsFile,
        /// The table.
        table: Table,
    },
    /// Asks for a place and saves the picture of a ranking there.
    SaveRanking(ExportKind, Box<RankChart>),
    /// Copies the picture of a ranking to the clipboard.
    CopyRanking(Box<RankChart>),
    /// Opens the dictionary at an entry.
    OpenDictionary(EntryId),
    /// Copies a table to the clipboard.
    CopyTable(Table),
    /// Asks for a place and saves the dictionary there.
    SaveDictionary(DictionaryFile),
    /// Puts a text on the clipboard.
    CopyText(String),
    /// Asks the window system for what is on the clipboard; it comes as if Ctrl+V had been pressed.
    AskPaste,
    /// Keeps the widths of the grid's columns.
    KeepWidths(Widths),
    /// Opens 不适用 for the active cell.
    AskNotApplicable,
    /// Keeps the folder that is watched for arrivals of a workspace, or that none is.
    KeepInbox(PathBuf, Option<PathBuf>),
    /// Keeps which files of the watched folder of a workspace a person was told of, by their digests.
    KeepTold(PathBuf, BTreeSet<String>),
    /// What the 接收 screen asks for.
    Arrivals(ArrivalAct),
    /// Says something in the notice line.
    Tell(String),
    /// Leads to the questions on figures: those that wait for our answer, or the place where a bureau asks.
    Query,
    /// Jumps to the next blank cell.
    NextBlank,
}
