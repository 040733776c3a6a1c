//! Random sittings against a model of a few lines: type, clear, note, undo, redo, save, close, crash.

use std::collections::BTreeMap;

use duibiao::{
    base::{Decimal, Figure},
    desk::{Command, Desk, Job, run_job},
    returns::{Entry, ReturnKey},
};
use proptest::prelude::*;
use tempfile::TempDir;

use super::{hospital, key, now, open, opened_again, type_into};

/// Element, text, what stands in the cell then.
fn typed(which: usize) -> (&'static str, &'static str, Figure) {
    let reason = |text: &str| Figure::NotApplicable(text.to_owned());
    let known = |number: &str| Figure::Known(number.parse::<Decimal>().expect("a number"));
    let unread = |text: &str| Figure::Unread(text.to_owned());
    match which % KINDS {
        0 => ("beds_total", "１，２００张", known("1200")),
        1 => ("beds_total", "0", known("0")),
        2 => ("beds_total", " 48.5 ", unread("48.5")),
        3 => ("beds_total", "", Figure::Blank),
        4 => ("emr_level", "4级", known("4")),
        5 => ("emr_level", "十级", unread("十级")),
        6 => ("emr_level", "—", Figure::Blank),
        7 => ("drg_weight_sum", "1,234.5678", known("1234.5678")),
        8 => ("drg_weight_sum", "1234.5678", known("1234.5678")),
        9 => ("dept_geriatrics", "有", known("1")),
        10 => ("dept_geriatrics", "否", known("0")),
        11 => ("beds_total", "不适用：未设床位", reason("未设床位")),
        12 => ("dept_geriatrics", "0.985", unread("0.985")),
        13 => ("beds_total", "无", unread("无")),
        _ => ("dept_geriatrics", "", Figure::Blank),
    }
}

/// How many texts [`typed`] knows.
const KINDS: usize = 15;

const ELEMENTS: [&str; 4] = ["beds_total", "emr_level", "drg_weight_sum", "dept_geriatrics"];

#[derive(Clone, Debug)]
enum Act {
    Type(usize),
    Paste(usize, usize),
    /// Clears the elements whose bit is set.
    Clear(u8),
    /// Fills the elements whose bit is set with what is typed there.
    FillDown(u8, usize),
    NotApplicable(usize),
    Note(usize, bool),
    Undo,
    Redo,
    Save,
    /// Closes after saving and opens again.
    Reopen,
    /// Loses everything but what the journal holds.
    Crash,
}

fn any_act() -> impl Strategy<Value = Act> {
    prop_oneof![
        6 => (0..KINDS).prop_map(Act::Type),
        2 => (0..KINDS, 0..KINDS).prop_map(|(one, other)| Act::Paste(one, other)),
        1 => (0..16_u8).prop_map(Act::Clear),
        1 => (0..16_u8, 0..KINDS).prop_map(|(mask, which)| Act::FillDown(mask, which)),
        1 => (0..4_usize).prop_map(Act::NotApplicable),
        1 => (0..4_usize, any::<bool>()).prop_map(|(at, is_long)| Act::Note(at, is_long)),
        4 => Just(Act::Undo),
        3 => Just(Act::Redo),
        1 => Just(Act::Save),
        1 => Just(Act::Reopen),
        1 => Just(Act::Crash),
    ]
}

type Cells = BTreeMap<&'static str, Entry>;

/// Whole states instead of edits: an undo goes back to the state before.
#[derive(Default)]
struct Model {
    cells: Cells,
    before: Vec<Cells>,
    after: Vec<Cells>,
}

impl Model {
    fn change(&mut self, changes: impl IntoIterator<Item = (&'static str, Box<dyn Fn(&mut Entry)>)>) {
        let old = self.cells.clone();
        for (element, change) in changes {
            let entry = self.cells.entry(element).or_default();
            change(entry);
            if entry.is_empty() {
                self.cells.remove(element);
            }
        }
        if self.cells != old {
            self.before.push(old);
            self.after.clear();
        }
    }

    fn forget(&mut self) {
        self.before.clear();
        self.after.clear();
    }
}

/// Gives the elements whose bit is set.
fn masked(mask: u8) -> Vec<&'static str> {
    ELEMENTS.into_iter().enumerate().filter(|(at, _)| mask >> at & 1 == 1).map(|(_, id)| id).collect()
}

fn put(figure: Figure) -> Box<dyn Fn(&mut Entry)> {
    Box::new(move |entry| entry.figure = figure.clone())
}

fn act(desk: &mut Desk, model: &mut Model, at: &ReturnKey, what: &Act) {
    match what {
        Act::Type(which) => {
            let (element, text, figure) = typed(*which);
            type_into(desk, at, element, text);
            model.change([(element, put(figure))]);
        }
        Act::Paste(one, other) => {
            let (one, other) = (typed(*one), typed(*other));
            // Twice the same cell in one paste is no paste people make.
            if one.0 == other.0 {
                return;
            }
            let cells = [&one, &other].map(|(id, text, _)| (id.parse().expect("an id"), (*text).to_owned()));
            desk.apply(Command::Paste { key: at.clone(), cells: cells.to_vec() }, now());
            model.change([(one.0, put(one.2)), (other.0, put(other.2))]);
        }
        Act::Clear(mask) => {
            let elements = masked(*mask);
            let ids = elements.iter().map(|id| id.parse().expect("an id")).collect();
            desk.apply(Command::Clear { key: at.clone(), elements: ids }, now());
            model.change(elements.into_iter().map(|element| (element, put(Figure::Blank))));
        }
        Act::FillDown(mask, which) => {
            // Of all texts only an empty one is read alike by every kind of element; others go where they belong.
            let (element, text, figure) = typed(*which);
            let cells = masked(*mask).into_iter().filter(|masked| *masked == element);
            let cells: Vec<_> = cells.map(|id| (id.parse().expect("an id"), text.to_owned())).collect();
            let filled = cells.len();
            desk.apply(Command::FillDown { key: at.clone(), cells }, now());
            model.change((0..filled).map(|_| (element, put(figure.clone()))));
        }
        Act::NotApplicable(which) => {
            let (element, reason) = (ELEMENTS[*which], "不适用".to_owned());
            let id = element.parse().expect("an id");
            desk.apply(
                Command::SetNotApplicable { key: at.clone(), element: id, reason: reason.clone() },
                now(),
            );
            model.change([(element, put(Figure::NotApplicable(reason)))]);
        }
        Act::Note(which, is_long) => {
            let element = ELEMENTS[*which];
            let note = if *is_long { "说明\n“第二行”".to_owned() } else { String::new() };
            let id = element.parse().expect("an id");
            desk.apply(Command::SetNote { key: at.clone(), element: id, note: note.clone() }, now());
            model.change([(
                element,
                Box::new(move |entry: &mut Entry| entry.note.clone_from(&note)) as Box<dyn Fn(&mut Entry)>,
            )]);
        }
        Act::Undo => {
            desk.apply(Command::Undo, now());
            if let Some(before) = model.before.pop() {
                model.after.push(std::mem::replace(&mut model.cells, before));
            }
        }
        Act::Redo => {
            desk.apply(Command::Redo, now());
            if let Some(after) = model.after.pop() {
                model.before.push(std::mem::replace(&mut model.cells, after));
            }
        }
        Act::Save => desk.save_now(now()).expect("it is saved"),
        Act::Reopen | Act::Crash => {}
    }
}

/// Writes the journal and nothing else, as a desk does before it is killed.
fn crash(mut desk: Desk) -> Desk {
    let folder = desk.folder();
    for job in desk.take_jobs() {
        if matches!(job, Job::Journal(..)) {
            let done = run_job(&folder, job);
            assert!(done.fault.is_none(), "{:?}", done.fault);
        }
    }
    drop(folder);
    let root = desk.root().to_owned();
    drop(desk);
    let mut desk = open(&root);
    desk.apply(Command::RecoverAll, now());
    desk
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_sitting_keeps_what_was_typed(acts in proptest::collection::vec(any_act(), 1..24)) {
        let folder = TempDir::new().expect("a folder");
        let mut desk = hospital(&folder);
        let mut model = Model::default();
        let at = key("H1", "hospital");
        for what in acts.iter().chain([&Act::Crash, &Act::Reopen]) {
            desk = match what {
                Act::Crash => crash(desk),
                Act::Reopen => {
                    desk.save_now(now()).expect("it is saved");
                    opened_again(desk)
                }
                what => {
                    act(&mut desk, &mut model, &at, what);
                    desk
                }
            };
            if matches!(what, Act::Crash | Act::Reopen) {
                model.forget();
                prop_assert!(desk.faults().is_empty());
            }
            let found = desk.unit_return(&at).map(|found| found.entries.clone()).unwrap_or_default();
            let found: Cells = ELEMENTS
                .into_iter()
                .filter_map(|id| Some((id, found.get(id)?.clone())))
                .collect();
            prop_assert_eq!(&found, &model.cells, "after {:?}", what);
            prop_assert_eq!((desk.can_undo(), desk.can_redo()), (!model.before.is_empty(), !model.after.is_empty()));
            let statement = desk.statements(at.period).and_then(|all| all.get(&at.unit));
            for (element, entry) in &model.cells {
                let id = element.parse().expect("an id");
                prop_assert_eq!(statement.map(|statement| statement.figure(&id)), Some(&entry.figure));
            }
        }
    }
}
