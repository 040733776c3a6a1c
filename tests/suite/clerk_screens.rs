//! What a clerk met and must not meet again: keys in bursts, steps that change places, returned forms that are overlooked.

use chrono::Days;
use duibiao::{
    base::{Figure, Severity},
    desk::{Command, Desk, Moving, Subject},
    returns::{ReturnKey, Status},
    ui::act::Route,
};
use egui::{Event, Key, Modifiers, Pos2};

use crate::{
    desk_scenarios::{
        handing_in::{moved, settle},
        hands::sent_back,
        type_into,
    },
    hands_screens::{hand_in, hospital_key, prepared, route},
    support::{CTRL, Holding, SCREEN, Window, key, key_with, now, typed, workspace},
};

const KEYS: [&str; 6] = ["1701", "1530", "123", "44", "5", "67890"];

/// Gives the figures of the second typing that are numbers, in the order of the form, as typed.
fn second(window: &Window) -> Vec<String> {
    let lines = window.desk().second_lines(&hospital_key());
    let text = |figure: &Figure| match figure {
        Figure::Known(value) => value.normalize().to_string(),
        Figure::Unread(text) => text.clone(),
        Figure::Blank | Figure::NotApplicable(_) => String::new(),
    };
    lines.iter().take(KEYS.len()).map(|line| text(&line.figure)).collect()
}

fn column() -> Vec<Event> {
    KEYS.iter().flat_map(|text| typed(text).into_iter().chain(key(Key::Enter))).collect()
}

fn second_typing() -> (tempfile::TempDir, Window) {
    let (folder, mut window) = prepared(|_| {});
    window.click("上报");
    window.click("第二人录入");
    (folder, window)
}

/// Whatever of the keys falls into one frame, each figure lands in its own cell.
#[test]
fn the_second_typing_takes_keys_in_bursts() {
    let all = column().len();
    for at_once in [1, 2, 3, 7, 11, all] {
        let (_folder, mut window) = second_typing();
        let events = column();
        for frame in events.chunks(at_once) {
            window.harness.input_mut().events.extend(frame.iter().cloned());
            window.harness.step();
        }
        window.settle();
        assert_eq!(second(&window), KEYS, "{at_once} events a frame");
        assert!(window.rests());
        window.close();
    }
}

/// The keys behind the click that opens the list wait for its first cell; a cell that is gone to is typed over.
#[test]
fn the_second_typing_waits_for_its_cell_and_types_over() {
    let (_folder, mut window) = prepared(|_| {});
    window.click("上报");
    let place = window.place("第二人录入");
    let button = |pressed| Event::PointerButton {
        pos: place,
        button: egui::PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    window.harness.input_mut().events.extend([Event::PointerMoved(place), button(true)]);
    window.harness.step();
    window.harness.input_mut().events.push(button(false));
    window.harness.step();
    window.burst(column());
    assert_eq!(second(&window), KEYS);
    let back = key(Key::ArrowUp).into_iter().cycle().take(2 * KEYS.len());
    window.burst(back.chain(typed("99")).chain(key_with(Modifiers::SHIFT, Key::Enter)));
    assert_eq!(second(&window)[0], "99", "what is typed stands in place of what was there");
    assert_eq!(second(&window)[1..], KEYS[1..]);
    window.close();
}

/// A list of choices, opened and worked within one frame, answers its cell; Tab goes on as Enter does.
#[test]
fn choices_of_the_second_typing_take_keys_in_bursts() {
    let (_folder, mut window) = second_typing();
    let lines = window.desk().second_lines(&hospital_key());
    let is_choice = |line: &duibiao::desk::SecondLine| {
        window.desk().catalogue().element(&line.element).is_some_and(|element| element.is_choice())
    };
    let at = lines.iter().position(is_choice).expect("a choice");
    let down = key(Key::ArrowDown);
    let mut events: Vec<Event> = down.iter().cloned().cycle().take(at * down.len()).collect();
    events.extend(key_with(Modifiers::ALT, Key::ArrowDown));
    events.extend(key(Key::ArrowDown));
    events.extend(key(Key::Enter));
    events.extend(key(Key::Tab));
    window.burst(events);
    let key = hospital_key();
    let line = window.desk().second_lines(&key)[at].clone();
    let choices = window.desk().catalogue().element(&line.element).expect("known").choices();
    assert_eq!(line.figure, Figure::Known(choices[1].code.into()));
    window.burst(typed("约"));
    window.press(Key::Enter);
    assert!(!window.desk().second_lines(&key)[at + 1].figure.is_blank(), "Tab went on");
    window.close();
}

/// What is no figure of its cell is said so beside it, and the first typing can be kept.
#[test]
fn a_difference_is_settled_either_way() {
    let (_folder, mut window) = prepared(|desk| {
        type_into(desk, &hospital_key(), "beds_total", "1200");
    });
    window.click("上报");
    window.click("第二人录入");
    window.burst(typed("约").into_iter().chain(key(Key::Enter)));
    window.must_show("未识别");
    window.press(Key::ArrowUp);
    window.burst(typed("1201").into_iter().chain(key(Key::Enter)));
    window.click("看差异");
    let differs = |window: &Window| window.desk().second_differences(&hospital_key()).len();
    assert_eq!(differs(&window), 1);
    let first = window.desk().second_differences(&hospital_key())[0].element.clone();
    let figure = |window: &Window| {
        window.desk().unit_return(&hospital_key()).map(|found| found.figure(&first).clone())
    };
    let before = figure(&window);
    window.click_starting("用第一遍 ");
    assert_eq!((differs(&window), figure(&window)), (0, before));
    window.close();
}

/// Pinyin and name find the second typing from anywhere.
#[test]
fn the_second_typing_is_found() {
    for words in ["slhd", "双录", "核对"] {
        let folder = workspace(Holding::SmallDemo);
        let mut window = Window::open(&folder);
        window.press_with(CTRL, Key::K);
        window.type_text(words);
        window.press(Key::Enter);
        assert_eq!(route(&window), Route::Submit, "{words}");
        window.must_show("这里看不到第一遍的数");
    }
}

fn double_click(window: &mut Window, place: Pos2) {
    let button = |pressed| Event::PointerButton {
        pos: place,
        button: egui::PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    window.harness.event(Event::PointerMoved(place));
    for pressed in [true, false, true, false] {
        window.harness.event(button(pressed));
        window.harness.step();
    }
    window.settle();
}

/// A double click receives and nothing more; accepting stands in its own place and asks.
#[test]
fn a_double_click_accepts_nothing() {
    let (_folder, mut window) = prepared(hand_in);
    window.click("上报");
    window.click_starting("示例市人民医院 ");
    let (receive, accept) = (window.place("接收"), window.place("审核通过…"));
    double_click(&mut window, receive);
    assert_eq!(window.desk().head(&hospital_key()).status, Status::Received);
    let moved_by = (window.place("审核通过…") - accept).length();
    assert!(moved_by < 2.0, "nothing moves under the pointer: {moved_by}");
    window.click("审核通过…");
    assert_eq!(window.desk().head(&hospital_key()).status, Status::Received, "it is asked first");
    window.click("取消");
    window.click("审核通过…");
    window.click("审核通过");
    assert_eq!(window.desk().head(&hospital_key()).status, Status::Accepted);
}

/// Whoever accepts sees what nobody has answered yet.
#[test]
fn accepting_says_what_is_not_answered() {
    for (asked, says) in [(0, false), (2, true)] {
        let (_folder, mut window) = prepared(|desk| {
            hand_in(desk);
            let questions: Vec<_> = ["beds_total", "beds_icu"][..asked]
                .iter()
                .map(|element| (element.parse().expect("an id"), "为何不变".to_owned()))
                .collect();
            if asked > 0 {
                desk.ask(&hospital_key(), &questions, now()).expect("asked");
            }
        });
        window.click("上报");
        window.click_starting("示例市人民医院 ");
        window.click("接收");
        window.click("审核通过…");
        assert_eq!(window.shows("还有 2 条查询未答复"), says);
        window.click("审核通过");
        assert_eq!(window.desk().head(&hospital_key()).status, Status::Accepted, "it is no obstacle");
    }
}

/// The day that is shown is the day that is given; emptied, none is.
#[test]
fn a_day_that_is_shown_is_given() {
    let soon = now().date().checked_add_days(Days::new(14)).expect("a day");
    for empties in [false, true] {
        let (_folder, mut window) = prepared(hand_in);
        window.click("上报");
        window.click_starting("示例市人民医院 ");
        window.click("退回…");
        window.must_show(&soon.to_string());
        if empties {
            window.click("重报期限");
            window.press_with(CTRL, Key::A);
            window.press(Key::Delete);
            window.must_show("不限");
        }
        window.click("退回");
        let said = window.desk().head(&hospital_key()).sent_back.expect("it was said why");
        assert_eq!(said.due, (!empties).then_some(soon));
    }
}

/// An arrow and Enter in one frame are two steps, also behind what is typed.
#[test]
fn the_search_works_keys_in_their_order() {
    let folder = workspace(Holding::SmallDemo);
    let mut window = Window::open(&folder);
    window.press_with(CTRL, Key::K);
    let steps = |keys: &[Key]| keys.iter().flat_map(|one| key(*one)).collect::<Vec<_>>();
    window.burst(steps(&[Key::ArrowDown, Key::ArrowDown, Key::ArrowUp, Key::Enter]));
    assert_eq!(route(&window), Route::Entry, "the second entry");
    window.press_with(CTRL, Key::K);
    window.burst(typed("打开“").into_iter().chain(steps(&[Key::ArrowDown, Key::ArrowDown, Key::Enter])));
    assert_eq!(route(&window), Route::Submit, "the third");
}

/// A returned form says so on the first page, at the side, on its way, and over its figures.
#[test]
fn a_returned_form_is_not_overlooked() {
    let (_folder, mut window) = prepared(|desk| {
        sent_back(desk, None);
    });
    window.must_show("退回：数据有误");
    window.must_show("退回意见 1 条");
    window.click("填报");
    window.must_show("退回：数据有误");
    window.click("只看有意见的 1 项");
    let cells = window.names().into_iter().filter(|name| name.ends_with("备注")).count();
    assert!(cells <= 2, "one row is left");
    window.click("显示全部");
    window.click("上报");
    let words: Vec<String> = window.painted().into_iter().map(|(_, text)| text).collect();
    assert!(words.contains(&"退回".to_owned()) && !words.contains(&"填报中".to_owned()), "{words:?}");
}

/// What was said when it was sent back asks for nothing once the return is handed in again.
#[test]
fn an_answered_return_says_what_was_said_earlier() {
    let (_folder, mut window) = prepared(|desk| {
        sent_back(desk, None);
        let key = hospital_key();
        type_into(desk, &key, "beds_icu", "61");
        settle(desk, &key);
        assert!(moved(desk, &key, Moving::Submit));
    });
    window.click("上报");
    window.click_starting("医院年报 2025年");
    window.must_show("上次退回：数据有误");
    assert!(!window.painted().iter().any(|(_, text)| text == "退回：数据有误"));
}

/// A remark is written beside the cell by whoever reads it, and goes out with the rest; Enter takes the search's hit.
#[test]
fn a_bureau_remarks_while_it_reads() {
    let (_folder, mut window) = prepared(|desk| {
        let flag =
            Command::Flag { key: hospital_key(), element: "beds_icu".parse().expect("an id"), on: true };
        desk.apply(flag, now());
        hand_in(desk);
    });
    window.click("上报");
    window.click_starting("示例市人民医院 ");
    assert!(!window.shows("核对后请去掉标记"), "that is said to the clerk alone");
    window.click("查看报表");
    let named = window.names().into_iter().find(|name| name.starts_with("退回意见 ")).expect("a field");
    window.click(&named);
    window.type_text("请核实");
    window.click("退回…（1 条意见）");
    assert_eq!(route(&window), Route::Submit);
    window.must_show("请核实");
    window.click("给其他数据项加意见：搜名称或代码");
    window.burst(typed("注册护士数").into_iter().chain(key(Key::Enter)));
    assert_eq!(window.desk().head(&hospital_key()).status, Status::Submitted, "Enter was for the search");
    window.type_text("请附花名册");
    window.click("退回");
    let said = window.desk().head(&hospital_key()).sent_back.expect("it was said why");
    let mut words: Vec<&str> = said.remarks.values().map(String::as_str).collect();
    words.sort_unstable();
    assert_eq!(words, ["请核实", "请附花名册"]);
}

/// An explanation stands with the figure it was written of, where another stands there now.
#[test]
fn an_explanation_names_its_own_figure() {
    let (_folder, window) = prepared(|desk| {
        let key = hospital_key();
        type_into(desk, &key, "beds_total", "13000");
        let findings = desk.findings(&key);
        let asked = |view: &&duibiao::desk::FindingView| {
            view.finding.severity == Severity::Soft && view.finding.element.as_str() == "beds_total"
        };
        let found = findings.list.iter().find(asked).expect("it asks");
        let command = Command::Explain {
            key: key.clone(),
            element: found.finding.element.clone(),
            check: found.finding.check.clone(),
            text: "多院区合计".to_owned(),
        };
        desk.apply(command, now());
        let line = |desk: &Desk| {
            let lines = desk.explanations();
            lines.iter().find(|line| line.text == "多院区合计").expect("listed").clone()
        };
        assert_eq!(line(desk).written_of.zh, "", "it is the figure that stands there");
        type_into(desk, &key, "beds_total", "14000");
        assert_eq!(line(desk).written_of.zh, "13\u{2009}000 张");
    });
    let mut window = window;
    window.click("审核");
    window.click("情况说明");
    window.must_show("说明时 13\u{2009}000 张");
}

/// What is searched for is in sight from its first row, however far the grid was scrolled.
#[test]
fn a_search_begins_at_its_first_row() {
    let folder = workspace(Holding::SmallDemo);
    let mut window = Window::open(&folder);
    window.click("继续填报 医院年报 2025年");
    window.press_with(CTRL, Key::End);
    window.press_with(CTRL, Key::F);
    window.type_text("床");
    let sheet = window.desk().sheet(&hospital_key()).expect("a sheet");
    let first =
        sheet.rows.iter().find(|row| row.typed().is_some() && row.name.zh.contains('床')).expect("one");
    let rows = window.painted().into_iter().filter(|(_, text)| *text == first.name.zh);
    // Below the two rows of titles, not behind them.
    assert!(rows.into_iter().any(|(rect, _)| rect.left() < 700.0 && rect.top() > 130.0), "{}", first.name.zh);
}

fn carried(desk: &mut Desk) -> ReturnKey {
    let key = hospital_key();
    let elements = desk.carryable(&key);
    assert!(elements.len() > 2);
    desk.apply(Command::CarryForward { key: key.clone(), elements }, now());
    key
}

/// What was carried forward is not counted as done, and confirming all of it can be taken back where it is told.
#[test]
fn carried_figures_are_not_done() {
    let (_folder, mut window) = prepared(|desk| {
        carried(desk);
    });
    let key = hospital_key();
    let count = window.desk().unconfirmed(&key).len();
    let filled = window.desk().filled(&key);
    assert_eq!(filled.carried as usize, count);
    let said = format!("结转待确认 {count} 项");
    window.must_show(&said);
    window.click("继续填报 医院年报 2025年");
    let sheet = window.desk().sheet(&key).expect("a sheet");
    assert_eq!(sheet.carried as usize, count);
    assert_eq!(sheet.sections.iter().map(|section| section.carried as usize).sum::<usize>(), count);
    assert!(window.status().contains(&said));
    window.click("上报");
    window.click("全部确认");
    assert_eq!(window.desk().unconfirmed(&key).len(), 0);
    window.must_show(&format!("已确认 {count} 项"));
    let undo = window.place("撤销");
    assert!(undo.x > SCREEN[0] - 300.0 && undo.y > SCREEN[1] - 200.0, "it stands in the notice: {undo:?}");
    window.click_at(undo);
    assert_eq!(window.desk().unconfirmed(&key).len(), count);
}

/// F1 shows the keys, the search finds them by 帮助, and the menu takes back and does again.
#[test]
fn keys_are_told() {
    let folder = workspace(Holding::SmallDemo);
    let mut window = Window::open(&folder);
    window.press(Key::F1);
    for words in ["Shift+Enter", "Ctrl+Shift+N", "Ctrl+K", "填报表"] {
        window.must_show(words);
    }
    window.press(Key::Escape);
    assert!(!window.shows("Ctrl+Shift+N"));
    window.press_with(CTRL, Key::K);
    window.type_text("帮助");
    window.press(Key::Enter);
    window.must_show("Ctrl+Shift+N");
    window.press(Key::Escape);
    window.click("继续填报 医院年报 2025年");
    window.burst(typed("7").into_iter().chain(key(Key::Enter)));
    let subject = Subject::Return(hospital_key());
    assert!(window.desk().can_undo_in(&subject));
    window.click("编辑");
    window.click_starting("撤销 ");
    assert!(!window.desk().can_undo_in(&subject) && window.desk().can_redo_in(&subject));
    window.click("编辑");
    window.click_starting("重做");
    assert!(window.desk().can_undo_in(&subject));
    window.close();
}
