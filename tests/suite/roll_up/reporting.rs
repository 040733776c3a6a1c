//! Who has reported: who is expected follows the register's dates, what is late follows the day it came in.

use chrono::NaiveDate;
use duibiao::{
    base::{Decimal, Lang, Period, UnitId},
    desk::{Command, Desk, Moving, Reported, Reporting},
    returns::{ReturnReason, Status, Submission},
};

use super::{demo, key, now};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn city() -> UnitId {
    "SL-CITY".parse().expect("an id")
}

fn look(desk: &Desk, year: i32, today: &str) -> Reporting {
    desk.reporting(&city(), Period::year(year), day(today))
}

/// Says where one return stands: state, due, received, days late.
fn line(reporting: &Reporting, unit: &str) -> String {
    let line = reporting.lines.iter().find(|line| line.unit.as_str() == unit).expect("expected");
    let (received, late) = (line.received.map(|day| day.to_string()), line.late_days);
    format!(
        "{} {} {} {}",
        line.state.code(),
        line.due,
        received.as_deref().unwrap_or("-"),
        late.map_or_else(|| "-".to_owned(), |late| late.to_string())
    )
}

#[test]
fn who_is_expected_follows_the_dates_of_the_register() {
    let (_folder, mut desk) = demo(duibiao::desk::DemoSize { counties: 2, units: 14, years: 2, seed: 5 });
    let expected = |desk: &Desk, year| look(desk, year, "2026-03-01").lines.len();
    let before = expected(&desk, 2025);
    let mut units: Vec<_> = desk.tree().all().cloned().collect();
    let hospital = units.iter_mut().find(|unit| unit.id.as_str() == "SL-H2").expect("a hospital");
    // Closed on the last day: it no longer exists on the day the figures are of.
    hospital.closed = Some(day("2025-12-31"));
    let opened = units.iter_mut().find(|unit| unit.id.as_str() == "SL-C1-TCM").expect("a hospital");
    opened.opened = Some(day("2025-12-31"));
    let (year_before, year) = (expected(&desk, 2024), before);
    desk.replace_register(units).expect("a register");
    assert_eq!((expected(&desk, 2024), expected(&desk, 2025)), (year_before - 1, year - 1));
    // Its return of the year is at hand, and is in no total and in no count.
    assert!(!look(&desk, 2025, "2026-03-01").lines.iter().any(|line| line.unit.as_str() == "SL-H2"));
    let manifest =
        desk.hand_over(&city(), Period::year(2025)).expect("made").files.pop().expect("a manifest");
    let manifest = String::from_utf8(manifest.bytes).expect("UTF-8");
    assert!(manifest.contains("\"2025/hospital/SL-H2\""), "what is left out is named: {manifest}");
    // A month asks for nothing where every form is a year's.
    let month = desk.reporting(&city(), "2025-03".parse().expect("a period"), day("2026-03-01"));
    assert_eq!((month.lines.len(), month.count().completeness_percent()), (0, None));
}

#[test]
fn what_is_late_follows_the_day_it_came_in() {
    let (_folder, desk) = demo(duibiao::desk::DemoSize { counties: 2, units: 14, years: 2, seed: 5 });
    let at = key("SL-H2", "hospital", 2025);
    assert_eq!(line(&look(&desk, 2025, "2026-01-20"), "SL-H2"), "draft 2026-01-31 - 0");
    assert_eq!(line(&look(&desk, 2025, "2026-02-03"), "SL-H2"), "draft 2026-01-31 - 3");
    // Accepted by a story that says no day: nobody knows whether it was late.
    assert_eq!(line(&look(&desk, 2024, "2026-02-03"), "SL-H2"), "accepted 2025-01-31 - -");
    // Handed in on its own machine on the 30th.
    let mut handed_in = desk.unit_return(&at).expect("a return").as_ref().clone();
    handed_in.head.status = Status::Submitted;
    handed_in.head.submissions.push(Submission {
        at: "2026-01-30T09:00:00".parse().expect("a time"),
        who: "张三".to_owned(),
        revision: handed_in.revision,
        fingerprint: String::new(),
        digest: duibiao::wire::return_digest(&handed_in).expect("a digest"),
    });
    desk.folder().save_return(&handed_in).expect("saved");
    let root = desk.root().to_owned();
    drop(desk);
    let mut desk = Desk::open(&root, "测试", now()).expect("it opens");
    assert_eq!(line(&look(&desk, 2025, "2026-02-20"), "SL-H2"), "submitted 2026-01-31 2026-01-30 0");
    desk.apply(Command::TakeSeat(city()), now());
    let moves = |desk: &mut Desk, moving: Moving, time: &str| {
        let time = time.parse().expect("a time");
        let said = desk.apply(Command::MoveOn { key: at.clone(), moving }, time);
        assert!(said.iter().all(|notice| !notice.refused), "{said:?}");
    };
    // What counts is the day it came in here.
    moves(&mut desk, Moving::Receive, "2026-02-02T09:00:00");
    assert_eq!(line(&look(&desk, 2025, "2026-02-20"), "SL-H2"), "received 2026-01-31 2026-02-02 2");
    let reporting = look(&desk, 2025, "2026-02-20");
    let count = reporting.count();
    assert_eq!((count.reported, count.in_time), (1, 0));
    assert_eq!(count.timeliness_percent(), Some(Decimal::ZERO));
    let back = Moving::SendBack {
        reason: ReturnReason::WrongFigure,
        words: "请核对".to_owned(),
        due: Some(day("2026-02-25")),
        remarks: Default::default(),
    };
    let beds = |desk: &Desk| {
        let item = duibiao::desk::RollUpItem::Element("beds_total".parse().expect("an id"));
        let total = desk.total(&item, &city(), Period::year(2025)).expect("a total");
        (total.value.expect("beds"), total.coverage.reported)
    };
    let own = |desk: &Desk| {
        let figure = desk.said_by(&at.unit, at.period).expect("said");
        figure.figure(&"beds_total".parse().expect("an id")).known().expect("beds")
    };
    let (all, hospital) = (beds(&desk), own(&desk));
    moves(&mut desk, back, "2026-02-10T09:00:00");
    // What was sent back stands on the return, and in no total and no list of members until it comes again.
    assert_eq!((beds(&desk), own(&desk)), ((all.0 - hospital, all.1 - 1), hospital));
    let members = desk.roll_up_members(&city(), Period::year(2025));
    assert!(!members.iter().any(|member| member.unit == at.unit));
    let sheet = desk.sheet(&at).expect("a sheet");
    assert!(sheet.rows.iter().any(|row| row.figure.known() == Some(hospital)), "its form shows it");
    assert_eq!(line(&look(&desk, 2025, "2026-02-20"), "SL-H2"), "sent_back 2026-02-25 2026-02-02 0");
    assert_eq!(line(&look(&desk, 2025, "2026-02-28"), "SL-H2"), "sent_back 2026-02-25 2026-02-02 3");
    // After the journal went to disk and back it is the same.
    desk.save_now(now()).expect("saved");
    let root = desk.root().to_owned();
    drop(desk);
    let desk = Desk::open(&root, "测试", now()).expect("it opens");
    assert_eq!(line(&look(&desk, 2025, "2026-02-28"), "SL-H2"), "sent_back 2026-02-25 2026-02-02 3");
}

#[test]
fn the_missing_are_a_text_for_a_message() {
    let (_folder, desk) = demo(duibiao::desk::DemoSize { counties: 2, units: 14, years: 2, seed: 5 });
    let mut reporting = look(&desk, 2025, "2026-02-03");
    let wanted = ["SL-H1", "SL-H2", "SL-C1", "SL-CDC"];
    reporting.lines.retain(|line| wanted.contains(&line.unit.as_str()));
    reporting.lines.iter_mut().for_each(|line| match line.unit.as_str() {
        "SL-H1" => line.state = Reported::Accepted,
        "SL-CDC" => line.state = Reported::SentBack,
        _ => line.state = Reported::Missing,
    });
    let expected = "【未报名单】示例市卫生健康委员会 · 2025年
应报 4 份，已报 1 份，未报 3 份，其中逾期 2 份（截至 2026年2月3日）：
1. 示例市第二人民医院：医院年报，2026年1月31日前上报，已逾期 3 天
2. 示例市疾病预防控制中心：疾控与公共卫生年报（退回），2026年1月31日前上报，已逾期 3 天
3. 示例甲区卫生健康局：县级卫生健康部门年报，2026年3月1日前上报";
    let sorted = |text: &str| {
        let mut lines: Vec<String> = text
            .lines()
            .map(|line| line.trim_start_matches(|c: char| c.is_ascii_digit()).to_owned())
            .collect();
        lines[2..].sort();
        lines
    };
    assert_eq!(sorted(&reporting.missing_text(Lang::Zh)), sorted(expected));
    assert!(reporting.missing_text(Lang::Zh).lines().last().is_some_and(|line| line.contains("卫生健康局")));
    let english = reporting.missing_text(Lang::En);
    assert!(english.contains("4 expected, 1 in, 3 missing, 2 of them overdue"), "{english}");
    assert!(english.contains("3 days overdue") && english.contains("(sent back)"), "{english}");
    // Our own is missing too: it stands in the table, and nobody reminds himself.
    let all = look(&desk, 2025, "2026-02-03").lines;
    let mut own = all.into_iter().find(|line| line.unit == city()).expect("a form of our own");
    own.state = Reported::Missing;
    reporting.lines.push(own);
    assert_eq!(sorted(&reporting.missing_text(Lang::Zh)), sorted(expected));
    assert!(reporting.missing_text(Lang::Zh).contains("应报 4 份，已报 1 份，未报 3 份"));
    assert_eq!((reporting.count().expected, reporting.count_others().expected), (5, 4));
    reporting.lines.iter_mut().for_each(|line| line.state = Reported::Received);
    assert_eq!(reporting.missing_text(Lang::Zh), "");
    assert_eq!(reporting.count().completeness_percent(), Some(Decimal::ONE_HUNDRED));
}
