//! Shipped packs hold the whole inventory; files of format version 1 are read for ever.

use std::{collections::BTreeSet, fs, path::Path, sync::Arc};

use chrono::NaiveDate;
use duibiao::{
    base::{Bilingual, Decimal, Figure, Lang, Period},
    indicator::{Catalogue, ElementKind, Formula},
    plan::{Mark, Nature, Plan, Progress},
    returns::{
        Change, Edit, Entry, Explanation, Followed, FollowedEdit, FollowedItem, FollowedState, ReturnKey,
        ReturnReason, SentBack, Signer, Status, Submission, UnitReturn,
    },
    unit::{Area, Grade, Ownership, Standing, Unit, UnitKind},
    wire::{
        FollowedLine, JournalLine, Package, Role, Workspace, catalogue_parts_from_text, followed_from_text,
        followed_line_from_text, followed_line_text, followed_text, line_from_text, line_text,
        package_from_text, package_text, plan_from_text, return_from_text, return_text, shipped_catalogue,
        shipped_plans, units_from_text, units_text, workspace_from_text, workspace_text,
    },
};

fn packs() -> (Catalogue, Vec<Arc<Plan>>) {
    let catalogue = shipped_catalogue().expect("sound");
    let plans = shipped_plans(&catalogue).expect("sound");
    (catalogue, plans)
}

fn plan<'a>(plans: &'a [Arc<Plan>], id: &str) -> &'a Plan {
    plans.iter().find(|plan| plan.id.as_str() == id).unwrap_or_else(|| panic!("no plan {id}"))
}

/// Plan, code of its rows, targets, past figures, deliverables, rows that repeat others, rows in all.
const ROWS: &[(&str, &str, usize, usize, usize, usize, usize)] = &[
    ("hulunbuir-2024", "000", 54, 0, 123, 8, 185),
    ("qujing-public-hospitals", "001", 52, 0, 78, 5, 135),
    ("shahekou-14th-five-year", "002", 7, 153, 28, 0, 188),
    ("chizhou-2023", "003", 40, 3, 26, 10, 79),
    ("central-opinion-2023", "004", 5, 0, 83, 0, 88),
];

#[test]
fn every_row_of_the_inventory_is_in_its_pack() {
    let (_, plans) = packs();
    let mut total = 0;
    for (id, code, targets, baselines, deliverables, repeats, rows) in ROWS {
        let plan = plan(&plans, id);
        let also = plan
            .targets
            .iter()
            .map(|target| &target.also)
            .chain(plan.deliverables.iter().map(|item| &item.also));
        let also: Vec<&str> = also.flatten().map(|(row, _)| row.as_str()).collect();
        let own =
            plan.targets.iter().map(|target| &target.row).chain(plan.baselines.iter().map(|past| &past.row));
        let own: Vec<&str> =
            own.chain(plan.deliverables.iter().map(|item| &item.row)).map(String::as_str).collect();
        let found = (plan.targets.len(), plan.baselines.len(), plan.deliverables.len(), also.len());
        assert_eq!(found, (*targets, *baselines, *deliverables, *repeats), "{id}");
        let all: BTreeSet<&str> = own.iter().chain(&also).copied().collect();
        assert_eq!(all.len(), *rows, "{id}: a row stands twice");
        assert!(all.iter().all(|row| row.starts_with(code)), "{id} holds a row of another plan");
        // Numbered without a gap within targets, past figures and deliverables.
        for kind in ["T", "B", "D"] {
            let numbers: Vec<usize> = all
                .iter()
                .filter_map(|row| row.strip_prefix(&format!("{code}-{kind}-")))
                .map(|number| number.parse().expect("a number"))
                .collect();
            assert_eq!(numbers, (1..=numbers.len()).collect::<Vec<_>>(), "{id} {kind}");
        }
        total += rows;
    }
    assert_eq!(total, 675);
}

/// 表1 of Hulunbuir: row, indicator, mark, unit, whether it is binding.
#[rustfmt::skip]
const TABLE_1: &[(&str, &str, &str, &str, bool)] = &[
    ("000-T-005", "beds_per_1000", "≥ 7.5", "张/千人", false),
    ("000-T-006", "beds_municipal_per_1000", "≥ 2.2", "张/千人", false),
    ("000-T-007", "beds_county_per_1000", "≥ 3.5", "张/千人", false),
    ("000-T-008", "beds_primary_per_1000", "≥ 3.5", "张/千人", false),
    ("000-T-009", "childcare_places_per_1000", "≥ 4.5", "个/千人", false),
    ("000-T-010", "physicians_per_1000", "≥ 3.8", "人/千人", false),
    ("000-T-011", "nurses_per_1000", "≥ 4.2", "人/千人", false),
    ("000-T-012", "public_health_staff_per_1000", "≥ 11.44", "人/千人", true),
    ("000-T-013", "gp_per_10000", "≥ 3.2", "人/万人", false),
    ("000-T-014", "doctor_nurse_ratio", "≥ 1 : 1.2", "医:护", false),
    ("000-T-015", "bed_staff_ratio", "≥ 1 : 1.62", "床:人", false),
];

#[test]
fn table_1_of_hulunbuir_is_complete() {
    let (catalogue, plans) = packs();
    let plan = plan(&plans, "hulunbuir-2024");
    for (row, indicator, mark, unit, is_binding) in TABLE_1 {
        let holds = |target: &&duibiao::plan::Target| {
            target.row == *row || target.also.iter().any(|(also, _)| also == row)
        };
        let target = plan.targets.iter().find(holds).unwrap_or_else(|| panic!("no {row}"));
        let found = (target.indicator.as_str(), target.mark.shown(Lang::Zh), target.unit.as_str());
        assert_eq!(found, (*indicator, (*mark).to_owned(), *unit), "{row}");
        let nature = if *is_binding { Nature::Binding } else { Nature::Expected };
        assert_eq!((target.nature, plan.due_of(target).0.0), (nature, Period::year(2025)), "{row}");
        let known = catalogue.indicator(&target.indicator).expect("in the catalogue");
        assert_eq!(known.unit.zh, *unit, "{row} is measured in another unit than its indicator");
    }
}

#[test]
fn past_figures_keep_their_spans() {
    let (_, plans) = packs();
    let plan = plan(&plans, "shahekou-14th-five-year");
    let mut spans: Vec<String> =
        plan.baselines.iter().filter(|past| past.span.is_long()).map(|past| past.span.to_string()).collect();
    assert_eq!(spans.len(), 66);
    spans.sort();
    spans.dedup();
    assert_eq!(spans, ["2014/2016", "2016/2020"]);
    let check = |row: &str, indicator: &str, span: &str, mark: &str| {
        let past = plan.baselines.iter().find(|past| past.row == row).unwrap_or_else(|| panic!("no {row}"));
        let found = (past.indicator.as_str(), past.span.to_string(), past.mark.shown(Lang::Zh));
        assert_eq!(found, (indicator, span.to_owned(), mark.to_owned()), "{row}");
    };
    check("002-B-006", "nb_hearing_screen_rate", "2016/2020", "≥ 98");
    check("002-B-026", "family_doctor_signed", "2020", "82\u{2009}032");
    check("002-B-027", "family_doctor_rate", "2020", "11.53");
    check("002-B-042", "tcm_clinic_count", "2020", "> 50");
    check("002-B-069", "foodborne_report_rate", "2016/2020", "≈ 100");
    check("002-B-072", "food_samples_per_year", "2016/2020", "200–400");
    check("002-B-082", "smd_standard_rate", "2020", "86.72");
}

/// Every text of every pack is there in both languages, and every mark can be put into words.
#[test]
fn plans_speak_both_languages() {
    let (_, plans) = packs();
    let full = |text: &Bilingual| !text.zh.trim().is_empty() && !text.en.trim().is_empty();
    let even = |text: &Bilingual| text.zh.is_empty() == text.en.is_empty();
    for plan in &plans {
        for text in [&plan.title, &plan.region, &plan.issuer] {
            assert!(full(text), "{}: {text:?}", plan.id);
        }
        assert!(plan.milestones.iter().all(|milestone| full(&milestone.name)), "{}", plan.id);
        for target in &plan.targets {
            assert!(full(&target.scope_text) && even(&target.doubt), "{}", target.row);
            assert!(!target.clause.is_empty() && !target.unit.is_empty(), "{}", target.row);
            let shown = [Lang::Zh, Lang::En].map(|lang| target.mark.shown(lang));
            assert!(shown.iter().all(|text| !text.is_empty()), "{}: {:?}", target.row, target.mark);
            assert!(
                target.mark != Mark::About(None) || full(&target.doubt),
                "{} has no figure and no doubt",
                target.row
            );
        }
        for past in &plan.baselines {
            assert!(full(&past.scope_text) && even(&past.doubt) && !past.clause.is_empty(), "{}", past.row);
        }
        for item in &plan.deliverables {
            assert!(full(&item.name) && full(&item.scope_text) && even(&item.doubt), "{}", item.row);
            let fits = match item.progress {
                Progress::Done => item.kind == "boolean",
                Progress::Count(_) => item.kind == "count" || item.kind == "percent",
                Progress::Rises | Progress::NotExceed => true,
            };
            assert!(fits, "{} is {:?} of kind {}", item.row, item.progress, item.kind);
        }
    }
}

#[test]
fn the_catalogue_is_whole() {
    let (catalogue, _) = packs();
    let full = |text: &Bilingual| !text.zh.trim().is_empty() && !text.en.trim().is_empty();
    assert_eq!(
        (catalogue.elements().count(), catalogue.indicators().count(), catalogue.forms().len()),
        (334, 259, 8)
    );
    let asked: BTreeSet<&str> =
        catalogue.forms().iter().flat_map(|form| form.elements()).map(|id| id.as_str()).collect();
    let unasked: Vec<&str> =
        catalogue.elements().map(|element| element.id.as_str()).filter(|id| !asked.contains(id)).collect();
    assert_eq!(unasked, ["inst_register"]);
    for element in catalogue.elements() {
        let id = &element.id;
        assert!(full(&element.name), "{id} lacks a name");
        for text in [&element.text.meaning, &element.text.time, &element.text.source] {
            assert!(full(text), "{id} lacks an explanation");
        }
        let is_number = matches!(element.kind, ElementKind::Count | ElementKind::Decimal(_));
        assert_eq!(full(&element.unit), is_number, "{id}: {:?} in {:?}", element.kind, element.unit);
        assert_eq!(
            element.min.is_some() && element.max.is_some(),
            is_number,
            "{id} has no range, or one too many"
        );
        assert!(element.min.zip(element.max).is_none_or(|(min, max)| min < max), "{id}");
        let choices = element.choices();
        let codes: BTreeSet<i64> = choices.iter().map(|choice| choice.code).collect();
        let (zh, en): (BTreeSet<_>, BTreeSet<_>) =
            choices.iter().map(|choice| (&choice.name.zh, &choice.name.en)).unzip();
        assert!(choices.iter().all(|choice| full(&choice.name)), "{id} has an unnamed answer");
        assert_eq!([codes.len(), zh.len(), en.len()], [choices.len(); 3], "{id} has two answers alike");
        assert_eq!(element.is_choice(), choices.len() >= 2, "{id}");
    }
    for indicator in catalogue.indicators() {
        let id = &indicator.id;
        assert!(full(&indicator.name) && full(&indicator.note), "{id} lacks a name or a note");
        assert_eq!(indicator.unit.zh.is_empty(), indicator.unit.en.is_empty(), "{id}");
        let words = catalogue.fraction(&indicator.formula);
        assert!(
            full(&words.top) && words.bottom.zh.is_empty() == words.bottom.en.is_empty(),
            "{id}: {words:?}"
        );
        let reads = !indicator.formula.elements().is_empty() || !indicator.formula.scopes().is_empty();
        assert!(reads, "{id} is computed from nothing");
        if let Formula::Entered(cell) = &indicator.formula {
            assert_eq!(cell.as_str(), id.as_str(), "the cell bears the indicator's code");
            assert!(catalogue.forms().iter().any(|form| form.elements().any(|asked| asked == cell)), "{id}");
        }
    }
    for form in catalogue.forms() {
        assert!(full(&form.name) && !form.number.is_empty() && !form.kinds.is_empty(), "{}", form.id);
        assert!(
            form.sections.iter().all(|section| full(&section.name) && !section.elements.is_empty()),
            "{}",
            form.id
        );
    }
    assert!(catalogue.scopes().all(|scope| full(&scope.name)));
}

/// Names are what people search by: no two alike among elements, none among indicators.
#[test]
fn names_tell_one_from_another() {
    let (catalogue, _) = packs();
    let check = |names: Vec<&str>| {
        let mut seen = BTreeSet::new();
        let twice: Vec<&str> = names.into_iter().filter(|name| !seen.insert(*name)).collect();
        assert_eq!(twice, Vec::<&str>::new());
    };
    check(catalogue.elements().map(|element| element.name.zh.as_str()).collect());
    check(catalogue.elements().map(|element| element.name.en.as_str()).collect());
    check(catalogue.indicators().map(|indicator| indicator.name.zh.as_str()).collect());
    check(catalogue.indicators().map(|indicator| indicator.name.en.as_str()).collect());
}

// Frozen files. They are never written anew: a program that cannot read them cannot read what people have.

fn frozen(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/format/v1").join(name);
    fs::read(&path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()))
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn key() -> ReturnKey {
    ReturnKey {
        unit: "SL-C1-GH".parse().expect("an id"),
        form: "hospital".parse().expect("an id"),
        period: Period::year(2025),
    }
}

fn unit_return() -> UnitReturn {
    let mut made = UnitReturn::new(key(), 1);
    let cells = [
        ("beds_total", Figure::Known(1200.into()), ""),
        ("beds_icu", Figure::Known(Decimal::ZERO), "新楼未启用"),
        ("drg_weight_sum", Figure::Known(Decimal::new(551_805_433, 4)), ""),
        ("n_tcm_studio", Figure::NotApplicable("综合医院不设".to_owned()), ""),
        ("staff_nurses", Figure::Unread("约470".to_owned()), "待人事科核对\n“两处”不一致 \\"),
        ("staff_gp", Figure::Blank, "下周补"),
    ];
    for (element, figure, note) in cells {
        let entry = Entry::of(figure).with(|beside| note.clone_into(&mut beside.note));
        made.entries.insert(element.parse().expect("an id"), entry);
    }
    made.revision = 17;
    made.head.status = Status::SentBack;
    made.on_behalf = true;
    made.synthetic = true;
    made
}

fn workspace() -> Workspace {
    Workspace {
        unit: "SL-C1".parse().expect("an id"),
        role: Role::Bureau,
        plan: "hulunbuir-2024".parse().expect("an id"),
        lang: Lang::En,
        synthetic: true,
    }
}

fn units() -> Vec<Unit> {
    let name = Bilingual::new("示例甲区卫生健康局", "");
    let bureau = Unit {
        area: Some(Area::County),
        ..Unit::new("SL-C1".parse().expect("an id"), name, UnitKind::Bureau)
    };
    let standing =
        |from: &str, grade| Standing { from: day(from), level: 2, grade, ownership: Ownership::County };
    let hospital = Unit {
        id: "SL-C1-GH".parse().expect("an id"),
        name: Bilingual::new("示例甲区人民医院", "Sample A District People’s Hospital"),
        kind: UnitKind::GeneralHospital,
        area: None,
        parent: Some(bureau.id.clone()),
        opened: Some(day("1950-10-01")),
        closed: Some(day("2031-01-01")),
        merged_into: None,
        moves: Vec::new(),
        standings: vec![standing("2015-01-01", None), standing("2023-06-01", Some(Grade::A))],
    };
    vec![bureau, hospital]
}

fn journal_line() -> JournalLine {
    JournalLine {
        key: key(),
        revision: 17,
        edit: Edit {
            at: day("2026-01-20").and_hms_milli_opt(10, 42, 7, 250).expect("a time"),
            who: "张三".to_owned(),
            change: Change::Cell {
                element: "beds_icu".parse().expect("an id"),
                old: Entry::of(Figure::Unread("九张".to_owned())),
                new: Entry::of(Figure::Known(Decimal::new(95, 1)))
                    .with(|beside| beside.note = "新楼 \"东区\"".to_owned()),
            },
            why: "typed".to_owned(),
        },
        chain: String::new(),
    }
}

fn followed() -> Followed {
    let at = day("2026-01-20").and_hms_opt(10, 42, 7);
    let recorded = at.map(|at| ("张三".to_owned(), at));
    let plan = "hulunbuir-2024".parse().expect("an id");
    let mut made = Followed { revision: 9, ..Followed::new(plan, true) };
    let done = FollowedItem {
        state: Some(FollowedState::Done),
        on: Some(day("2025-12-31")),
        evidence: "市卫发〔2025〕18号\n“两办”印发".to_owned(),
        recorded: recorded.clone(),
        ..FollowedItem::default()
    };
    let share = FollowedItem {
        state: Some(FollowedState::InProgress),
        figure: Figure::Known(Decimal::new(575, 1)),
        recorded: recorded.clone(),
        ..FollowedItem::default()
    };
    let unread =
        FollowedItem { figure: Figure::Unread("五项".to_owned()), recorded, ..FollowedItem::default() };
    for (row, item) in [("000-D-001", done), ("000-D-008", share), ("000-D-009", unread)] {
        made.items.insert(row.to_owned(), item);
    }
    made
}

fn followed_line() -> FollowedLine {
    let new = followed().item("000-D-001");
    let edit = FollowedEdit {
        at: day("2026-01-20").and_hms_opt(10, 42, 7).expect("a time"),
        who: "张三".to_owned(),
        row: "000-D-001".to_owned(),
        old: FollowedItem { state: Some(FollowedState::NotStarted), ..FollowedItem::default() },
        new,
        why: "typed".to_owned(),
    };
    FollowedLine { plan: followed().plan, revision: 9, edit }
}

#[test]
fn files_of_version_1_are_read() {
    assert_eq!(return_from_text(&frozen("return.ron")), Ok(unit_return()));
    assert_eq!(workspace_from_text(&frozen("workspace.ron")), Ok(workspace()));
    assert_eq!(units_from_text(&frozen("units.ron")), Ok(units()));
    let log = String::from_utf8(frozen("journal.log")).expect("UTF-8");
    assert_eq!(line_from_text(log.trim_end()), Ok(journal_line()));
    assert_eq!(followed_from_text(&frozen("followed.ron")), Ok(followed()));
    let log = String::from_utf8(frozen("followed.log")).expect("UTF-8");
    assert_eq!(followed_line_from_text(log.trim_end()), Ok(followed_line()));
    // What people write by hand carries no digest.
    let parts = catalogue_parts_from_text(&frozen("catalogue.ron")).expect("a catalogue file");
    let ids = (parts.scopes[0].id.as_str(), parts.elements[0].id.as_str(), parts.indicators[0].id.as_str());
    assert_eq!(ids, ("village_clinics", "n_stretchers", "stretchers_per_bed"));
    let own = plan_from_text(&frozen("plan.ron")).expect("a plan pack");
    assert_eq!(
        (own.id.as_str(), own.targets.len(), own.baselines.len(), own.deliverables.len()),
        ("county-2026", 2, 1, 1)
    );
    assert_eq!(own.targets[1].mark, Mark::Against { baseline: Period::year(2025), by: Decimal::new(-15, 1) });
}

/// What version 2 knows beside: who signs, what was handed in and sent back, explanations, marks, the chain.
fn unit_return_2() -> UnitReturn {
    let at = day("2026-01-20").and_hms_opt(10, 42, 7).expect("a time");
    let said = Explanation {
        text: "新院区六月开诊".to_owned(),
        who: "张三".to_owned(),
        at,
        reading: "beds_icu=9.5".to_owned(),
    };
    let mut made = unit_return();
    let (element, entry) = made.entries.iter_mut().next().expect("a cell");
    let element = element.clone();
    (entry.carried, entry.flagged) = (true, true);
    entry.explanations.insert("plausible".parse().expect("an id"), said);
    made.chain = "0123456789abcdef0123456789abcdef".to_owned();
    made.head.signers.filler = Signer { name: "张三".to_owned(), phone: "0470-1234567".to_owned() };
    made.head.signers.head.name = "李四".to_owned();
    made.head.correcting = Some("更正床位".to_owned());
    made.head.submissions.push(Submission {
        at,
        who: "张三".to_owned(),
        revision: 16,
        fingerprint: "48213907".to_owned(),
        digest: "sm3:00".to_owned(),
    });
    made.head.sent_back = Some(SentBack {
        at,
        who: "王五".to_owned(),
        reason: ReturnReason::WrongFigure,
        words: "请核对".to_owned(),
        due: Some(day("2026-02-15")),
        remarks: [(element, "与去年不符".to_owned())].into(),
    });
    made
}

fn head_line() -> JournalLine {
    let new = Box::new(unit_return_2().head);
    let mut line = journal_line();
    line.edit.change = Change::Head { old: Box::default(), new };
    line.chain = "0123456789abcdef0123456789abcdef".to_owned();
    line
}

/// Reads a frozen file of version 2; it is written once, when it is not there, and never again.
fn frozen_2(name: &str, text: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/format/v2").join(name);
    if !path.exists() && std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, text).expect("written");
    }
    fs::read(&path).expect("a frozen file")
}

#[test]
fn files_of_version_2_are_read_and_written_as_they_were() {
    let text = return_text(&unit_return_2()).expect("a text");
    let before = frozen_2("return.ron", &text);
    assert_eq!(return_from_text(&before), Ok(unit_return_2()));
    assert_eq!(text.as_bytes(), before, "a changed format wants a new version");
    let text = line_text(&head_line()).expect("a text") + "\n";
    let before = frozen_2("journal.log", &text);
    assert_eq!(text.as_bytes(), before, "a changed format wants a new version");
    assert_eq!(line_from_text(text.trim_end()), Ok(head_line()));
    let package = Package {
        program: "0.1.0".to_owned(),
        from: key().unit,
        from_name: "示例医院".to_owned(),
        made_by: "张三".to_owned(),
        made_at: day("2026-01-20").and_hms_opt(10, 42, 7).expect("a time"),
        returns: vec![unit_return_2()],
    };
    let text = package_text(&package).expect("a text");
    // The first programs laid out each field on a line; only the layout differs.
    let before = frozen_2("package.duibiao", &text);
    assert_eq!(package_from_text(&before).as_ref(), Ok(&package));
    let before = frozen_2("package-lines.duibiao", &text);
    assert_eq!(text.as_bytes(), before, "a changed format wants a new version");
    assert_eq!(package_from_text(&before), Ok(package));
    // A figure that was changed with its file's digest made to fit is told by the return's own.
    let forged = text.replace("Known(\"1200\")", "Known(\"12000\")");
    assert_ne!(forged, text, "the figure is in the package");
    assert!(package_from_text(forged.as_bytes()).is_err());
}

/// As long as version 1 is what the program writes, it writes it as it did.
#[test]
fn files_of_version_1_are_written_as_they_were() {
    let check = |name: &str, text: String| {
        let before = String::from_utf8(frozen(name)).expect("UTF-8");
        assert_eq!(text, before, "{name}: a changed format wants a new version");
    };
    check("workspace.ron", workspace_text(&workspace()).expect("a text"));
    check("units.ron", units_text(&units()).expect("a text"));
    check("followed.ron", followed_text(&followed()).expect("a text"));
    check("followed.log", followed_line_text(&followed_line()).expect("a text") + "\n");
    check("journal.log", line_text(&journal_line()).expect("a text") + "\n");
}
