//! `init`, `units`, `units import`, and finding the workspace.

use tempfile::TempDir;

use super::{call, call_with_input, hospital, snapshot, table};

const HEADER: &str = "unit,name,kind,level,grade,ownership,parent,opened,closed";

#[test]
fn init_registers_the_unit() {
    let folder = hospital();
    let said = call(folder.path(), "units --saves @/w --csv");
    let (header, rows) = table(&said.out);
    assert_eq!(header, HEADER);
    assert_eq!(rows, [["H1", "示例医院", "general_hospital", "3", "A", "municipal", "", "", ""]]);
    let again =
        call(folder.path(), "init @/w --role unit --unit H2 --name 另一家 --kind mch --plan hulunbuir-2024");
    assert_eq!(again.code, 2);
}

/// Who cannot be registered gets a sentence, and no folder.
#[test]
fn init_refuses_what_contradicts_itself() {
    let folder = TempDir::new().expect("a folder");
    for rest in [
        "--role unit --unit H1 --name 医院 --kind palace --plan hulunbuir-2024",
        "--role unit --unit H1 --name 医院 --kind mch --plan nowhere",
        "--role unit --unit 医院 --name 医院 --kind mch --plan hulunbuir-2024",
        "--role unit --unit H1 --name 医院 --kind mch --level 4 --plan hulunbuir-2024",
        // A level without an owner would leave open which figures the unit counts in.
        "--role unit --unit H1 --name 医院 --kind mch --level 2 --plan hulunbuir-2024",
        "--role unit --unit H1 --name 医院 --kind mch --area city --plan hulunbuir-2024",
        "--role bureau --unit H1 --name 医院 --kind general_hospital --plan hulunbuir-2024",
        "--role king --unit H1 --name 医院 --kind mch --plan hulunbuir-2024",
        "--role unit --unit H1 --name 医院 --kind mch --parent H1 --plan hulunbuir-2024",
        "--role unit --unit H1 --name 医院 --kind mch",
    ] {
        let said = call(folder.path(), &format!("init @/w {rest}"));
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{rest}");
        assert!(!said.err.is_empty() && !said.err.contains("cli."), "{rest}: {}", said.err);
        assert_eq!(snapshot(folder.path()), [], "{rest}");
    }
}

/// A bureau fills the form of its area, whether the area is said or stands in the name.
#[test]
fn init_places_bureaus() {
    for (rest, form) in [
        ("--kind bureau --area county --name 示例县卫生健康局", "county_bureau"),
        ("--kind county_bureau --name 卫健局", "county_bureau"),
        ("--kind 卫生健康委(局) --name 示例区卫生健康局", "county_bureau"),
        ("--kind bureau --name 示例市卫生健康委员会", "city_bureau"),
    ] {
        let folder = TempDir::new().expect("a folder");
        let made =
            call(folder.path(), &format!("init @/w --role bureau --unit B1 --plan chizhou-2023 {rest}"));
        assert_eq!(made.code, 0, "{rest}: {}", made.err);
        let get =
            call(folder.path(), &format!("get --saves @/w --unit B1 --form {form} --period 2025 --csv"));
        assert_eq!(get.code, 0, "{rest}: {}", get.err);
    }
}

#[test]
fn a_parent_is_registered_with_the_unit() {
    let folder = TempDir::new().expect("a folder");
    let made = call(
        folder.path(),
        "init @/w --role unit --unit T1 --name 卫生院 --kind 乡镇卫生院 --ownership township --parent C1 --parent-name 示例县卫生健康局 --plan chizhou-2023",
    );
    assert_eq!(made.code, 0, "{}", made.err);
    let (_, rows) = table(&call(folder.path(), "units --saves @/w --csv").out);
    let short: Vec<[&str; 4]> = rows.iter().map(|row| [&*row[0], &*row[1], &*row[2], &*row[6]]).collect();
    assert_eq!(short, [["C1", "示例县卫生健康局", "bureau", ""], ["T1", "卫生院", "township_centre", "C1"]]);
}

fn city() -> TempDir {
    let folder = TempDir::new().expect("a folder");
    let made = call(
        folder.path(),
        "init @/w --role bureau --unit CITY --name 示例市卫生健康委员会 --kind bureau --area city --plan chizhou-2023",
    );
    assert_eq!(made.code, 0, "{}", made.err);
    folder
}

const FILE: &str = "\u{feff}name,unit,kind,level,grade,ownership,parent,opened,closed
示例县卫生健康局,C1,bureau,,,,CITY,,
县人民医院,H1,综合医院,二级,甲等,县办,C1,1952-10-01,
社区卫生服务站,S1,community_station,,,private,C1,2021/3/1,2025-07-01
";

/// Every row is new, changed or unchanged; what was imported comes out again the same.
#[test]
fn units_import_reconciles() {
    let folder = city();
    let import = |file: &str| call_with_input(folder.path(), "units import - --saves @/w", file);
    let first = import(FILE);
    assert_eq!(first.code, 0, "{}", first.err);
    assert!(first.err.contains("共 3 行：新增 3，变更 0，无变化 0，不能采用 0"), "{}", first.err);
    let listed = call(folder.path(), "units --saves @/w --csv").out;
    let (_, rows) = table(&listed);
    assert_eq!(
        rows,
        [
            ["CITY", "示例市卫生健康委员会", "bureau", "", "", "", "", "", ""],
            ["C1", "示例县卫生健康局", "bureau", "", "", "", "CITY", "", ""],
            ["H1", "县人民医院", "general_hospital", "2", "A", "county", "C1", "1952-10-01", ""],
            [
                "S1",
                "社区卫生服务站",
                "community_station",
                "0",
                "",
                "private",
                "C1",
                "2021-03-01",
                "2025-07-01"
            ],
        ]
    );
    // The county is placed below the city and fills the county's form.
    assert_eq!(call(folder.path(), "get --saves @/w --unit C1 --form county_bureau --period 2025").code, 0);

    let before = snapshot(folder.path());
    let again = import(FILE);
    assert!(again.code == 0 && again.err.contains("新增 0，变更 0，无变化 3"), "{}", again.err);
    let round_trip = import(&listed);
    assert!(
        round_trip.code == 0 && round_trip.err.contains("新增 0，变更 0，无变化 4"),
        "{}",
        round_trip.err
    );
    assert!(snapshot(folder.path()) == before, "an import that changes nothing writes nothing");

    let renamed = import("unit,name,kind\nH1,县第一人民医院,general_hospital\nS2,新站,community_station\n");
    assert!(
        renamed.code == 0 && renamed.err.contains("共 2 行：新增 1，变更 1，无变化 0"),
        "{}",
        renamed.err
    );
    let (_, rows) = table(&call(folder.path(), "units --saves @/w --csv").out);
    // Columns that are not in the file keep what is known.
    assert_eq!(
        rows[2],
        ["H1", "县第一人民医院", "general_hospital", "2", "A", "county", "C1", "1952-10-01", ""]
    );
    assert_eq!(rows.len(), 5);
}

/// A change of level holds from its day; before it the old one stands.
#[test]
fn levels_change_from_their_day() {
    let folder = city();
    let import = |file: &str| call_with_input(folder.path(), "units import - --saves @/w", file).code;
    assert_eq!(import(FILE), 0);
    assert_eq!(import("unit,name,kind,level,grade,from\nH1,县人民医院,general_hospital,3,B,2025-06-01\n"), 0);
    let level = |today: &str| {
        let (_, rows) = table(&call(folder.path(), &format!("units --saves @/w --csv --today {today}")).out);
        format!("{}{}", rows[2][3], rows[2][4])
    };
    assert_eq!((level("2025-05-31"), level("2025-06-01")), ("3B".to_owned(), "3B".to_owned()));
    assert_eq!(import("unit,name,kind,level,grade,from\nH1,县人民医院,general_hospital,2,A,2020-01-01\n"), 0);
    assert_eq!((level("2025-05-31"), level("2025-06-01")), ("2A".to_owned(), "3B".to_owned()));
}

/// One row that cannot be taken keeps the whole file out, with its line and reason.
#[test]
fn units_import_is_all_or_nothing() {
    let folder = city();
    let before = snapshot(folder.path());
    let check = |row: &str, words: &str| {
        let file = format!(
            "unit,name,kind,level,grade,ownership,parent,opened,closed\nC9,好县卫生健康局,bureau,,,,CITY,,\n{row}\n"
        );
        let said = call_with_input(folder.path(), "units import - --saves @/w", &file);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{row}");
        assert!(said.err.contains(words) && said.err.contains("第 3 行"), "{row}: {}", said.err);
        assert!(said.err.contains("共 2 行：新增 1，变更 0，无变化 0，不能采用 1"), "{row}: {}", said.err);
        assert!(snapshot(folder.path()) == before, "{row} wrote something");
    };
    check("医院一,医院,mch,,,,CITY,,", "医院一");
    check("C9,又一县,bureau,,,,CITY,,", "两次");
    check("H1,,mch,,,,CITY,,", "没有名称");
    check("H1,医院,palace,,,,CITY,,", "palace");
    check("H1,医院,mch,4,,county,CITY,,", "级别“4”");
    check("H1,医院,mch,2,,,CITY,,", "举办主体");
    check("H1,医院,mch,2,,king,CITY,,", "king");
    check("H1,医院,mch,,,,NOWHERE,,", "NOWHERE");
    check("H1,医院,mch,,,,CITY,2025-02-30,", "2025-02-30");
    check("H1,医院,mch,,,,CITY,2025-02-01,2025-01-01", "撤销日期");
    check("C8,圈县卫生健康局,bureau,,,,C8,,", "绕成了圈");
}

/// Files that are no register are refused in words.
#[test]
fn units_import_refuses_other_files() {
    let folder = city();
    for (file, words) in [
        ("", "没有内容"),
        ("unit,name\nH1,医院\n", "kind"),
        ("unit,name,kind,unit\nH1,医院,mch,H1\n", "两次"),
    ] {
        let said = call_with_input(folder.path(), "units import - --saves @/w", file);
        assert!(said.code == 2 && said.err.contains(words), "{file:?}: {}", said.err);
    }
    let gbk = folder.path().join("gbk.csv");
    std::fs::write(&gbk, b"unit,name,kind\nH1,\xc8\xcb\xc3\xf1\xd2\xbd\xd4\xba,mch\n").expect("a file");
    let said = call(folder.path(), "units import @/gbk.csv --saves @/w");
    assert!(said.code == 2 && said.err.contains("UTF-8"), "{}", said.err);
    let missing = call(folder.path(), "units import @/missing.csv --saves @/w");
    assert_eq!(missing.code, 2);
}

/// An xlsx made by a spreadsheet program gives the same register as the csv.
#[test]
fn units_import_reads_xlsx() {
    let folder = city();
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/cli/units.xlsx");
    let said = call(folder.path(), &format!("units import {file} --saves @/w"));
    assert!(said.code == 0 && said.err.contains("共 3 行：新增 3"), "{}", said.err);
    let xlsx = call(folder.path(), "units --saves @/w --csv").out;
    let other = city();
    assert_eq!(call_with_input(other.path(), "units import - --saves @/w", FILE).code, 0);
    assert_eq!(xlsx, call(other.path(), "units --saves @/w --csv").out);
}

/// The folder itself, else the only workspace in it; several are named, none is guessed.
#[test]
fn workspaces_are_found() {
    let folder = TempDir::new().expect("a folder");
    let units = |folder: &TempDir| call(folder.path(), "units --csv --saves @");
    assert_eq!(units(&folder).code, 2);
    let init = |name: &str| {
        let line =
            format!("init @/{name} --role unit --unit {name} --name 医院 --kind mch --plan chizhou-2023");
        assert_eq!(call(folder.path(), &line).code, 0);
    };
    init("a");
    assert_eq!(table(&units(&folder).out).1[0][0], "a");
    init("b");
    let said = units(&folder);
    assert_eq!((said.code, said.out.as_str()), (2, ""));
    assert!(
        said.err.contains("--saves") && said.err.contains("/a") && said.err.contains("/b"),
        "{}",
        said.err
    );
}
