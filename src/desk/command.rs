//! Everything that changes a workspace, with the raw text a person typed.

use std::{collections::BTreeMap, path::PathBuf};

use chrono::NaiveDate;

use crate::{
    base::{CheckId, ElementId, Lang, Period, PlanId, UnitId},
    desk::{FollowChange, OfferPlace, Offered, RestoreFrom, Settling, UnitChange},
    exchange::Side,
    returns::{ReturnKey, ReturnReason, Signers},
    unit::Unit,
};

/// 流转 of a return, with what has to be said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Moving {
    /// 上报; refused while a check blocks, and where nothing changed since the return was handed in last.
    Submit,
    /// 上报 of what was withdrawn as it was handed in before, with the reason.
    SubmitUnchanged(String),
    /// 撤回, with the reason.
    Withdraw(String),
    /// 接收.
    Receive,
    /// 审核通过.
    Accept,
    /// 退回.
    SendBack {
        /// The reason.
        reason: ReturnReason,
        /// What is said beside it.
        words: String,
        /// Until when it is wanted.
        due: Option<NaiveDate>,
        /// What is said of single cells.
        remarks: BTreeMap<ElementId, String>,
    },
    /// 更正 of a return that was accepted, with the reason.
    Correct(String),
}

/// What a step was done in: the place in which it can be taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A return.
    Return(ReturnKey),
    /// The deliverables of a plan.
    Plan(PlanId),
    /// The register.
    Register,
}

/// 命令. Screens push them; one function applies them after drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Types a text into a cell; empty clears it.
    SetFigure {
        /// Which return.
        key: ReturnKey,
        /// Which cell.
        element: ElementId,
        /// What was typed.
        text: String,
    },
    /// Marks a cell 不适用, with the reason.
    SetNotApplicable {
        /// Which return.
        key: ReturnKey,
        /// Which cell.
        element: ElementId,
        /// Why.
        reason: String,
    },
    /// Writes a cell's note; empty removes it.
    SetNote {
        /// Which return.
        key: ReturnKey,
        /// Which cell.
        element: ElementId,
        /// The note.
        note: String,
    },
    /// Pastes several cells as one step.
    Paste {
        /// Which return.
        key: ReturnKey,
        /// Cell and text, in order.
        cells: Vec<(ElementId, String)>,
    },
    /// Clears several cells as one step; their notes stay.
    Clear {
        /// Which return.
        key: ReturnKey,
        /// Which cells.
        elements: Vec<ElementId>,
    },
    /// Fills several cells with the text of the one above them as one step.
    FillDown {
        /// Which return.
        key: ReturnKey,
        /// Cell and text, in order.
        cells: Vec<(ElementId, String)>,
    },
    /// Explains in writing why an unusual figure is right; refused without a word.
    Explain {
        /// Which return.
        key: ReturnKey,
        /// Which cell.
        element: ElementId,
        /// What of it.
        check: CheckId,
        /// The words.
        text: String,
    },
    /// Takes the figures of the period before over into cells that are blank, to be confirmed.
    CarryForward {
        /// Which return.
        key: ReturnKey,
        /// Which cells; those that are filled already are passed over.
        elements: Vec<ElementId>,
    },
    /// Confirms figures that were carried forward.
    Confirm {
        /// Which return.
        key: ReturnKey,
        /// Which cells.
        elements: Vec<ElementId>,
    },
    /// Marks a cell for follow-up, or takes the mark off.
    Flag {
        /// Which return.
        key: ReturnKey,
        /// Which cell.
        element: ElementId,
        /// Whether it is marked from now on.
        on: bool,
    },
    /// Types a text into a cell of the second typing, which sees nothing of the first.
    TypeSecond {
        /// Which return.
        key: ReturnKey,
        /// Which cell.
        element: ElementId,
        /// What was typed.
        text: String,
    },
    /// Takes the second typing's figures over into the return.
    TakeSecond {
        /// Which return.
        key: ReturnKey,
        /// Which cells.
        elements: Vec<ElementId>,
    },
    /// Begins the second typing anew.
    ClearSecond(ReturnKey),
    /// 零报告: marks every cell of a return 不适用, with one reason.
    NilReturn {
        /// Which return.
        key: ReturnKey,
        /// Why there is nothing to report.
        reason: String,
    },
    /// Says who signs for a return.
    SetSigners {
        /// Which return.
        key: ReturnKey,
        /// Who signs.
        signers: Box<Signers>,
    },
    /// Moves a return on its way upward, or back.
    MoveOn {
        /// Which return.
        key: ReturnKey,
        /// Where to.
        moving: Moving,
    },
    /// Accepts several returns of units below.
    AcceptAll(Vec<ReturnKey>),
    /// Settles a conflict between the version at hand and one that arrived.
    Settle {
        /// Which return.
        key: ReturnKey,
        /// How.
        settling: Settling,
    },
    /// Settles a conflict between two versions of a bureau's statement.
    SettleStatement {
        /// Whose statement.
        unit: UnitId,
        /// Of which period.
        period: Period,
        /// The one that stays.
        side: Side,
    },
    /// Records how far a deliverable of a plan is.
    Follow {
        /// Which plan.
        plan: PlanId,
        /// Which row of it.
        row: String,
        /// What is recorded.
        change: FollowChange,
    },
    /// 登记变动: changes one unit of the register.
    ChangeUnit {
        /// Which unit; of a new one its code.
        unit: UnitId,
        /// What becomes of it.
        change: Box<UnitChange>,
        /// Why: a document's number, or what happened; may be empty.
        why: String,
    },
    /// Puts a whole register in place, as it was read from a file.
    TakeRegister {
        /// The units.
        units: Vec<Unit>,
        /// From where.
        why: String,
    },
    /// Brings lines of what a crash left back, and leaves the others.
    Recover {
        /// Whose.
        of: Offered,
        /// Which of its lines.
        take: Vec<OfferPlace>,
    },
    /// Brings everything back that a crash left and nobody has decided on.
    RecoverAll,
    /// Takes over a return that somebody else has changed; the path in the workspace.
    TakeOutside(PathBuf),
    /// Saves ours over a file that somebody else has changed, once theirs is kept.
    KeepOurs(PathBuf),
    /// Brings a return back from a snapshot or a kept revision, as an edit of its own.
    RestoreReturn {
        /// From where.
        from: RestoreFrom,
        /// Which return.
        key: ReturnKey,
    },
    /// Brings every return of a day back that may be changed.
    RestoreDay {
        /// The day.
        day: NaiveDate,
        /// The register as well.
        register: bool,
    },
    /// Takes the last step back, of whatever.
    Undo,
    /// Does it again.
    Redo,
    /// Takes the last step in one place back; what was done elsewhere stays.
    UndoIn(Subject),
    /// Does it again.
    RedoIn(Subject),
    /// Writes everything that is not on disk yet.
    Save,
    /// Changes the language.
    SetLang(Lang),
    /// Follows another plan.
    SetPlan(PlanId),
    /// Takes another unit's seat (demonstration only).
    TakeSeat(UnitId),
}
