//! 到件审核: our own checks of the returns that arrived, before a person takes them in.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    base::{Finding, Period, Severity},
    check::{CheckBook, Scene, same_as_before},
    desk::{
        Desk,
        arrivals::cores::over_cores,
        derived::{renamed, said},
        sheet::is_wanted,
    },
    exchange::{CheckCounts, FigureChange, Outcome, Piece, Reason, Staged, figure_changes},
    indicator::Catalogue,
    plan::Plan,
    returns::{ReturnKey, Statement, UnitReturn},
    rollup::Statements,
    unit::Tree,
    wire::Renamed,
};

/// 审核任务: a desk of its own, to ask the checks on another thread.
#[derive(Debug)]
pub struct Checking {
    desk: Desk,
}

impl Desk {
    /// Makes the task of checking what arrived.
    pub fn checking(&self) -> Checking {
        Checking { desk: self.detached() }
    }

    fn judge_of_arrivals(&self) -> Judge<'_> {
        Judge {
            catalogue: &self.catalogue,
            tree: &self.tree,
            plan: self.plan(),
            book: &self.book,
            said: [&self.held, &self.statements],
            renamed: &self.known.renamed,
        }
    }
}

impl Checking {
    /// Asks every check of every return that could be taken in, among the figures its unit would have then.
    ///
    /// `go_on` is told how many of how many returns are checked and says whether to go on; it is asked at least every
    /// twentieth of a second. What was not checked has no counts.
    pub fn run(&self, lines: &mut [Staged], mut go_on: impl FnMut(usize, usize) -> bool) {
        let arrived = Arrived::of(lines);
        let all = arrived.chosen.len();
        let (judge, at_hand) = (self.desk.judge_of_arrivals(), &self.desk.returns);
        let mut counted: Vec<(usize, CheckCounts, Option<usize>)> = Vec::with_capacity(all);
        let count = |(line, found): &(usize, &Arc<UnitReturn>)| {
            let counts = judge.counts(found, &arrived.beside(found, at_hand));
            (*line, counts, judge.same_as_before(found, &arrived))
        };
        over_cores(&arrived.chosen, count, |came| {
            counted.extend(came.map(|(_, counts)| counts));
            go_on(counted.len(), all)
        });
        let changes = arrived.changes(lines, &self.desk.returns);
        drop(arrived);
        for (at, changes) in changes {
            lines[at].changes = Some(changes.into());
        }
        let is_told = self.desk.workspace().synthetic;
        for (at, counts, same) in counted {
            let line = &mut lines[at];
            line.checks = Some(counts);
            remark_same(line, same, is_told);
        }
    }
}

/// Notes beside a line that its figures are those of the period before, unless something graver stands there: that they
/// are made up is none where all are.
fn remark_same(line: &mut Staged, same: Option<usize>, is_told: bool) {
    let may_give_way = match &line.notice {
        None | Some(Reason::SameAsBefore(..)) => true,
        Some(Reason::Synthetic) => is_told && same.is_some(),
        Some(_) => false,
    };
    if may_give_way {
        line.notice = line.period.zip(same).map(|(period, n)| Reason::SameAsBefore(period.previous(), n));
    }
}

/// The returns that arrived and could be taken in.
struct Arrived<'a> {
    /// With their places among what is staged.
    chosen: Vec<(usize, &'a Arc<UnitReturn>)>,
    /// The last of each that is taken with one click: what its unit's other returns meet.
    plain: BTreeMap<&'a ReturnKey, &'a Arc<UnitReturn>>,
}

impl<'a> Arrived<'a> {
    fn of(lines: &'a [Staged]) -> Self {
        let mut made = Self { chosen: Vec::new(), plain: BTreeMap::new() };
        for (at, line) in lines.iter().enumerate() {
            let Piece::Return(found) = &line.piece else { continue };
            if line.outcome.is_plain() {
                made.plain.insert(&found.key, found);
            }
            if line.outcome.is_plain() || line.outcome == Outcome::Conflict {
                made.chosen.push((at, found));
            }
        }
        made
    }

    /// Gives what each update changes of the version that came before it, here or at hand.
    fn changes(
        &self,
        lines: &[Staged],
        at_hand: &BTreeMap<ReturnKey, Arc<UnitReturn>>,
    ) -> Vec<(usize, Vec<FigureChange>)> {
        let mut newest: BTreeMap<&ReturnKey, &Arc<UnitReturn>> = BTreeMap::new();
        let mut found = Vec::new();
        for (at, now) in self.chosen.iter().filter(|(at, _)| lines[*at].outcome.is_plain()) {
            let before = newest.insert(&now.key, now).or_else(|| at_hand.get(&now.key));
            if let Some(before) = before.filter(|_| lines[*at].outcome == Outcome::Update) {
                found.push((*at, figure_changes(before, now)));
            }
        }
        found
    }

    /// Gives the other returns that the unit would have for the same period.
    fn beside(
        &self,
        found: &UnitReturn,
        at_hand: &'a BTreeMap<ReturnKey, Arc<UnitReturn>>,
    ) -> Vec<&'a Arc<UnitReturn>> {
        let key = &found.key;
        let is_other = |other: &ReturnKey| other.period == key.period && other.form != key.form;
        let Some(first) = ReturnKey::first_of(&key.unit) else { return Vec::new() };
        let of_unit = |other: &ReturnKey| other.unit == key.unit;
        let came = self.plain.range::<ReturnKey, _>(&first..).take_while(|(other, _)| of_unit(other));
        let came = came.filter(|(other, _)| is_other(other)).map(|(_, found)| *found);
        let here = at_hand.range(first.clone()..).take_while(|(other, _)| of_unit(other));
        let here = here.filter(|(other, _)| is_other(other) && !self.plain.contains_key(other));
        came.chain(here.map(|(_, found)| found)).collect()
    }
}

/// What the checks look at beside the return.
struct Judge<'a> {
    catalogue: &'a Catalogue,
    tree: &'a Tree,
    plan: Option<&'a Plan>,
    book: &'a CheckBook,
    said: [&'a BTreeMap<Period, Statements>; 2],
    renamed: &'a [Renamed],
}

impl Judge<'_> {
    fn counts(&self, found: &Arc<UnitReturn>, beside: &[&Arc<UnitReturn>]) -> CheckCounts {
        let mut counts = CheckCounts::default();
        let ReturnKey { unit, form, period } = &found.key;
        let (Some(unit), Some(form)) = (self.tree.unit(unit), self.catalogue.form(form)) else {
            return counts;
        };
        let all = beside.iter().copied().chain([found]).cloned();
        let statement = renamed(self.renamed, Statement::of_returns(unit, *period, all, self.catalogue));
        let at_hand = |at: Period| said(self.said, &unit.id, at);
        let statements = |at: Period| if at == *period { Some(&statement) } else { at_hand(at) };
        let scene = Scene {
            catalogue: self.catalogue,
            tree: self.tree.as_of(period.last_day()),
            plan: self.plan,
            unit,
            form,
            period: *period,
            unit_return: Some(found),
            statements: &statements,
        };
        for finding in self.book.judge(&scene).values() {
            if !is_wanted(self.catalogue, self.plan, &finding.element) {
                continue;
            }
            match finding.severity {
                Severity::Hard => counts.hard += 1,
                Severity::Soft => counts.soft += usize::from(!is_explained(found, finding)),
                Severity::Hint => counts.hints += 1,
            }
        }
        counts
    }
}

impl Judge<'_> {
    /// Counts the figures that are those of the period before, as it came with this return or was at hand.
    fn same_as_before(&self, found: &UnitReturn, arrived: &Arrived<'_>) -> Option<usize> {
        let ReturnKey { unit, form, period } = &found.key;
        let before = ReturnKey { unit: unit.clone(), form: form.clone(), period: period.previous() };
        let (came, here) = (arrived.plain.get(&before), said(self.said, unit, before.period));
        if came.is_none() && here.is_none() {
            return None;
        }
        same_as_before(found, self.catalogue, |id| match came {
            Some(came) => came.entries.get(id)?.figure.known(),
            None => here?.get(id)?.known(),
        })
    }
}

/// Says whether a person has explained these very figures.
fn is_explained(found: &UnitReturn, finding: &Finding) -> bool {
    let said = found.entries.get(&finding.element).and_then(|entry| entry.explanations.get(&finding.check));
    said.is_some_and(|said| said.reading == finding.reading)
}
