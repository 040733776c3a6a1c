//! Changing the register: refused or committed, journalled, written, taken back.

use std::{collections::BTreeMap, sync::Arc};

use chrono::NaiveDateTime;

use super::{
    change::{UnitChange, changed},
    rules::{Against, faults, tree_fault},
};
use crate::{
    base::{Bilingual, UnitId},
    desk::{Desk, Job, Notice, SaveState, Step, Touched},
    unit::{Tree, Unit},
    wire::RegisterEdit,
};

impl Desk {
    /// Counts the returns that are here of each unit, second typings included.
    pub(super) fn returns_by_unit(&self) -> BTreeMap<UnitId, usize> {
        let mut count = BTreeMap::new();
        for key in self.returns.keys().chain(self.second.keys()) {
            *count.entry(key.unit.clone()).or_default() += 1;
        }
        count
    }

    /// Gives the register as it would be after a change of one unit.
    ///
    /// # Errors
    /// Why it cannot be changed so.
    pub(super) fn supposed_register(&self, unit: &UnitId, change: &UnitChange) -> Result<Tree, Bilingual> {
        self.refusal_to_register(unit, change)?;
        let returns = self.returns_by_unit();
        let tree = changed((&self.tree, Against { seat: &self.seat, returns: &returns }), unit, change)?;
        self.refuse_lost_forms(&tree, unit)?;
        Ok(tree)
    }

    /// Says why nothing of the register may be changed from here, or not this unit.
    fn refusal_to_register(&self, unit: &UnitId, change: &UnitChange) -> Result<(), Bilingual> {
        if self.is_read_only() {
            return Err(Bilingual::new(
                "工作区以只读方式打开，名录不能改动。",
                "The workspace is open read-only; the register cannot be changed.",
            ));
        }
        if let Some(fault) = self.refusal_over(|folder| folder.root().join("units.ron")) {
            return Err(fault.message);
        }
        let place = match change {
            UnitChange::Add(new) => new.parent.as_ref(),
            _ => Some(unit),
        };
        let is_below = place.is_some_and(|place| self.tree.is_within(place, &self.seat));
        if !self.has_register() || !is_below {
            return Err(Bilingual::new(
                "只能改动本单位及下级机构的登记。",
                "Only our own unit and those below it can be changed.",
            ));
        }
        let is_ours = *unit == self.seat;
        match change {
            UnitChange::Move { to, .. } if !self.tree.is_within(to, &self.seat) || is_ours => {
                Err(Bilingual::new(
                    "只能在本单位之下划转下级机构。",
                    "Only units below us can be moved, and only among us.",
                ))
            }
            UnitChange::Correct(new)
                if is_ours && new.parent != self.our_unit().and_then(|unit| unit.parent.clone()) =>
            {
                Err(Bilingual::new(
                    "本单位的上级由上级部门登记。",
                    "Who stands above us is registered there.",
                ))
            }
            UnitChange::Remove => match self.tree.children(unit).next() {
                Some(child) => Err(Bilingual::new(
                    format!("其下还有“{}”等机构，不能删除。", child.name.zh),
                    format!("There are units below it, such as {}.", child.name.text(crate::base::Lang::En)),
                )),
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }

    /// Refuses a unit that would no longer fill in a form it has returns of: its figures would fall out of the totals.
    fn refuse_lost_forms(&self, tree: &Tree, id: &UnitId) -> Result<(), Bilingual> {
        let Some(unit) = tree.unit(id) else { return Ok(()) };
        let lost = self.returns_of(id).find_map(|found| {
            let form = self.catalogue.form(&found.key.form)?;
            let asked_before = self.tree.unit(id).is_some_and(|unit| form.asks(unit));
            (asked_before && !form.asks(unit)).then_some(form)
        });
        lost.map_or(Ok(()), |form| {
            Err(Bilingual::new(
                format!("已有“{}”填报件，改后不再填这张报表，数就丢了。请另行新增一家机构。", form.name.zh),
                format!(
                    "There are returns of '{}', which it would not fill in any more. Add another unit instead.",
                    form.name.en
                ),
            ))
        })
    }

    /// Changes one unit of the register.
    pub(in crate::desk) fn change_unit(
        &mut self,
        unit: &UnitId,
        change: &UnitChange,
        why: &str,
        now: NaiveDateTime,
    ) -> Vec<Notice> {
        match self.supposed_register(unit, change) {
            Err(message) => vec![Notice { element: None, refused: true, message }],
            Ok(tree) => {
                self.commit_register(tree, why.trim(), now);
                Vec::new()
            }
        }
    }

    /// Puts a register in place that was read from a file; what stands against it was told by the import.
    pub(in crate::desk) fn replace_units(
        &mut self,
        units: Vec<Unit>,
        why: &str,
        now: NaiveDateTime,
    ) -> Vec<Notice> {
        let refused = |message| vec![Notice { element: None, refused: true, message }];
        if self.is_read_only() {
            return refused(Bilingual::new("工作区以只读方式打开。", "The workspace is open read-only."));
        }
        if let Some(fault) = self.refusal_over(|folder| folder.root().join("units.ron")) {
            return vec![fault];
        }
        match self.sound_register(units) {
            Err(message) => refused(message),
            Ok(tree) => {
                self.commit_register(tree, why, now);
                Vec::new()
            }
        }
    }

    /// Makes the tree of a whole register, unless something of what is new in it stands against it.
    fn sound_register(&self, units: Vec<Unit>) -> Result<Tree, Bilingual> {
        let tree = Tree::new(units).map_err(|fault| tree_fault(&fault))?;
        let returns = self.returns_by_unit();
        let against = Against { seat: &self.workspace.unit, returns: &returns };
        faults(&self.tree, &tree, against).into_values().next().map_or(Ok(tree), Err)
    }

    /// Takes a register over as one step: a line in the journal for each unit that is other than before, then the file.
    fn commit_register(&mut self, tree: Tree, why: &str, now: NaiveDateTime) {
        if *self.tree == tree {
            return;
        }
        let (before, after) = (Arc::clone(&self.tree), Arc::new(tree));
        self.write_register(&after, why, now);
        self.undone.clear();
        self.done.push(Step::Register { before, after });
    }

    /// Takes a change of the register back, or does it again.
    pub(in crate::desk) fn turn_register(
        &mut self,
        from: &Arc<Tree>,
        to: &Arc<Tree>,
        why: &str,
        now: NaiveDateTime,
    ) -> Option<Notice> {
        if self.is_read_only() {
            return Some(Notice::refused("工作区以只读方式打开。", "The workspace is open read-only."));
        }
        if self.tree != *from {
            return Some(Notice::refused(
                "名录后来又有改动（如打开了报表任务包），不能退回到那一步。",
                "The register was changed since, by a form pack or a restored day; that step cannot be turned.",
            ));
        }
        if let Err(message) = self.fitting_register(&to.all().cloned().collect::<Vec<_>>()) {
            return Some(Notice { element: None, refused: true, message });
        }
        let touched = edits(from, to).into_iter().next().map(|(unit, ..)| unit);
        self.write_register(to, why, now);
        self.touched = touched.map(Touched::Unit);
        None
    }

    fn write_register(&mut self, after: &Arc<Tree>, why: &str, now: NaiveDateTime) {
        let who = self.who.clone();
        let line = |(unit, old, new)| RegisterEdit {
            at: now,
            who: who.clone(),
            unit,
            old,
            new,
            why: why.to_owned(),
        };
        let lines: Vec<RegisterEdit> = edits(&self.tree, after).into_iter().map(line).collect();
        if let Some(told) = self.told_register.get_mut().as_mut() {
            told.extend(lines.iter().cloned());
        }
        self.unwritten_register.extend(lines.iter().cloned());
        self.ask_for_day(now);
        self.tree = Arc::clone(after);
        self.derive_all();
        self.jobs.push(Job::RegisterLines(lines, now.date()));
        self.jobs.push(Job::Units(self.tree.all().cloned().collect()));
        self.save_state = SaveState::Saving;
    }

    /// Gives the changes of a unit, oldest first, from the journal on disk.
    ///
    /// The journal is read once; what is changed from then on is added as it happens.
    pub fn register_history(&self, unit: &UnitId) -> Vec<RegisterEdit> {
        let fits = |line: &&RegisterEdit| line.unit == *unit;
        let mut told = self.told_register.borrow_mut();
        if let Some(lines) = told.as_ref() {
            return lines.iter().filter(fits).cloned().collect();
        }
        let mut lines = self.folder.register_journal();
        // What is on its way to the disk may be there already.
        let missing: Vec<RegisterEdit> =
            self.unwritten_register.iter().filter(|line| !lines.contains(line)).cloned().collect();
        lines.extend(missing);
        let found = lines.iter().filter(fits).cloned().collect();
        // While lines are on their way to the disk they would be missed, or counted twice.
        if self.is_at_rest() {
            *told = Some(lines);
        }
        found
    }
}

/// Gives what is other between two registers, unit by unit.
fn edits(before: &Tree, after: &Tree) -> Vec<(UnitId, Option<Unit>, Option<Unit>)> {
    let mut found = Vec::new();
    for old in before.all() {
        match after.unit(&old.id) {
            Some(new) if new == old => {}
            new => found.push((old.id.clone(), Some(old.clone()), new.cloned())),
        }
    }
    let new = after.all().filter(|unit| before.unit(&unit.id).is_none());
    found.extend(new.map(|unit| (unit.id.clone(), None, Some(unit.clone()))));
    found
}
