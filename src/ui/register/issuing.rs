//! What is to be issued, as it is being filled in, and what was.

use std::{collections::BTreeSet, sync::Arc};

use chrono::NaiveDate;

use crate::{
    base::{Bilingual, FormId, Period, PeriodKind, UnitId, day_from_text},
    desk::{Desk, NewFormPack, ReportingCount},
};

/// Which period's forms are offered, of which state of the register.
type OfferedOf = (Period, u64);

/// 报表任务包 being put together.
#[derive(Debug)]
pub(super) struct Issuing {
    pub(super) period: Period,
    /// Forms that are left out.
    pub(super) without: BTreeSet<FormId>,
    /// The day as it is typed; empty for each form's own.
    pub(super) due: String,
    /// The forms of the period's kind with who is asked, made anew for another period or register.
    offered: Option<(OfferedOf, Arc<Vec<Offered>>)>,
}

/// A form that can be asked for.
#[derive(Clone, Debug)]
pub(super) struct Offered {
    pub(super) form: FormId,
    pub(super) name: Bilingual,
    pub(super) due: Option<NaiveDate>,
    pub(super) units: usize,
}

impl Issuing {
    pub(super) fn new(desk: &Desk, today: NaiveDate) -> Self {
        let period = period_to_issue(desk, PeriodKind::Year, today);
        Self { period, without: BTreeSet::new(), due: String::new(), offered: None }
    }

    /// Turns to another kind of period.
    pub(super) fn turn_to(&mut self, desk: &Desk, kind: PeriodKind, today: NaiveDate) {
        self.period = period_to_issue(desk, kind, today);
    }

    /// Gives the day until which a form would be wanted: the one that is typed, else the form's own.
    pub(super) fn due_of(&self, offered: &Offered) -> Option<NaiveDate> {
        day_from_text(&self.due).or(offered.due)
    }

    /// Gives the forms that somebody below fills in for the period.
    pub(super) fn offered(&mut self, desk: &Desk) -> Arc<Vec<Offered>> {
        let of = (self.period, desk.generation());
        if let Some((_, offered)) = self.offered.as_ref().filter(|(known, _)| *known == of) {
            return Arc::clone(offered);
        }
        let on = self.period.last_day();
        let below = desk.tree().open_below(desk.seat(), on);
        let offer = |form: &crate::indicator::Form| {
            let units = below.iter().filter(|unit| form.asks(unit)).count();
            let due = on.checked_add_days(chrono::Days::new(form.due_days.into()));
            (units > 0 && form.period == self.period.kind()).then(|| Offered {
                form: form.id.clone(),
                name: form.name.clone(),
                due,
                units,
            })
        };
        let offered: Arc<Vec<Offered>> =
            Arc::new(desk.catalogue().forms().iter().filter_map(offer).collect());
        self.offered = Some((of, Arc::clone(&offered)));
        offered
    }

    /// Gives what is asked for; `None` while no form is chosen or the day is none.
    pub(super) fn pack(&mut self, desk: &Desk) -> Option<NewFormPack> {
        let offered = self.offered(desk);
        let forms: Vec<FormId> = offered
            .iter()
            .map(|offered| offered.form.clone())
            .filter(|form| !self.without.contains(form))
            .collect();
        let due = match self.due.trim() {
            "" => None,
            text => Some(day_from_text(text)?),
        };
        let period = self.period;
        (!forms.is_empty()).then(|| NewFormPack { forms, period, due, renamed: Vec::new() })
    }
}

/// Proposes the period that has ended, whose figures are due; the one that runs once that was issued from here.
fn period_to_issue(desk: &Desk, kind: PeriodKind, today: NaiveDate) -> Period {
    let runs = Period::containing(kind, today);
    let ended = runs.previous();
    let is_issued = desk.issues().iter().any(|issue| issue.period == ended && issue.by == *desk.seat());
    if is_issued { runs } else { ended }
}

/// One form that was issued for one period, and how far it has come in.
#[derive(Clone, Debug)]
pub(super) struct IssuedLine {
    pub(super) form: Bilingual,
    pub(super) period: Period,
    pub(super) due: NaiveDate,
    pub(super) by: Bilingual,
    pub(super) count: ReportingCount,
    /// Who was asked, with whether it has reported.
    pub(super) units: Vec<(UnitId, Bilingual, Bilingual, bool)>,
}

/// Tells what was issued, the newest first.
pub(super) fn issued(desk: &Desk, today: NaiveDate) -> Vec<IssuedLine> {
    let mut lines: Vec<IssuedLine> = Vec::new();
    let mut periods: Vec<Period> = desk.issues().iter().map(|issue| issue.period).collect();
    periods.sort_unstable();
    periods.dedup();
    for period in periods.into_iter().rev() {
        let reporting = desk.reporting(desk.seat(), period, today);
        for issue in desk.issues().iter().filter(|issue| issue.period == period) {
            let mut count = ReportingCount::default();
            let mut units = Vec::new();
            for line in reporting.lines.iter().filter(|line| line.form == issue.form) {
                count.expected += 1;
                count.reported += u32::from(line.state.is_in());
                units.push((line.unit.clone(), line.name.clone(), line.state.name(), line.state.is_in()));
            }
            // Who has not reported is what is looked for.
            units.sort_by_key(|(.., is_in)| *is_in);
            let form = desk.catalogue().form(&issue.form).map(|form| form.name.clone());
            lines.push(IssuedLine {
                form: form.unwrap_or_default(),
                period,
                due: issue.due,
                by: desk.unit_name(&issue.by),
                count,
                units,
            });
        }
    }
    lines
}
