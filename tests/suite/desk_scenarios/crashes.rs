//! After a crash or a damaged file: what the journal holds is offered, what cannot be read is named.

use std::fs;

use duibiao::{
    base::{ElementId, Figure},
    desk::{Command, Desk, Job, Moving, OfferPlace, Offered, Restorable, run_job},
    returns::{Change, Edit, Entry, ReturnKey, Status, UnitReturn},
    wire::{DraftPart, DraftPlace, JournalLine, chained},
};
use tempfile::TempDir;

use super::{
    bureau, figure,
    handing_in::{moved, settle},
    hospital, key, known, now, opened_again, type_into,
};

/// Gives edits of a cell as the journal has them, each ending the chain that the ones before have begun.
fn lines_after(
    at: &ReturnKey,
    from: Option<&UnitReturn>,
    edits: &[(&str, Figure, Figure)],
) -> Vec<JournalLine> {
    let (mut revision, mut chain) =
        from.map(|found| (found.revision, found.chain.clone())).unwrap_or_default();
    let mut lines = Vec::new();
    for (element, old, new) in edits {
        revision += 1;
        let change = Change::Cell {
            element: element.parse().expect("an id"),
            old: Entry::of(old.clone()),
            new: Entry::of(new.clone()),
        };
        let edit = Edit { at: now(), who: "李四".to_owned(), change, why: "typed".to_owned() };
        let mut line = JournalLine { key: at.clone(), revision, edit, chain: String::new() };
        line.chain = chained(&chain, &line).expect("a chain");
        chain.clone_from(&line.chain);
        lines.push(line);
    }
    lines
}

fn cell(element: &str) -> OfferPlace {
    OfferPlace::Cell(element.parse().expect("an id"))
}

/// A hospital whose file has 100 beds, and a journal that goes on to 120 beds and no nurses.
fn crashed(folder: &TempDir) -> (Desk, ReturnKey) {
    let mut desk = hospital(folder);
    let at = key("H1", "hospital");
    type_into(&mut desk, &at, "beds_total", "100");
    desk.save_now(now()).expect("it is saved");
    let none = Figure::NotApplicable("无".to_owned());
    let edits = [
        ("beds_total", known(100), known(110)),
        ("staff_nurses", Figure::Blank, none),
        ("beds_total", known(110), known(120)),
    ];
    let lines = lines_after(&at, desk.unit_return(&at).map(AsRef::as_ref), &edits);
    desk.folder().append_journal(&lines, now().date()).expect("it is written");
    (opened_again(desk), at)
}

/// After a crash the journal holds edits the file lacks: they are offered, and nothing is brought back by itself.
#[test]
fn edits_of_a_crash_are_offered_and_brought_back_when_asked() {
    let folder = TempDir::new().expect("a folder");
    let (mut desk, at) = crashed(&folder);
    assert_eq!(figure(&desk, &at, "beds_total"), known(100), "the file's figure until somebody decides");
    assert!(!desk.has_unsaved() && !desk.is_busy(), "nothing is written unasked");
    let offers = desk.offers();
    let [offer] = offers.as_slice() else { panic!("{offers:?}") };
    assert_eq!((&offer.of, offer.is_whole, offer.is_left), (&Offered::Return(at.clone()), false, false));
    let told: Vec<_> = offer.lines.iter().map(|line| (&line.place, &line.what, line.who.as_str())).collect();
    let beds = Restorable::Cell(Entry::of(known(100)), Entry::of(known(120)));
    assert!(told.contains(&(&cell("beds_total"), &beds, "李四")), "{told:?}");
    assert_eq!((told.len(), desk.unrestored()), (2, 2));
    let take = vec![cell("beds_total"), cell("staff_nurses")];
    assert_eq!(desk.apply(Command::Recover { of: offer.of.clone(), take }, now()), []);
    assert_eq!(figure(&desk, &at, "beds_total"), known(120));
    assert_eq!(figure(&desk, &at, "staff_nurses"), Figure::NotApplicable("无".to_owned()));
    assert_eq!(desk.unit_return(&at).map(|found| found.revision), Some(4));
    let statement = desk.statements(at.period).and_then(|all| all.get(&at.unit)).expect("a statement");
    assert_eq!(statement.figure(&"beds_total".parse().expect("an id")), &known(120));
    assert_eq!((desk.unrestored(), desk.history_break(&at)), (0, None));
    desk.save_now(now()).expect("it is saved");
    let desk = opened_again(desk);
    assert_eq!((desk.unrestored(), figure(&desk, &at, "beds_total")), (0, known(120)));
}

/// What is left stays in the history and can be taken later; what was ticked is back.
#[test]
fn what_is_left_stays_in_the_journal_and_can_be_taken_later() {
    let folder = TempDir::new().expect("a folder");
    let (mut desk, at) = crashed(&folder);
    let of = Offered::Return(at.clone());
    let later = now() + chrono::TimeDelta::hours(1);
    desk.apply(Command::Recover { of: of.clone(), take: vec![cell("staff_nurses")] }, later);
    assert_eq!(figure(&desk, &at, "beds_total"), known(100));
    assert_eq!(figure(&desk, &at, "staff_nurses"), Figure::NotApplicable("无".to_owned()));
    desk.save_now(now()).expect("it is saved");
    let mut desk = opened_again(desk);
    assert_eq!((desk.unrestored(), desk.history_break(&at)), (0, None));
    let left = desk.left_offers();
    let [offer] = left.as_slice() else { panic!("{left:?}") };
    let beds = Restorable::Cell(Entry::of(known(100)), Entry::of(known(120)));
    assert!(offer.is_left && offer.lines.len() == 1 && offer.lines[0].what == beds, "{offer:?}");
    assert_eq!(
        (offer.lines[0].at, offer.lines[0].who.as_str()),
        (now(), "李四"),
        "when it was typed, not left"
    );
    desk.apply(Command::Recover { of, take: vec![cell("beds_total")] }, now());
    assert_eq!((figure(&desk, &at, "beds_total"), desk.left_offers().len()), (known(120), 0));
    desk.apply(Command::Undo, now());
    assert_eq!(figure(&desk, &at, "beds_total"), known(100), "taking it is an ordinary edit");
}

/// Typing into a return with undecided edits leaves them, and its history stays one chain.
#[test]
fn typing_on_leaves_what_is_undecided() {
    let folder = TempDir::new().expect("a folder");
    let (mut desk, at) = crashed(&folder);
    type_into(&mut desk, &at, "beds_icu", "7");
    assert_eq!(figure(&desk, &at, "beds_total"), known(100));
    assert_eq!((desk.unrestored(), desk.left_offers().len()), (0, 1));
    desk.save_now(now()).expect("it is saved");
    let desk = opened_again(desk);
    assert_eq!((desk.faults(), desk.pack_faults(), desk.history_break(&at)), (&[][..], &[][..], None));
    assert_eq!(figure(&desk, &at, "beds_icu"), known(7));
    assert_eq!(desk.left_offers()[0].lines.len(), 2);
}

/// Handing in with undecided edits leaves them first: the revision that is said to be handed in is the one that is.
#[test]
fn handing_in_leaves_what_is_undecided_before_it_counts() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = hospital(&folder);
    let at = key("H1", "hospital");
    settle(&mut desk, &at);
    desk.save_now(now()).expect("it is saved");
    let edits = [("beds_total", known(1200), known(1300))];
    let lines = lines_after(&at, desk.unit_return(&at).map(AsRef::as_ref), &edits);
    desk.folder().append_journal(&lines, now().date()).expect("it is written");
    let mut desk = opened_again(desk);
    assert_eq!(desk.unrestored(), 1);
    assert!(moved(&mut desk, &at, Moving::Submit));
    let handed = desk.unit_return(&at).expect("a return");
    assert_eq!(handed.head.submission().map(|handed| handed.revision), Some(handed.revision));
    assert_eq!(figure(&desk, &at, "beds_total"), known(1200));
    // Nor does a return come of edits that were never brought back.
    let folder = TempDir::new().expect("a folder");
    let desk = hospital(&folder);
    let lines = lines_after(&at, None, &[("beds_total", Figure::Blank, known(90))]);
    desk.folder().append_journal(&lines, now().date()).expect("it is written");
    let mut desk = opened_again(desk);
    assert!(!moved(&mut desk, &at, Moving::Submit) && desk.unit_return(&at).is_none());
    assert_eq!(desk.unrestored(), 1);
}

/// A first sitting that crashed before any file was written is in the journal whole.
#[test]
fn a_return_that_never_had_a_file_is_offered() {
    let folder = TempDir::new().expect("a folder");
    let desk = hospital(&folder);
    let at = key("H1", "hospital");
    let lines = lines_after(&at, None, &[("beds_total", Figure::Blank, known(90))]);
    desk.folder().append_journal(&lines, now().date()).expect("it is written");
    let mut desk = opened_again(desk);
    assert!(desk.unit_return(&at).is_none());
    desk.apply(Command::RecoverAll, now());
    assert_eq!(figure(&desk, &at, "beds_total"), known(90));
    assert!(desk.unit_return(&at).is_some_and(|found| !found.synthetic && !found.on_behalf));
}

/// The journal of a return that was handed in, whose chain or next revision is another, or that changed something
/// else than what stands there, is not offered.
#[test]
fn what_does_not_follow_is_not_offered() {
    let check = |status: Status, change: &dyn Fn(&mut Vec<JournalLine>), expected: usize, told: usize| {
        let folder = TempDir::new().expect("a folder");
        let desk = hospital(&folder);
        let at = key("H1", "hospital");
        let mut made = UnitReturn::new(at.clone(), 1);
        made.replace(&"beds_total".parse().expect("an id"), Entry::of(known(100)));
        made.head.status = status;
        made.chain = "ab".repeat(16);
        desk.folder().save_return(&made).expect("it is saved");
        let edits = [("beds_total", known(100), known(2)), ("staff_nurses", Figure::Blank, known(3))];
        let mut lines = lines_after(&at, Some(&made), &edits);
        change(&mut lines);
        desk.folder().append_journal(&lines, now().date()).expect("it is written");
        let desk = opened_again(desk);
        assert_eq!((desk.unrestored(), desk.pack_faults().len()), (expected, told), "{status:?} {lines:?}");
    };
    check(Status::Draft, &|_| {}, 2, 0);
    check(Status::Submitted, &|_| {}, 0, 1);
    check(Status::Draft, &|lines| drop(lines.remove(0)), 0, 1);
    check(Status::Draft, &|lines| lines[1].revision = 4, 1, 1);
    check(Status::Draft, &|lines| lines[1].chain = "cd".repeat(16), 1, 1);
    check(Status::Draft, &|lines| lines[0].chain = String::new(), 0, 1);
    let other_old = |lines: &mut Vec<JournalLine>| {
        let Change::Cell { old, .. } = &mut lines[0].edit.change else { return };
        *old = Entry::of(known(99));
        lines[0].chain = chained(&"ab".repeat(16), &lines[0]).expect("a chain");
    };
    check(Status::Draft, &other_old, 0, 1);
    // A file whose revision the journal knows with another end is opened, and told.
    let earlier = |lines: &mut Vec<JournalLine>| {
        lines.truncate(1);
        lines[0].revision = 1;
    };
    check(Status::Draft, &earlier, 0, 1);
}

/// The file was replaced by another one of its revision, then typed into: what was typed is offered, the lines of the
/// history that is gone are told.
#[test]
fn a_file_put_in_place_does_not_hide_what_was_typed_after() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = hospital(&folder);
    let at = key("H1", "hospital");
    type_into(&mut desk, &at, "beds_total", "100");
    desk.save_now(now()).expect("it is saved");
    let file = UnitReturn::clone(desk.unit_return(&at).expect("a return"));
    let gone = UnitReturn { chain: "ab".repeat(16), ..file.clone() };
    let before = [
        ("beds_total", known(100), known(1)),
        ("beds_total", known(1), known(2)),
        ("beds_total", known(2), known(3)),
    ];
    let after = [("beds_total", known(100), known(7)), ("staff_nurses", Figure::Blank, known(8))];
    for (from, edits) in [(&gone, &before[..]), (&file, &after[..])] {
        let lines = lines_after(&at, Some(from), edits);
        desk.folder().append_journal(&lines, now().date()).expect("it is written");
    }
    let mut desk = opened_again(desk);
    let offers = desk.offers();
    let [offer] = offers.as_slice() else { panic!("{offers:?}") };
    assert_eq!((offer.lines.len(), desk.pack_faults().len()), (2, 1), "{offers:?}");
    let told = &desk.pack_faults()[0];
    assert!(told.zh.contains("有 3 处修改接不上，未恢复：医疗卫生机构实有床位数。"), "{}", told.zh);
    assert!(!told.zh.contains("hospital") && !told.en.contains("beds_total"), "{told:?}");
    desk.apply(Command::RecoverAll, now());
    assert_eq!((figure(&desk, &at, "beds_total"), figure(&desk, &at, "staff_nurses")), (known(7), known(8)));
}

/// A text that was being typed is offered for its own cell only, and only while nobody has edited that cell.
#[test]
fn drafts_are_offered_to_their_own_cell_only() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = hospital(&folder);
    let at = key("H1", "hospital");
    type_into(&mut desk, &at, "beds_total", "100");
    desk.save_now(now()).expect("it is saved");
    let place =
        |element: &str, part| DraftPlace { key: at.clone(), element: element.parse().expect("an id"), part };
    let figure_place = place("beds_total", DraftPart::Figure);
    let note_place = place("beds_icu", DraftPart::Note);
    let typed = vec![
        (figure_place.clone(), Some("12".to_owned())),
        (note_place, Some("半句说明".to_owned())),
        (place("staff_nurses", DraftPart::Figure), Some("9".to_owned())),
    ];
    desk.keep_drafts(typed, now());
    desk.keep_drafts(vec![(place("staff_nurses", DraftPart::Figure), None)], now());
    desk.save_now(now()).expect("it is written");
    let mut desk = opened_again(desk);
    let offers = desk.offers();
    assert_eq!(offers.iter().map(|offer| offer.lines.len()).sum::<usize>(), 2, "{offers:?}");
    assert_eq!(figure(&desk, &at, "beds_total"), known(100), "a draft is never a figure");
    let take = vec![OfferPlace::Draft(figure_place.element.clone(), DraftPart::Figure)];
    assert_eq!(desk.apply(Command::Recover { of: Offered::Return(at.clone()), take }, now()), []);
    assert_eq!(figure(&desk, &at, "beds_total"), known(12));
    desk.save_now(now()).expect("it is saved");
    // What was left is not asked for again, but can be taken.
    let mut desk = opened_again(desk);
    assert_eq!((desk.unrestored(), desk.left_offers().len()), (0, 1));
    // Typed for 12 beds, then edited and taken back: the draft belongs to what stood there before.
    desk.keep_drafts(vec![(figure_place, Some("7".to_owned()))], now());
    type_into(&mut desk, &at, "beds_total", "8");
    desk.apply(Command::Undo, now());
    desk.save_now(now()).expect("it is saved");
    let desk = opened_again(desk);
    assert_eq!((figure(&desk, &at, "beds_total"), desk.unrestored()), (known(12), 0));
}

/// What was typed over the file after a crash, before anybody decided on the edits it left, is newer than those edits and
/// than what was typed before the crash.
#[test]
fn a_draft_after_a_crash_is_not_hidden_by_what_came_before_it() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = hospital(&folder);
    let at = key("H1", "hospital");
    type_into(&mut desk, &at, "beds_total", "100");
    desk.save_now(now()).expect("it is saved");
    let element = "beds_total".parse().expect("an id");
    let place = DraftPlace { key: at.clone(), element, part: DraftPart::Figure };
    let draft = |text: &str| vec![(place.clone(), Some(text.to_owned()))];
    // Journalled and never saved: 120 beds, and 13 that stood there when the program was killed.
    type_into(&mut desk, &at, "beds_total", "120");
    desk.keep_drafts(draft("13"), now());
    for job in desk.take_jobs().into_iter().filter(|job| matches!(job, Job::Journal(..) | Job::Drafts(..))) {
        assert!(run_job(&desk.folder(), job).fault.is_none());
    }
    let mut desk = opened_again(desk);
    let texts = |desk: &Desk| -> Vec<_> {
        let offers = desk.offers();
        offers.iter().flat_map(|offer| &offer.lines).map(|line| line.what.clone()).collect()
    };
    let edit = Restorable::Cell(Entry::of(known(100)), Entry::of(known(120)));
    assert_eq!(texts(&desk), [edit.clone(), Restorable::Draft("120".to_owned(), "13".to_owned())]);
    desk.keep_drafts(draft("14"), now());
    desk.save_now(now()).expect("it is written");
    let mut desk = opened_again(desk);
    assert_eq!(texts(&desk), [edit, Restorable::Draft("100".to_owned(), "14".to_owned())]);
    assert_eq!(desk.apply(Command::RecoverAll, now()), []);
    assert_eq!(figure(&desk, &at, "beds_total"), known(14));
    desk.save_now(now()).expect("it is saved");
    assert_eq!(opened_again(desk).unrestored(), 0, "neither is offered again");
}

/// What a second person was typing is offered to the second typing and to nothing else, until it was committed.
#[test]
fn a_draft_of_a_second_typing_is_its_own() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = hospital(&folder);
    let at = key("H1", "hospital");
    type_into(&mut desk, &at, "beds_total", "100");
    let element: ElementId = "beds_total".parse().expect("an id");
    let place = DraftPlace { key: at.clone(), element: element.clone(), part: DraftPart::Second };
    desk.apply(Command::TypeSecond { key: at.clone(), element, text: "90".to_owned() }, now());
    desk.keep_drafts(vec![(place.clone(), Some("101".to_owned()))], now());
    desk.save_now(now()).expect("it is saved");
    let mut desk = opened_again(desk);
    type_into(&mut desk, &at, "beds_total", "102");
    let offers = desk.offers();
    let line = &offers.first().expect("an offer").lines[0];
    assert_eq!(line.what, Restorable::Draft("90".to_owned(), "101".to_owned()), "whatever the first types");
    assert_eq!(desk.apply(Command::RecoverAll, now()), []);
    let second = |desk: &Desk| desk.second_differences(&at).iter().map(|one| one.second.clone()).collect();
    let told: Vec<Figure> = second(&desk);
    assert_eq!((told, figure(&desk, &at, "beds_total")), (vec![known(101)], known(102)));
    // The next one was taken back before the end.
    desk.keep_drafts(vec![(place.clone(), Some("7".to_owned()))], now());
    desk.keep_drafts(vec![(place, None)], now());
    desk.save_now(now()).expect("it is saved");
    assert_eq!(opened_again(desk).unrestored(), 0);
}

/// What cannot be read is named and left as it is; the rest is worked with.
#[test]
fn damaged_files_are_named_and_the_rest_works() {
    let folder = TempDir::new().expect("a folder");
    let mut desk = bureau(&folder);
    type_into(&mut desk, &key("B1", "county_bureau"), "pop_resident", "400000");
    desk.save_now(now()).expect("it is saved");
    let forms = desk.root().join("returns/2025/hospital");
    let whole = fs::read_to_string(forms.join("H1.ron")).expect("a file");
    let stranger = UnitReturn::new(key("H9", "hospital"), 1);
    let stranger = duibiao::wire::return_text(&stranger).expect("a text");
    let put = |name: &str, text: &str| fs::write(forms.join(name), text).expect("it is written");
    put("H1.ron", &whole.replace("800", "900"));
    put("H9.ron", &stranger);
    put("H2.ron", &whole[..whole.len() / 2]);
    fs::write(desk.root().join("journal/2026-01-19.log"), "deadbeef (at:\"\n").expect("it is written");
    let mut desk = opened_again(desk);
    let words: Vec<String> = desk.faults().iter().map(|fault| fault.sentence().zh).collect();
    let check = |part: &str, file: &str| {
        assert!(words.iter().any(|fault| fault.contains(part) && fault.contains(file)), "{part}: {words:#?}");
    };
    assert_eq!(words.len(), 4, "{words:#?}");
    check("校验码与内容不符", "H1.ron");
    check("文件在此处中断", "H2.ron");
    check("机构名录(units.ron)中没有单位“H9”", "H9.ron");
    check("第 1 行不完整", "2026-01-19.log");
    assert_eq!(figure(&desk, &key("B1", "county_bureau"), "pop_resident"), known(400_000));
    assert!(desk.unit_return(&key("H1", "hospital")).is_none(), "nothing of a changed file is taken");
    assert_eq!(type_into(&mut desk, &key("B1", "county_bureau"), "pop_resident", "410000"), []);
    desk.save_now(now()).expect("the rest is saved");
    // A file that was not taken is never written over, and nothing is typed that would be said to be saved.
    let refused = type_into(&mut desk, &key("H2", "hospital"), "beds_total", "1");
    assert!(
        refused.len() == 1 && refused[0].refused && refused[0].message.zh.contains("文件在此处中断"),
        "{refused:?}"
    );
    assert!(!desk.may_edit(&key("H2", "hospital")) && !desk.is_busy(), "nothing goes to the journal");
    assert_eq!(fs::read_to_string(forms.join("H2.ron")).expect("a file"), whole[..whole.len() / 2]);
}

/// The name of a program that died stands in the lock: it is taken over, told once, and written down.
#[test]
fn a_dead_programs_lock_is_taken_over_and_written_down() {
    let folder = TempDir::new().expect("a folder");
    let desk = hospital(&folder);
    assert_eq!(desk.folder().taken_from(), None);
    let desk = opened_again(desk);
    assert_eq!(desk.folder().taken_from(), None, "a program that closed has taken its name out");
    let root = desk.root().to_owned();
    drop(desk);
    let holder = if cfg!(windows) { ".lock.txt" } else { ".lock" };
    fs::write(root.join(holder), "李四 @ PC-7 (pid 4711, 2026-01-19 17:02)\n").expect("written");
    let desk = super::open(&root);
    assert!(!desk.is_read_only());
    assert_eq!(desk.folder().taken_from(), Some("李四 @ PC-7 (pid 4711, 2026-01-19 17:02)"));
    let taken = desk.folder().taken_journal();
    assert!(taken.len() == 1 && taken[0].from.contains("4711") && taken[0].who == "张三", "{taken:?}");
    let desk = opened_again(desk);
    assert_eq!((desk.folder().taken_from(), desk.faults()), (None, &[][..]));
    assert_eq!(desk.folder().taken_journal().len(), 1);
}
