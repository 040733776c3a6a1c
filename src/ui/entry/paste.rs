//! A block that is pasted: planned, looked at where that is needed, written as one step. No drawing.

use crate::{
    desk::{Block, Command, Desk, Fate, PastePlan, PasteWish, Sheet},
    ui::{act::Act, entry::EntryState, look::Look},
};

/// A paste that a person looks at before it is written.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Pasting {
    pub(super) block: Block,
    pub(super) plan: PastePlan,
    pub(super) wish: PasteWish,
    /// Why what came without a reason does not apply.
    pub(super) reason: String,
    /// When it was first seen, on egui's clock.
    pub(super) since: Option<f64>,
    /// The row the block begins at.
    at: usize,
    /// The rows that are shown.
    shown: Vec<usize>,
}

impl Pasting {
    /// Plans the block again, with what was chosen.
    pub(super) fn plan_again(&mut self, desk: &Desk, sheet: &Sheet) {
        self.plan = desk.plan_paste(sheet, &self.shown, self.at, &self.block, self.wish);
    }

    /// Gives how many cells would be written, those whose text cannot be read not counted.
    pub(super) fn count(&self) -> usize {
        let reasons = if self.reason.trim().is_empty() { 0 } else { self.plan.count(Fate::NoReason) };
        self.plan.count(Fate::Fills) + self.plan.count(Fate::Replaces) + reasons
    }
}

/// Plans a pasted text: written at once if nothing is doubtful, else shown first.
pub(super) fn begin(
    text: &str,
    desk: &Desk,
    state: &mut EntryState,
    sheet: &Sheet,
    look: &Look,
    out: &mut Vec<Act>,
) {
    if !sheet.editable {
        out.push(Act::Tell(look.say("grid.paste_locked").into_owned()));
        return;
    }
    let view = state.view(sheet, desk.generation());
    let rows = state.selected(sheet, &view);
    let Some(at) = rows.first().copied() else { return };
    let mut shown = view.shown.clone();
    let mut block = Block::of_text(text);
    if let Some(lines) = state.copied.as_ref().and_then(|copied| copied.typed_lines(text)) {
        block = Block::of_column(lines.iter().cloned());
    } else if let (Some(cell), true) = (block.only_cell(), rows.len() > 1) {
        // One figure for all that is selected.
        shown = rows.into_iter().filter(|at| sheet.rows[*at].typed().is_some()).collect();
        block = Block::of_column(std::iter::repeat_n(cell.to_owned(), shown.len()));
    }
    if block.is_empty() {
        return;
    }
    let wish = PasteWish::default();
    let plan = desk.plan_paste(sheet, &shown, at, &block, wish);
    let pasting = Pasting { block, plan, wish, reason: String::new(), since: None, at, shown };
    if pasting.plan.is_plain() {
        write(&pasting, state, sheet, look, out);
    } else {
        state.pasting = Some(pasting);
    }
}

/// Writes what was planned and says how much of it was.
pub(super) fn write(
    pasting: &Pasting,
    state: &mut EntryState,
    sheet: &Sheet,
    look: &Look,
    out: &mut Vec<Act>,
) {
    let cells = pasting.plan.cells(sheet, &pasting.reason);
    let (count, same) = (pasting.count(), pasting.plan.count(Fate::Same));
    let kept = pasting.plan.count(Fate::Kept);
    let fill = [("n", count.to_string()), ("same", same.to_string()), ("kept", kept.to_string())];
    let fill = fill.each_ref().map(|(key, text)| (*key, text.as_str()));
    let mut told = match (count, same) {
        (0, 1..) if kept == 0 => look.say_with("paste.all_same", &fill),
        (_, 0) => look.say_with("paste.written", &fill),
        _ => look.say_with("paste.written_same", &fill),
    };
    if kept > 0 {
        told.push_str(&look.say_with("paste.written_kept", &fill));
    }
    if !cells.is_empty() {
        told.push_str(&look.say("paste.undo"));
        out.push(Act::Do(Command::Paste { key: sheet.key.clone(), cells }));
    }
    out.push(Act::Tell(told));
    // What was being typed gives way to what was pasted.
    state.draft.text.clone_from(&state.draft.original);
    state.range = state.range.filter(|_| state.resting);
    state.fresh = true;
}
