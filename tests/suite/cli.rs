//! The command line: every command, its columns, its exit codes, and that a refusal writes nothing.

mod exchange;
mod figures;
mod packs;
mod refusals;
mod register;
mod rollup;
mod same;
mod tools;

use std::{ffi::OsString, fs, path::Path};

use chrono::{NaiveDate, NaiveDateTime};
use duibiao::cli::run_with_input;
use tempfile::TempDir;

/// What a call gave.
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

pub fn now() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 3, 1).and_then(|day| day.and_hms_opt(10, 42, 0)).expect("a day")
}

/// Runs the command line with words split at spaces; `@` stands for the folder.
pub fn call_with_input(folder: &Path, line: &str, input: &str) -> Said {
    let words = line.split(' ').map(|word| OsString::from(word.replace('@', &folder.display().to_string())));
    let words = std::iter::once(OsString::from("duibiao-cli")).chain(words);
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let code = run_with_input(words, &mut input.as_bytes(), &mut out, &mut err, now());
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Said { code, out: text(out), err: text(err) }
}

pub fn call(folder: &Path, line: &str) -> Said {
    call_with_input(folder, line, "")
}

/// Reads csv into a header and rows.
pub fn table(csv: &str) -> (String, Vec<Vec<String>>) {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
    let mut rows: Vec<Vec<String>> =
        reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect();
    let header = rows.remove(0).join(",");
    (header, rows)
}

/// Makes the workspace of a hospital, unit `H1`, in a new folder.
pub fn hospital() -> TempDir {
    let folder = TempDir::new().expect("a folder");
    let made = call(
        folder.path(),
        "init @/w --role unit --unit H1 --name 示例医院 --kind 综合医院 --level 3 --grade 甲等 --ownership municipal --plan hulunbuir-2024",
    );
    assert_eq!((made.code, made.out.as_str()), (0, ""), "{}", made.err);
    folder
}

/// Gives every file of a folder with its bytes; two equal snapshots mean nothing was written.
pub fn snapshot(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(at) = open.pop() {
        for entry in fs::read_dir(&at).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            // The lock says who looked last; it holds no figure.
            if entry.is_dir() {
                open.push(entry);
            } else if entry.file_name().is_some_and(|name| name != ".lock") {
                files.push((entry.display().to_string(), fs::read(&entry).expect("a file")));
            }
        }
    }
    files.sort();
    files
}
