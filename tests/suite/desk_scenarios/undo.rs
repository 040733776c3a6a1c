//! Whatever was done in a form, taking all of it back is the beginning and doing all of it again the end.

use duibiao::{
    desk::{Block, Command, Desk, PasteWish, Sheet},
    returns::{Entry, ReturnKey},
};
use proptest::prelude::*;
use tempfile::TempDir;

use super::{hospital, key, now, type_into};

/// Elements side by side, among them two computed rows, a list and one in another unit.
const CELLS: [&str; 8] = [
    "beds_total",
    "beds_by_hospital",
    "beds_tcm_general_hosp",
    "beds_icu",
    "staff_nurses",
    "staff_physicians",
    "dept_icu",
    "emr_level",
];
const TEXTS: [&str; 10] =
    ["0", "48", "1,200", "48.5", "约九十", "", "不适用：未设该科室", "是", "4级", "0.985"];
const BLOCKS: [&str; 5] = [
    "90\n92\n36\n",
    "重症监护床位数\t48\n医疗卫生机构实有床位数\t1200\n",
    "不适用：未设\n\n12\n",
    "医护比\t1:1.2\n注册护士数\t744\n执业(助理)医师数\t612\n",
    "是\n否\n",
];

#[derive(Clone, Debug)]
enum Act {
    Type(usize, usize),
    /// Pastes a block as the window does, what it would look at first included.
    Paste(usize, usize),
    Clear(Vec<usize>),
    FillDown(Vec<usize>, usize),
    NotApplicable(usize),
    Note(usize, usize),
    Undo,
    Redo,
}

fn any_act() -> impl Strategy<Value = Act> {
    let cell = || 0..CELLS.len();
    let cells = || proptest::collection::vec(0..CELLS.len(), 0..5);
    prop_oneof![
        5 => (cell(), 0..TEXTS.len()).prop_map(|(cell, text)| Act::Type(cell, text)),
        3 => (cell(), 0..BLOCKS.len()).prop_map(|(cell, block)| Act::Paste(cell, block)),
        2 => cells().prop_map(Act::Clear),
        2 => (cells(), 0..TEXTS.len()).prop_map(|(cells, text)| Act::FillDown(cells, text)),
        1 => cell().prop_map(Act::NotApplicable),
        2 => (cell(), 0..TEXTS.len()).prop_map(|(cell, text)| Act::Note(cell, text)),
        2 => Just(Act::Undo),
        2 => Just(Act::Redo),
    ]
}

fn act(desk: &mut Desk, at: &ReturnKey, what: &Act) {
    let id = |cell: usize| CELLS[cell].parse().expect("an id");
    let key = at.clone();
    let command = match what {
        Act::Type(cell, text) => {
            Command::SetFigure { key, element: id(*cell), text: TEXTS[*text].to_owned() }
        }
        Act::Paste(cell, block) => {
            let sheet = desk.sheet(at).expect("a sheet");
            let shown: Vec<usize> = (0..sheet.rows.len()).collect();
            let row = sheet.row_of(&id(*cell)).expect("a row");
            let block = Block::of_text(BLOCKS[*block]);
            let plan = desk.plan_paste(&sheet, &shown, row, &block, PasteWish::default());
            Command::Paste { key, cells: plan.cells(&sheet, "") }
        }
        Act::Clear(cells) => Command::Clear { key, elements: cells.iter().map(|cell| id(*cell)).collect() },
        Act::FillDown(cells, text) => {
            let mut cells = cells.clone();
            cells.sort_unstable();
            cells.dedup();
            let cells = cells.into_iter().map(|cell| (id(cell), TEXTS[*text].to_owned())).collect();
            Command::FillDown { key, cells }
        }
        Act::NotApplicable(cell) => {
            Command::SetNotApplicable { key, element: id(*cell), reason: "未开展".to_owned() }
        }
        Act::Note(cell, text) => Command::SetNote { key, element: id(*cell), note: TEXTS[*text].to_owned() },
        Act::Undo => Command::Undo,
        Act::Redo => Command::Redo,
    };
    desk.apply(command, now());
}

/// What a person sees of the form and what is stored of it; revisions and history only grow.
fn state(desk: &Desk, at: &ReturnKey) -> (Vec<(String, Entry)>, Sheet) {
    let found = desk.unit_return(at).map(|found| found.entries.clone()).unwrap_or_default();
    let entries = found.into_iter().map(|(id, entry)| (id.to_string(), entry)).collect();
    (entries, Sheet::clone(&desk.sheet(at).expect("a sheet")))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn all_taken_back_is_the_beginning_and_all_done_again_the_end(
        before in proptest::collection::vec((0..CELLS.len(), 0..TEXTS.len()), 0..6),
        acts in proptest::collection::vec(any_act(), 1..30),
    ) {
        let folder = TempDir::new().expect("a folder");
        let mut desk = hospital(&folder);
        let at = key("H1", "hospital");
        for (cell, text) in before {
            type_into(&mut desk, &at, CELLS[cell], TEXTS[text]);
        }
        // A new sitting begins with nothing to take back.
        desk.save_now(now()).expect("it is saved");
        let mut desk = super::opened_again(desk);
        let start = state(&desk, &at);
        let mut states = vec![start.clone()];
        for what in &acts {
            act(&mut desk, &at, what);
            states.push(state(&desk, &at));
        }
        // What was taken back and not done again yet belongs to the end too.
        while desk.can_redo() {
            desk.apply(Command::Redo, now());
        }
        let end = state(&desk, &at);
        let mut steps = 0;
        while desk.can_undo() {
            desk.apply(Command::Undo, now());
            steps += 1;
            prop_assert!(steps <= acts.len(), "one act is at most one step");
            prop_assert!(
                states.contains(&state(&desk, &at)),
                "a step leads to a state that was there, never between two"
            );
        }
        prop_assert_eq!(&state(&desk, &at), &start);
        while desk.can_redo() {
            desk.apply(Command::Redo, now());
        }
        prop_assert_eq!(&state(&desk, &at), &end);
    }
}
