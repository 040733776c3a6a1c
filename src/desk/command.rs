//! Everything that changes a workspace, with the raw text a person typed.

use crate::{
    base::{ElementId, Lang, PlanId, UnitId},
    desk::FollowChange,
    returns::ReturnKey,
};

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
    /// Records how far a deliverable of a plan is.
    Follow {
        /// Which plan.
        plan: PlanId,
        /// Which row of it.
        row: String,
        /// What is recorded.
        change: FollowChange,
    },
    /// Takes the last step back.
    Undo,
    /// Does it again.
    Redo,
    /// Writes everything that is not on disk yet.
    Save,
    /// Changes the language.
    SetLang(Lang),
    /// Follows another plan.
    SetPlan(PlanId),
    /// Takes another unit's seat (demonstration only).
    TakeSeat(UnitId),
}
