//! A desk beside the desk: the same figures, to compute over on another thread.

use std::{collections::BTreeSet, sync::Arc};

use crate::desk::{Desk, SaveState};

impl Desk {
    /// Gives a desk of the same figures that leaves nothing to be written: for whatever takes longer than a frame.
    ///
    /// Figures are shared, not copied. What it has found out, [`Desk::keep_board`] takes back.
    pub fn detached(&self) -> Self {
        Self {
            folder: Arc::clone(&self.folder),
            workspace: self.workspace.clone(),
            seat: self.seat.clone(),
            who: self.who.clone(),
            catalogue: Arc::clone(&self.catalogue),
            plans: self.plans.clone(),
            book: self.book.clone(),
            tree: Arc::clone(&self.tree),
            returns: self.returns.clone(),
            statements: self.statements.clone(),
            held: self.held.clone(),
            second: Default::default(),
            followed: self.followed.clone(),
            faults: Vec::new(),
            pack_faults: Vec::new(),
            recovery: Default::default(),
            known: self.known.clone(),
            declined: Default::default(),
            undone: Vec::new(),
            done: Vec::new(),
            unsaved: BTreeSet::new(),
            unsaved_followed: BTreeSet::new(),
            unsaved_second: BTreeSet::new(),
            last_edit: None,
            jobs: Vec::new(),
            failed: Vec::new(),
            workspace_unsaved: false,
            units_unsaved: false,
            retry_at: None,
            running: 0,
            save_state: SaveState::Saved(None),
            save_fault: None,
            failures: 0,
            outside: Vec::new(),
            day: None,
            day_fault: None,
            day_again_at: None,
            over: BTreeSet::new(),
            generation: self.generation,
            saves: self.saves,
            touched: None,
            told_followed: Default::default(),
            told: Default::default(),
            told_register: Default::default(),
            unwritten_register: Vec::new(),
            unwritten: self.unwritten.clone(),
            tallies: Default::default(),
            found: self.found.clone(),
            memo: Default::default(),
            ledger: Default::default(),
            digests: self.digests.clone(),
        }
    }
}
