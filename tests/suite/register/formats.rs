//! The register's own formats: frozen from the first file on, and told apart by version.

use std::{fs, path::Path};

use duibiao::{
    base::Bilingual,
    unit::{Moved, Unit, UnitKind},
    wire::{
        RegisterEdit, WireError, register_line_from_text, register_line_text, units_from_text, units_text,
    },
};

use super::commands::{day, id};

/// Reads a frozen file; it is written once, when it is not there, and never again.
fn frozen(name: &str, text: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/format").join(name);
    if !path.exists() && std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, text).expect("written");
    }
    fs::read_to_string(&path).expect("a frozen file")
}

fn units() -> Vec<Unit> {
    let unit =
        |code: &str, name: &str| Unit::new(id(code), Bilingual::new(name, ""), UnitKind::GeneralHospital);
    let mut moved = unit("H1", "示例医院");
    moved.parent = Some(id("B"));
    moved.moves.push(Moved { on: day("2020-01-01"), from: None });
    moved.moves.push(Moved { on: day("2024-07-01"), from: Some(id("A")) });
    let mut merged = unit("H2", "示例二院");
    (merged.closed, merged.merged_into) = (Some(day("2025-03-01")), Some(id("H1")));
    vec![unit("A", "甲"), unit("B", "乙"), moved, merged]
}

/// Who was never moved or merged stands in a file any version reads; whoever was asks for the version that knows of it.
#[test]
fn a_register_with_a_past_is_of_version_2() {
    let text = units_text(&units()).expect("a text");
    assert_eq!(text, frozen("v2/units.ron", &text), "a changed format wants a new version");
    assert_eq!(units_from_text(text.as_bytes()), Ok(units()));
    assert!(text.contains("version: 2"));
    let plain = units_text(&units()[..2]).expect("a text");
    assert!(plain.contains("version: 1") && !plain.contains("moves"), "{plain}");
    let newer = plain.replace("version: 1", "version: 3");
    assert!(
        matches!(units_from_text(newer.as_bytes()), Err(WireError::Newer { .. })),
        "a newer one is told as that"
    );
}

#[test]
fn a_line_of_the_register_is_frozen() {
    let [_, _, moved, merged] = units().try_into().expect("four");
    let at = day("2026-01-20").and_hms_opt(10, 42, 7).expect("a time");
    let edit = |unit: &Unit, old: Option<Unit>, new: Option<Unit>, why: &str| RegisterEdit {
        at,
        who: "李四".to_owned(),
        unit: unit.id.clone(),
        old,
        new,
        why: why.to_owned(),
    };
    let edits = [
        edit(&moved, None, Some(moved.clone()), ""),
        edit(&merged, Some(merged.clone()), None, "卫健〔2026〕1号\n“撤并”"),
    ];
    let text: String = edits.iter().map(|edit| register_line_text(edit).expect("a text") + "\n").collect();
    assert_eq!(text, frozen("v1/register.log", &text), "a changed format wants a new version");
    for (line, edit) in text.lines().zip(&edits) {
        assert_eq!(register_line_from_text(line).as_ref(), Ok(edit));
        assert!(register_line_from_text(&line.replace("H", "X")).is_err(), "a changed line is no line");
    }
}
