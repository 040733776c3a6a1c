//! The list of deliverables in the window: ticking, figures, dates, evidence, filters, groups, saving.

use duibiao::{
    base::{Decimal, Figure, Lang},
    returns::{FollowedItem, FollowedState},
    ui::act::Route,
};
use egui::{Event, Key, Modifiers};

use crate::support::{CTRL, Holding, Window, key, key_with, now, pass, typed, workspace};

/// A yes/no item, a counted one of which six are asked for, and a share that should rise.
const TICKED: &str = "整合型医疗卫生服务体系初步建成";
const COUNTED: &str = "医共体六统一管理";
const SHARE: &str = "基层医疗卫生机构门急诊人次占比";

fn open(window: &mut Window) {
    window.press_with(CTRL, Key::Num6);
    assert_eq!(window.harness.state().session().map(|session| session.route), Some(Route::Deliverables));
}

/// Gives what is recorded of the item whose name begins so.
fn item(window: &Window, name: &str) -> FollowedItem {
    let plan = &window.desk().workspace().plan;
    let row = row_of(window, name);
    window.desk().followed(plan).map(|found| found.item(&row)).unwrap_or_default()
}

fn row_of(window: &Window, name: &str) -> String {
    let plan = window.desk().plan().expect("a plan");
    let found = plan.deliverables.iter().find(|item| item.name.zh.starts_with(name));
    found.unwrap_or_else(|| panic!("no {name}")).row.clone()
}

fn go_to(window: &mut Window, name: &str) {
    let plan = window.desk().plan().expect("a plan");
    let found = plan.deliverables.iter().find(|item| item.name.zh.starts_with(name)).expect("an item");
    let start = found.name.text(window.lang()).to_owned();
    window.click_starting(&start);
}

fn day(text: &str) -> Option<chrono::NaiveDate> {
    text.parse().ok()
}

#[test]
fn an_item_is_ticked_and_unticked_with_the_keyboard_and_the_file_is_written() {
    let folder = workspace(Holding::NewBureau);
    let mut window = Window::open(&folder);
    open(&mut window);
    window.press(Key::Space);
    assert_eq!(item(&window, TICKED).state, Some(FollowedState::Done));
    let who = item(&window, TICKED).recorded.map(|(who, _)| who);
    assert_eq!(who.as_deref(), Some("张三"));
    window.must_show("完成 1 · 进行中 0 · 未开始 0 · 未填 122 · 共 123 项");
    window.press(Key::Space);
    assert_eq!(item(&window, TICKED), FollowedItem::default(), "nothing is left of it");
    window.press_with(CTRL, Key::Z);
    assert_eq!(item(&window, TICKED).state, Some(FollowedState::Done), "the tick is back");
    pass(3);
    let path = folder.path().join("w/followed/hulunbuir-2024.ron");
    window.wait_until("the file is written", |_| path.exists());
    let text = std::fs::read_to_string(path).expect("a file");
    assert!(text.contains("state: Done"), "{text}");
    window.close();
    let window = Window::open(&folder);
    assert_eq!(item(&window, TICKED).state, Some(FollowedState::Done));
}

/// On a slow machine all of it comes in one frame; nothing typed is lost or lands elsewhere.
#[test]
fn a_burst_of_keys_ends_where_it_was_meant_to() {
    let folder = workspace(Holding::NewBureau);
    let mut window = Window::open(&folder);
    open(&mut window);
    go_to(&mut window, SHARE);
    let space = || key(Key::Space).into_iter().chain([Event::Text(" ".to_owned())]);
    let mut burst: Vec<Event> = space().collect();
    burst.extend(typed("57.5"));
    burst.extend(key(Key::Enter));
    burst.extend(key(Key::ArrowDown));
    burst.extend(space());
    burst.extend(typed("4"));
    burst.extend(key(Key::Enter));
    burst.extend(key(Key::Enter));
    burst.extend(typed("市卫发18号"));
    burst.extend(key(Key::Enter));
    burst.extend(key(Key::ArrowUp));
    burst.extend(key(Key::ArrowUp));
    burst.extend(space());
    window.burst(burst);
    assert_eq!(item(&window, SHARE).figure, Figure::Known(Decimal::new(575, 1)));
    let counted = item(&window, COUNTED);
    assert_eq!((counted.figure, counted.evidence.as_str()), (Figure::Known(4.into()), "市卫发18号"));
    assert_eq!(counted.state, None, "the state follows from 4 of 6 and is not stored");
    let done = window.desk().followed(&window.desk().workspace().plan).expect("a list").items.values();
    assert_eq!(
        done.filter(|item| item.state == Some(FollowedState::Done)).count(),
        1,
        "the line above is ticked"
    );
    window.must_show("完成 1 · 进行中 2 · 未开始 0 · 未填 120 · 共 123 项");
}

#[test]
fn a_counted_item_is_done_when_the_figure_reaches_what_is_asked() {
    let folder = workspace(Holding::NewHospital);
    let mut window = Window::open(&folder);
    open(&mut window);
    go_to(&mut window, COUNTED);
    window.must_show("计数：规划要求 6 项。");
    for (typed, figure, word) in
        [("6", Figure::Known(6.into()), "完成"), ("五项", Figure::Unread("五项".to_owned()), "未填")]
    {
        window.press(Key::Space);
        window.press_with(CTRL, Key::A);
        window.type_text(typed);
        window.press(Key::Enter);
        assert_eq!(item(&window, COUNTED).figure, figure);
        assert!(
            window.names().iter().any(|name| name.starts_with(COUNTED) && name.ends_with(word)),
            "{typed} gives {word}"
        );
    }
    window.must_show("“五项”不是数，已按原文保留，请更正。");
    window.press(Key::Space);
    window.press_with(CTRL, Key::A);
    window.type_text("2");
    window.press(Key::Enter);
    window.click("完成");
    window.must_show("进展数 2 项，规划要求 6 项，状态由这两个数得出。请先改进展数。");
    assert_eq!(item(&window, COUNTED).state, None);
}

#[test]
fn a_day_is_read_as_people_write_it_and_else_kept_with_the_reason() {
    let folder = workspace(Holding::NewBureau);
    let mut window = Window::open(&folder);
    open(&mut window);
    let field = window.say("followed.on_hint");
    window.click(&field);
    window.type_text("2025年3月");
    window.press(Key::Enter);
    window.must_show("“2025年3月”不是日期，未保存。请写成 2025-03-01 这样的年月日。");
    assert_eq!(item(&window, TICKED), FollowedItem::default());
    // It waits there until it is mended.
    window.press(Key::ArrowDown);
    window.press(Key::ArrowUp);
    window.must_show("“2025年3月”不是日期");
    window.click(&field);
    window.press(Key::End);
    window.type_text("1日");
    window.press(Key::Enter);
    assert_eq!(item(&window, TICKED).on, day("2025-03-01"));
    window.click(&field);
    window.press_with(CTRL, Key::A);
    window.type_text("1999");
    window.press(Key::Escape);
    assert_eq!(item(&window, TICKED).on, day("2025-03-01"), "Esc puts back what stood there");
    window.click(&window.say("followed.today"));
    assert_eq!(item(&window, TICKED).on, Some(now().date()));
}

/// What stands in a field is committed by going elsewhere, and the list's keys are not taken from a field.
#[test]
fn nothing_typed_is_lost_on_the_way_out() {
    let folder = workspace(Holding::NewBureau);
    let mut window = Window::open(&folder);
    open(&mut window);
    window.press(Key::Enter);
    window.type_text("第一稿");
    let mut events = typed("，");
    events.extend(key_with(Modifiers::SHIFT, Key::Enter));
    events.extend(typed(" 二稿"));
    window.burst(events);
    window.press_with(CTRL, Key::Num1);
    assert_eq!(item(&window, TICKED).evidence, "第一稿，\n 二稿");
    assert_eq!(item(&window, TICKED).state, None, "the space in the text is no tick");
    open(&mut window);
    window.press(Key::Enter);
    window.type_text("，三稿");
    go_to(&mut window, COUNTED);
    assert_eq!(item(&window, TICKED).evidence, "第一稿，\n 二稿，三稿");
    // A digit begins the figure where one is missing; Enter then leads to what proves it.
    window.burst(typed("4").into_iter().chain(key(Key::Enter)));
    window.press(Key::Enter);
    window.type_text("待办");
    window.close();
    let window = Window::open(&folder);
    let counted = item(&window, COUNTED);
    assert_eq!((counted.figure, counted.evidence.as_str()), (Figure::Known(4.into()), "待办"));
}

#[test]
fn overdue_ones_are_counted_at_the_side_once_something_is_recorded() {
    let folder = workspace(Holding::NewBureau);
    let mut window = Window::open(&folder);
    open(&mut window);
    assert_eq!(window.desk().overdue_deliverables(now().date()), 0, "blank is not 'not done'");
    let words = window.say("followed.in_progress");
    window.click(&words);
    assert_eq!(window.desk().overdue_deliverables(now().date()), 1);
    window.must_show("逾期 2025年");
    window.press(Key::Space);
    assert_eq!(window.desk().overdue_deliverables(now().date()), 0);
}

#[test]
fn filters_and_groups_narrow_the_list() {
    let folder = workspace(Holding::NewBureau);
    let mut window = Window::open(&folder);
    for lang in [Lang::Zh, Lang::En] {
        if window.lang() != lang {
            window.click(&window.say("frame.language"));
        }
        open(&mut window);
        let rows = |window: &Window| {
            let plan = window.desk().plan().expect("a plan").deliverables.clone();
            let names = window.names();
            plan.iter()
                .filter(|item| {
                    let name = item.name.text(window.lang());
                    names.iter().any(|found| found.starts_with(name))
                })
                .count()
        };
        window.click_scrolled("二(三)15 0/2");
        assert_eq!(rows(&window), 2, "one of its own, one that a repeated row brings here");
        window.click(&window.say("followed.all_again"));
        window.click_starting(&window.say("followed.body"));
        window.click_starting("民政局");
        window.must_show(&duibiao::words::say_with(lang, "followed.passing", &[("n", "8")]));
        window.click(&window.say("followed.all_again"));
        window.click(&window.say("followed.search"));
        window.type_text("医共体");
        assert!(rows(&window) > 0 && rows(&window) < 20, "{}", rows(&window));
        window.type_text("查无此项");
        window.must_show(&window.say("followed.none_passes"));
        window.click(&window.say("followed.all_again"));
        window.press_with(CTRL, Key::Num1);
    }
}

#[test]
fn other_plans_are_followed_without_changing_ours() {
    let folder = workspace(Holding::NewBureau);
    let mut window = Window::open(&folder);
    open(&mut window);
    let other = window.say("plan.other");
    window.click_starting(&other);
    window.click_starting("池州");
    let id = "chizhou-2023".parse().expect("an id");
    let first = window.desk().plan_of(&id).expect("a plan").deliverables[0].clone();
    window.must_show(&first.name.zh);
    window.click(&window.say("followed.not_started"));
    let item = window.desk().followed(&id).map(|found| found.item(&first.row)).unwrap_or_default();
    assert_eq!(item.state, Some(FollowedState::NotStarted));
    assert_eq!(window.desk().workspace().plan.as_str(), "hulunbuir-2024");
}
