//! `demo`, `tour`, `doctor`, help and usage errors.

use duibiao::cli::PARTS;
use tempfile::TempDir;

use super::{call, hospital, snapshot, table};

/// The whole job runs without a display, and the files it names are there.
#[test]
fn tour_walks_through_the_main_job() {
    let folder = TempDir::new().expect("a folder");
    let said = call(folder.path(), "tour --saves @/w --out @/out");
    assert_eq!(said.code, 0, "{}\n{}", said.out, said.err);
    assert!(!said.out.contains('×') && said.out.matches('√').count() == 11, "{}", said.out);
    assert!(said.out.contains("综合医院中医床位占比 · 2025年 7.00%"), "{}", said.out);
    let out = format!("{}", folder.path().join("out").display());
    let named: Vec<&str> = said.out.lines().map(str::trim).filter(|line| line.starts_with(&out)).collect();
    assert_eq!(named.len(), 10, "{}", said.out);
    for path in named {
        assert!(std::fs::metadata(path).is_ok_and(|file| file.len() > 100), "{path}");
    }
    // The workspace that was kept can be worked with like any other.
    let get = call(folder.path(), "get --saves @/w --unit SL-H1 --form hospital --period 2025 --csv");
    let (_, rows) = table(&get.out);
    assert_eq!(rows.iter().find(|row| row[0] == "beds_icu").expect("the cell")[2], "48");
    assert_eq!(
        call(folder.path(), "tour --saves @/w --out @/out").code,
        2,
        "a workspace that is there is left alone"
    );
}

/// The same seed gives the same figures; another one does not.
#[test]
fn demo_is_reproducible() {
    let folder = TempDir::new().expect("a folder");
    for (name, seed) in [("a", 1), ("b", 1), ("c", 2)] {
        let said =
            call(folder.path(), &format!("demo @/{name} --counties 1 --units 12 --years 2 --seed {seed}"));
        assert_eq!((said.code, said.out.as_str()), (0, ""), "{}", said.err);
    }
    let get = |name: &str| {
        call(folder.path(), &format!("get --saves @/{name} --unit SL-H1 --form hospital --period 2024 --csv"))
            .out
    };
    assert_eq!(get("a"), get("b"));
    assert_ne!(get("a"), get("c"));
    let (_, units) = table(&call(folder.path(), "units --saves @/a --csv").out);
    assert!(units.iter().all(|row| row[1].starts_with("示例")), "{units:?}");
}

#[test]
fn demo_refuses_before_it_writes() {
    let folder = TempDir::new().expect("a folder");
    for rest in ["--counties 0", "--units 0", "--years 0", "--years 900", "--seed x"] {
        let said = call(folder.path(), &format!("demo @/w {rest}"));
        assert_eq!(said.code, 2, "{rest}");
        assert_eq!(snapshot(folder.path()), [], "{rest}");
    }
}

#[test]
fn doctor_reports_what_is_wrong() {
    let folder = hospital();
    let well = call(folder.path(), "doctor --saves @/w");
    assert_eq!(well.code, 0, "{}", well.out);
    for words in
        [env!("CARGO_PKG_VERSION"), "egui ", "ron ", "Noto Sans SC", "H1 示例医院", "334", "259", "规划 5"]
    {
        assert!(well.out.contains(words), "{words}: {}", well.out);
    }
    assert!(!well.out.contains("cli."), "{}", well.out);
    let broken = folder.path().join("w/returns/2025/hospital");
    std::fs::create_dir_all(&broken).expect("a folder");
    std::fs::write(broken.join("H1.ron"), "(format: \"duibiao-return\"").expect("a file");
    let ill = call(folder.path(), "doctor --saves @/w");
    assert_eq!(ill.code, 1);
    assert!(ill.out.contains("H1.ron"), "{}", ill.out);
    let none = call(folder.path(), "doctor --saves @/none");
    assert_eq!(none.code, 0, "{}", none.out);
}

/// The versions `doctor` prints are those the program is built from.
#[test]
fn doctor_names_the_locked_versions() {
    let lock = include_str!("../../../Cargo.lock");
    for (name, version) in PARTS {
        assert!(lock.contains(&format!("name = \"{name}\"\nversion = \"{version}\"\n")), "{name} {version}");
    }
}

/// Every command explains itself with an example, in both languages, and no text is missing.
#[test]
fn every_command_has_help_with_an_example() {
    let folder = TempDir::new().expect("a folder");
    for command in [
        "",
        "plans ",
        "plans show ",
        "catalogue ",
        "catalogue elements ",
        "catalogue indicators ",
        "init ",
        "units ",
        "units import ",
        "set ",
        "get ",
        "check ",
        "trend ",
        "status ",
        "rollup ",
        "history ",
        "demo ",
        "tour ",
        "doctor ",
    ] {
        for (lang, heading) in [("zh-CN", "示例：\n  duibiao-cli "), ("en", "Example:\n  duibiao-cli ")] {
            let said = call(folder.path(), &format!("{command}--help --lang {lang}"));
            assert_eq!((said.code, said.err.as_str()), (0, ""), "{command}");
            assert!(said.out.contains(heading), "{command}: {}", said.out);
            assert!(!said.out.contains("cli."), "{command}: {}", said.out);
        }
    }
}

/// What is not understood exits 2 with words, in the language asked for.
#[test]
fn usage_errors_exit_two() {
    let folder = TempDir::new().expect("a folder");
    for (line, zh) in [
        ("plans --nonsense", "没有 --nonsense"),
        ("nonsense", "没有 nonsense 这个命令"),
        ("set --unit H1", "缺少必填项"),
        ("get --unit H1 --form hospital --period 2025Q9", "2025Q9"),
        ("plans --today yesterday", "yesterday"),
        ("plans --lang fr", "fr"),
        ("submit --unit H1", "缺少必填项"),
        ("receive", "缺少必填项"),
        ("resolve H1 hospital 2025 --take mine", "mine"),
        ("send-back H1 hospital 2025 --out x", "缺少必填项"),
        ("rollup --unit H1", "缺少必填项"),
        ("status", "缺少必填项"),
    ] {
        let said = call(folder.path(), line);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{line}");
        assert!(said.err.contains(zh) && !said.err.contains("cli."), "{line}: {}", said.err);
    }
    // The zip of a workspace is not one yet: it is said how it becomes one.
    std::fs::write(folder.path().join("all.zip"), "PK").expect("written");
    let said = call(folder.path(), "check --saves @/all.zip");
    assert!(said.code == 2 && said.err.contains("duibiao") && said.err.contains("展开"), "{}", said.err);
    assert!(call(folder.path(), "nonsense --lang en").err.contains("There is no command nonsense"));
    assert_eq!(call(folder.path(), "--lang en").code, 2);
    let version = call(folder.path(), "--version");
    assert_eq!((version.code, version.out.trim()), (0, concat!("duibiao-cli ", env!("CARGO_PKG_VERSION"))));
}
