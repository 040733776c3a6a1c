//! 报表任务包: made at the bureau, opened at the unit, which then knows what is asked of it and until when.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveDateTime};

use crate::{
    base::{Bilingual, FormId, Period},
    desk::{Desk, Job, KnownJob, SaveState},
    store::StoreError,
    unit::Unit,
    wire::{FormPack, Issue, Issued, KnownTotals, PackFile, Renamed, form_pack_text},
};

/// What is to be asked of the units below.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFormPack {
    /// The forms; every form below us if empty.
    pub forms: Vec<FormId>,
    /// For which period.
    pub period: Period,
    /// Until when; each form's own day if `None`.
    pub due: Option<NaiveDate>,
    /// Elements that have another id than last time.
    pub renamed: Vec<Renamed>,
}

impl Desk {
    /// Makes a form pack for the units below, remembers what was asked, and gives its text.
    ///
    /// # Errors
    /// A desk that is no bureau, a form nobody below fills in or that is of another kind of period, a pack of ours that
    /// cannot be read.
    pub fn issue(&mut self, new: &NewFormPack, now: NaiveDateTime) -> Result<String, Bilingual> {
        if !self.is_bureau() || self.is_read_only() {
            let (zh, en) = self.seat_words();
            return Err(Bilingual::new(
                format!("只有主管部门、且工作区可写时才能下发报表任务；{zh}。"),
                format!("Only a bureau issues form packs, from a workspace it can write; {en}."),
            ));
        }
        let on = new.period.last_day();
        let mut below: Vec<Unit> = self.tree.open_below(&self.seat, on).into_iter().cloned().collect();
        let asked_of = |form: &crate::indicator::Form| below.iter().any(|unit| form.asks(unit));
        let mut forms = Vec::new();
        for form in self.catalogue.forms() {
            let is_wanted = new.forms.contains(&form.id)
                || (new.forms.is_empty() && form.period == new.period.kind() && asked_of(form));
            if is_wanted {
                forms.push(form);
            }
        }
        let unknown = new.forms.iter().find(|id| {
            !forms.iter().any(|form| form.id == **id && form.period == new.period.kind() && asked_of(form))
        });
        if let Some(form) = unknown {
            return Err(Bilingual::new(
                format!("报表 {form} 不按 {} 填报，或没有单位填报它。", new.period),
                format!("The form {form} is not filled in for {}, or by nobody.", new.period),
            ));
        }
        if forms.is_empty() {
            return Err(Bilingual::new(
                format!("没有单位按 {} 填报任何报表。", new.period),
                format!("No unit fills in any form for {}.", new.period),
            ));
        }
        let issue = |form: &&crate::indicator::Form| {
            let own = new.period.last_day().checked_add_days(chrono::Days::new(form.due_days.into()));
            Issue {
                form: form.id.clone(),
                form_version: form.version,
                period: new.period,
                due: new.due.or(own).unwrap_or(on),
                by: self.seat.clone(),
            }
        };
        let issues: Vec<Issue> = forms.iter().map(issue).collect();
        let files = self.folder.pack_files().map_err(|fault| fault.sentence())?;
        // Whoever stands above us is not part of what we ask.
        let asked: BTreeSet<_> = below.iter().map(|unit| unit.id.clone()).collect();
        for unit in &mut below {
            if unit.id == self.seat {
                unit.parent = None;
            }
            // Nor who is not asked: a unit that came from elsewhere came from nobody of theirs.
            unit.merged_into = unit.merged_into.take().filter(|into| asked.contains(into));
            for moved in &mut unit.moves {
                moved.from = moved.from.take().filter(|from| asked.contains(from));
            }
        }
        let pack = FormPack {
            from: self.sender(now),
            plan: self.workspace.plan.clone(),
            issues: issues.clone(),
            units: below,
            files: files.into_iter().map(|(path, text)| PackFile { path, text }).collect(),
            renamed: new.renamed.clone(),
            above: self.totals_below(new.period),
        };
        let text = form_pack_text(&pack).map_err(|fault| {
            Bilingual::new(
                format!("无法写成文件（{fault}）。"),
                format!("The file cannot be written ({fault})."),
            )
        })?;
        self.keep_issues(&issues, &new.renamed);
        Ok(text)
    }

    fn keep_issues(&mut self, new: &[Issue], renamed: &[Renamed]) {
        let is_other = |known: &&Issue| {
            !new.iter().any(|issue| (&issue.form, issue.period) == (&known.form, known.period))
        };
        let mut issues: Vec<Issue> = self.known.issues.iter().filter(is_other).cloned().collect();
        issues.extend(new.iter().cloned());
        issues.sort();
        let is_renamed = renamed.iter().any(|one| !self.known.renamed.contains(one));
        if self.known.issues[..] == issues[..] && !is_renamed {
            return;
        }
        if is_renamed {
            let known = &mut self.known.renamed;
            known.retain(|one| !renamed.contains(one));
            known.extend(renamed.iter().cloned());
            // Figures of earlier periods are found under the ids of today.
            self.derive_all();
        }
        self.known.issues = issues.clone().into();
        self.generation += 1;
        let issued = Issued { issues, renamed: self.known.renamed.clone() };
        self.jobs.push(Job::Known(KnownJob::Issued(issued)));
        self.save_state = SaveState::Saving;
    }

    /// Gives what the plan's indicators came to here in the newest period before one, for the units below to see what
    /// their figures do; `None` where nothing was rolled up yet.
    fn totals_below(&self, period: Period) -> Option<KnownTotals> {
        let plan = self.plan()?;
        let is_before = |at: &Period| at.kind() == period.kind() && at.last_day() < period.last_day();
        let at = self.periods().filter(is_before).last()?;
        let mut totals: Vec<crate::wire::KnownTotal> = Vec::new();
        for target in plan.targets.iter().filter(|target| target.each.is_none()) {
            let Some(indicator) = self.catalogue().indicator(&target.indicator) else { continue };
            let scope = target.scope.as_ref();
            let is_there =
                totals.iter().any(|known| known.indicator == indicator.id && known.scope.as_ref() == scope);
            if !is_there {
                totals.extend(self.known_total(&self.seat, indicator, scope, at));
            }
        }
        let name = self.our_unit().map(|unit| unit.name.zh.clone()).unwrap_or_default();
        (!totals.is_empty()).then(|| KnownTotals { unit: self.seat.clone(), name, period: at, totals })
    }

    fn keep_above(&mut self, above: Option<&KnownTotals>) {
        let Some(above) = above.filter(|above| self.known_totals() != Some(above)) else { return };
        let known = std::sync::Arc::new(above.clone());
        self.known.above = Some(std::sync::Arc::clone(&known));
        self.generation += 1;
        self.jobs.push(Job::Known(KnownJob::Above(known)));
    }

    /// Sets up what a form pack asks: what is due, the plan that is followed, packs, and the units it names. The packs are
    /// read when the workspace is opened next.
    pub(super) fn take_form_pack(&mut self, pack: &FormPack) {
        self.keep_issues(&pack.issues, &pack.renamed);
        self.keep_above(pack.above.as_ref());
        let has_plan = self.plans.iter().any(|plan| plan.id == pack.plan);
        if (has_plan || !pack.files.is_empty()) && self.workspace.plan != pack.plan {
            self.workspace.plan = pack.plan.clone();
            self.jobs.push(Job::Workspace(self.workspace.clone()));
        }
        if !pack.files.is_empty() {
            let files = pack.files.iter().map(|file| (file.path.clone(), file.text.clone()));
            self.jobs.push(Job::Known(KnownJob::Packs(files.collect())));
        }
        let joined = joined_register(self.tree.all(), &pack.units, &self.seat);
        if let Some(tree) = joined.and_then(|units| crate::unit::Tree::new(units).ok()) {
            self.tree = std::sync::Arc::new(tree);
            self.units_unsaved = true;
        }
        self.derive_all();
        self.save_state = SaveState::Saving;
        self.flush();
    }

    /// Says whether packs came that are read when the workspace is opened next.
    pub fn awaits_reopening(pack: &FormPack) -> bool {
        !pack.files.is_empty()
    }
}

/// Joins a register with the units of a pack: those of the pack as they say there, ours beside them; `None` if nothing
/// changes. Our own attributes stay: who we are was typed here. Levels and owners of the pack are taken where they go on from
/// ours, as after a promotion, or where nobody said any; what the bureau corrects of ours is not.
fn joined_register<'a>(
    ours: impl Iterator<Item = &'a Unit>,
    theirs: &[Unit],
    seat: &crate::base::UnitId,
) -> Option<Vec<Unit>> {
    let ours: Vec<&Unit> = ours.collect();
    let named: BTreeSet<_> = theirs.iter().map(|unit| &unit.id).collect();
    let mut joined: Vec<Unit> = Vec::new();
    for unit in theirs {
        match ours.iter().find(|known| known.id == unit.id) {
            Some(own) if unit.id == *seat => {
                let goes_on = unit.standings.starts_with(&own.standings);
                let standings = if goes_on { &unit.standings } else { &own.standings };
                let (parent, standings) = (unit.parent.clone(), standings.clone());
                joined.push(Unit { parent, standings, ..Unit::clone(own) });
            }
            // A bureau above us may be known here with its own parent, which the pack leaves out.
            Some(known) if unit.parent.is_none() => {
                joined.push(Unit { parent: known.parent.clone(), ..unit.clone() });
            }
            _ => joined.push(unit.clone()),
        }
    }
    joined.extend(ours.iter().filter(|unit| !named.contains(&unit.id)).map(|unit| Unit::clone(unit)));
    let is_same = joined.len() == ours.len() && joined.iter().all(|unit| ours.contains(&unit));
    (!is_same).then_some(joined)
}

/// Says why a pack cannot be put in place.
pub(in crate::desk) fn put_packs(
    folder: &crate::store::Folder,
    files: &[(String, String)],
) -> Result<(), StoreError> {
    files.iter().try_for_each(|(path, text)| folder.put_pack(path, text.as_bytes()))
}
