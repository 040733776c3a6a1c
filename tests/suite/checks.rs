//! Every shipped check against worked figures: what it says, word for word, and when it says nothing.
//!
//! The examples stand in `tests/fixtures/checks/*.txt`, written by hand from the definitions but for the messages:
//! `UPDATE_GOLDEN=1` writes what the program says into lines `zh:` and `en:`, to be read before they are committed.

mod example;

use std::{collections::BTreeSet, fs, path::PathBuf, sync::Arc};

use duibiao::{
    base::{CheckId, Severity},
    check::{CheckBook, ChecksFile},
    indicator::Catalogue,
    plan::Plan,
    wire::{Pack, shipped_catalogue, shipped_plans},
};
use example::Example;

fn folder(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn files_of(name: &str, ending: &str) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(folder(name))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|end| end == ending))
        .collect();
    found.sort();
    found
}

/// Reads the checks from the folder, so that an example can be tried without building the program anew.
fn book(catalogue: &Catalogue) -> CheckBook {
    let mut checks = Vec::new();
    for path in files_of("assets/checks", "ron") {
        let bytes = fs::read(&path).expect("a file");
        let pack = Pack::<ChecksFile>::of(path.display().to_string(), bytes, "duibiao-checks");
        checks.extend(
            pack.unwrap_or_else(|fault| panic!("{}: {}", path.display(), fault.sentence().en)).body.checks,
        );
    }
    CheckBook::new(checks, catalogue).unwrap_or_else(|flaws| {
        let lines: Vec<String> = flaws.iter().map(ToString::to_string).collect();
        panic!("{}", lines.join("\n"))
    })
}

fn packs() -> (Catalogue, Vec<Arc<Plan>>, CheckBook) {
    let catalogue = shipped_catalogue().expect("sound");
    let plans = shipped_plans(&catalogue).expect("sound");
    let book = book(&catalogue);
    (catalogue, plans, book)
}

/// Each example fires as it says and stays quiet where it says so; every check has one.
#[test]
fn every_check_says_what_its_example_says() {
    let (catalogue, plans, book) = packs();
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let mut wrong = Vec::new();
    let mut seen: BTreeSet<CheckId> = BTreeSet::new();
    for path in files_of("tests/fixtures/checks", "txt") {
        let text = fs::read_to_string(&path).expect("a file");
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let mut examples = Example::all(&text).unwrap_or_else(|why| panic!("{name}: {why}"));
        for example in &mut examples {
            seen.insert(example.check.clone());
            if let Err(why) = example.run(&catalogue, &plans, &book, update) {
                wrong.push(format!("{name}, {}: {why}", example.check));
            }
        }
        if update {
            fs::write(&path, examples.iter().map(Example::text).collect::<String>()).expect("written");
        }
    }
    let without = book.checks().filter(|check| !seen.contains(&check.id));
    wrong.extend(without.map(|check| format!("{}: no example in tests/fixtures/checks", check.id)));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The shipped list is what the issue asks for: enough of it, in every family, in both languages.
#[test]
fn the_list_is_whole() {
    let (_, _, book) = packs();
    let checks: Vec<_> = book.checks().collect();
    assert!(checks.len() >= 150, "only {} checks", checks.len());
    let families: BTreeSet<&str> = checks.iter().map(|check| check.rule.code()).collect();
    for family in [
        "against_history",
        "against_last",
        "against_plan",
        "against_register",
        "at_most",
        "confirmed",
        "implies",
        "not_negative",
        "plausible",
        "range",
        "readable",
        "required",
        "share",
        "sum_of",
        "unflagged",
    ] {
        assert!(families.contains(family), "no check of the family {family}");
    }
    for severity in [Severity::Hard, Severity::Soft, Severity::Hint] {
        assert!(checks.iter().any(|check| check.severity == severity), "none is {}", severity.code());
    }
    for check in checks {
        for (field, words) in [("why", &check.why), ("remedy", &check.remedy)] {
            assert!(words.zh.ends_with('。'), "{}: {field} zh is no sentence: {}", check.id, words.zh);
            assert!(words.en.ends_with('.'), "{}: {field} en is no sentence: {}", check.id, words.en);
        }
    }
}
