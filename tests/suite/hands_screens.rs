//! The way of a return through the window: remarks, explanations over all units, second typing, what is asked and told.

use chrono::Days;
use duibiao::{
    desk::{Command, Desk},
    returns::{ReturnKey, Status},
    ui::act::Route,
};
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::NodeT as _;
use tempfile::TempDir;

use crate::{
    desk_scenarios::{handing_in::settle, hands::sent_back},
    support::{CTRL, Holding, SCREEN, Window, key, now, pass, typed, workspace},
};

/// A demonstration in which something was done before it is opened in the window.
pub fn prepared(before: impl FnOnce(&mut Desk)) -> (TempDir, Window) {
    prepared_in(Holding::SmallDemo, before)
}

fn prepared_in(holding: Holding, before: impl FnOnce(&mut Desk)) -> (TempDir, Window) {
    let folder = workspace(holding);
    let mut desk = Desk::open(&folder.path().join("w"), "张三", now()).expect("it opens");
    before(&mut desk);
    desk.save_now(now()).expect("it is written");
    drop(desk);
    let window = Window::open(&folder);
    (folder, window)
}

fn take_seat(desk: &mut Desk, unit: &str) {
    desk.apply(Command::TakeSeat(unit.parse().expect("an id")), now());
}

pub fn hospital_key() -> ReturnKey {
    ReturnKey { unit: "SL-H1".parse().expect("an id"), ..crate::desk_scenarios::key("SL-H1", "hospital") }
}

pub fn hand_in(desk: &mut Desk) {
    settle(desk, &hospital_key());
    let moving = duibiao::desk::Moving::Submit;
    assert!(crate::desk_scenarios::handing_in::moved(desk, &hospital_key(), moving));
    take_seat(desk, "SL-CITY");
}

pub fn route(window: &Window) -> Route {
    window.harness.state().session().expect("a workspace").route
}

/// Every explanation below a bureau is listed, found by a word, and leads to its cell, which is only read.
#[test]
fn explanations_of_all_units_are_listed() {
    let (_folder, mut window) = prepared_in(Holding::FullDemo, |desk| take_seat(desk, "SL-CITY"));
    let lines = window.desk().explanations();
    assert!(lines.len() > 3, "the demonstration explains something");
    window.click("审核");
    window.click("情况说明");
    window.must_show(&format!("{} 条说明", lines.len()));
    let other = lines.iter().find(|line| line.unit != lines[0].unit).expect("of several units");
    window.click("搜单位、数据项、说明");
    window.type_text(&other.unit.zh);
    let fitting = lines.iter().filter(|line| line.unit == other.unit).count();
    window.must_show(&format!("{fitting} 条说明"));
    window.must_show(&other.text);
    window.click("打开报表");
    assert_eq!(route(&window), Route::Entry);
    window.must_show("下级报表，只看不改");
    window.must_show(&other.unit.zh);
    let before = window.desk().generation();
    window.type_text("7");
    window.press(Key::Enter);
    window.press_with(CTRL, Key::Z);
    assert_eq!(window.desk().generation(), before, "nothing of it can be changed");
    window.click("填报");
    assert!(!window.has_name("回到审核"), "our own forms again");
    assert!(window.rests());
}

/// A returned form opens at the first remark; it stands beside its cell and can be filtered by.
#[test]
fn remarks_stand_beside_their_cells() {
    let (_folder, mut window) = prepared(|desk| {
        sent_back(desk, None);
    });
    window.click("填报");
    window.must_show("退回意见：与设备台账不符");
    window.must_show("与设备台账不符");
    let name = "重症监护床位数";
    let nodes = window.harness.root().children_recursive();
    let focused = nodes.filter(|node| node.is_focused()).filter_map(|node| node.accesskit_node().label());
    assert_eq!(focused.last().as_deref(), Some(name), "it opens there");
    window.click("筛选 全部");
    window.click("退回意见");
    let cells = window.names().into_iter().filter(|name| name.ends_with("备注")).count();
    assert!(cells <= 2, "one row is left");
    // The same again is refused, with the way out.
    window.click("上报");
    window.click("上报…");
    window.must_show(
        "退回以后还没有任何改动。请按退回意见更正；数值属实的，请在备注或情况说明中写明，再重新上报。",
    );
    assert!(window.rests());
}

/// The next step is the main one; any cell can be remarked on; a day that is none or past is said so.
#[test]
fn a_return_is_sent_back_with_remarks_on_any_cell() {
    let (_folder, mut window) = prepared(hand_in);
    window.click("上报");
    window.click_starting("示例市人民医院 ");
    window.must_show("查看报表");
    window.click("退回…");
    window.click("重报期限");
    window.press_with(CTRL, Key::A);
    window.type_text("2026-02-30");
    window.must_show("没有“2026-02-30”这一天，请按 2026-02-15 的样子填写。");
    for _ in 0..10 {
        window.press(Key::Backspace);
    }
    window.type_text("2026-01-19");
    window.must_show("2026-01-19 早于今天，请改为今天或以后的日期。");
    window.press(Key::Backspace);
    window.press(Key::Backspace);
    window.type_text("31");
    window.click("给其他数据项加意见：搜名称或代码");
    window.type_text("注册护士");
    window.click("注册护士数");
    window.click("注册护士数");
    window.type_text("请附花名册");
    window.click("退回");
    let head = window.desk().head(&hospital_key());
    assert_eq!(head.status, Status::SentBack);
    let said = head.sent_back.expect("it was said why");
    assert_eq!(said.due, now().date().checked_add_days(Days::new(11)));
    assert_eq!(said.remarks.values().map(String::as_str).collect::<Vec<_>>(), ["请附花名册"]);
}

/// Choices of the second typing are words in a list; it is thrown away only after it was asked.
#[test]
fn the_second_typing_offers_its_choices() {
    let (_folder, mut window) = prepared(|_| {});
    window.click("上报");
    window.click("第二人录入");
    let name = window.desk().catalogue().elements().find(|element| element.is_choice());
    assert!(name.is_some());
    for event in typed("0") {
        window.event(event);
    }
    window.press(Key::Enter);
    let key = hospital_key();
    let first = window.desk().second_lines(&key)[0].clone();
    assert!(!first.figure.is_blank(), "what was typed is kept");
    window.press_with(Modifiers::ALT, Key::ArrowDown);
    window.click("看差异");
    window.click("重新双录");
    window.must_show("第二人已录的 1 项将清除，不能恢复。");
    window.click("取消");
    assert_eq!(window.desk().second_progress(&key).0, 1);
    window.click("重新双录");
    window.click("清除并重新双录");
    assert_eq!(window.desk().second_progress(&key).0, 0);
}

/// Esc out of the list of elements and Ctrl+F in one breath: what is typed then is searched for.
#[test]
fn no_key_is_lost_between_two_lists() {
    let folder = workspace(Holding::SmallDemo);
    let mut window = Window::open(&folder);
    window.click("继续填报 医院年报 2025年");
    let find = Event::Key { key: Key::F, physical_key: None, pressed: true, repeat: false, modifiers: CTRL };
    window.press_with(CTRL, Key::G);
    let mut events = key(Key::Escape);
    events.push(find.clone());
    events.extend(typed("护士"));
    window.burst(events);
    window.must_show("护士");
    window.press(Key::Escape);
    // The same with a frame between: the list still lies over the cell then.
    window.press_with(CTRL, Key::G);
    for event in key(Key::Escape) {
        window.harness.event(event);
    }
    window.harness.step();
    window.harness.event(find);
    window.harness.step();
    for event in typed("医师") {
        window.harness.event(event);
        window.harness.step();
    }
    window.settle();
    window.must_show("医师");
}

/// What is told lies over the right end of the status bar, clear of all that is typed into, goes by itself, and goes with the screen.
#[test]
fn notices_keep_out_of_the_way() {
    let (_folder, mut window) = prepared(hand_in);
    window.click("上报");
    window.click_starting("示例市人民医院 ");
    window.click("接收");
    window.click("首页");
    take_notice(&mut window);
    window.click("首页");
    assert!(!window.shows(NOTICE), "another screen, another matter");
    take_notice(&mut window);
    pass(13);
    window.settle();
    assert!(!window.shows(NOTICE), "it goes by itself");
}

const NOTICE: &str = "表已复制，可粘贴到电子表格中。";

fn take_notice(window: &mut Window) {
    window.click("审核");
    window.click("情况说明");
    window.click(&window.say("trend.copy_table"));
    let notice = window.say("trend.table_copied");
    let place = window.painted().into_iter().find(|(_, text)| *text == notice).expect("it is told").0;
    assert!(place.left() > SCREEN[0] / 2.0 && place.top() > SCREEN[1] - 28.0, "{place:?}");
}
