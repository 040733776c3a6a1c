//! `set`, `get`, `check`, `trend` and `history`.

use duibiao::desk::Desk;

use super::{Said, call, hospital, now, snapshot, table};

const AT: &str = "--saves @/w --unit H1 --form hospital --period 2025";

fn cell(said: &Said, element: &str) -> Vec<String> {
    let (header, rows) = table(&said.out);
    assert_eq!(header, "element,state,value,text,note,previous,change");
    rows.into_iter().find(|row| row[0] == element).unwrap_or_else(|| panic!("{element}"))
}

/// The same texts as in the window give the same figures; the four states read back as they are.
#[test]
fn set_reads_what_people_type() {
    let folder = hospital();
    let set = call(
        folder.path(),
        &format!(
            "set {AT} beds_total=1,200张 beds_icu=４８ emr_level=5级 dept_geriatrics=是 beds_by_hospital=na：无编制 n_keyspec_national=0"
        ),
    );
    assert_eq!((set.code, set.out.as_str()), (0, ""), "{}", set.err);
    let get = call(folder.path(), &format!("get {AT} --csv"));
    assert_eq!(get.code, 0);
    let check = |element: &str, state: &str, value: &str, text: &str| {
        assert_eq!(cell(&get, element)[..4], [element, state, value, text]);
    };
    check("beds_total", "known", "1200", "1\u{2009}200");
    check("beds_icu", "known", "48", "48");
    check("emr_level", "known", "5", "5级");
    check("dept_geriatrics", "known", "1", "是");
    check("beds_by_hospital", "not_applicable", "", "无编制");
    check("n_keyspec_national", "known", "0", "0");
    check("staff_nurses", "blank", "", "");
    // What is taken from another cell is shown, and follows it.
    check("beds_municipal_hosp", "known", "1200", "1\u{2009}200");
}

/// Text that is no figure is kept, said, found by `check`, and gone once a figure is typed.
#[test]
fn unread_text_is_kept_and_reported() {
    let folder = hospital();
    let set = call(folder.path(), &format!("set {AT} beds_icu=约五十 beds_total=1200"));
    assert_eq!(set.code, 1);
    assert!(set.err.contains("约五十"), "{}", set.err);
    let get = call(folder.path(), &format!("get {AT} --csv"));
    assert_eq!(cell(&get, "beds_icu")[1..4], ["unread", "", "约五十"]);
    assert_eq!(cell(&get, "beds_total")[2], "1200");

    let check = call(folder.path(), "check --saves @/w --unit H1 --period 2025 --csv");
    let (header, rows) = table(&check.out);
    assert_eq!(header, "unit,form,period,check,severity,element,state,message");
    assert_eq!(check.code, 1);
    let row = rows.iter().find(|row| row[3] == "readable").expect("a finding");
    assert_eq!(row[..7], ["H1", "hospital", "2025", "readable", "hard", "beds_icu", "open"]);
    assert_eq!(row[7], "重症监护床位数：“约五十”不是数。不是数的内容不参加计算。请改成数，或标为不适用。");
    assert_eq!(call(folder.path(), "check --saves @/w --period 2024 --csv").code, 0);

    assert_eq!(call(folder.path(), &format!("set {AT} beds_icu=50")).code, 0);
    let check = call(folder.path(), "check --saves @/w --csv");
    assert!(table(&check.out).1.iter().all(|row| row[3] != "readable"), "{}", check.out);
}

/// What is unusual is explained in writing, what cannot be is mended; only then a return is submitted, and once.
#[test]
fn a_return_is_explained_and_submitted() {
    let folder = hospital();
    let out = folder.path().join("H1.duibiao");
    let submit = format!("submit {AT} --out {}", out.display());
    let said = call(folder.path(), &submit);
    assert_eq!(said.code, 2, "an empty return is not submitted: {}", said.err);
    let core = "beds_total=1200 beds_icu=1300 staff_health_total=1500 staff_physicians=500 staff_nurses=800 \
                visits_all=500000 emr_level=5 hospital_grade=三级甲等";
    call(folder.path(), &format!("set {AT} {core}"));
    let check = || {
        let said = call(folder.path(), "check --saves @/w --unit H1 --csv");
        (said.code, table(&said.out).1)
    };
    let (code, rows) = check();
    assert_eq!(code, 1);
    let of = |rows: &[Vec<String>], id: &str| rows.iter().find(|row| row[3] == id).cloned();
    assert!(of(&rows, "icu_beds_within_beds").is_some_and(|row| row[4] == "hard"), "{rows:?}");
    let said = call(folder.path(), &submit);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("逻辑校验") && !out.exists(), "{}", said.err);
    assert_eq!(call(folder.path(), &format!("set {AT} beds_icu=48")).code, 0);

    // Everything that is still open is answered: cells that are asked for, and words for what is unusual.
    for _ in 0..4 {
        let (_, rows) = check();
        for row in rows.iter().filter(|row| row[6] == "open" || row[6] == "outdated") {
            if row[4] == "soft" {
                let said = call(folder.path(), &format!("explain {AT} {} 新院区六月开诊", row[3]));
                assert_eq!(said.code, 0, "{}: {}", row[3], said.err);
            } else {
                call(folder.path(), &format!("set {AT} {}=na:本年未统计", row[5]));
            }
        }
    }
    let (code, rows) = check();
    assert_eq!(code, 0, "{rows:?}");
    let said = call(folder.path(), &submit);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.err.contains("指纹"), "{}", said.err);
    let first = std::fs::read(&out).expect("a package");
    let set = call(folder.path(), &format!("set {AT} beds_icu=49"));
    assert_eq!(set.code, 2, "what is submitted is locked: {}", set.err);
    // Once more gives the same file, byte for byte.
    assert_eq!(call(folder.path(), &submit).code, 0);
    assert_eq!(std::fs::read(&out).expect("a package"), first);
    let history = call(folder.path(), &format!("history {AT} --csv"));
    let (_, lines) = table(&history.out);
    assert_eq!((history.code, lines.last().map(|line| line[5].as_str())), (0, Some("submit")));
}

/// An empty text clears; the history keeps what stood there.
#[test]
fn clearing_is_journalled() {
    let folder = hospital();
    assert_eq!(call(folder.path(), &format!("set {AT} beds_icu=48")).code, 0);
    assert_eq!(call(folder.path(), &format!("set {AT} beds_icu=")).code, 0);
    assert_eq!(call(folder.path(), &format!("set {AT} beds_icu=na:未设")).code, 0);
    let get = call(folder.path(), &format!("get {AT} --csv"));
    assert_eq!(cell(&get, "beds_icu")[1], "not_applicable");
    let history = call(folder.path(), &format!("history {AT} --element beds_icu --csv"));
    let (header, rows) = table(&history.out);
    assert_eq!(header, "at,who,element,old,new,why");
    assert_eq!(history.code, 0);
    let edits: Vec<[&str; 3]> = rows.iter().map(|row| [&*row[0], &*row[3], &*row[4]]).collect();
    let at = "2026-03-01T10:42:00";
    assert_eq!(edits, [[at, "", "48"], [at, "48", ""], [at, "", "na:未设"]]);
    let other = call(folder.path(), &format!("history {AT} --element beds_total --csv"));
    assert_eq!((other.code, table(&other.out).1.len()), (0, 0));
}

/// `--today` is for due days and paths; an audit trail keeps the clock's time.
#[test]
fn today_does_not_backdate_the_journal() {
    let folder = hospital();
    assert_eq!(call(folder.path(), &format!("set {AT} beds_icu=48 --today 2020-01-01")).code, 0);
    let history = call(folder.path(), &format!("history {AT} --csv"));
    assert_eq!(table(&history.out).1[0][0], "2026-03-01T10:42:00");
}

/// One refused cell refuses the call: exit 2, a sentence, and not one byte is written.
#[test]
fn refusals_write_nothing() {
    let folder = hospital();
    assert_eq!(call(folder.path(), &format!("set {AT} beds_icu=48")).code, 0);
    let before = snapshot(folder.path());
    for line in [
        format!("set {AT} beds_total=1200 no_such_element=1"),
        format!("set {AT} beds_total=1200 床位=1"),
        // Taken from another cell, asked by another form, no equals sign, twice, n/a without a reason.
        format!("set {AT} beds_total=1200 beds_municipal_hosp=1200"),
        format!("set {AT} beds_total=1200 pop_resident=1"),
        format!("set {AT} beds_total=1200 beds_icu"),
        format!("set {AT} beds_total=1200 beds_total=1300"),
        format!("set {AT} beds_total=1200 beds_icu=na:"),
        "set --saves @/w --unit NOBODY --form hospital --period 2025 beds_icu=1".to_owned(),
        "set --saves @/w --unit H1 --form nothing --period 2025 beds_icu=1".to_owned(),
        "set --saves @/w --unit H1 --form cdc --period 2025 beds_icu=1".to_owned(),
        // A yearly form has no quarters, and no such period exists at all.
        "set --saves @/w --unit H1 --form hospital --period 2025Q1 beds_icu=1".to_owned(),
        "set --saves @/w --unit H1 --form hospital --period 2025Q9 beds_icu=1".to_owned(),
        "set --saves @/w --unit H1 --form hospital beds_icu=1".to_owned(),
        "set --saves @/elsewhere --unit H1 --form hospital --period 2025 beds_icu=1".to_owned(),
    ] {
        let said = call(folder.path(), &line);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{line}");
        assert!(!said.err.is_empty() && !said.err.contains("cli."), "{line}: {}", said.err);
        assert!(snapshot(folder.path()) == before, "{line} wrote something");
    }
}

/// Whoever opens the workspace second may read, not write, and is told who holds it.
#[test]
fn a_second_writer_is_refused() {
    let folder = hospital();
    let holder = Desk::open(&folder.path().join("w"), "李统计", now()).expect("the workspace");
    let before = snapshot(folder.path());
    let set = call(folder.path(), &format!("set {AT} beds_icu=48"));
    assert_eq!(set.code, 2);
    assert!(set.err.contains("李统计"), "{}", set.err);
    assert!(snapshot(folder.path()) == before);
    assert_eq!(call(folder.path(), &format!("get {AT} --csv")).code, 0);
    drop(holder);
    assert_eq!(call(folder.path(), &format!("set {AT} beds_icu=48")).code, 0);
}

/// Last period's figure and the exact difference stand beside the figure.
#[test]
fn get_compares_with_the_period_before() {
    let folder = hospital();
    let before = AT.replace("2025", "2024");
    assert_eq!(call(folder.path(), &format!("set {before} exp_total=1000.25 beds_total=1200")).code, 0);
    assert_eq!(call(folder.path(), &format!("set {AT} exp_total=999.5 beds_icu=48")).code, 0);
    let get = call(folder.path(), &format!("get {AT} --csv"));
    assert_eq!(cell(&get, "exp_total")[5..], ["1000.25", "-0.75"]);
    assert_eq!(cell(&get, "beds_total")[1..], ["blank", "", "", "", "1200", ""]);
    assert_eq!(cell(&get, "beds_icu")[5..], ["", ""]);
}

/// The trend's values are exact, and the pictures are pictures.
#[test]
fn trend_gives_exact_values_and_pictures() {
    let folder = hospital();
    for (year, tcm) in [("2023", "60"), ("2024", "72"), ("2025", "84")] {
        let at = AT.replace("2025", year);
        assert_eq!(
            call(folder.path(), &format!("set {at} beds_total=1200 beds_tcm_general_hosp={tcm}")).code,
            0
        );
    }
    let asked = "trend --saves @/w --unit H1 --indicator tcm_bed_share";
    let said = call(folder.path(), &format!("{asked} --csv --svg @/t.svg --png @/t.png"));
    let (header, rows) = table(&said.out);
    assert_eq!(header, "period,series,value");
    assert_eq!(said.code, 0, "{}", said.err);
    for (period, value) in [("2023", "5"), ("2024", "6"), ("2025", "7")] {
        let row = [period, "actual", value];
        assert!(rows.iter().any(|found| found[..] == row), "{row:?} in {rows:?}");
    }
    assert!(rows.iter().all(|row| matches!(&*row[1], "actual" | "path" | "target")), "{rows:?}");
    let svg = std::fs::read_to_string(folder.path().join("t.svg")).expect("the svg");
    assert!(svg.contains("<svg") && svg.contains("综合医院中医床位占比"));
    let png = std::fs::read(folder.path().join("t.png")).expect("the png");
    assert!(png.starts_with(b"\x89PNG\r\n\x1a\n"));

    let to_stdout = call(folder.path(), &format!("{asked} --svg -"));
    assert!(to_stdout.code == 0 && to_stdout.out.contains("<svg"));
    assert_eq!(call(folder.path(), &format!("{asked} --svg - --csv")).code, 2);
    assert_eq!(call(folder.path(), &format!("{asked} --png @/t.png --dpi 5000")).code, 2);
    assert_eq!(call(folder.path(), "trend --saves @/w --unit H1 --indicator nothing").code, 2);
    assert_eq!(call(folder.path(), "trend --saves @/w --unit NOBODY --indicator tcm_bed_share").code, 2);
}

/// `--quiet` leaves data and what needs attention.
#[test]
fn quiet_keeps_findings() {
    let folder = hospital();
    let loud = call(folder.path(), &format!("set {AT} beds_total=1200"));
    assert!(loud.err.contains("示例医院"), "{}", loud.err);
    let quiet = call(folder.path(), &format!("--quiet set {AT} beds_total=1300"));
    assert_eq!((quiet.code, quiet.err.as_str()), (0, ""));
    let unread = call(folder.path(), &format!("set {AT} beds_total=约千 --quiet"));
    assert!(unread.code == 1 && unread.err.contains("约千"));
}

/// Nothing found is another thing than nothing there; people read names and words, scripts codes.
#[test]
fn an_empty_year_and_a_history_are_told_in_words() {
    let folder = hospital();
    let year = call(folder.path(), "check --saves @/w --period 2019 --csv");
    assert_eq!(year.code, 0);
    assert!(year.err.contains("没有符合条件的填报件"), "{}", year.err);
    let english = call(folder.path(), "--lang en check --saves @/w --period 2019");
    assert!(english.err.contains("no such returns"), "{}", english.err);
    call(folder.path(), &format!("set {AT} beds_total=13000"));
    let blank = call(folder.path(), &format!("explain {AT} plausible "));
    assert!(blank.code == 2 && blank.err.contains("不能为空"), "{}", blank.err);
    let people = call(folder.path(), &format!("history {AT}"));
    assert!(people.out.contains("beds_total 医疗卫生机构实有床位数"), "{}", people.out);
    let scripts = call(folder.path(), &format!("history {AT} --csv"));
    let (_, rows) = table(&scripts.out);
    assert_eq!((rows[0][2].as_str(), rows[0][5].as_str()), ("beds_total", "pasted"));
}
