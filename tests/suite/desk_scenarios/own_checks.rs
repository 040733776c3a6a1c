//! Checks a bureau writes itself: in the language of the shipped ones, told with file, line and reason where they fail.

use std::fs;

use tempfile::TempDir;

use super::{hospital, key, open, type_into};

const HEAD: &str = "(\n    format: \"duibiao-checks\",\n    version: 1,\n    body: (\n        checks: [\n";
const TAIL: &str = "        ],\n    ),\n)\n";

fn own(id: &str, rule: &str) -> String {
    format!(
        "            (\n                id: \"{id}\",\n                severity: soft,\n                rule: {rule},\n                \
         why: (zh: \"本县核定不超过三百张。\", en: \"\"),\n                remedy: (zh: \"请核对。\", en: \"\"),\n            ),\n"
    )
}

fn with_checks(name: &str, text: &str) -> (TempDir, Vec<String>) {
    let folder = TempDir::new().expect("a folder");
    drop(hospital(&folder));
    let root = folder.path().join("w");
    fs::create_dir_all(root.join("checks")).expect("a folder");
    fs::write(root.join("checks").join(name), text).expect("written");
    let faults = open(&root).pack_faults().iter().map(|fault| fault.zh.clone()).collect();
    (folder, faults)
}

#[test]
fn a_check_of_ones_own_speaks_and_replaces() {
    let limit = own("county_bed_limit", "Range(element: \"beds_total\", to: \"300\")");
    let plausible = own("plausible", "Range(element: \"beds_icu\", to: \"1\")");
    let (folder, faults) = with_checks("own.ron", &format!("{HEAD}{limit}{plausible}{TAIL}"));
    assert_eq!(faults, Vec::<String>::new());
    let mut desk = open(&folder.path().join("w"));
    let key = key("H1", "hospital");
    type_into(&mut desk, &key, "beds_total", "13000");
    let findings = desk.findings(&key);
    let said: Vec<String> = findings
        .list
        .iter()
        .filter(|view| ["county_bed_limit", "plausible"].contains(&view.finding.check.as_str()))
        .map(|view| view.finding.message().zh)
        .collect();
    assert_eq!(
        said,
        ["医疗卫生机构实有床位数 13\u{2009}000 张，一般不高于 300。本县核定不超过三百张。请核对。"],
        "the shipped check of the same code has given way"
    );
}

#[test]
fn what_is_wrong_with_a_check_is_told_with_its_line() {
    let sound = own("county_bed_limit", "Range(element: \"beds_total\", to: \"300\")");
    for (broken, line, words) in [
        (own("x", "Range(element: \"beds_totl\", to: \"300\")"), 14, "beds_totl"),
        (own("x", "Range(element: \"beds_total\")"), 14, "界限"),
        (own("x", "AtMost(parts: [\"beds_municipal_hosp\"], whole: [\"beds_total\"])"), 14, "自动取数"),
        (own("x", "AgainstHistory(elements: [], times: \"3\")"), 14, "没有列出"),
        (own("county_bed_limit", "Range(element: \"beds_icu\", to: \"3\")"), 14, "重复"),
        (own("x", "Around(element: \"beds_total\")"), 16, "Around"),
    ] {
        let (folder, faults) = with_checks("own.ron", &format!("{HEAD}{sound}{broken}{TAIL}"));
        let [fault] = &faults[..] else { panic!("{words}: {faults:?}") };
        assert!(fault.contains("checks/own.ron") && fault.contains(&format!("{line}")), "{words}: {fault}");
        assert!(fault.contains(words), "{words}: {fault}");
        // The program works on without the file.
        let mut desk = open(&folder.path().join("w"));
        type_into(&mut desk, &key("H1", "hospital"), "beds_icu", "-1");
        assert!(desk.findings(&key("H1", "hospital")).hard > 0);
    }
}
