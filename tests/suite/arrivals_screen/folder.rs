//! The watched folder: what comes into it is told once, whatever is on the screen, and listed with its class.

use std::{collections::BTreeSet, fs, path::Path};

use duibiao::{base::Lang, wire::Settings};
use tempfile::TempDir;

use super::{bureau, each_outcome, key, line_names, put};
use crate::{exchange::version, support::Window};

fn watching(folder: &TempDir, arrived: &Path, told: BTreeSet<String>) -> Window {
    let mut settings = Settings::default();
    let root = folder.path().join("w");
    settings.watched.insert(root.clone(), arrived.to_owned());
    settings.told.insert(root.clone(), told);
    Window::start(Some(&root), folder.path(), settings)
}

fn badge(window: &Window, count: &str) -> bool {
    window.painted().iter().any(|(rect, text)| text == count && rect.center().x < 132.0)
}

fn told(window: &Window) -> BTreeSet<String> {
    window.harness.state().settings().told.values().flatten().cloned().collect()
}

/// What appears there is listed by itself with its class, the first time also what is at hand already, and counted at
/// the side.
#[test]
fn what_comes_is_listed_with_its_class() {
    let folder = bureau(Lang::Zh);
    let arrived = each_outcome(&folder);
    let mut window = watching(&folder, &arrived, BTreeSet::new());
    window.wait_until("it is told", |window| window.shows("收件文件夹新到 7 件"));
    window.wait_until("it is counted", |window| badge(window, "3"));
    assert_eq!(window.desk().returns().count(), 3, "nothing is taken by itself");
    window.click("接收");
    window.wait_until("it is listed", |window| window.shows("收到 7"));
    for class in ["新 1", "更新 1", "重复 1", "旧版 1", "冲突 1", "拒收 2"] {
        window.must_show(class);
    }
    window.must_show("收件文件夹：arrived");
    window.wait_until("it rests", Window::rests);
}

/// Files that come while a list is shown that was taken in are told beside it, and take its place at a click.
#[test]
fn what_comes_beside_a_list_that_was_taken_in_is_told() {
    for lang in [Lang::Zh, Lang::En] {
        let zh = lang == Lang::Zh;
        let folder = bureau(lang);
        let arrived = folder.path().join("arrived");
        put(&arrived, "1.duibiao", &version(&key("H1"), 1, &[("beds_total", 80)], None));
        let mut window = watching(&folder, &arrived, BTreeSet::new());
        let route = window.say("route.arrivals");
        window.click(&route);
        let take = if zh { "全部接收（1）" } else { "Take all in (1)" };
        window.wait_until("it is listed", |window| window.has_name(take));
        window.click(take);
        window.wait_until("it is taken", |window| window.desk().returns().count() == 1);
        window.settle();
        put(&arrived, "2.duibiao", &version(&key("H2"), 1, &[("beds_total", 90)], None));
        put(&arrived, "3.duibiao", &version(&key("H3"), 1, &[("beds_total", 70)], None));
        let list = window.say("inbox.list_news");
        window.wait_until("it is told", |window| window.has_name(&list));
        window.must_show(if zh { "收件文件夹新到 2 件" } else { "2 new in the inbox folder" });
        window.wait_until("it is counted", |window| badge(window, "2"));
        assert!(line_names(&window).iter().all(|name| name.starts_with("1.duibiao")), "the list stays");
        window.click(&list);
        assert_eq!(line_names(&window).len(), 2);
        window.must_show(if zh { "全部接收（2）" } else { "Take all in (2)" });
        assert!(window.undrawable().is_empty() && window.rests());
    }
}

/// A file that was told as refused or known is told no second time, at the next reading or the next start; behind a
/// link it stands with its class.
#[test]
fn nothing_is_told_twice() {
    let folder = bureau(Lang::Zh);
    let arrived = each_outcome(&folder);
    for gone in ["update.duibiao", "conflict.duibiao", "deep/new.duibiao"] {
        fs::remove_file(arrived.join(gone)).expect("removed");
    }
    let mut window = watching(&folder, &arrived, BTreeSet::new());
    window.wait_until("it is told", |window| window.shows("收件文件夹新到 4 件"));
    assert!(told(&window).is_empty(), "nobody has seen the list yet");
    window.click("接收");
    window.must_show("收到 4");
    window.wait_until("it is kept", |window| told(window).len() == 4);
    fs::write(arrived.join("another.duibiao"), "not ours either").expect("written");
    window.wait_until("the other is told", |window| window.shows("收到 5"));
    window.must_show("收件文件夹新到 1 件");
    window.wait_until("that is kept as well", |window| told(window).len() == 5);
    let known = told(&window);
    window.close();
    let mut window = watching(&folder, &arrived, known);
    let link = "收件文件夹里看过的 5 份（重复 1，旧版 1，拒收 3）";
    window.click("接收");
    window.wait_until("the folder was read", |window| window.has_name(link));
    assert!(!window.has_name("清空列表") && !window.shows("新到"), "nothing of it is news");
    window.click(link);
    window.must_show("收到 5");
    window.must_show("拒收 3");
    window.click("清空列表");
    window.must_show(link);
    assert!(window.rests());
}
