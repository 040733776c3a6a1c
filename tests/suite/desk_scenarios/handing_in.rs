//! The way of a return upward and back, explanations, carried figures, and findings kept current.

use duibiao::{
    base::{Decimal, Figure, Severity},
    desk::{Answer, Command, Desk, Moving},
    returns::{MOVES, Move, ReturnKey, ReturnReason, Signers, Status},
    wire::package_from_text,
};
use proptest::prelude::*;
use tempfile::TempDir;

use super::{bureau, hospital, key, now, opened_again, type_into};

fn moved(desk: &mut Desk, key: &ReturnKey, moving: Moving) -> bool {
    let said = desk.apply(Command::MoveOn { key: key.clone(), moving }, now());
    said.iter().all(|notice| !notice.refused)
}

/// Fills what is required, answers what is asked, until nothing blocks.
pub fn settle(desk: &mut Desk, key: &ReturnKey) {
    for (element, text) in [
        ("beds_total", "1200"),
        ("staff_health_total", "1500"),
        ("staff_physicians", "500"),
        ("staff_nurses", "800"),
        ("visits_all", "500000"),
        ("emr_level", "5"),
    ] {
        type_into(desk, key, element, text);
    }
    for _ in 0..6 {
        let findings = desk.findings(key);
        for view in findings.list.iter().filter(|view| view.is_open()) {
            let (key, element) = (key.clone(), view.finding.element.clone());
            let command = match view.finding.severity {
                Severity::Hard => Command::SetNotApplicable { key, element, reason: "未统计".to_owned() },
                _ => Command::Explain {
                    key,
                    element,
                    check: view.finding.check.clone(),
                    text: "属实".to_owned(),
                },
            };
            desk.apply(command, now());
        }
    }
    assert!(desk.readiness(key).is_ready(), "{:?}", desk.findings(key).list);
}

/// A return is locked once it is handed in; withdrawn it is open, and each edit carries the reason.
#[test]
fn a_return_is_handed_in_withdrawn_and_handed_in_again() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = hospital(&folder);
    let key = key("H1", "hospital");
    assert!(!moved(&mut desk, &key, Moving::Submit), "an empty return");
    type_into(&mut desk, &key, "beds_icu", "48");
    assert!(!moved(&mut desk, &key, Moving::Submit), "core figures are missing");
    settle(&mut desk, &key);
    let signers = Signers {
        filler: duibiao::returns::Signer { name: "张三".into(), phone: "1".into() },
        ..Signers::default()
    };
    desk.apply(Command::SetSigners { key: key.clone(), signers: Box::new(signers.clone()) }, now());
    desk.sheet(&key);
    assert!(moved(&mut desk, &key, Moving::Submit));
    let first = desk.head(&key).submission().cloned().expect("handed in");
    assert_eq!((first.fingerprint.len(), desk.may_edit(&key)), (8, false));
    let before = desk.unit_return(&key).cloned();
    assert!(!desk.sheet(&key).expect("a sheet").editable, "the sheet that was made before is locked as well");
    type_into(&mut desk, &key, "beds_icu", "50");
    desk.apply(Command::Undo, now());
    assert_eq!(desk.unit_return(&key).cloned(), before, "neither typing nor undo gets through");

    let package = package_from_text(desk.package(&key).expect("packed").as_bytes()).expect("read");
    assert_eq!(
        package.returns,
        [duibiao::returns::UnitReturn::clone(desk.unit_return(&key).expect("a return"))]
    );

    assert!(!moved(&mut desk, &key, Moving::Withdraw(" ".into())), "why?");
    assert!(moved(&mut desk, &key, Moving::Withdraw("漏填一项".into())));
    assert!(desk.sheet(&key).expect("a sheet").editable);
    type_into(&mut desk, &key, "beds_icu", "50");
    let changed = desk.changed_since_submission(&key);
    let told: Vec<_> = changed.iter().map(|found| (found.element.as_str(), found.why.as_str())).collect();
    assert_eq!(told, [("beds_icu", "漏填一项")]);
    settle(&mut desk, &key);
    assert!(moved(&mut desk, &key, Moving::Submit));
    let second = desk.head(&key).submission().cloned().expect("handed in");
    assert_ne!(first.fingerprint, second.fingerprint, "other figures, other digits");
    assert_eq!(desk.head(&key).submissions.len(), 2);

    desk.save_now(now()).expect("saved");
    let again = opened_again(desk);
    assert_eq!(again.head(&key).submission(), Some(&second));
    assert_eq!(again.signers(&key), signers);
    assert_eq!(again.history_break(&key), None);
}

/// A bureau accepts or sends back what is below it, never its own, and never changes a figure.
#[test]
fn a_bureau_sends_back_and_accepts() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = bureau(&folder);
    let handed = desk.handed_in_below();
    let below =
        desk.returns().map(|found| found.key.clone()).find(|key| key.unit.as_str() != "B1").expect("one");
    assert!(handed.is_empty() || handed.contains(&below));
    let figures = desk.unit_return(&below).expect("a return").entries.clone();
    let element = figures.keys().next().expect("a cell").clone();
    assert!(!moved(&mut desk, &below, Moving::Withdraw("x".into())), "not ours to withdraw");
    assert!(moved(&mut desk, &below, Moving::Receive));
    let other = Moving::SendBack {
        reason: ReturnReason::Other,
        words: String::new(),
        due: None,
        remarks: Default::default(),
    };
    assert!(!moved(&mut desk, &below, other), "another reason is to be written");
    let back = Moving::SendBack {
        reason: ReturnReason::WrongFigure,
        words: "请核对".into(),
        due: None,
        remarks: [(element, "与去年不符".to_owned())].into(),
    };
    assert!(moved(&mut desk, &below, back));
    assert_eq!(desk.head(&below).status, Status::SentBack);
    assert!(!moved(&mut desk, &below, Moving::Accept), "what was sent back has to come again");
    assert_eq!(desk.unit_return(&below).expect("a return").entries, figures);
}

/// The second typing sees nothing of the first; what differs is listed, and taken over as one undoable step.
#[test]
fn two_typings_are_compared() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = hospital(&folder);
    let key = key("H1", "hospital");
    for (element, text) in [("beds_total", "1200"), ("beds_icu", "48"), ("emr_level", "5")] {
        type_into(&mut desk, &key, element, text);
    }
    assert!(desk.second_differences(&key).is_empty(), "nothing was typed twice yet");
    let lines = desk.second_lines(&key);
    assert!(lines.iter().all(|line| line.figure.is_blank()), "the second person sees no figure");
    for (element, text) in [("beds_total", "1,200"), ("beds_icu", "84"), ("emr_level", "")] {
        let element = element.parse().expect("an id");
        desk.apply(Command::TypeSecond { key: key.clone(), element, text: text.to_owned() }, now());
    }
    desk.save_now(now()).expect("saved");
    let mut desk = opened_again(desk);
    let found: Vec<_> = desk.second_differences(&key).into_iter().map(|one| one.element).collect();
    assert_eq!(found.iter().map(|id| id.as_str()).collect::<Vec<_>>(), ["beds_icu"]);
    desk.apply(Command::TakeSecond { key: key.clone(), elements: found }, now());
    let figure = |desk: &Desk, id: &str| {
        desk.unit_return(&key).expect("a return").figure(&id.parse().expect("an id")).known()
    };
    assert_eq!(figure(&desk, "beds_icu"), Some(Decimal::from(84)));
    assert_eq!(figure(&desk, "emr_level"), Some(Decimal::from(5)), "a blank takes nothing away");
    desk.apply(Command::Undo, now());
    assert_eq!(figure(&desk, "beds_icu"), Some(Decimal::from(48)));
}

/// What is carried forward blocks until it is confirmed; a typed figure confirms itself.
#[test]
fn carried_figures_wait_for_confirmation() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = hospital(&folder);
    let now_key = key("H1", "hospital");
    let last = ReturnKey { period: now_key.period.previous(), ..now_key.clone() };
    type_into(&mut desk, &last, "beds_total", "1150");
    type_into(&mut desk, &last, "beds_icu", "40");
    type_into(&mut desk, &last, "staff_nurses", "约八百");
    type_into(&mut desk, &now_key, "beds_icu", "48");
    let carryable = desk.carryable(&now_key);
    assert_eq!(carryable.iter().map(|id| id.as_str()).collect::<Vec<_>>(), ["beds_total"]);
    let elements = vec!["beds_total".parse().expect("an id"), "beds_icu".parse().expect("an id")];
    desk.apply(Command::CarryForward { key: now_key.clone(), elements }, now());
    let figure = |desk: &Desk, id: &str| {
        desk.unit_return(&now_key).expect("a return").figure(&id.parse().expect("an id")).clone()
    };
    assert_eq!(figure(&desk, "beds_total"), Figure::Known(Decimal::from(1150)));
    assert_eq!(figure(&desk, "beds_icu"), Figure::Known(Decimal::from(48)), "a filled cell stays");
    let waits = |desk: &Desk| {
        desk.findings(&now_key).list.iter().any(|view| view.finding.check.as_str() == "carried_confirmed")
    };
    assert!(waits(&desk));
    desk.apply(Command::Undo, now());
    assert!(!waits(&desk) && figure(&desk, "beds_total").is_blank());
    desk.apply(Command::Redo, now());
    assert!(waits(&desk));
    type_into(&mut desk, &now_key, "beds_total", "1150");
    assert!(!waits(&desk), "typed over, it is confirmed");
}

/// An explanation is of the figures it was written of; of others it is asked for again, and undo takes it back.
#[test]
fn an_explanation_holds_for_its_figures() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = hospital(&folder);
    let key = key("H1", "hospital");
    type_into(&mut desk, &key, "beds_total", "13000");
    let answer = |desk: &Desk| {
        let findings = desk.findings(&key);
        findings
            .list
            .iter()
            .find(|view| view.finding.check.as_str() == "plausible")
            .map(|view| view.answer.clone())
    };
    assert_eq!(answer(&desk), Some(Answer::Missing));
    let explain = |text: &str| Command::Explain {
        key: key.clone(),
        element: "beds_total".parse().expect("an id"),
        check: "plausible".parse().expect("an id"),
        text: text.to_owned(),
    };
    desk.apply(explain("多院区合计"), now());
    assert!(
        matches!(answer(&desk), Some(Answer::Given(said)) if said.text == "多院区合计" && said.who == "张三")
    );
    type_into(&mut desk, &key, "beds_total", "14000");
    assert!(matches!(answer(&desk), Some(Answer::Outdated(_))));
    desk.apply(Command::Undo, now());
    assert!(matches!(answer(&desk), Some(Answer::Given(_))));
    desk.apply(Command::Undo, now());
    assert_eq!(answer(&desk), Some(Answer::Missing));
    let said = desk.apply(
        Command::Explain {
            key: key.clone(),
            element: "beds_icu".parse().expect("an id"),
            check: "plausible".parse().expect("an id"),
            text: "x".into(),
        },
        now(),
    );
    assert!(said[0].refused, "there is nothing to explain");
}

/// A line that is taken out of the journal, in the middle or at its end, shows.
#[test]
fn a_removed_line_of_the_history_shows() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = hospital(&folder);
    let key = key("H1", "hospital");
    for text in ["46", "47", "48"] {
        type_into(&mut desk, &key, "beds_icu", text);
    }
    desk.save_now(now()).expect("saved");
    let desk = opened_again(desk);
    assert_eq!(desk.history_break(&key), None);
    drop(desk);
    let log = std::fs::read_dir(folder.path().join("w/journal"))
        .expect("a folder")
        .next()
        .expect("a file")
        .expect("a file")
        .path();
    let whole = std::fs::read_to_string(&log).expect("a journal");
    let lines: Vec<&str> = whole.lines().collect();
    for without in 0..lines.len() {
        let rest: Vec<&str> =
            lines.iter().enumerate().filter(|(at, _)| *at != without).map(|(_, line)| *line).collect();
        std::fs::write(&log, rest.join("\n") + "\n").expect("written");
        let desk = super::open(&folder.path().join("w"));
        assert!(desk.history_break(&key).is_some(), "line {without} is gone and nobody sees it");
    }
}

#[derive(Clone, Debug)]
enum Step {
    Type(usize, u32),
    Clear(usize),
    Flag(usize),
    Earlier(usize, u32),
    Undo,
}

const CELLS: [&str; 8] = [
    "beds_total",
    "beds_icu",
    "staff_health_total",
    "staff_physicians",
    "staff_nurses",
    "dept_neonatology",
    "flag_obstetric",
    "emr_level",
];

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (0..CELLS.len(), 0..3000_u32).prop_map(|(at, figure)| Step::Type(at, figure)),
        1 => (0..CELLS.len()).prop_map(Step::Clear),
        1 => (0..CELLS.len()).prop_map(Step::Flag),
        2 => (0..CELLS.len(), 0..3000_u32).prop_map(|(at, figure)| Step::Earlier(at, figure)),
        2 => Just(Step::Undo),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Checks asked again after each edit find what a whole run finds.
    #[test]
    fn findings_kept_current_equal_a_whole_run(steps in prop::collection::vec(any_step(), 1..25)) {
        let folder = TempDir::new().expect("a folder");
        let mut desk = hospital(&folder);
        let key = key("H1", "hospital");
        let last = ReturnKey { period: key.period.previous(), ..key.clone() };
        for step in steps {
            match step {
                Step::Type(at, figure) => type_into(&mut desk, &key, CELLS[at], &(figure % if at > 4 { 6 } else { 3000 }).to_string()),
                Step::Clear(at) => type_into(&mut desk, &key, CELLS[at], ""),
                Step::Earlier(at, figure) => type_into(&mut desk, &last, CELLS[at], &(figure % if at > 4 { 6 } else { 3000 }).to_string()),
                Step::Flag(at) => {
                    desk.apply(Command::Flag { key: key.clone(), element: CELLS[at].parse().expect("an id"), on: true }, now());
                    Vec::new()
                }
                Step::Undo => desk.apply(Command::Undo, now()),
            };
            for key in [&key, &last] {
                desk.findings(key);
                prop_assert_eq!(desk.found_kept(key), desk.found_anew(key));
            }
        }
    }

    /// No sequence of moves leads anywhere but where the table says, and none changes a figure.
    #[test]
    fn no_move_changes_a_figure(moves in prop::collection::vec(0..6_usize, 1..12)) {
        let folder = TempDir::new().expect("a folder");
        let mut desk = bureau(&folder);
        let below = desk.returns().map(|found| found.key.clone()).find(|key| key.unit.as_str() != "B1").expect("one");
        let figures = desk.unit_return(&below).expect("a return").entries.clone();
        for at in moves {
            let moving = match at {
                0 => Moving::Submit,
                1 => Moving::Withdraw("原因".into()),
                2 => Moving::Receive,
                3 => Moving::Accept,
                4 => Moving::SendBack { reason: ReturnReason::Incomplete, words: String::new(), due: None, remarks: Default::default() },
                _ => Moving::Correct("原因".into()),
            };
            let (from, by) = (desk.head(&below).status, moving.by());
            let went = moved(&mut desk, &below, moving);
            let to = desk.head(&below).status;
            let listed = MOVES.iter().find(|(of, over, _)| *of == from && *over == by).map(|(.., to)| *to);
            prop_assert_eq!(to, if went { listed.expect("a move of the table") } else { from });
            prop_assert!(!went || matches!(by, Move::Receive | Move::Accept | Move::SendBack), "a bureau does not author");
            prop_assert_eq!(&desk.unit_return(&below).expect("a return").entries, &figures);
        }
    }
}
