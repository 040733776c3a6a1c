//! Following deliverables at the desk: counts, what is derived, undo, crashes, a damaged file.

use std::fs;

use chrono::NaiveDate;
use duibiao::{
    base::{Figure, Lang, PlanId, day_from_text},
    desk::{
        Command, DeliverableFilter, Desk, FollowChange, GroupKey, Grouping, Notice, Tally, Timing,
        deliverable_groups, deliverable_table,
    },
    plan::Printed,
    report::table_csv,
    returns::{FollowedItem, FollowedState},
};
use tempfile::TempDir;

use super::{hospital, key, known, now, opened_again, type_into};

fn plan() -> PlanId {
    "hulunbuir-2024".parse().expect("an id")
}

fn today() -> NaiveDate {
    now().date()
}

fn follow(desk: &mut Desk, row: &str, change: FollowChange) -> Vec<Notice> {
    desk.apply(Command::Follow { plan: plan(), row: row.to_owned(), change }, now())
}

fn give(desk: &mut Desk, row: &str, state: FollowedState) {
    assert_eq!(follow(desk, row, FollowChange::State(Some(state))), []);
}

fn item(desk: &Desk, row: &str) -> FollowedItem {
    desk.followed(&plan()).map(|found| found.item(row)).unwrap_or_default()
}

fn state_of(desk: &Desk, row: &str) -> Option<FollowedState> {
    let lines = desk.deliverables(&plan(), today());
    lines.iter().find(|line| line.printed.row == row).expect("a line").state
}

/// 000-D-009 asks for six; its state follows from the figure and is not stored.
#[test]
fn the_state_of_a_counted_item_follows_from_its_figure() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = hospital(&folder);
    let check = |desk: &mut Desk, text: &str, figure: Figure, state: Option<FollowedState>, told: usize| {
        let notices = follow(desk, "000-D-009", FollowChange::Figure(text.to_owned()));
        assert_eq!(notices.len(), told, "{text}: {notices:?}");
        assert_eq!((item(desk, "000-D-009").figure, state_of(desk, "000-D-009")), (figure, state), "{text}");
        assert_eq!(item(desk, "000-D-009").state, None, "{text}");
    };
    use FollowedState::{Done, InProgress, NotStarted};
    check(&mut desk, "0", known(0), Some(NotStarted), 0);
    check(&mut desk, "４项", known(4), Some(InProgress), 0);
    check(&mut desk, "6", known(6), Some(Done), 0);
    check(&mut desk, "7", known(7), Some(Done), 0);
    check(&mut desk, "5.5", Figure::Unread("5.5".to_owned()), None, 1);
    check(&mut desk, "5张", Figure::Unread("5张".to_owned()), None, 1);
    check(&mut desk, "", Figure::Blank, None, 0);
    assert!(desk.followed(&plan()).expect("a list").items.is_empty(), "what is blank leaves no trace");
    check(&mut desk, "2", known(2), Some(InProgress), 0);
    let refused = follow(&mut desk, "000-D-009", FollowChange::State(Some(Done)));
    assert!(refused.len() == 1 && refused[0].refused, "{refused:?}");
    give(&mut desk, "000-D-009", NotStarted);
    assert_eq!(state_of(&desk, "000-D-009"), Some(NotStarted), "what a person says below the mark counts");
    let refused = follow(&mut desk, "000-D-001", FollowChange::Figure("1".to_owned()));
    assert!(refused.len() == 1 && refused[0].refused, "a yes/no item has no figure: {refused:?}");
    let refused = follow(&mut desk, "000-X-001", FollowChange::State(Some(Done)));
    assert!(refused.len() == 1 && refused[0].refused, "{refused:?}");
}

#[test]
fn states_are_counted_per_clause_and_once_in_total() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = hospital(&folder);
    let repeated: Vec<(String, Vec<String>)> = {
        let lines = desk.deliverables(&plan(), today());
        let several = lines.iter().filter(|line| line.clauses.len() > 1);
        several
            .map(|line| {
                let clauses = line.clauses.iter().map(|clause| (*clause).to_owned()).collect();
                (line.printed.row.clone(), clauses)
            })
            .collect()
    };
    assert_eq!(repeated.len(), 3, "three items stand in two clauses");
    give(&mut desk, &repeated[0].0, FollowedState::Done);
    give(&mut desk, "000-D-001", FollowedState::InProgress);
    give(&mut desk, "000-D-002", FollowedState::NotStarted);
    let lines = desk.deliverables(&plan(), today());
    let total = Tally::of(&lines);
    assert_eq!(total, Tally { done: 1, in_progress: 1, not_started: 1, blank: 120 });
    assert_eq!(total.all(), 123);
    let groups = deliverable_groups(&lines, Grouping::Clause);
    assert_eq!(groups.iter().map(|group| group.lines.len()).sum::<usize>(), 126, "each clause has its own");
    for clause in &repeated[0].1 {
        let group = groups.iter().find(|group| group.key == GroupKey::Clause(clause)).expect("a group");
        assert_eq!(group.tally.done, 1, "{clause}");
    }
    assert_eq!(
        groups.iter().find(|group| group.key == GroupKey::Clause("一(工作目标)")).expect("a group").tally,
        Tally { done: 0, in_progress: 1, not_started: 1, blank: 0 }
    );
    let due = deliverable_groups(&lines, Grouping::Due);
    let counts: Vec<_> = due.iter().map(|group| (group.key.clone(), group.lines.len())).collect();
    assert_eq!(counts, [(GroupKey::Due(Timing::Past), 122), (GroupKey::Due(Timing::Later), 1)]);
    // 2025 is over and the item is recorded as under way; 2035 is far; blank ones are not known to be late.
    assert_eq!(desk.overdue_deliverables(today()), 1);
    assert_eq!(desk.overdue_deliverables(NaiveDate::from_ymd_opt(2025, 6, 1).expect("a day")), 0);
}

#[test]
fn bodies_and_dates_are_read_as_printed() {
    let folder = TempDir::new().expect("a folder");
    let desk = hospital(&folder);
    let bodies = |plan: &str| {
        let id = plan.parse().expect("an id");
        let lines = desk.deliverables(&id, today());
        let groups = deliverable_groups(&lines, Grouping::Body);
        let names = groups.iter().filter_map(|group| match &group.key {
            GroupKey::Body(body) => Some(((*body).to_owned(), group.lines.len())),
            _ => None,
        });
        names.collect::<Vec<_>>()
    };
    let qujing = bodies("qujing-public-hospitals");
    assert!(qujing.contains(&("各县、市、区人民政府".to_owned(), 73)), "{qujing:?}");
    assert_eq!(qujing.last(), Some(&(String::new(), 3)), "three name nobody");
    let chizhou = bodies("chizhou-2023");
    assert!(chizhou.contains(&("市科技局".to_owned(), 16)), "市科技局 and 市科技局等 are one: {chizhou:?}");
    let lines = desk.deliverables(&plan(), NaiveDate::from_ymd_opt(2025, 6, 1).expect("a day"));
    let count = |printed| lines.iter().filter(|line| line.due_printed == printed).count();
    assert_eq!(
        (count(Printed::Once), count(Printed::Yearly), count(Printed::Nowhere)),
        (4, 1, 118),
        "where nothing is printed the horizon stands in, and that is said"
    );
    let undated = lines.iter().filter(|line| line.due_printed == Printed::Nowhere);
    assert!(
        undated.into_iter().all(|line| line.timing == Timing::ThisYear && line.due.0.to_string() == "2025")
    );
    let passes = |filter: &DeliverableFilter| lines.iter().filter(|line| filter.passes(line)).count();
    let filter = DeliverableFilter { undated: true, ..DeliverableFilter::default() };
    assert_eq!(passes(&filter), 118);
    let filter = DeliverableFilter { body: Some("民政局".to_owned()), ..filter };
    assert_eq!(passes(&filter), 8);
    let filter = DeliverableFilter { state: Some(Some(FollowedState::Done)), ..filter };
    assert_eq!(passes(&filter), 0);
}

#[test]
fn a_change_is_undone_with_who_recorded_it_and_cells_have_their_own_steps_between() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = hospital(&folder);
    give(&mut desk, "000-D-001", FollowedState::InProgress);
    let first = item(&desk, "000-D-001");
    type_into(&mut desk, &key("H1", "hospital"), "beds_total", "100");
    assert_eq!(follow(&mut desk, "000-D-001", FollowChange::On("2025年3月1日".to_owned())), []);
    assert_eq!(follow(&mut desk, "000-D-001", FollowChange::Evidence(" 文 ".to_owned())), []);
    let last = item(&desk, "000-D-001");
    assert_eq!((last.on, last.evidence.as_str()), (day_from_text("2025-03-01"), "文"));
    assert_eq!(follow(&mut desk, "000-D-001", FollowChange::Evidence("文".to_owned())), [], "no change");
    let refused = follow(&mut desk, "000-D-001", FollowChange::On("2025-02-30".to_owned()));
    assert!(refused[0].refused && refused[0].message.zh.contains("不是日期"), "{refused:?}");
    let undo = |desk: &mut Desk| desk.apply(Command::Undo, now());
    undo(&mut desk);
    undo(&mut desk);
    assert_eq!(item(&desk, "000-D-001"), first);
    undo(&mut desk);
    assert_eq!(super::figure(&desk, &key("H1", "hospital"), "beds_total"), Figure::Blank);
    undo(&mut desk);
    assert_eq!(item(&desk, "000-D-001"), FollowedItem::default());
    for _ in 0..4 {
        desk.apply(Command::Redo, now());
    }
    assert_eq!(item(&desk, "000-D-001"), last);
    assert_eq!(desk.followed(&plan()).expect("a list").revision, 9, "every step is counted");
    desk.save_now(now()).expect("it is saved");
    let whys: Vec<String> =
        desk.followed_history(&plan(), "000-D-001").into_iter().map(|line| line.edit.why).collect();
    assert_eq!(whys, ["typed", "typed", "typed", "undo", "undo", "undo", "redo", "redo", "redo"]);
}

/// The journal had the edits, the file had not: they are taken back, named and written.
#[test]
fn edits_of_a_crash_come_back_when_asked() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = hospital(&folder);
    give(&mut desk, "000-D-001", FollowedState::Done);
    desk.save_now(now()).expect("it is saved");
    follow(&mut desk, "000-D-009", FollowChange::Figure("4".to_owned()));
    follow(&mut desk, "000-D-009", FollowChange::Evidence("市卫发18号".to_owned()));
    let list = desk.followed(&plan()).expect("a list").clone();
    // The worker got as far as the journal, then the power went.
    for job in desk.take_jobs() {
        let done = duibiao::desk::run_job(&desk.folder(), job);
        assert_eq!(done.fault, None);
    }
    let mut desk = opened_again(desk);
    assert_ne!(desk.followed(&plan()), Some(&list), "nothing comes back unasked");
    assert_eq!(desk.unrestored(), 1, "one row, with what it comes to");
    desk.apply(Command::RecoverAll, now());
    assert_eq!(desk.followed(&plan()), Some(&list));
    assert!(desk.has_unsaved());
    desk.save_now(now()).expect("it is saved");
    let desk = opened_again(desk);
    assert_eq!((desk.followed(&plan()), desk.unrestored()), (Some(&list), 0));
}

#[test]
fn a_damaged_list_is_named_and_left_and_the_rest_is_worked_with() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = hospital(&folder);
    give(&mut desk, "000-D-001", FollowedState::Done);
    desk.save_now(now()).expect("it is saved");
    let path = desk.root().join("followed/hulunbuir-2024.ron");
    let half: String = fs::read_to_string(&path).expect("a file").chars().take(120).collect();
    fs::write(&path, &half).expect("it is written");
    let mut desk = opened_again(desk);
    let words: Vec<String> = desk.faults().iter().map(|fault| fault.sentence().zh).collect();
    assert!(words.len() == 1 && words[0].contains("hulunbuir-2024.ron"), "{words:?}");
    let refused = follow(&mut desk, "000-D-002", FollowChange::State(Some(FollowedState::Done)));
    assert!(refused.len() == 1 && refused[0].refused && refused[0].message.zh == words[0], "{refused:?}");
    assert_eq!(fs::read_to_string(&path).expect("a file"), half);
    let other = Command::Follow {
        plan: "chizhou-2023".parse().expect("an id"),
        row: "003-D-001".to_owned(),
        change: FollowChange::Figure("3".to_owned()),
    };
    assert_eq!(desk.apply(other, now()), []);
    desk.save_now(now()).expect("the other list is saved");
    assert!(desk.root().join("followed/chizhou-2023.ron").exists(), "the other one is");
}

#[test]
fn a_second_window_reads_only() {
    let folder = TempDir::new().expect("a folder");
    let mut first = hospital(&folder);
    give(&mut first, "000-D-001", FollowedState::Done);
    first.save_now(now()).expect("it is saved");
    let mut second = super::open(first.root());
    assert_eq!(state_of(&second, "000-D-001"), Some(FollowedState::Done));
    let refused = follow(&mut second, "000-D-002", FollowChange::State(Some(FollowedState::Done)));
    assert!(refused.len() == 1 && refused[0].refused, "{refused:?}");
    assert_eq!(item(&second, "000-D-002"), FollowedItem::default());
}

#[test]
fn the_list_is_saved_as_a_table() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = hospital(&folder);
    follow(&mut desk, "000-D-009", FollowChange::Figure("4".to_owned()));
    follow(&mut desk, "000-D-009", FollowChange::Evidence("=1+1".to_owned()));
    let lines = desk.deliverables(&plan(), today());
    let csv = table_csv(&deliverable_table("x", &lines, Lang::Zh));
    assert_eq!(csv.lines().count(), 124);
    let row = csv.lines().find(|line| line.starts_with("000-D-009,")).expect("a row");
    assert!(
        row.contains(",6,项,") && row.contains(",horizon,逐步,in_progress,4,,'=1+1,张三,2026-01-20 10:42"),
        "{row}"
    );
    let blank = csv.lines().find(|line| line.starts_with("000-D-001,")).expect("a row");
    assert!(blank.ends_with(",2025,printed,,,,,,,"), "{blank}");
}
