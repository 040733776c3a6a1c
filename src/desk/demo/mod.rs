//! 示例数据: a made-up city with every return of every unit, plausible and of a piece, for trying and teaching.
//!
//! Pure: the same size, seed and year give the same figures on every machine. Numbers are drawn in `f64`
//! with the four operations only and rounded to exact decimals; names begin with 示例.

mod draw;
mod gaps;
mod register;
mod rule;
mod said;
mod story;
mod table_bureau;
mod table_community;
mod table_hospital;

use std::{
    collections::{BTreeMap, HashMap},
    str::FromStr as _,
};

use crate::{
    base::{ElementId, Figure, IdError, Lang, Period, PlanId, UnitId},
    indicator::{Catalogue, Element, Form},
    returns::{Entry, ReturnKey, Status, UnitReturn},
    unit::Unit,
    wire::{Role, Workspace},
};
use draw::key_of;
use gaps::{DESK, Filled, filled, gap, note};
use register::Register;
use rule::{Gate, Rule, number};
use story::{Moment, Story};

/// How large the made-up city is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DemoSize {
    /// County bureaus.
    pub counties: u32,
    /// Institutions, bureaus not counted; never fewer than every city and county needs.
    pub units: u32,
    /// Years of returns; the last one is only half filled.
    pub years: u32,
    /// Another seed gives another city.
    pub seed: u64,
}

impl Default for DemoSize {
    fn default() -> Self {
        Self { counties: 4, units: 30, years: 6, seed: 20_240_053 }
    }
}

/// Makes the workspace, the register and every return of every unit.
///
/// Years before the last are accepted, explained and complete but for two cells; the last is a draft that half of the
/// units have finished. The desk is a hospital's whose last year waits to be filled. Time and memory grow
/// with units × years.
///
/// # Errors
/// Only if an id were no id; the tests see to it that there is none.
pub fn demo_workspace(
    catalogue: &Catalogue,
    size: DemoSize,
    last_year: i32,
) -> Result<(Workspace, Vec<Unit>, Vec<UnitReturn>), IdError> {
    let register = Register::new(&size, last_year)?;
    let counties = size.counties.max(1) as usize;
    let story = Story::new(register, counties, size.years, last_year, size.seed);
    let rules = Rules::new();
    let sheets: Vec<Blueprint<'_>> =
        catalogue.forms().iter().map(|form| Blueprint::new(form, catalogue, &rules)).collect();
    let mut returns = Vec::new();
    for back in (0..size.years).rev() {
        for (order, at) in story.year(last_year.saturating_sub_unsigned(back)).enumerate() {
            for sheet in sheets.iter().filter(|sheet| sheet.form.asks(&at.seat.unit)) {
                sheet.fill(size.seed, &at, order, &mut returns);
            }
        }
    }
    let workspace = Workspace {
        unit: UnitId::from_str(DESK)?,
        role: Role::Demo,
        plan: PlanId::from_str("hulunbuir-2024")?,
        lang: Lang::Zh,
        synthetic: true,
    };
    let units: Vec<Unit> = story.seats.into_iter().map(|seat| seat.unit).collect();
    said::answer(catalogue, &units, &mut returns);
    Ok((workspace, units, returns))
}

/// The tables by element.
struct Rules {
    rules: HashMap<&'static str, Rule>,
    gates: HashMap<&'static str, Gate>,
}

impl Rules {
    fn new() -> Self {
        let rules = [table_hospital::RULES, table_community::RULES, table_bureau::RULES];
        let gates = [table_hospital::GATES, table_community::GATES];
        Self {
            rules: rules.into_iter().flatten().copied().collect(),
            gates: gates.into_iter().flatten().copied().collect(),
        }
    }
}

/// One element of a form with its rule.
struct Asked<'a> {
    element: &'a Element,
    key: u64,
    rule: Rule,
    gate: Gate,
    /// Place on the form.
    place: usize,
}

/// A form with its elements in the order they can be drawn in: wholes before parts.
struct Blueprint<'a> {
    form: &'a Form,
    asked: Vec<Asked<'a>>,
}

impl<'a> Blueprint<'a> {
    fn new(form: &'a Form, catalogue: &'a Catalogue, rules: &Rules) -> Self {
        let mut open: Vec<Asked<'a>> = form
            .elements()
            .enumerate()
            .filter_map(|(place, id)| Some((place, catalogue.element(id)?)))
            .filter(|(_, element)| element.taken_from.is_none())
            .map(|(place, element)| {
                let id = element.id.as_str();
                let rule = rules.rules.get(id).copied().unwrap_or_else(|| Rule::plain(element));
                let gate = rules.gates.get(id).copied().unwrap_or(Gate::Everyone);
                Asked { element, key: key_of(id), rule, gate, place }
            })
            .collect();
        let mut asked: Vec<Asked<'a>> = Vec::new();
        while !open.is_empty() {
            let names: Vec<&str> = open.iter().map(|asked| asked.element.id.as_str()).collect();
            let waits: Vec<bool> =
                open.iter().map(|asked| asked.rule.needs().iter().any(|need| names.contains(need))).collect();
            let stuck = waits.iter().all(|waits| *waits);
            let mut waits = waits.into_iter();
            let (ready, later): (Vec<_>, Vec<_>) =
                open.into_iter().partition(|_| stuck || !waits.next().unwrap_or_default());
            asked.extend(ready);
            open = later;
        }
        Self { form, asked }
    }

    /// Draws a unit's returns of one year, one for each period of the form.
    fn fill(&self, seed: u64, at: &Moment<'_>, order: usize, returns: &mut Vec<UnitReturn>) {
        let places = match filled(self.form, at, order) {
            Filled::Whole => usize::MAX,
            Filled::First(places) => places,
            Filled::Nothing => return,
        };
        let entries = self.entries(seed, at, places);
        let periods = (1..).map_while(|part| Period::new(self.form.period, at.year, part));
        for period in periods.filter(|period| at.seat.unit.is_open(period.last_day())) {
            let key = ReturnKey { unit: at.seat.unit.id.clone(), form: self.form.id.clone(), period };
            let mut unit_return = UnitReturn::new(key, self.form.version);
            unit_return.synthetic = true;
            unit_return.head.status = if at.year == at.last_year { Status::Draft } else { Status::Accepted };
            unit_return.revision = entries.len() as u64;
            unit_return.entries.clone_from(&entries);
            returns.push(unit_return);
        }
    }

    fn entries(&self, seed: u64, at: &Moment<'_>, places: usize) -> BTreeMap<ElementId, Entry> {
        let mut drawn: Vec<(&str, f64)> = Vec::with_capacity(self.asked.len());
        let mut entries = BTreeMap::new();
        for asked in &self.asked {
            let id = asked.element.id.as_str();
            let known =
                |id: &str| drawn.iter().find(|(drawn, _)| *drawn == id).map_or(0.0, |(_, number)| *number);
            let figure = asked
                .gate
                .answer(at)
                .unwrap_or_else(|| asked.rule.figure(seed, at, asked.element, asked.key, &known));
            if let Figure::Known(quantity) = figure {
                drawn.push((id, number(quantity)));
            }
            let figure = gap(id, at, &figure).unwrap_or(figure);
            if asked.place >= places || figure.is_blank() {
                continue;
            }
            let note = note(seed, at, asked.element, &figure, asked.key);
            entries.insert(asked.element.id.clone(), Entry::of(figure).with(|beside| beside.note = note));
        }
        entries
    }
}
