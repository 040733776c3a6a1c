//! A register of one city, three counties and thirteen institutions, and figures written as text.

use std::{collections::BTreeMap, sync::Arc};

use chrono::NaiveDate;
use duibiao::{
    base::{Bilingual, Decimal, ElementId, Figure, Period, UnitId},
    indicator::{Catalogue, Formula},
    returns::{Entry, ReturnKey, Statement, UnitReturn},
    rollup::{Lack, Outcome, Scene, Statements, evaluate},
    unit::{Area, Grade, Ownership, Standing, Tree, Unit, UnitKind},
};

/// Id, parent, kind, level, grade, ownership. Dates stand in [`tree`].
const UNITS: &[(&str, &str, &str, u8, &str, &str)] = &[
    ("CITY", "", "bureau", 0, "", "municipal"),
    ("C1", "CITY", "bureau", 0, "", "county"),
    ("C2", "CITY", "bureau", 0, "", "county"),
    ("C3", "CITY", "bureau", 0, "", "county"),
    ("H1", "CITY", "general_hospital", 3, "A", "municipal"),
    ("T1", "CITY", "tcm_hospital", 3, "A", "municipal"),
    ("G1", "C1", "general_hospital", 2, "A", "county"),
    ("G2", "C2", "general_hospital", 2, "B", "county"),
    ("G3", "C3", "general_hospital", 1, "A", "county"),
    ("K1", "C1", "tcm_hospital", 2, "B", "county"),
    ("K2", "C2", "tcm_hospital", 2, "B", "county"),
    ("S1", "C1", "specialty_hospital", 2, "", "private"),
    ("M1", "C1", "mch", 2, "", "county"),
    ("Z1", "C1", "community_centre", 0, "", "county"),
    ("Z2", "C2", "community_station", 0, "", "county"),
    ("X1", "C3", "township_centre", 0, "", "township"),
    ("D1", "C1", "cdc", 0, "", "county"),
];

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// G3 becomes level 2 in 2025, K1 grade A in 2023; X1 opens in mid-2023, Z2 closes with 2024.
pub fn tree() -> Tree {
    tree_with("")
}

/// The town with further units, a line each: id, parent, kind, level, grade or `-`, ownership.
pub fn tree_with(further: &str) -> Tree {
    let further = further.lines().map(|line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [id, parent, kind, level, grade, ownership] = words[..] else { panic!("{line} is no unit") };
        (id, parent, kind, level.parse().expect("a level"), grade.trim_matches('-'), ownership)
    });
    let units = UNITS.iter().copied().chain(further).map(|(id, parent, kind, level, grade, ownership)| {
        let kind = UnitKind::from_text(kind).expect("a kind");
        let first = Standing {
            from: day("2015-01-01"),
            level,
            grade: Grade::from_text(grade),
            ownership: Ownership::from_text(ownership).expect("an owner"),
        };
        let later = match id {
            "G3" => Some(Standing { from: day("2025-01-01"), level: 2, ..first.clone() }),
            "K1" => Some(Standing { from: day("2023-01-01"), grade: Some(Grade::A), ..first.clone() }),
            _ => None,
        };
        Unit {
            id: id.parse().expect("an id"),
            name: Bilingual::new(format!("单位{id}"), format!("Unit {id}")),
            kind,
            area: (kind == UnitKind::Bureau).then_some(if id == "CITY" { Area::City } else { Area::County }),
            parent: (!parent.is_empty()).then(|| parent.parse().expect("an id")),
            opened: (id == "X1").then(|| day("2023-07-01")),
            closed: (id == "Z2").then(|| day("2025-01-01")),
            merged_into: None,
            moves: Vec::new(),
            standings: [first].into_iter().chain(later).collect(),
        }
    });
    Tree::new(units).expect("a sound register")
}

/// Reads `H1 beds_total=100 surg_day=na emr_level=?; G1 …`: a number, 不适用, or text that could not be read.
pub fn figures(text: &str) -> BTreeMap<UnitId, BTreeMap<ElementId, Figure>> {
    let mut all: BTreeMap<UnitId, BTreeMap<ElementId, Figure>> = BTreeMap::new();
    for line in text.split([';', '\n']).map(str::trim).filter(|line| !line.is_empty()) {
        let mut words = line.split_whitespace();
        let of_unit = all.entry(words.next().expect("a unit").parse().expect("an id")).or_default();
        for word in words {
            let (element, value) = word.split_once('=').unwrap_or_else(|| panic!("{word} has no ="));
            let figure = match value {
                "na" => Figure::NotApplicable("不适用".to_owned()),
                "?" => Figure::Unread("约".to_owned()),
                number => Figure::Known(number.parse().unwrap_or_else(|_| panic!("{word} is no number"))),
            };
            of_unit.insert(element.parse().expect("an id"), figure);
        }
    }
    all
}

/// Makes the statements of a year; elements that are taken from others are filled in on the way.
pub fn statements(
    catalogue: &Catalogue,
    tree: &Tree,
    year: i32,
    figures: &BTreeMap<UnitId, BTreeMap<ElementId, Figure>>,
) -> Statements {
    let period = Period::year(year);
    figures
        .iter()
        .map(|(id, of_unit)| {
            let unit = tree.unit(id).unwrap_or_else(|| panic!("no unit {id}"));
            let key = ReturnKey { unit: id.clone(), form: "any".parse().expect("an id"), period };
            let mut made = UnitReturn::new(key, 1);
            for (element, figure) in of_unit {
                let known = catalogue.element(element).unwrap_or_else(|| panic!("no element {element}"));
                assert!(known.taken_from.is_none(), "{element} is not typed");
                assert!(catalogue.asks(unit, element, period.last_day()), "{id} is not asked for {element}");
                made.replace(element, Entry::of(figure.clone()));
            }
            (id.clone(), Arc::new(Statement::of_returns(unit, period, [made], catalogue)))
        })
        .collect()
}

/// One question: a formula over a unit and year, perhaps narrowed.
pub struct Ask<'a> {
    pub root: &'a str,
    pub year: i32,
    pub narrowed: &'a str,
}

pub fn outcome(
    catalogue: &Catalogue,
    tree: &Tree,
    formula: &Formula,
    figures_text: &str,
    ask: &Ask<'_>,
) -> Outcome {
    let statements = statements(catalogue, tree, ask.year, &figures(figures_text));
    let narrowed = (!ask.narrowed.is_empty()).then(|| ask.narrowed.parse().expect("a scope id"));
    let root = ask.root.parse().expect("a unit id");
    let period = Period::year(ask.year);
    let scene =
        Scene { catalogue, tree, statements: &statements, root: &root, period, narrowed: narrowed.as_ref() };
    evaluate(&scene, formula)
}

/// Writes a value with four decimals at most.
pub fn rounded(value: Decimal) -> String {
    value
        .round_dp_with_strategy(4, rust_decimal::RoundingStrategy::MidpointAwayFromZero)
        .normalize()
        .to_string()
}

/// Writes an outcome on one line: value, numerator/denominator, answered/asked, why not.
pub fn line(outcome: &Outcome) -> String {
    let part = |part: Option<Decimal>| part.map_or_else(|| "-".to_owned(), rounded);
    let lack = outcome.lacks.first().map_or_else(String::new, |lack| match lack {
        Lack::NotAsked(element) => format!(" NotAsked {element}"),
        Lack::Unanswered { element, units } => {
            let units: Vec<&str> = units.iter().map(UnitId::as_str).collect();
            format!(" Unanswered {element} {}", units.join(","))
        }
        Lack::NotApplicable(element) => format!(" NotApplicable {element}"),
        Lack::NoUnit(scope) => format!(" NoUnit {}", scope.as_ref().map_or("", |scope| scope.as_str())),
        Lack::NoArea(area) => format!(" NoArea {}", area.code()),
        Lack::ZeroDenominator => " ZeroDenominator".to_owned(),
        Lack::Several(element) => format!(" Several {element}"),
        Lack::NotEntered => " NotEntered".to_owned(),
        Lack::Overflow => " Overflow".to_owned(),
    });
    let (reported, expected) = (outcome.coverage.reported, outcome.coverage.expected);
    let (value, top, bottom) = (part(outcome.value), part(outcome.numerator), part(outcome.denominator));
    format!("{value} [{top}/{bottom}] {reported}/{expected}{lack}")
}
