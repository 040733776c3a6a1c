//! 报送情况: who has reported for a period, when it was due, and the list to chase the missing with.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::{
    base::{Bilingual, FormId, Lang, Period, UnitId},
    desk::Desk,
    indicator::Form,
    returns::{Change, ReturnKey, Status, UnitReturn},
    unit::{Tree, Unit, UnitKind},
    wire::Role,
};

/// 报送状态 of one return that is expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reported {
    /// 未报: nothing is here.
    Missing,
    /// 填报中: begun here and not handed in.
    Draft,
    /// 退回: handed in, and to be handed in again.
    SentBack,
    /// 已上报.
    Submitted,
    /// 已接收.
    Received,
    /// 审核通过.
    Accepted,
}

impl Reported {
    /// Names it as the command line does.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Draft => Status::Draft.code(),
            Self::SentBack => Status::SentBack.code(),
            Self::Submitted => Status::Submitted.code(),
            Self::Received => Status::Received.code(),
            Self::Accepted => Status::Accepted.code(),
        }
    }

    /// Gives the name in both languages.
    pub fn name(self) -> Bilingual {
        match self {
            Self::Missing => Bilingual::new("未报", "Missing"),
            Self::Draft => Status::Draft.name(),
            Self::SentBack => Status::SentBack.name(),
            Self::Submitted => Status::Submitted.name(),
            Self::Received => Status::Received.name(),
            Self::Accepted => Status::Accepted.name(),
        }
    }

    /// Says whether the bureau has it.
    pub const fn is_in(self) -> bool {
        matches!(self, Self::Submitted | Self::Received | Self::Accepted)
    }
}

/// One return that is expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportingLine {
    /// Who.
    pub unit: UnitId,
    /// Its name.
    pub name: Bilingual,
    /// Which form.
    pub form: FormId,
    /// The form's title.
    pub form_name: Bilingual,
    /// Last day for 上报; after a 退回 the day it is wanted on.
    pub due: NaiveDate,
    /// Where it stands.
    pub state: Reported,
    /// The day it first came in: as recorded here, else as the sender's own machine had it.
    pub received: Option<NaiveDate>,
    /// Days after the due day, 0 in time; `None` where nobody knows when it came in.
    pub late_days: Option<i64>,
}

/// 报送情况 of a unit with everything below it, in the order of the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reporting {
    /// Over whom.
    pub unit: UnitId,
    /// What that unit is called.
    pub name: Bilingual,
    /// Of which period.
    pub period: Period,
    /// As of which day.
    pub today: NaiveDate,
    /// The bureau that looks, which nobody has to remind; `None` at an institution's seat.
    pub ours: Option<UnitId>,
    /// A line for each return expected.
    pub lines: Vec<ReportingLine>,
}

/// 齐报率, 及时率: counts of returns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReportingCount {
    /// 应报.
    pub expected: u32,
    /// 已报.
    pub reported: u32,
    /// Those of them known to have come in time.
    pub in_time: u32,
    /// 逾期未报.
    pub overdue: u32,
    /// 待审核: came in from units below the one that is counted, and not accepted.
    pub unaccepted: u32,
}

impl ReportingCount {
    pub(super) fn take(&mut self, line: &ReportingLine) {
        self.expected += 1;
        let is_late = line.late_days.is_some_and(|days| days > 0);
        if line.state.is_in() {
            self.reported += 1;
            self.in_time += u32::from(line.late_days == Some(0));
        } else {
            self.overdue += u32::from(is_late);
        }
    }

    /// Gives the share that has reported, in percent; `None` where nobody is expected.
    pub fn completeness_percent(self) -> Option<Decimal> {
        (Decimal::from(self.reported) * Decimal::ONE_HUNDRED).checked_div(self.expected.into())
    }

    /// Gives the share that has reported in time, in percent; `None` where nobody is expected.
    pub fn timeliness_percent(self) -> Option<Decimal> {
        (Decimal::from(self.in_time) * Decimal::ONE_HUNDRED).checked_div(self.expected.into())
    }
}

impl Reporting {
    /// Counts all lines.
    pub fn count(&self) -> ReportingCount {
        self.count_where(|_| true)
    }

    /// Counts the lines of units at or below one, such as a county's.
    pub fn count_below(&self, unit: &UnitId, tree: &Tree) -> ReportingCount {
        self.count_where(|line| tree.is_within(&line.unit, unit))
    }

    fn count_where(&self, fits: impl Fn(&ReportingLine) -> bool) -> ReportingCount {
        let mut count = ReportingCount::default();
        self.lines.iter().filter(|line| fits(line)).for_each(|line| count.take(line));
        count
    }

    /// Counts the lines that a message to the missing is about: all but our own.
    pub fn count_others(&self) -> ReportingCount {
        self.count_where(|line| !self.is_ours(line))
    }

    fn is_ours(&self, line: &ReportingLine) -> bool {
        self.ours.as_ref() == Some(&line.unit)
    }

    /// Lists what others have not handed in, overdue first, as a text for a chat message; empty if nothing is missing.
    pub fn missing_text(&self, lang: Lang) -> String {
        let is_missing = |line: &&ReportingLine| !line.state.is_in() && !self.is_ours(line);
        let mut missing: Vec<&ReportingLine> = self.lines.iter().filter(is_missing).collect();
        if missing.is_empty() {
            return String::new();
        }
        missing.sort_by_key(|line| std::cmp::Reverse(line.late_days.unwrap_or_default()));
        let ReportingCount { expected, reported, overdue, .. } = self.count_others();
        let (name, period, lacking) = (self.name.text(lang), self.period.label(lang), missing.len());
        let head = match lang {
            Lang::Zh => format!(
                "【未报名单】{name} · {period}\n应报 {expected} 份，已报 {reported} 份，未报 {lacking} 份，其中逾期 {overdue} 份（截至 {}）：",
                day_words(self.today, lang)
            ),
            Lang::En => format!(
                "Not reported yet: {name}, {period}\n{expected} expected, {reported} in, {lacking} missing, {overdue} of them overdue (as of {}):",
                day_words(self.today, lang)
            ),
        };
        let lines = missing.iter().zip(1..).map(|(line, nth)| format!("\n{nth}. {}", line.words(lang)));
        head + &lines.collect::<String>()
    }
}

impl ReportingLine {
    fn words(&self, lang: Lang) -> String {
        let (unit, form, due) = (self.name.text(lang), self.form_name.text(lang), day_words(self.due, lang));
        let is_new = self.state == Reported::Missing;
        let state = self.state.name();
        let late = self.late_days.filter(|days| *days > 0);
        match lang {
            Lang::Zh => {
                let state = if is_new { String::new() } else { format!("（{}）", state.zh) };
                let late = late.map(|days| format!("，已逾期 {days} 天")).unwrap_or_default();
                format!("{unit}：{form}{state}，{due}前上报{late}")
            }
            Lang::En => {
                let state = if is_new { String::new() } else { format!(" ({})", state.en.to_lowercase()) };
                let late = late.map(|days| format!(", {days} days overdue")).unwrap_or_default();
                format!("{unit}: {form}{state}, due {due}{late}")
            }
        }
    }
}

fn day_words(day: NaiveDate, lang: Lang) -> String {
    use chrono::Datelike as _;
    match lang {
        Lang::Zh => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
        Lang::En => day.to_string(),
    }
}

impl Desk {
    /// Gives the unit whose reporting and totals are looked at first: our own; from an institution's seat of a demonstration
    /// the top of the city.
    pub fn overseer(&self) -> UnitId {
        let is_demo_unit = self.workspace.role == Role::Demo && !self.is_bureau();
        if is_demo_unit { self.top_above(&self.seat) } else { self.seat.clone() }
    }

    /// Lists every return that a unit and the units below it owe for a period, with where each stands.
    ///
    /// Owed is what the forms of that kind of period ask of units that exist on the period's last day.
    pub fn reporting(&self, root: &UnitId, period: Period, today: NaiveDate) -> Reporting {
        let came_in = self.came_in(period);
        let mut lines = Vec::new();
        for unit in self.tree.as_of(period.last_day()).open_below(root, period.last_day()) {
            for form in self.catalogue.forms_of(unit).filter(|form| form.period == period.kind()) {
                lines.push(self.reporting_line(unit, form, period, today, &came_in));
            }
        }
        let name = self.tree.unit(root).map(|unit| unit.name.clone()).unwrap_or_default();
        let is_bureau = |id: &UnitId| self.tree.unit(id).is_some_and(|unit| unit.kind == UnitKind::Bureau);
        let ours = Some(self.overseer()).filter(is_bureau);
        Reporting { unit: root.clone(), name, period, today, ours, lines }
    }

    fn reporting_line(
        &self,
        unit: &Unit,
        form: &Form,
        period: Period,
        today: NaiveDate,
        came_in: &BTreeMap<ReturnKey, NaiveDate>,
    ) -> ReportingLine {
        let key = ReturnKey { unit: unit.id.clone(), form: form.id.clone(), period };
        let found = self.returns.get(&key).map(AsRef::as_ref);
        let state = state_of(found);
        let asked_again = found.and_then(|found| found.head.sent_back.as_ref()).and_then(|said| said.due);
        let issued = self.issue_of(&key.form, period).map_or_else(|| form.due(period), |issue| issue.due);
        let due = asked_again.filter(|_| state == Reported::SentBack).unwrap_or(issued);
        let handed_in = || found?.head.submissions.first().map(|first| first.at.date());
        let received = came_in.get(&key).copied().or_else(handed_in).filter(|_| state != Reported::Missing);
        let until = if state.is_in() { received } else { Some(today) };
        let late_days = until.map(|until| (until - due).num_days().max(0));
        ReportingLine {
            unit: key.unit,
            name: unit.name.clone(),
            form: key.form,
            form_name: form.name.clone(),
            due,
            state,
            received,
            late_days,
        }
    }

    /// Gives the day on which each return of a period first came in, as far as the journal tells.
    fn came_in(&self, period: Period) -> BTreeMap<ReturnKey, NaiveDate> {
        let mut days: BTreeMap<ReturnKey, NaiveDate> = BTreeMap::new();
        let (lines, _) = self.folder.journal();
        for line in lines.iter().chain(&self.unwritten).filter(|line| line.key.period == period) {
            let Change::Head { old, new } = &line.edit.change else { continue };
            if new.status == Status::Received && old.status != Status::Received {
                let day = line.edit.at.date();
                days.entry(line.key.clone()).and_modify(|first| *first = day.min(*first)).or_insert(day);
            }
        }
        days
    }
}

fn state_of(found: Option<&UnitReturn>) -> Reported {
    match found.map(|found| (found.status(), found.entries.is_empty())) {
        None | Some((Status::Draft, true)) => Reported::Missing,
        Some((Status::Draft, false)) => Reported::Draft,
        Some((Status::SentBack, _)) => Reported::SentBack,
        Some((Status::Submitted, _)) => Reported::Submitted,
        Some((Status::Received, _)) => Reported::Received,
        Some((Status::Accepted, _)) => Reported::Accepted,
    }
}
