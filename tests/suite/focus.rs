//! Who works by the keyboard sees where the keys are; who works by the mouse is not shown it.

use duibiao::returns::Status;
use egui::{Key, Rect, Response, Shape};

use crate::{
    desk_scenarios::handing_in::settle,
    hands_screens::{hand_in, hospital_key, prepared},
    support::{CTRL, Holding, Window, now, workspace},
};

/// Where a ring is painted.
fn ring(window: &Window) -> Option<Rect> {
    let shapes = window.harness.output().shapes.iter();
    let mut rings = shapes.filter_map(|clipped| match &clipped.shape {
        Shape::Rect(rect) if rect.stroke.width == 2.0 && rect.fill == egui::Color32::TRANSPARENT => {
            Some(rect.rect)
        }
        _ => None,
    });
    rings.next_back()
}

/// What has the keys.
fn focused(window: &Window) -> Option<Response> {
    let ctx = &window.harness.ctx;
    ctx.read_response(ctx.memory(|memory| memory.focused())?)
}

/// What has the keys, if it is a button: fields and the form show it in their own way.
fn focused_button(window: &Window) -> Option<Rect> {
    let response = focused(window).filter(|response| response.sense.senses_click())?;
    (!response.sense.senses_drag()).then_some(response.rect)
}

#[test]
fn every_button_the_keys_come_to_has_a_ring() {
    let folder = workspace(Holding::SmallDemo);
    let mut window = Window::open(&folder);
    assert_eq!(ring(&window), None, "nothing has the keys yet");
    let mut rung = 0;
    for _ in 0..60 {
        window.press(Key::Tab);
        let control = focused(&window).expect("something has the keys");
        let Some(button) = focused_button(&window) else {
            assert!(control.sense.senses_drag(), "{control:?} is no field, and has no ring");
            continue;
        };
        let screen = window.harness.ctx.content_rect();
        assert_eq!(ring(&window), Some(button.expand(3.0).intersect(screen)));
        rung += 1;
    }
    assert!(rung > 10, "{rung} buttons");
    window.click(&window.say("route.start"));
    assert_eq!(ring(&window), None, "the mouse shows where it is by itself");
}

/// The title row and the list of screens are many steps: F6 passes them, and so does Tab where what had the keys is gone.
#[test]
fn the_keys_come_to_the_screen_itself() {
    let folder = workspace(Holding::SmallDemo);
    let mut window = Window::open(&folder);
    let is_inside =
        |window: &Window| focused_button(window).is_some_and(|at| at.left() > 132.0 && at.top() > 36.0);
    window.press(Key::Tab);
    assert!(focused_button(&window).is_some() && !is_inside(&window), "the title row comes first");
    window.press(Key::F6);
    assert!(is_inside(&window) && ring(&window).is_some());
    let first = focused_button(&window);
    // Escape gives up what had the keys, as a button that is gone does.
    window.press(Key::Escape);
    assert_eq!(focused_button(&window), None);
    window.press(Key::Tab);
    assert_eq!(focused_button(&window), first);
}

/// What lies over the screen keeps the keys.
#[test]
fn a_dialog_keeps_the_keys() {
    let folder = workspace(Holding::SmallDemo);
    let mut window = Window::open(&folder);
    window.press(Key::F1);
    let first = focused_button(&window);
    for key in [Key::F6, Key::Tab, Key::F6] {
        window.press(key);
    }
    let button = focused_button(&window).expect("the dialog's button has the keys");
    assert_eq!(first, Some(button), "it has them from the beginning");
    assert!(button.contains(window.place(&window.say("close"))), "{button:?}");
}

/// The Enter that opens a question is over when the question has the keys: it takes a second one to answer.
#[test]
fn the_key_that_asks_does_not_answer() {
    let (_folder, mut window) = prepared(|desk| settle(desk, &hospital_key()));
    let status = |window: &Window| window.desk().head(&hospital_key()).status;
    window.press_with(CTRL, Key::Num9);
    window.press(Key::Enter);
    window.must_show(&window.say("submit.submit_title"));
    assert_eq!(status(&window), Status::Draft);
    window.press(Key::Enter);
    assert_eq!(status(&window), Status::Submitted);
    window.close();
}

/// What is longer than the screen is read by the page keys, without a mouse and without anything in it that takes the keys.
#[test]
fn page_keys_turn_what_is_longer_than_the_screen() {
    let top_of = |window: &Window, words: &str| {
        let painted = window.painted();
        painted.into_iter().find(|(_, text)| text.contains(words)).map(|(rect, _)| rect.top())
    };
    let turned = |window: &mut Window, words: &str| {
        let at = top_of(window, words).unwrap_or_else(|| panic!("{words} is not in sight"));
        window.press(Key::PageDown);
        window.harness.run_steps(40);
        let then = top_of(window, words);
        assert!(then.is_none_or(|then| then < at - 100.0), "{words}: from {at} to {then:?}");
        window.press(Key::PageUp);
        window.harness.run_steps(40);
        assert_eq!(top_of(window, words), Some(at), "{words}");
    };
    let (_folder, mut window) = prepared(hand_in);
    window.press_with(CTRL, Key::Num9);
    let unit = window.desk().tree().unit(&hospital_key().unit).expect("there").name.zh.clone();
    window.click_starting(&unit);
    turned(&mut window, "审核对照");
    // The list in the middle of the plan's screen is the largest there.
    window.click(&window.say("route.plan"));
    turned(&mut window, "每千人口县办医院床位数");
    // What is typed in belongs to the field.
    window.press_with(CTRL, Key::K);
    window.type_text("床");
    let before = window.words();
    window.press(Key::PageDown);
    assert_eq!(window.words(), before, "nothing under the search is turned");
    window.press(Key::Escape);
    window.click(&window.say("plan.search"));
    let before = window.words();
    window.press(Key::PageDown);
    assert_eq!(window.words(), before, "a field keeps its keys");
    // Two lists at the same depth are told apart.
    window.click(&window.say("route.start"));
    let lines = window.desk().plan_lines(window.desk().seat(), now().date());
    let listed = lines.iter().filter(|line| top_of(&window, &line.name.zh).is_some()).count();
    assert!(listed > 2 && listed < lines.len(), "{listed} of {}", lines.len());
    turned(&mut window, &lines[1].name.zh);
}
