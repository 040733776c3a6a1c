//! `plans` and `catalogue`.

use std::collections::BTreeSet;

use tempfile::TempDir;

use super::{call, table};

/// Every inventory row of every pack is shown under its own id, repeats included.
#[test]
fn plans_show_holds_the_whole_inventory() {
    let folder = TempDir::new().expect("a folder");
    let mut ids = BTreeSet::new();
    let mut classes = Vec::new();
    for (plan, rows) in [
        ("hulunbuir-2024", 185),
        ("qujing-public-hospitals", 135),
        ("shahekou-14th-five-year", 188),
        ("chizhou-2023", 79),
        ("central-opinion-2023", 88),
    ] {
        let said = call(folder.path(), &format!("plans show {plan} --csv --saves @/none"));
        let (header, found) = table(&said.out);
        assert_eq!(said.code, 0, "{}", said.err);
        assert_eq!(
            header,
            "plan,row,class,indicator,section,name_zh,name_en,kind,comparator,value,value2,unit,due,nature,hedge,scope,better,responsible,doubt"
        );
        assert_eq!(found.len(), rows, "{plan}");
        classes.extend(found.iter().map(|row| row[2].clone()));
        ids.extend(found.into_iter().map(|row| row[1].clone()));
    }
    assert_eq!(ids.len(), 675);
    let count = |class: &str| classes.iter().filter(|found| *found == class).count();
    assert_eq!((count("target"), count("baseline"), count("deliverable")), (175, 156, 344));
}

/// Values, comparators and dates stand as printed, and exact.
#[test]
fn plan_rows_are_as_printed() {
    let folder = TempDir::new().expect("a folder");
    let said = call(folder.path(), "plans show hulunbuir-2024 --csv --saves @/none");
    let (_, rows) = table(&said.out);
    let check = |row: &str, expected: &[(usize, &str)]| {
        let found = rows.iter().find(|found| found[1] == row).unwrap_or_else(|| panic!("row {row}"));
        for (at, value) in expected {
            assert_eq!(found[*at], *value, "{row} column {at}: {found:?}");
        }
    };
    check(
        "000-T-001",
        &[
            (2, "target"),
            (3, "beds_per_1000"),
            (8, ">="),
            (9, "7.5"),
            (12, "2025"),
            (13, "预期性"),
            (16, "higher"),
        ],
    );
    // The same target stands a second time in the plan's table 1, under its own id and clause.
    check("000-T-005", &[(2, "target"), (3, "beds_per_1000"), (4, "表1"), (9, "7.5")]);
    check("000-T-014", &[(8, ">="), (9, "1"), (10, "1.2")]);
    check("000-T-023", &[(8, "range"), (9, "10"), (10, "20"), (12, "")]);
    check("000-T-019", &[(8, "done"), (9, "1"), (12, "")]);
    check("000-T-046", &[(8, "="), (9, "三级甲等")]);
}

#[test]
fn plans_are_counted() {
    let folder = TempDir::new().expect("a folder");
    let said = call(folder.path(), "plans --csv --saves @/none");
    let (header, rows) = table(&said.out);
    assert_eq!(said.code, 0);
    assert_eq!(header, "plan,title,region,issuer,document_no,from,to,targets,baselines,deliverables");
    assert_eq!(rows.len(), 5);
    let hulunbuir = rows.iter().find(|row| row[0] == "hulunbuir-2024").expect("the plan");
    assert_eq!(hulunbuir[4..8], ["呼政办发〔2024〕53号", "2024", "2025", "54"]);
}

#[test]
fn catalogue_lists_elements_and_indicators() {
    let folder = TempDir::new().expect("a folder");
    let elements = call(folder.path(), "catalogue elements --csv --saves @/none");
    let (header, rows) = table(&elements.out);
    assert_eq!(
        header,
        "element,form,section,name_zh,name_en,type,unit,decimals,min,max,reporter,combine,used_by"
    );
    assert_eq!((elements.code, rows.len()), (0, 334));
    let icu = rows.iter().find(|row| row[0] == "beds_icu").expect("the element");
    assert_eq!((icu[5].as_str(), icu[6].as_str(), icu[11].as_str()), ("count", "张", "sum"));
    // An element of several forms stands once, with every form.
    let beds = rows.iter().find(|row| row[0] == "beds_total").expect("the element");
    assert!(
        beds[1].starts_with("hospital;") && beds[1].split(';').count() == beds[2].split(';').count(),
        "{beds:?}"
    );
    assert!(beds[12].split(';').any(|id| id == "beds_per_1000"));

    let indicators = call(folder.path(), "catalogue indicators --csv --saves @/none --lang en");
    let (header, rows) = table(&indicators.out);
    assert_eq!(header, "indicator,name_zh,name_en,kind,unit,better,formula,elements,plans");
    assert_eq!((indicators.code, rows.len()), (0, 259));
    let share = rows.iter().find(|row| row[0] == "tcm_bed_share").expect("the indicator");
    assert_eq!(share[6..8], ["rate", "beds_tcm_general_hosp;beds_total_general_hosp"]);
    assert!(share[8].split(';').any(|plan| plan == "chizhou-2023"));
}

/// People read a narrower table in their language; scripts always get the same header.
#[test]
fn tables_for_people_follow_the_language() {
    let folder = TempDir::new().expect("a folder");
    let zh = call(folder.path(), "plans show chizhou-2023 --saves @/none").out;
    let en = call(folder.path(), "plans show chizhou-2023 --saves @/none --lang en").out;
    assert!(zh.starts_with("行号"), "{}", zh.lines().next().unwrap_or_default());
    assert!(en.starts_with("Row"), "{}", en.lines().next().unwrap_or_default());
    assert!(!zh.contains("cli.") && !en.contains("cli."), "every title has its words");
}

#[test]
fn unknown_plans_are_refused_by_name() {
    let folder = TempDir::new().expect("a folder");
    let said = call(folder.path(), "plans show nowhere --csv --saves @/none");
    assert_eq!((said.code, said.out.as_str()), (2, ""));
    assert!(said.err.contains("nowhere") && said.err.contains("hulunbuir-2024"), "{}", said.err);
}
