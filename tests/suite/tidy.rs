//! The sources keep the design: layers, parts in their one place, words in the locale files, small files.
//!
//! Each rule gives its whole list of breaches, a line each, so that they can be mended at one go.

mod locales;
mod source;

use std::collections::BTreeSet;

use source::{File, ends_of, suite, tree};

/// What each layer may use of the crate. A module that is not listed may use nothing: a new layer is entered here.
const LAYERS: &[(&str, &[&str])] = &[
    ("base", &[]),
    ("words", &["base"]),
    ("unit", &["base"]),
    ("indicator", &["base", "unit"]),
    ("plan", &["base", "unit", "indicator"]),
    ("returns", &["base", "unit", "indicator", "plan"]),
    ("check", DOMAIN),
    ("rollup", DOMAIN),
    ("trend", DOMAIN),
    ("report", &["base"]),
    ("wire", DOMAIN),
    ("store", FORMATS),
    ("exchange", FORMATS),
    ("desk", BELOW_DESK),
    ("ui", BELOW_FACES),
    ("cli", BELOW_FACES),
];
const DOMAIN: &[&str] = &["base", "unit", "indicator", "plan", "returns"];
const FORMATS: &[&str] = &["base", "unit", "indicator", "plan", "returns", "wire"];
const BELOW_DESK: &[&str] = &[
    "base",
    "unit",
    "indicator",
    "plan",
    "returns",
    "wire",
    "store",
    "exchange",
    "report",
    "check",
    "rollup",
    "trend",
];
const BELOW_FACES: &[&str] = &[
    "base",
    "unit",
    "indicator",
    "plan",
    "returns",
    "wire",
    "store",
    "exchange",
    "report",
    "check",
    "rollup",
    "trend",
    "desk",
    "words",
];

/// A thing that has its one place: how it is found in the code, and where it may stand.
struct Place {
    what: &'static str,
    is_there: fn(&str) -> bool,
    may: fn(&File) -> bool,
}

const PLACES: &[Place] = &[
    Place {
        what: "ron is read and written in wire and in the theme loader",
        is_there: |line| has_path(line, "ron"),
        may: |file| file.is_in("wire") || file.name == "ui/theme.rs",
    },
    Place {
        what: "the window's crates stand in ui and main.rs",
        is_there: |line| {
            ["egui", "eframe", "rfd", "egui_plot", "egui_table", "egui_extras", "egui_file"]
                .into_iter()
                .any(|name| has_path(line, name))
        },
        may: |file| file.is_in("ui") || file.name == "main.rs",
    },
    Place {
        what: "files are touched in store and at the edge",
        is_there: |line| has_word(line, "fs"),
        may: |file| file.is_in("store") || file.is_in("cli") || file.is_in("bin") || file.name == "main.rs",
    },
    Place {
        what: "the clock is read at the edge",
        is_there: |line| has_word(line, "Local") || has_word(line, "SystemTime") || line.contains("Utc::now"),
        may: |file| file.is_in("bin") || file.name == "main.rs",
    },
    Place {
        what: "colours stand in assets/themes and ui/theme.rs",
        is_there: |line| line.contains("Color32::from_") || named_colour(line),
        may: |file| !file.is_in("ui") || file.name == "ui/theme.rs",
    },
    Place { what: "nothing is left for later", is_there: is_left_for_later, may: |_| false },
];

/// Says whether a line holds a mark of what is left for later.
fn is_left_for_later(line: &str) -> bool {
    ["todo!", "unimplemented!", "dbg!", "#[ignore"].into_iter().any(|mark| line.contains(mark))
}

/// Says whether a word stands in a line, whole.
fn has_word(line: &str, word: &str) -> bool {
    ends_of(line, word).next().is_some()
}

/// Says whether a crate is named in a line: `ron::`, `use ron;`, `{ron, …`.
fn has_path(line: &str, name: &str) -> bool {
    let is_use = line.trim_start().starts_with("use ");
    ends_of(line, name).any(|end| {
        let inside = line[..end - name.len()].ends_with("::");
        !inside
            && (line[end..].starts_with("::") || (is_use && line[end..].starts_with([';', ',', '}', ' '])))
    })
}

/// Says whether egui's own colours are named; a transparent one is none.
fn named_colour(line: &str) -> bool {
    line.split("Color32::").skip(1).any(|rest| {
        let name: String = rest.chars().take_while(|c| c.is_ascii_uppercase() || *c == '_').collect();
        name.len() > 1 && name != "TRANSPARENT"
    })
}

#[track_caller]
fn none(what: &str, breaches: &[String]) {
    assert!(breaches.is_empty(), "{what}:\n{}\n", breaches.join("\n"));
}

#[test]
fn each_layer_uses_only_what_stands_below_it() {
    let mut breaches = Vec::new();
    let mut layers = BTreeSet::new();
    for file in tree() {
        let Some(layer) = file.layer() else { continue };
        layers.insert(layer.clone());
        let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| *name == layer) else {
            breaches.push(format!("src/{}: the layer {layer} is not in the table of this test", file.name));
            continue;
        };
        for (line, used) in file.uses() {
            if used != layer && !allowed.contains(&used.as_str()) {
                breaches.push(format!("src/{}:{line}: {layer} uses {used}", file.name));
            }
        }
    }
    assert!(layers.len() > 10, "the sources were not found: {layers:?}");
    none("a layer uses what does not stand below it (DESIGN § 3)", &breaches);
}

#[test]
fn everything_stands_in_its_one_place() {
    let mut breaches = Vec::new();
    for place in PLACES {
        for file in tree().iter().filter(|file| !(place.may)(file)) {
            let lines = file.code.lines().enumerate().filter(|(_, line)| (place.is_there)(line));
            breaches.extend(
                lines.map(|(at, line)| {
                    format!("src/{}:{}: {} — {}", file.name, at + 1, place.what, line.trim())
                }),
            );
        }
    }
    none("something stands outside its place", &breaches);
}

/// A file of a newer format is refused with the program it needs: version N of a format is first written by 0.N.
#[test]
fn no_format_is_ahead_of_the_program() {
    let minor: u32 = env!("CARGO_PKG_VERSION_MINOR").parse().expect("a number");
    assert_eq!(env!("CARGO_PKG_VERSION_MAJOR"), "0", "the sentence of WireError::Newer says 0.N");
    let mut versions = Vec::new();
    let mut breaches = Vec::new();
    for file in tree() {
        for (at, line) in file.code.lines().enumerate() {
            let here = || format!("src/{}:{}: {}", file.name, at + 1, line.trim());
            let stated = line.split_once("VERSION: u").and_then(|(_, rest)| rest.split_once(" = "));
            if let Some((_, number)) = stated {
                let number: u32 = number.trim_end_matches(';').parse().expect("a plain number");
                versions.push(number);
                breaches.extend((number > minor).then(here));
            }
            let is_call = ["seal(", "open(", "open_of("].into_iter().any(|call| line.contains(call));
            let is_bare = file.is_in("wire") && line.split(", ").any(|part| part.parse::<u32>().is_ok());
            breaches.extend((is_call && is_bare).then(here));
        }
    }
    assert!(versions.len() >= 8 && versions.contains(&2), "the formats were not found: {versions:?}");
    none("a format has a version that this program's does not tell", &breaches);
}

#[test]
fn no_test_is_left_out() {
    let mut breaches = Vec::new();
    for file in suite() {
        let lines = file.code.lines().enumerate().filter(|(_, line)| is_left_for_later(line));
        breaches
            .extend(lines.map(|(at, line)| format!("tests/suite/{}:{}: {}", file.name, at + 1, line.trim())));
    }
    none("a test is left out", &breaches);
}

#[test]
fn files_stay_small() {
    let long = |folder: &str, files: Vec<File>| {
        let long = files.into_iter().filter(|file| file.lines > 500);
        long.map(|file| format!("{folder}/{}: {} lines", file.name, file.lines)).collect::<Vec<_>>()
    };
    none("a file has more than 500 lines", &[long("src", tree()), long("tests/suite", suite())].concat());
}

#[test]
fn what_draws_is_called_so() {
    let draws = |file: &&File| {
        file.is_in("ui") && (file.code.contains("ui: &mut Ui") || file.code.contains("ui: &Ui"))
    };
    let frame = ["ui/app.rs", "ui/session.rs"];
    let breaches: Vec<String> = tree()
        .iter()
        .filter(draws)
        .filter(|file| !file.name.ends_with("_ui.rs") && !frame.contains(&file.name.as_str()))
        .map(|file| format!("src/{} draws", file.name))
        .collect();
    none("a file that draws does not end in _ui (DESIGN § 7.1)", &breaches);
}

#[test]
fn every_test_file_is_named() {
    let files = suite();
    let names: BTreeSet<&str> = files.iter().map(|file| file.name.as_str()).collect();
    let named = |parent: &str, module: &str| {
        let parent = files.iter().find(|file| file.name == parent);
        parent.is_some_and(|parent| {
            parent.code.lines().any(|line| line.trim_start_matches("pub ").trim() == format!("mod {module};"))
        })
    };
    let mut breaches = Vec::new();
    for name in names.iter().filter(|name| **name != "main.rs") {
        let (folder, module) = name.rsplit_once('/').unwrap_or(("", name));
        let module = module.trim_end_matches(".rs");
        let parent = if folder.is_empty() { "main.rs".to_owned() } else { format!("{folder}.rs") };
        if !named(&parent, module) {
            breaches.push(format!(
                "tests/suite/{name} is not named in tests/suite/{parent}: its tests never run"
            ));
        }
    }
    none("a test file is not named", &breaches);
}

#[test]
fn both_languages_have_the_same_words() {
    let mut breaches = Vec::new();
    for file in locales::files() {
        let [zh, en] = file.languages;
        for (one, other, language) in [(&zh, &en, "en"), (&en, &zh, "zh-CN")] {
            let lacks = one.keys().filter(|key| !other.contains_key(*key));
            breaches
                .extend(lacks.map(|key| format!("assets/locales/{}.{language}.yml lacks {key}", file.name)));
        }
        for (key, text) in &zh {
            let Some(other) = en.get(key) else { continue };
            if locales::places(text) != locales::places(other) {
                breaches
                    .push(format!("{key}: the languages fill in different places: {text:?} and {other:?}"));
            }
            if text.trim().is_empty() || other.trim().is_empty() {
                breaches.push(format!("{key} is empty"));
            }
        }
    }
    none("the languages differ", &breaches);
}

#[test]
fn every_word_asked_for_is_there() {
    let known = locales::keys();
    let sections: BTreeSet<&str> = known.iter().filter_map(|key| key.split('.').next()).collect();
    let mut breaches = Vec::new();
    for file in tree() {
        for literal in &file.literals {
            let in_section =
                literal.text.split_once('.').is_some_and(|(section, _)| sections.contains(section));
            let is_asked = literal.asked_for || ((file.is_in("ui") || file.is_in("cli")) && in_section);
            // `cli.help.set` with `.about` put behind it, and file names such as `plan.csv`.
            let begins = known
                .iter()
                .any(|key| key.strip_prefix(&literal.text).is_some_and(|rest| rest.starts_with('.')));
            let is_file =
                [".csv", ".xlsx", ".ron", ".svg", ".png"].into_iter().any(|end| literal.text.ends_with(end));
            let is_other = !literal.asked_for && (begins || is_file);
            if is_asked && !is_other && locales::is_key(&literal.text) && !known.contains(&literal.text) {
                breaches.push(format!(
                    "src/{}:{}: no locale file holds {:?}",
                    file.name, literal.line, literal.text
                ));
            }
        }
    }
    none("a word is asked for that nobody wrote", &breaches);
}

#[test]
fn every_word_is_used() {
    let sources = tree();
    let literals: Vec<&str> =
        sources.iter().flat_map(|file| &file.literals).map(|literal| literal.text.as_str()).collect();
    let plain: BTreeSet<&str> = literals.iter().copied().collect();
    let patterns: BTreeSet<&str> = literals.into_iter().filter(|text| locales::is_pattern(text)).collect();
    let unused = locales::keys().into_iter().filter(|key| {
        !plain.contains(key.as_str()) && !patterns.iter().any(|pattern| locales::fits(key, pattern))
    });
    let breaches: Vec<String> = unused.map(|key| format!("{key} is used nowhere")).collect();
    none("a word is written that nobody asks for", &breaches);
}

#[test]
fn the_reader_of_sources_knows_rust() {
    let file = File::of(
        "ui/a.rs".to_owned(),
        "use crate::{\n    base::{A, unit::B},\n    plan,\n};\n// crate::rollup\nlet a = say(lang, \"plan.none\"); let b = 'x'; let c = \"crate::trend\"; /* crate::cli */ fn f<'a>() { crate::wire::g(r#\"a\"b.c\"#) }\n",
    );
    let used: Vec<(usize, String)> = file.uses();
    let used: Vec<(usize, &str)> = used.iter().map(|(line, name)| (*line, name.as_str())).collect();
    assert_eq!(used, [(2, "base"), (3, "plan"), (6, "wire")]);
    let literals: Vec<(&str, bool)> =
        file.literals.iter().map(|found| (found.text.as_str(), found.asked_for)).collect();
    assert_eq!(literals, [("plan.none", true), ("crate::trend", false), ("a\"b.c", false)]);
    assert!(has_path("use ron::Options;", "ron") && has_path("    ron::from_str(text)", "ron"));
    assert!(!has_path("let iron::x", "ron") && !has_path("crate::ron::x", "ron") && !has_word("prefs", "fs"));
    assert!(
        named_colour("Color32::RED")
            && !named_colour("Color32::TRANSPARENT")
            && !named_colour("Color32::from_hex")
    );
    assert!(
        locales::fits("cli.help.set.about", "cli.help.{name}.about")
            && !locales::fits("cli.x", "cli.help.{name}")
    );
}
