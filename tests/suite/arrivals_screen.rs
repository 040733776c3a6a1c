//! 接收 in the window: what arrived is listed with its six counts, taken with one click, and settled side by side.

mod folder;
mod handing;
mod notes;

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use duibiao::{
    base::{Figure, Lang},
    desk::{Desk, collect, secure},
    exchange::Outcome,
    returns::{ReturnKey, Status, UnitReturn},
    store::{Folder, RealDisk},
    ui::act::Route,
    unit::UnitKind,
    wire::{Role, Workspace, package_text, statement_text},
};
use egui::Key;
use tempfile::TempDir;

use crate::{
    exchange::{desk::county, id, key, package, unit, version},
    support::{Window, now},
};

/// A file that lies on a drive and is let go of over the window.
#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        fs::read(&self.0).map_err(|fault| fault.to_string())
    }
}

/// Lets files go over the window, and waits until nothing is read any more.
pub fn drop_on(window: &mut Window, paths: &[PathBuf]) {
    let files = paths.iter().map(|path| Arc::new(Dropped(path.clone())) as egui::DroppedFileHandle);
    window.harness.input_mut().dropped_files.extend(files);
    window.harness.step();
    let word = window.say("arrivals.forget");
    window.wait_until("the files are listed", |window| window.has_name(&word));
    window.settle();
}

/// A county bureau `B1` over forty hospitals, in `w`.
pub fn bureau(lang: Lang) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    let workspace =
        Workspace { unit: id("B1"), role: Role::Bureau, plan: id("hulunbuir-2024"), lang, synthetic: false };
    let hospitals = (0..40).map(|at| unit(&format!("H{at}"), UnitKind::GeneralHospital, Some("B1")));
    let bureaus = [unit("B1", UnitKind::Bureau, None), unit("T1", UnitKind::Bureau, Some("B1"))];
    let units: Vec<_> = bureaus.into_iter().chain(hospitals).collect();
    drop(Folder::create(&folder.path().join("w"), "李四", now(), &workspace, &units).expect("made"));
    folder
}

/// Writes a package into a folder.
pub fn put(folder: &Path, name: &str, found: &UnitReturn) -> PathBuf {
    fs::create_dir_all(folder).expect("a folder");
    let path = folder.join(name);
    let text = package_text(&package(vec![found.clone()], now())).expect("a text");
    fs::write(&path, text).expect("written");
    path
}

/// Takes files in as the command line does.
fn received(desk: &mut Desk, paths: &[PathBuf]) -> Vec<Outcome> {
    let mut stage = desk.stage(now());
    collect(&mut stage, &RealDisk, paths, |_, _| true);
    let secured = secure(&desk.folder(), stage.into_staged(), |_, _| {}).expect("kept");
    let taken = desk.take_in(secured, now()).expect("taken");
    desk.save_now(now()).expect("saved");
    taken.into_iter().map(|one| one.outcome).collect()
}

fn opened(root: &Path) -> Desk {
    Desk::open(root, "张三", now()).unwrap_or_else(|fault| panic!("{}", fault.sentence().zh))
}

/// Versions of returns, so that each outcome comes once or more: what is at hand, and a folder with what arrives.
pub fn each_outcome(folder: &TempDir) -> PathBuf {
    let at_hand = folder.path().join("before");
    let first = version(&key("H1"), 1, &[("beds_total", 800)], None);
    let second = version(&key("H1"), 1, &[("beds_total", 810)], Some(&first));
    let base =
        version(&key("H2"), 1, &[("beds_total", 300), ("beds_icu", 10), ("beds_tcm_general_hosp", 7)], None);
    let edited = |cells: &[(&str, i64)]| version(&key("H2"), 1, cells, Some(&base));
    let ours = edited(&[("beds_total", 310), ("beds_icu", 12), ("beds_tcm_general_hosp", 7)]);
    let theirs = edited(&[("beds_total", 320), ("beds_icu", 10), ("beds_tcm_general_hosp", 8)]);
    let third = version(&key("H3"), 1, &[("beds_total", 100)], None);
    let mut desk = opened(&folder.path().join("w"));
    for (name, found) in [("1", &first), ("1b", &second), ("2", &base), ("2b", &ours), ("3", &third)] {
        put(&at_hand, &format!("{name}.duibiao"), found);
    }
    received(&mut desk, &[at_hand]);
    drop(desk);
    let arrived = folder.path().join("arrived");
    put(&arrived.join("deep"), "new.duibiao", &version(&key("H4"), 1, &[("beds_total", 90)], None));
    put(&arrived, "update.duibiao", &version(&key("H3"), 1, &[("beds_total", 110)], Some(&third)));
    put(&arrived, "duplicate.duibiao", &second);
    put(&arrived, "superseded.duibiao", &first);
    put(&arrived, "conflict.duibiao", &theirs);
    put(&arrived, "unknown.duibiao", &version(&key("X9"), 1, &[("beds_total", 1)], None));
    fs::write(arrived.join("broken.duibiao"), "not ours").expect("written");
    fs::write(arrived.join("picture.png"), "png").expect("written");
    arrived
}

fn line_names(window: &Window) -> Vec<String> {
    let of_line = |name: &String| {
        name.contains(".duibiao")
            && !name.contains('/')
            && !name.starts_with("接收")
            && !name.starts_with("Take in")
    };
    window.names().into_iter().filter(of_line).collect()
}

/// Nothing yet: the screen says how files get here, in both languages.
#[test]
fn an_empty_screen_says_how_files_get_here() {
    for lang in [Lang::Zh, Lang::En] {
        let folder = bureau(lang);
        let mut window = Window::open(&folder);
        let route = window.say("route.arrivals");
        window.click(&route);
        for key in ["arrivals.files", "arrivals.folder", "arrivals.empty_title", "arrivals.inbox"] {
            let word = window.say(key);
            window.must_show(&word);
        }
        assert!(window.undrawable().is_empty(), "{:?}", window.undrawable());
        assert!(window.rests());
    }
}

/// Each outcome once: the sum adds up, chips narrow the list, one line is left out, the rest is taken as the command
/// line takes it, and nothing is written before.
#[test]
pub fn each_outcome_is_counted_and_taken_once() {
    for lang in [Lang::Zh, Lang::En] {
        let folder = bureau(lang);
        let arrived = each_outcome(&folder);
        let copy = folder.path().join("copy");
        copy_tree(&folder.path().join("w"), &copy);
        let mut window = Window::open(&folder);
        drop_on(&mut window, std::slice::from_ref(&arrived));
        assert_eq!(window.harness.state().session().map(|session| session.route), Some(Route::Arrivals));
        let zh = lang == Lang::Zh;
        window.must_show(if zh { "收到 7" } else { "Received 7" });
        for outcome in Outcome::ALL {
            let count = if outcome == Outcome::Rejected { 2 } else { 1 };
            window.must_show(&format!("{} {count}", outcome.name().text(lang)));
        }
        window.must_show(if zh { "另有 1 个文件" } else { "1 other files" });
        assert!(window.undrawable().is_empty(), "{:?}", window.undrawable());
        let before = window.desk().returns().count();
        assert!(!folder.path().join("w/inbox").join("x").exists() && before == 3);
        assert_eq!(line_names(&window).len(), 7);
        let rejected = format!("{} 2", Outcome::Rejected.name().text(lang));
        window.click(&rejected);
        assert_eq!(line_names(&window).len(), 2, "only those that were rejected");
        window.click(&rejected);
        assert_eq!(line_names(&window).len(), 7);
        // Leaving out and taking again.
        let new =
            line_names(&window).into_iter().find(|name| name.starts_with("new.duibiao")).expect("listed");
        let boxed = duibiao::words::say_with(lang, "arrivals.take_line", &[("name", &new)]);
        let (all, but_one) = if zh {
            ("全部接收（2）", "全部接收（1）")
        } else {
            ("Take all in (2)", "Take all in (1)")
        };
        window.click(&boxed);
        window.must_show(but_one);
        window.click(&boxed);
        assert!(window.rests());
        window.click(all);
        window.wait_until("it is taken", |window| window.desk().returns().count() == 4);
        window.settle();
        window.must_show(if zh {
            "已接收 2 份：新 1，更新 1。冲突 1 份待取舍。"
        } else {
            "2 taken in: 1 new, 1 updates."
        });
        assert!(!window.has_name(all), "nothing is left to take");
        for way_on in ["arrivals.to_conflicts", "arrivals.to_review"] {
            window.must_show(&window.say(way_on));
        }
        let mut model = opened(&copy);
        received(&mut model, &[arrived]);
        let said = |desk: &Desk| -> Vec<_> {
            desk.returns()
                .map(|found| (found.key.clone(), found.entries.clone(), found.head.clone()))
                .collect()
        };
        assert_eq!(said(window.desk()), said(&model));
        assert_eq!(window.desk().conflicts(), model.conflicts());
        let inbox = |root: &Path| -> Vec<_> {
            let mut names: Vec<_> = fs::read_dir(root.join("inbox"))
                .expect("there")
                .map(|entry| entry.expect("an entry").file_name())
                .collect();
            names.sort();
            names
        };
        assert_eq!(inbox(&folder.path().join("w")), inbox(&copy), "the same files as they came");
        window.close();
    }
}

/// What was left out is there to be taken later, a conflict too.
#[test]
fn what_was_left_out_is_taken_later() {
    let folder = bureau(Lang::Zh);
    let arrived = folder.path().join("arrived");
    let first = version(&key("H1"), 1, &[("beds_total", 8)], None);
    let mut desk = opened(&folder.path().join("w"));
    received(&mut desk, &[put(&folder.path().join("before"), "first.duibiao", &first)]);
    desk.save_now(now()).expect("saved");
    drop(desk);
    let conflict = version(&key("H1"), 1, &[("beds_total", 9)], None);
    let new = ["H2", "H3"].map(|unit| version(&key(unit), 1, &[("beds_total", 7)], None));
    let files = [("a", &conflict), ("b", &new[0]), ("c", &new[1])]
        .map(|(name, found)| put(&arrived, &format!("{name}.duibiao"), found));
    let mut window = Window::open(&folder);
    drop_on(&mut window, &files);
    let boxes: Vec<String> = line_names(&window)
        .into_iter()
        .filter(|name| !name.starts_with("c.duibiao"))
        .map(|name| duibiao::words::say_with(Lang::Zh, "arrivals.take_line", &[("name", &name)]))
        .collect();
    assert_eq!(boxes.len(), 2);
    boxes.iter().for_each(|name| window.click(name));
    window.click("全部接收（1）");
    window.wait_until("one is taken", |window| window.desk().returns().count() == 2);
    window.settle();
    assert!(window.desk().conflicts().is_empty());
    boxes.iter().for_each(|name| window.click(name));
    window.click_starting("全部接收");
    window.wait_until("the other too", |window| window.desk().returns().count() == 3);
    window.settle();
    assert_eq!(window.desk().conflicts().len(), 1, "and the conflict waits");
    window.close();
}

fn copy_tree(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("there").map(|entry| entry.expect("an entry").path()) {
        let at = to.join(entry.file_name().expect("a name"));
        if entry.is_dir() {
            copy_tree(&entry, &at);
        } else if !at.ends_with(".lock") {
            fs::copy(&entry, &at).expect("copied");
        }
    }
}

/// Many thousand lines: only those in sight are drawn, the arrows walk through them, and the window rests.
#[test]
fn thousands_scroll() {
    let folder = bureau(Lang::Zh);
    let arrived = many(&folder, 2_000);
    let mut window = Window::open(&folder);
    drop_on(&mut window, &[arrived]);
    window.must_show("收到 2000");
    window.must_show("重复 1999");
    assert!((10..40).contains(&line_names(&window).len()), "{} lines are drawn", line_names(&window).len());
    for _ in 0..3 {
        window.press(Key::ArrowDown);
    }
    let looked_at =
        |window: &Window| window.painted().iter().any(|(_, text)| text.ends_with("arrived/0003.duibiao"));
    assert!(looked_at(&window), "the fourth line is looked at");
    assert!(window.rests());
}

/// The same return under many names.
fn many(folder: &TempDir, count: usize) -> PathBuf {
    let arrived = folder.path().join("arrived");
    let one = put(&arrived, "0000.duibiao", &version(&key("H1"), 1, &[("beds_total", 800)], None));
    for at in 1..count {
        fs::hard_link(&one, arrived.join(format!("{at:04}.duibiao"))).expect("linked");
    }
    arrived
}

/// Cancelled half-way: nothing is listed and nothing written.
#[test]
fn cancelling_leaves_nothing() {
    let folder = bureau(Lang::Zh);
    let arrived = many(&folder, 4_000);
    let mut window = Window::open(&folder);
    let file = Arc::new(Dropped(arrived)) as egui::DroppedFileHandle;
    window.harness.input_mut().dropped_files.push(file);
    window.harness.step();
    window.wait_until("it is being read", |window| window.has_name("取消"));
    let place = window.place("取消");
    for pressed in [true, false] {
        window.harness.event(egui::Event::PointerMoved(place));
        window.harness.event(egui::Event::PointerButton {
            pos: place,
            button: egui::PointerButton::Primary,
            pressed,
            modifiers: egui::Modifiers::NONE,
        });
        window.harness.step();
    }
    window.wait_until("it has stopped", |window| window.shows("已取消，没有写入任何内容。"));
    window.settle();
    assert!(!window.has_name("清空列表"));
    window.must_show("把文件、文件夹或压缩包拖到这里");
    assert_eq!(window.desk().returns().count(), 0);
    assert!(!folder.path().join("w/inbox").exists());
    assert!(window.rests());
}

/// Two versions side by side: what both changed is chosen cell by cell, the rest merges, and the choice is recorded.
#[test]
fn a_conflict_is_settled_cell_by_cell() {
    for lang in [Lang::Zh, Lang::En] {
        let folder = bureau(lang);
        let arrived = each_outcome(&folder);
        let mut desk = opened(&folder.path().join("w"));
        received(&mut desk, &[arrived]);
        drop(desk);
        let mut window = Window::open(&folder);
        let route = window.say("route.arrivals");
        window.click(&route);
        let zh = lang == Lang::Zh;
        window.click(if zh { "冲突 1" } else { "Conflicts 1" });
        window.must_show(if zh { "还有 1 项未选" } else { "1 still to choose" });
        window.must_show(if zh { "两边都改了" } else { "Changed on both sides" });
        window.must_show("310");
        window.must_show("320");
        assert!(!window.shows(if zh { "只有来件改了" } else { "Changed in the arrival only" }), "folded");
        window.click(if zh { "已自动合并 2 项…" } else { "2 merged…" });
        window.must_show(if zh { "只有来件改了" } else { "Changed in the arrival only" });
        assert!(window.undrawable().is_empty(), "{:?}", window.undrawable());
        let start = window
            .names()
            .into_iter()
            .find(|name| name.contains(if zh { " 来件 320" } else { " Arrived 320" }))
            .expect("a choice");
        window.click(&start);
        window.must_show(if zh { "已全部选定" } else { "Everything is chosen" });
        window.click(if zh { "按所选合并" } else { "Merge as chosen" });
        window.must_show(if zh { "没有待取舍的冲突" } else { "No conflict waits for a choice" });
        let found = window.desk().unit_return(&key("H2")).cloned().expect("there");
        let figures = ["beds_total", "beds_icu", "beds_tcm_general_hosp"]
            .map(|element| found.figure(&id(element)).clone());
        assert_eq!(figures, [320, 12, 8].map(|figure| Figure::Known(figure.into())));
        assert_eq!(found.status(), Status::Received);
        assert!(
            window.desk().history(&key("H2"), None).iter().any(|line| line.edit.why.starts_with("settled"))
        );
        assert!(window.desk().conflicts().is_empty() && window.rests());
        window.close();
    }
}

/// All as at hand: the other version is set aside, and nothing is changed.
#[test]
fn a_conflict_is_settled_whole() {
    let folder = bureau(Lang::Zh);
    let arrived = each_outcome(&folder);
    let mut desk = opened(&folder.path().join("w"));
    received(&mut desk, &[arrived]);
    let before = desk.unit_return(&key("H2")).map(|found| found.entries.clone());
    drop(desk);
    let mut window = Window::open(&folder);
    window.click("接收");
    window.click("冲突 1");
    window.click("全用现存");
    window.click("按所选合并");
    assert!(window.desk().conflicts().is_empty());
    assert_eq!(window.desk().unit_return(&key("H2")).map(|found| found.entries.clone()), before);
}

/// Two statements of one bureau: the first is taken and can be counted again, the other waits beside it.
#[test]
fn statements_are_counted_again_and_settled() {
    let folder = bureau(Lang::Zh);
    let arrived = folder.path().join("arrived");
    fs::create_dir_all(&arrived).expect("a folder");
    for (name, beds) in [("1", 800), ("2", 900)] {
        let text = statement_text(&county(beds, Vec::new())).expect("a text");
        fs::write(arrived.join(name).with_extension("duibiao"), text).expect("written");
    }
    let mut window = Window::open(&folder);
    drop_on(&mut window, &[arrived]);
    window.must_show("收到 2");
    window.click("重新汇总核对");
    window.must_show("0 份成员报表不同，1 项合计不同");
    window.must_show("800");
    window.click("全部接收（1）");
    window.wait_until("it is taken", |window| window.desk().statements_below().next().is_some());
    window.settle();
    window.click("清空列表");
    window.click("冲突 1");
    window.must_show("1 个数据项不同");
    window.must_show("900");
    window.click("采用来件");
    let taken = window.desk().statements_below().next().cloned().expect("one");
    assert_eq!(taken.figures[0].figure, Figure::Known(900.into()));
    assert!(window.desk().statement_conflicts().is_empty() && window.rests());
}

/// Open read-only, nothing can be taken in, and the screen says so.
#[test]
fn a_read_only_workspace_takes_nothing() {
    let folder = bureau(Lang::Zh);
    let holder = opened(&folder.path().join("w"));
    let mut window = Window::open(&folder);
    window.click("接收");
    window.must_show("工作区以只读方式打开，不能接收");
    let arrived = put(&folder.path().join("arrived"), "a.duibiao", &version(&key("H1"), 1, &[], None));
    let file = Arc::new(Dropped(arrived)) as egui::DroppedFileHandle;
    window.harness.input_mut().dropped_files.push(file);
    window.settle();
    assert!(!window.has_name("清空列表") && window.rests());
    drop(holder);
}

/// What is received here counts as come in on this day, whatever day the unit handed it in.
#[test]
fn lateness_counts_from_the_day_of_receiving() {
    let folder = bureau(Lang::Zh);
    let arrived =
        put(&folder.path().join("a"), "a.duibiao", &version(&key("H1"), 1, &[("beds_total", 8)], None));
    let mut window = Window::open(&folder);
    drop_on(&mut window, &[arrived]);
    window.click("全部接收（1）");
    window.wait_until("it is taken", |window| window.desk().returns().count() == 1);
    let ReturnKey { unit, period, .. } = key("H1");
    let reporting = window.desk().reporting(&id("B1"), period, now().date());
    let line = reporting.lines.iter().find(|line| line.unit == unit).expect("it is expected");
    assert_eq!(line.received, Some(now().date()));
}
