//! What the plan screen remembers between frames, and which targets it shows.

use crate::{
    base::{Query, UnitId},
    desk::PlanLine,
    indicator::Topic,
    plan::Nature,
    trend::Verdict,
};

/// A branch of the tree on the left.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Branch {
    /// 全部目标.
    #[default]
    All,
    /// The targets of a part of the plan, such as 二(三).
    Clause(String),
    /// The targets of a topic.
    Topic(Topic),
    /// 规划所载历年数.
    Past,
    /// 勾稽核对.
    Relations,
}

/// 判断, or that the target is none of the unit's business.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// As judged.
    Judged(Verdict),
    /// 不涉及.
    Elsewhere,
}

impl Standing {
    pub(super) fn of(line: &PlanLine) -> Self {
        if line.elsewhere { Self::Elsewhere } else { Self::Judged(line.standing.verdict) }
    }

    /// All of them, the worst first.
    pub(super) const ALL: [Self; 7] = [
        Self::Judged(Verdict::OffTrack),
        Self::Judged(Verdict::Late),
        Self::Judged(Verdict::NoData),
        Self::Judged(Verdict::OnTrack),
        Self::Judged(Verdict::Met),
        Self::Judged(Verdict::NotScored),
        Self::Elsewhere,
    ];

    /// Gives the key of its word.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Judged(Verdict::OffTrack) => "verdict.off_track",
            Self::Judged(Verdict::Late) => "verdict.late",
            Self::Judged(Verdict::NoData) => "verdict.no_data",
            Self::Judged(Verdict::OnTrack) => "verdict.on_track",
            Self::Judged(Verdict::Met) => "verdict.met",
            Self::Judged(Verdict::NotScored) => "verdict.not_scored",
            Self::Elsewhere => "verdict.elsewhere",
        }
    }
}

/// Which dates are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum DueFilter {
    /// 全部.
    #[default]
    All,
    /// Due in a year the plan prints.
    Year(i32),
    /// 每年.
    Annual,
    /// 未印时限: the horizon stands in.
    Undated,
}

/// 规划画面的状态.
#[derive(Debug, Default)]
pub struct PlanState {
    pub(super) unit: Option<UnitId>,
    /// The tree goes by topic instead of by clause.
    pub(super) by_topic: bool,
    pub(super) branch: Branch,
    pub(super) row: Option<String>,
    /// The chosen row was chosen elsewhere or by key: scroll to it.
    pub(super) scroll: bool,
    pub(super) search: String,
    pub(super) standing: Option<Standing>,
    pub(super) nature: Option<Nature>,
    pub(super) due: DueFilter,
    pub(super) only_scored: bool,
    pub(super) only_doubtful: bool,
    /// The list of units in scope is open.
    pub(super) units_open: bool,
}

impl PlanState {
    /// Shows where a unit stands.
    pub fn show_unit(&mut self, unit: UnitId) {
        *self = Self { unit: Some(unit), by_topic: self.by_topic, ..Self::default() };
    }

    /// Shows a target, whatever is filtered.
    pub fn show(&mut self, row: String) {
        *self = Self {
            unit: self.unit.take(),
            by_topic: self.by_topic,
            row: Some(row),
            scroll: true,
            ..Self::default()
        };
    }

    /// Says whether a target stands in the chosen branch.
    pub(super) fn is_in_branch(&self, line: &PlanLine) -> bool {
        match &self.branch {
            Branch::All | Branch::Past | Branch::Relations => true,
            Branch::Clause(clause) => line.clauses.iter().any(|known| clause_group(known) == *clause),
            Branch::Topic(topic) => line.topic == *topic,
        }
    }

    /// Says whether a target passes everything but the choice of a standing, which the counts are given for.
    pub(super) fn passes(&self, line: &PlanLine) -> bool {
        let due = match self.due {
            DueFilter::All => true,
            DueFilter::Year(year) => !line.due_is_horizon && !line.annual && line.due.calendar_year() == year,
            DueFilter::Annual => line.annual,
            DueFilter::Undated => line.due_is_horizon && !line.annual,
        };
        let query = Query::new(&self.search);
        let found = || {
            let codes = format!("{} {} {}", line.indicator, line.row, line.clauses.join(" "));
            query.finds(&line.name, &codes)
        };
        due && self.nature.is_none_or(|nature| line.nature == nature)
            && (!self.only_scored || line.is_scored)
            && (!self.only_doubtful || !line.doubt.zh.is_empty())
            && self.is_in_branch(line)
            && (query.is_empty() || found())
    }

    /// Says whether a target is shown.
    pub(super) fn shows(&self, line: &PlanLine) -> bool {
        self.passes(line) && self.standing.is_none_or(|standing| Standing::of(line) == standing)
    }

    /// Says whether anything but the branch narrows the list.
    pub(super) fn is_filtered(&self) -> bool {
        self.standing.is_some()
            || self.nature.is_some()
            || self.due != DueFilter::All
            || self.only_scored
            || self.only_doubtful
            || !self.search.trim().is_empty()
    }

    /// Shows everything of the branch again.
    pub(super) fn clear_filters(&mut self) {
        self.standing = None;
        self.nature = None;
        self.due = DueFilter::All;
        self.only_scored = false;
        self.only_doubtful = false;
        self.search.clear();
    }
}

/// Gives the part of a clause that stands in the tree: `二(三)14` belongs to `二(三)`.
pub(in crate::ui) fn clause_group(clause: &str) -> String {
    let group = clause.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.' || c == '、');
    if group.chars().count() > 1 { group.to_owned() } else { clause.to_owned() }
}
