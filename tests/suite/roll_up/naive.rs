//! Every total of a made-up city beside a calculation that shares no line with the roll-up: lists, loops, sums.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use duibiao::{
    base::{Decimal, ElementId, Figure, Period, ScopeId, UnitId},
    desk::{Command, DemoSize, Desk, RollUpItem},
    indicator::{Combine, Condition, ElementKind, Formula, Part, Test},
    returns::ReturnKey,
    unit::{Area, Unit},
};

use super::{demo, now};

type Value = Option<Decimal>;

/// All figures of one period, by unit and element, with nothing but the register and the catalogue beside them.
struct Town<'d> {
    desk: &'d Desk,
    on: NaiveDate,
    figures: BTreeMap<(UnitId, ElementId), Figure>,
}

impl<'d> Town<'d> {
    fn new(desk: &'d Desk, period: Period) -> Self {
        let mut town = Self { desk, on: period.last_day(), figures: BTreeMap::new() };
        for found in desk.returns().filter(|found| found.key.period == period) {
            for (element, entry) in &found.entries {
                town.figures.insert((found.key.unit.clone(), element.clone()), entry.figure.clone());
            }
        }
        for unit in desk.tree().all() {
            for element in desk.catalogue().elements() {
                let Some((source, scope)) = &element.taken_from else { continue };
                let figure = town.figures.get(&(unit.id.clone(), source.clone())).cloned();
                if let Some(figure) = figure.filter(|_| town.is_in(unit, Some(scope))) {
                    town.figures.insert((unit.id.clone(), element.id.clone()), figure);
                }
            }
        }
        town
    }

    fn figure(&self, unit: &Unit, element: &ElementId) -> Figure {
        self.figures.get(&(unit.id.clone(), element.clone())).cloned().unwrap_or_default()
    }

    fn known(&self, unit: &Unit, element: &ElementId) -> Value {
        self.figure(unit, element).known()
    }

    fn is_told(&self, unit: &Unit, elements: &[ElementId]) -> bool {
        let asked = elements.iter().filter(|element| self.asks(unit, element));
        asked
            .into_iter()
            .all(|element| matches!(self.figure(unit, element), Figure::Known(_) | Figure::NotApplicable(_)))
    }

    fn asks(&self, unit: &Unit, element: &ElementId) -> bool {
        let catalogue = self.desk.catalogue();
        let taken = catalogue.element(element).and_then(|found| found.taken_from.clone());
        let source = taken.as_ref().map_or(element, |(source, _)| source);
        let in_form = catalogue.forms().iter().any(|form| {
            let fills = form.kinds.contains(&unit.kind) && (form.area.is_none() || form.area == unit.area);
            fills && form.sections.iter().any(|section| section.elements.contains(source))
        });
        in_form && taken.is_none_or(|(_, scope)| self.is_in(unit, Some(&scope)))
    }

    /// Says whether a unit's own attributes and its own no fit a scope.
    fn is_in(&self, unit: &Unit, scope: Option<&ScopeId>) -> bool {
        let Some(scope) = scope.and_then(|id| self.desk.catalogue().scope(id)) else { return true };
        let mut standing = unit.standings.first();
        for later in &unit.standings {
            if later.from <= self.on {
                standing = Some(later);
            }
        }
        let level = standing.map_or(0, |standing| standing.level);
        let fits_kind = scope.kinds.is_empty() || scope.kinds.contains(&unit.kind);
        let fits_level = scope.level_min <= level && level <= scope.level_max;
        let fits_owner = scope.ownerships.is_empty()
            || standing.is_some_and(|standing| scope.ownerships.contains(&standing.ownership));
        let grade = standing.and_then(|standing| standing.grade);
        let fits_grade = scope.grades.is_empty() || grade.is_some_and(|grade| scope.grades.contains(&grade));
        let says_no = scope.having.iter().any(|element| self.known(unit, element) == Some(Decimal::ZERO));
        fits_kind && fits_level && fits_owner && fits_grade && !says_no
    }

    fn is_open(&self, unit: &Unit) -> bool {
        unit.opened.is_none_or(|day| day <= self.on) && unit.closed.is_none_or(|day| self.on < day)
    }

    fn below(&self, root: &UnitId) -> Vec<&'d Unit> {
        let is_below = |unit: &&Unit| {
            let mut at = Some((*unit).clone());
            while let Some(here) = at {
                if here.id == *root {
                    return true;
                }
                at = here.parent.and_then(|parent| self.desk.tree().unit(&parent).cloned());
            }
            false
        };
        self.desk.tree().all().filter(is_below).filter(|unit| self.is_open(unit)).collect()
    }

    fn combine(&self, element: &ElementId) -> Option<Combine> {
        self.desk.catalogue().element(element).map(|found| found.combine)
    }

    /// Gives whose figures a part adds.
    fn asked(&self, root: &UnitId, part: &Part) -> Vec<&'d Unit> {
        let own =
            |element: &ElementId| matches!(self.combine(element), Some(Combine::Own | Combine::OwnOrSum));
        if part.elements.iter().any(own) {
            let root = self.desk.tree().unit(root).filter(|unit| self.is_open(unit));
            return root.map(|root| self.speakers(root, part)).unwrap_or_default();
        }
        let asked = |unit: &&Unit| part.elements.iter().any(|element| self.asks(unit, element));
        self.below(root)
            .into_iter()
            .filter(asked)
            .filter(|unit| self.is_in(unit, part.scope.as_ref()))
            .collect()
    }

    fn speakers(&self, unit: &'d Unit, part: &Part) -> Vec<&'d Unit> {
        let adds_up = part.elements.iter().all(|element| self.combine(element) == Some(Combine::OwnOrSum));
        let asks = |unit: &Unit| part.elements.iter().any(|element| self.asks(unit, element));
        let speaks = |unit: &Unit| asks(unit) && (!adds_up || self.is_told(unit, &part.elements));
        if speaks(unit) {
            return vec![unit];
        }
        let children: Vec<&Unit> =
            self.desk.tree().children(&unit.id).filter(|child| self.is_open(child)).collect();
        let beside: Vec<&Unit> =
            children.iter().copied().filter(|child| child.area.is_none() && speaks(child)).collect();
        let mut found = beside;
        if found.is_empty() {
            found = children.into_iter().flat_map(|child| self.speakers(child, part)).collect();
        }
        if found.len() > 1 && !adds_up {
            found.clear();
        }
        if found.is_empty() && asks(unit) {
            found.push(unit);
        }
        found
    }

    fn sum(&self, units: &[&Unit], part: &Part) -> Value {
        let told = units.iter().filter(|unit| self.is_told(unit, &part.elements));
        let figures: Vec<Decimal> = told
            .flat_map(|unit| part.elements.iter().filter_map(|element| self.known(unit, element)))
            .collect();
        (!figures.is_empty()).then(|| figures.into_iter().sum())
    }

    /// Gives numerator and denominator; a unit asked for both sides is in both or in none.
    fn sides(&self, root: &UnitId, top: &Part, bottom: &Part) -> (Value, Value, bool) {
        let (over, under) = (self.asked(root, top), self.asked(root, bottom));
        let ids = |units: &[&Unit]| units.iter().map(|unit| unit.id.clone()).collect::<BTreeSet<_>>();
        let both: BTreeSet<UnitId> = ids(&over).intersection(&ids(&under)).cloned().collect();
        let has = |unit: &Unit, part: &Part| part.elements.iter().any(|id| self.known(unit, id).is_some());
        let fits = |unit: &&&Unit| {
            !both.contains(&unit.id)
                || (self.is_told(unit, &top.elements)
                    && self.is_told(unit, &bottom.elements)
                    && has(unit, top)
                    && has(unit, bottom))
        };
        let keep = |units: &[&'d Unit]| units.iter().filter(fits).copied().collect::<Vec<_>>();
        let all_told = |units: &[&Unit]| units.iter().all(|unit| self.is_told(unit, &bottom.elements));
        let own = bottom
            .elements
            .iter()
            .any(|element| matches!(self.combine(element), Some(Combine::Own | Combine::OwnOrSum)));
        (self.sum(&keep(&over), top), self.sum(&keep(&under), bottom), !own || all_told(&under))
    }

    /// Says yes, no, apart (`Some(None)`) or unknown (`None`).
    fn passes(&self, unit: &Unit, test: &Test) -> Option<Option<bool>> {
        let full = |element: &ElementId| match self.desk.catalogue().element(element).map(|found| &found.kind)
        {
            Some(ElementKind::Choice(choices)) => choices.iter().map(|choice| choice.code).max().unwrap_or(1),
            _ => 1,
        };
        let yes = |element: &ElementId| match self.figure(unit, element) {
            Figure::Known(value) => Some(Some(value == Decimal::from(full(element)))),
            Figure::NotApplicable(_) => Some(None),
            Figure::Blank | Figure::Unread(_) => None,
        };
        let several = |least: usize, elements: &[ElementId]| {
            let answers: Vec<_> = elements.iter().map(yes).collect();
            let count =
                |wanted: Option<Option<bool>>| answers.iter().filter(|found| **found == wanted).count();
            let (passed, unknown) = (count(Some(Some(true))), count(None));
            match (passed >= least, passed + unknown >= least, count(Some(None)) == answers.len()) {
                (true, ..) => Some(Some(true)),
                (_, true, _) => None,
                (_, _, true) => Some(None),
                _ => Some(Some(false)),
            }
        };
        match test {
            Test::Yes(element) => yes(element),
            Test::AtLeast(element, least) => match self.figure(unit, element) {
                Figure::Known(value) => Some(Some(value >= *least)),
                Figure::NotApplicable(_) => Some(None),
                Figure::Blank | Figure::Unread(_) => None,
            },
            Test::ShareAtLeast(part, whole, percent) => {
                match (self.figure(unit, part), self.figure(unit, whole)) {
                    (Figure::Known(part), Figure::Known(whole)) => {
                        Some(Some(!whole.is_zero() && part * Decimal::ONE_HUNDRED >= *percent * whole))
                    }
                    (Figure::NotApplicable(_), _) | (_, Figure::NotApplicable(_)) => Some(None),
                    _ => None,
                }
            }
            Test::AllYes(elements) => several(elements.len(), elements),
            Test::SomeYes(least, elements) => several(*least as usize, elements),
            Test::InScope(scope) => Some(Some(self.is_in(unit, Some(scope)))),
        }
    }

    /// Counts who passed, who was looked at, and who has not answered.
    fn count(&self, root: &UnitId, condition: &Condition) -> (u32, u32, u32) {
        let mut counts = (0, 0, 0);
        for unit in self.below(root).into_iter().filter(|unit| self.is_in(unit, condition.scope.as_ref())) {
            if !condition.test.elements().into_iter().all(|element| self.asks(unit, element)) {
                continue;
            }
            match self.passes(unit, &condition.test) {
                None => counts.2 += 1,
                Some(None) => {}
                Some(Some(passes)) => {
                    counts.0 += u32::from(passes);
                    counts.1 += 1;
                }
            }
        }
        counts
    }

    fn areas(&self, root: &UnitId, area: Area) -> Vec<&'d Unit> {
        self.below(root).into_iter().filter(|unit| unit.area == Some(area)).collect()
    }

    fn value(&self, root: &UnitId, formula: &Formula) -> Value {
        let part = |element: &ElementId, scope: &Option<ScopeId>| Part {
            elements: vec![element.clone()],
            scope: scope.clone(),
        };
        let figures = |part: &Part| {
            let units = self.asked(root, part);
            let known =
                units.iter().flat_map(|unit| part.elements.iter().filter_map(|id| self.known(unit, id)));
            known.collect::<Vec<Decimal>>()
        };
        match formula {
            Formula::Rate { numerator, denominator, per } => {
                let (top, bottom, is_whole) = self.sides(root, numerator, denominator);
                let (top, bottom) = top.zip(bottom).filter(|_| is_whole)?;
                (top * Decimal::from(*per)).checked_div(bottom)
            }
            Formula::Ratio { one, other } => {
                let (top, bottom, is_whole) = self.sides(root, other, one);
                top.zip(bottom).filter(|_| is_whole).and_then(|(top, bottom)| top.checked_div(bottom))
            }
            Formula::Sum(part) => self.sum(&self.asked(root, part), part),
            Formula::Scaled { part, divide_by } => {
                self.sum(&self.asked(root, part), part).map(|sum| sum / Decimal::from(*divide_by))
            }
            Formula::CountUnits(condition) => {
                let (passed, looked_at, _) = self.count(root, condition);
                (looked_at > 0).then(|| passed.into())
            }
            Formula::ShareUnits(condition) => {
                let (passed, looked_at, _) = self.count(root, condition);
                (Decimal::from(passed) * Decimal::ONE_HUNDRED).checked_div(looked_at.into())
            }
            Formula::Mean { element, scope } => {
                let part = part(element, scope);
                let known = figures(&part);
                let sum = self.sum(&self.asked(root, &part), &part)?;
                sum.checked_div(Decimal::from(known.len()))
            }
            Formula::Highest { element, scope } => figures(&part(element, scope)).into_iter().max(),
            Formula::Rank(element) => figures(&part(element, &None)).into_iter().min(),
            Formula::Entered(element) => {
                let part = part(element, &None);
                self.sum(&self.asked(root, &part), &part)
            }
            Formula::MinOverAreas { area, only_above, count } => {
                let mut found: Vec<(u32, u32)> = Vec::new();
                for bureau in self.areas(root, *area) {
                    let above =
                        only_above.as_ref().map(|(element, above)| (self.known(bureau, element), *above));
                    let (passed, looked_at, missing) = self.count(&bureau.id, count);
                    let apart = self.below(&bureau.id).into_iter().any(|unit| {
                        self.is_in(unit, count.scope.as_ref())
                            && count.test.elements().into_iter().all(|element| self.asks(unit, element))
                    });
                    let counts = above.is_none_or(|(value, above)| value.is_some_and(|value| value > above));
                    if counts && (looked_at > 0 || (missing == 0 && !apart)) {
                        found.push((passed, looked_at));
                    }
                }
                let least = found.iter().map(|(passed, _)| *passed).min();
                least.filter(|_| found.iter().any(|(_, looked_at)| *looked_at > 0)).map(Decimal::from)
            }
            Formula::ShareAreas { area, any } => {
                let counts: Vec<(u32, u32, u32, bool)> = self
                    .areas(root, *area)
                    .into_iter()
                    .map(|bureau| {
                        let (passed, looked_at, missing) = self.count(&bureau.id, any);
                        let nobody = !self.below(&bureau.id).into_iter().any(|unit| {
                            self.is_in(unit, any.scope.as_ref())
                                && any.test.elements().into_iter().all(|element| self.asks(unit, element))
                        });
                        (passed, looked_at, missing, nobody)
                    })
                    .collect();
                let told = |(passed, looked_at, missing, nobody): &&(u32, u32, u32, bool)| {
                    *passed > 0 || (*missing == 0 && (*looked_at > 0 || *nobody))
                };
                let covered = counts.iter().filter(|(passed, ..)| *passed > 0).count();
                let told = counts.iter().filter(told).count();
                let looked_at = counts.iter().any(|(_, looked_at, ..)| *looked_at > 0);
                let share = (Decimal::from(covered) * Decimal::ONE_HUNDRED).checked_div(Decimal::from(told));
                share.filter(|_| looked_at)
            }
        }
    }

    /// Combines an element over units as the catalogue words it.
    fn element(&self, root: &UnitId, id: &ElementId) -> Value {
        let part = Part { elements: vec![id.clone()], scope: None };
        match self.combine(id)? {
            Combine::Sum | Combine::Own | Combine::OwnOrSum => self.value(root, &Formula::Sum(part)),
            Combine::Mean => self.value(root, &Formula::Mean { element: id.clone(), scope: None }),
            Combine::Max => self.value(root, &Formula::Highest { element: id.clone(), scope: None }),
            Combine::Min => {
                let known = self.below(root).into_iter().filter(|unit| self.asks(unit, id));
                known.filter_map(|unit| self.known(unit, id)).min()
            }
            Combine::CountYes => {
                let condition = Condition { scope: None, test: Test::Yes(id.clone()) };
                self.value(root, &Formula::CountUnits(condition))
            }
            Combine::None => None,
        }
    }
}

#[test]
fn every_total_is_what_a_plain_calculation_gives() {
    let (_folder, mut desk) = demo(DemoSize { counties: 3, units: 40, years: 2, seed: 11 });
    // Holes: every twelfth cell is unread, every thirteenth is 不适用.
    let open: Vec<ReturnKey> = desk
        .returns()
        .map(|found| found.key.clone())
        .filter(|key| key.period == Period::year(2025))
        .collect();
    for (at, key) in open.iter().enumerate() {
        let elements: Vec<ElementId> =
            desk.unit_return(key).expect("a return").entries.keys().cloned().collect();
        for (nth, element) in elements.into_iter().enumerate() {
            let key = key.clone();
            let command = match (nth + at * 5) % 13 {
                0 => Command::SetNotApplicable { key, element, reason: "没有".to_owned() },
                6 => Command::SetFigure { key, element, text: "约若干".to_owned() },
                _ => continue,
            };
            desk.apply(command, now());
        }
    }
    let roots: Vec<UnitId> =
        ["SL-CITY", "SL-C1", "SL-C3", "SL-H1"].map(|id| id.parse().expect("an id")).to_vec();
    let (mut compared, mut known) = (0, 0);
    for period in [2024, 2025].map(Period::year) {
        let town = Town::new(&desk, period);
        for root in &roots {
            for line in desk.roll_up(root, period).lines {
                let expected = match &line.item {
                    RollUpItem::Element(id) => town.element(root, id),
                    RollUpItem::Indicator(id) => {
                        town.value(root, &desk.catalogue().indicator(id).expect("known").formula)
                    }
                };
                assert_eq!(line.outcome.value, expected, "{:?} of {root} in {period}", line.item);
                compared += 1;
                known += usize::from(expected.is_some());
            }
        }
    }
    assert!(known > compared / 2 && compared > 4_000, "{known} of {compared} totals have a value");
}
