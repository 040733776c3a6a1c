//! Files that no sound program writes: each is refused, and what is said of it is golden in both languages.
//!
//! A fixture is a file under `tests/fixtures/hostile/<kind>`; what is said of all of a kind stands in `<kind>.txt`.
//! `UPDATE_GOLDEN=1 cargo test --test suite hostile` writes those anew.

mod flips;
mod mutator;

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use duibiao::{
    base::Bilingual,
    check::ChecksFile,
    desk::Desk,
    store::{FaultKind, FileFault, Folder},
    wire::{
        MAX_BYTES, Pack, PackFault, WireError, line_from_text, package_from_text, return_from_text,
        units_from_text, workspace_from_text,
    },
};
use sm3::{Digest as _, Sm3};

use crate::support::{Holding, workspace};

/// Reads a file as its kind and gives what is said of it; nothing if it was taken.
type Reading = fn(&str, &[u8]) -> Option<Bilingual>;

fn of_file(file: &str, fault: FaultKind) -> Bilingual {
    FileFault { path: PathBuf::from(file), fault }.sentence()
}

fn of_wire<T>(file: &str, read: Result<T, WireError>) -> Option<Bilingual> {
    read.err().map(|fault| of_file(file, FaultKind::Wire(fault)))
}

fn of_pack<T>(file: &str, read: Result<Pack<T>, WireError>) -> Option<Bilingual> {
    read.err().map(|fault| PackFault::File { file: file.to_owned(), fault }.sentence())
}

const KINDS: &[(&str, Reading)] = &[
    ("return", |file, bytes| of_wire(file, return_from_text(bytes))),
    ("package", |_, bytes| package_from_text(bytes).err().map(|fault| fault.sentence())),
    ("workspace", |file, bytes| of_wire(file, workspace_from_text(bytes))),
    ("units", |file, bytes| of_wire(file, units_from_text(bytes))),
    ("journal", |file, bytes| {
        let line = bytes.strip_suffix(b"\n").unwrap_or(bytes);
        let text = str::from_utf8(line).map_err(|fault| WireError::NotText(fault.valid_up_to()));
        let fault = text.and_then(line_from_text).err()?;
        Some(of_file(file, FaultKind::Line { line: 1, fault }))
    }),
    ("plan", |file, bytes| of_pack(file, Pack::plan(file, bytes.to_owned()))),
    ("checks", |file, bytes| of_pack(file, Pack::<ChecksFile>::of(file, bytes.to_owned(), "duibiao-checks"))),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/hostile")
}

fn files_of(kind: &str) -> BTreeMap<String, Vec<u8>> {
    let entries =
        fs::read_dir(folder().join(kind)).expect("a folder").map(|entry| entry.expect("an entry").path());
    let named = |path: PathBuf| {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        (name, fs::read(&path).expect("a file"))
    };
    entries.map(named).collect()
}

/// Puts the digest that fits into a changed file, so that it is not the digest that gives it away.
fn resealed(text: &str) -> String {
    let is_digest = |line: &&str| line.starts_with("    digest:");
    let rest: String = text.lines().filter(|line| !is_digest(line)).map(|line| format!("{line}\n")).collect();
    let digest: String = Sm3::digest(rest.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    match rest.split_once("    body:") {
        Some((head, body)) => format!("{head}    digest: \"sm3:{digest}\",\n    body:{body}"),
        None => rest,
    }
}

#[test]
fn each_hostile_file_is_refused_in_our_words() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for (kind, read) in KINDS {
        let mut found = String::new();
        for (name, bytes) in files_of(kind) {
            count += 1;
            let file = format!("{kind}/{name}");
            let Some(Bilingual { zh, en }) = read(&file, &bytes) else {
                wrong.push(format!("{file} is taken"));
                continue;
            };
            let _ = writeln!(found, "{name}\n  {zh}\n  {en}");
            let foreign =
                ["Expected ", "Unexpected ", "expected ", " found ", "struct", "enum ", "RON", "recursion"];
            if let Some(word) = foreign.iter().find(|word| zh.contains(**word) || en.contains(**word)) {
                wrong.push(format!("{file}: {word:?} is not our word: {zh} {en}"));
            }
            let hides =
                |c: char| c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}');
            if zh.contains(hides) || en.contains(hides) {
                wrong.push(format!("{file}: a sign that hides others stands in the sentence"));
            }
        }
        let path = folder().join(format!("{kind}.txt"));
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            fs::write(&path, &found).expect("the golden file can be written");
        }
        let expected = fs::read_to_string(&path).unwrap_or_default();
        if found != expected {
            wrong.push(format!(
                "{kind}: UPDATE_GOLDEN=1 writes it anew.\nexpected:\n{expected}found:\n{found}"
            ));
        }
    }
    eprintln!("{count} hostile files");
    assert!(count >= 60, "{count} files");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is too large to keep as a file, or would be.
#[test]
fn bombs_are_refused_before_they_cost_anything() {
    let head = "(\n    format: \"duibiao-return\",\n    version: 2,\n    body: ";
    let million = 1_000_000;
    let brackets = format!("{head}{}", "[".repeat(million));
    let structs = format!("{head}{}", "(a:".repeat(million));
    let comments = format!("{}{head}", "/*".repeat(million));
    let hashes = format!("{head}r{}\"", "#".repeat(million));
    let some = format!("{head}{}", "Some(".repeat(million));
    let mut large = format!("{head}[").into_bytes();
    large.resize(MAX_BYTES + 1, b'1');
    let cases: [(&str, Vec<u8>, fn(&WireError) -> bool); 6] = [
        ("brackets", brackets.into(), |fault| matches!(fault, WireError::Syntax { .. })),
        ("structs", structs.into(), |fault| matches!(fault, WireError::Syntax { .. })),
        ("comments", comments.into(), |fault| matches!(fault, WireError::Syntax { .. })),
        ("hashes", hashes.into(), |fault| matches!(fault, WireError::Syntax { .. })),
        ("options", some.into(), |fault| matches!(fault, WireError::Syntax { .. })),
        ("larger than 8 MiB", large, |fault| {
            *fault == WireError::Large { bytes: MAX_BYTES + 1, limit: MAX_BYTES }
        }),
    ];
    for (name, bytes, expected) in cases {
        let faults = [
            return_from_text(&bytes).map(drop),
            package_from_text(&bytes).map(drop),
            units_from_text(&bytes).map(drop),
            workspace_from_text(&bytes).map(drop),
        ];
        for fault in faults {
            let fault = fault.expect_err(name);
            let is_format = matches!(fault, WireError::Format { .. });
            assert!(expected(&fault) || is_format, "{name}: {fault}");
            assert!(fault.sentence().zh.len() < 2_000, "{name}: the sentence is short");
        }
    }
}

/// A workspace full of them opens, works with the rest, names each, and leaves each as it is.
#[test]
fn a_workspace_of_hostile_files_opens_and_changes_none() {
    let holding = workspace(Holding::NewHospital);
    let root = holding.path().join("w");
    let returns = root.join("returns/2025/hospital");
    fs::create_dir_all(&returns).expect("a folder");
    let mut put = BTreeMap::new();
    for (kind, place) in
        [("return", &returns), ("plan", &root.join("plans")), ("checks", &root.join("checks"))]
    {
        fs::create_dir_all(place).expect("a folder");
        for (name, bytes) in files_of(kind) {
            put.insert(place.join(name), bytes);
        }
    }
    fs::create_dir_all(root.join("journal")).expect("a folder");
    for (at, (_, bytes)) in files_of("journal").into_iter().enumerate() {
        put.insert(root.join(format!("journal/2026-01-{:02}.log", at + 1)), bytes);
    }
    for (path, bytes) in &put {
        fs::write(path, bytes).expect("written");
    }
    let now = chrono::NaiveDate::from_ymd_opt(2026, 1, 20).and_then(|day| day.and_hms_opt(9, 0, 0));
    let now = now.expect("a time");
    let desk = Desk::open(&root, "张三", now).unwrap_or_else(|fault| panic!("{}", fault.sentence().en));
    let told: Vec<PathBuf> = desk.faults().iter().map(|fault| fault.path.clone()).collect();
    let packs: String = desk.pack_faults().iter().map(|sentence| sentence.zh.as_str()).collect();
    let untold: Vec<_> = put
        .keys()
        .filter(|path| !told.contains(path))
        .filter(|path| !packs.contains(&*path.file_name().expect("a name").to_string_lossy()))
        .collect();
    assert_eq!(untold, Vec::<&PathBuf>::new(), "each is named");
    drop(desk);
    let folder = Folder::open(&root, "li", now).expect("it opens");
    assert!(folder.load().workspace.is_ok());
    for (path, bytes) in &put {
        assert_eq!(&fs::read(path).expect("there"), bytes, "{} is as it was", path.display());
    }
}

#[test]
fn attributes_are_found_behind_comments_and_nowhere_else() {
    let check = |text: &str, line: Option<usize>| {
        let fault = units_from_text(text.as_bytes()).expect_err("no register");
        let found = if let WireError::Attribute(line) = fault { Some(line) } else { None };
        assert_eq!(found, line, "{text:?}");
    };
    check("(a: 1)", None);
    check("#![enable(implicit_some)]\n(a: 1)", Some(1));
    check("  /* x */ #![enable(implicit_some)] (a: 1)", Some(1));
    check("// x\n/* /* y */\n */ #![enable(implicit_some)] (a: 1)", Some(3));
    check("(a: \"见 #![x] 一节\")", None);
    check("/*/ */ (a: 1)", None);
}
