//! A worked example for every indicator: figures, and what they come to by hand from the definition.
//!
//! `tests/fixtures/worked/*.txt` hold them: further units of the town, the figures, and a line per indicator with
//! the working. What a file does not give is answered with 0 or no, so that every indicator is complete.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use duibiao::{
    base::{Figure, Period},
    indicator::{Catalogue, Formula},
    rollup::{Scene, Statements, evaluate},
    unit::Tree,
    wire::shipped_catalogue,
};

use super::town::{figures, rounded, statements, tree_with};

const YEAR: i32 = 2024;

/// One file.
struct Worked {
    name: String,
    units: String,
    figures: String,
    /// Indicator, working, value with four decimals at most.
    expected: Vec<(String, String, String)>,
}

fn read(path: &Path) -> Worked {
    let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
    let text = fs::read_to_string(path).expect("a fixture");
    let mut worked = Worked { name, units: String::new(), figures: String::new(), expected: Vec::new() };
    let mut section = "";
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        match (line, section) {
            ("[units]" | "[figures]" | "[expected]", _) => section = line,
            (line, "[units]") => worked.units.push_str(&format!("{line}\n")),
            (line, "[figures]") => worked.figures.push_str(&format!("{line}\n")),
            (line, _) => {
                let parts: Vec<&str> = line.split('|').map(str::trim).collect();
                let [id, working, value] = parts[..] else { panic!("{}: {line}", worked.name) };
                worked.expected.push((id.to_owned(), working.to_owned(), value.to_owned()));
            }
        }
    }
    worked
}

fn files() -> Vec<Worked> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/worked");
    let mut paths: Vec<_> =
        fs::read_dir(folder).expect("the fixtures").map(|entry| entry.expect("a file").path()).collect();
    paths.sort();
    paths.iter().map(|path| read(path)).collect()
}

/// Answers what is asked and not given with 0 or no.
fn filled(catalogue: &Catalogue, tree: &Tree, worked: &Worked) -> Statements {
    let day = Period::year(YEAR).last_day();
    let mut given = figures(&worked.figures);
    for unit in tree.all().filter(|unit| unit.is_open(day)) {
        let of_unit = given.entry(unit.id.clone()).or_default();
        for element in catalogue.elements().filter(|element| element.taken_from.is_none()) {
            if catalogue.asks(unit, &element.id, day) {
                of_unit.entry(element.id.clone()).or_insert_with(|| Figure::Known(0.into()));
            }
        }
    }
    statements(catalogue, tree, YEAR, &given)
}

/// An indicator that is added wants a worked example; one that is entered directly has none to work out.
#[test]
fn every_indicator_is_worked_out() {
    let catalogue = shipped_catalogue().expect("sound");
    let computed: BTreeSet<String> = catalogue
        .indicators()
        .filter(|indicator| indicator.formula != Formula::Entered)
        .map(|indicator| indicator.id.to_string())
        .collect();
    let entered = catalogue.indicators().count() - computed.len();
    let files = files();
    let worked: BTreeSet<String> =
        files.iter().flat_map(|file| file.expected.iter().map(|(id, ..)| id.clone())).collect();
    assert_eq!(worked, computed);
    assert_eq!((computed.len(), entered), (240, 19));
    for file in &files {
        let mut times = BTreeMap::new();
        file.expected.iter().for_each(|(id, ..)| *times.entry(id).or_insert(0) += 1);
        assert!(times.values().all(|times| *times == 1), "{} works out an indicator twice", file.name);
    }
}

#[test]
fn indicators_come_to_what_they_come_to_by_hand() {
    let catalogue = shipped_catalogue().expect("sound");
    let root = "CITY".parse().expect("an id");
    let period = Period::year(YEAR);
    let mut wrong = Vec::new();
    for file in files() {
        let tree = tree_with(&file.units);
        let statements = filled(&catalogue, &tree, &file);
        let scene = Scene {
            catalogue: &catalogue,
            tree: &tree,
            statements: &statements,
            root: &root,
            period,
            narrowed: None,
        };
        for (id, working, expected) in &file.expected {
            let indicator =
                catalogue.indicator(&id.parse().expect("an id")).unwrap_or_else(|| panic!("no {id}"));
            let found = evaluate(&scene, &indicator.formula);
            let value = found.value.map_or_else(|| "-".to_owned(), rounded);
            if value != *expected || !found.coverage.is_complete() || !found.lacks.is_empty() {
                wrong.push(format!(
                    "{} {id}: {working} = {expected}, found {value} ({:?} {:?})",
                    file.name, found.coverage, found.lacks
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
