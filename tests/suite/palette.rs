//! The search over everything (Ctrl+K): it shows what can be done, finds by name and code, and rests when nothing moves.

use duibiao::ui::act::Route;
use egui::Key;

use crate::support::{CTRL, Holding, Window, workspace};

const COMMANDS: [&str; 6] =
    ["command.start", "command.entry", "command.trend", "command.plan", "command.save", "command.next_blank"];

fn hidden(window: &Window) -> Vec<&'static str> {
    let painted: Vec<String> = window.painted().into_iter().map(|(_, text)| text).collect();
    COMMANDS.into_iter().filter(|key| !painted.contains(&window.say(key))).collect()
}

fn route(window: &Window) -> Option<Route> {
    window.harness.state().session().map(|session| session.route)
}

#[test]
fn it_shows_what_can_be_done() {
    let folder = workspace(Holding::SmallDemo);
    let mut window = Window::open(&folder);
    window.press_with(CTRL, Key::K);
    assert!(hidden(&window).is_empty(), "not to be seen: {:?}", hidden(&window));
    window.press(Key::Escape);
    assert!(hidden(&window).len() == COMMANDS.len(), "Esc closes it");
}

#[test]
fn it_shows_as_much_when_opened_again_after_a_search() {
    let folder = workspace(Holding::SmallDemo);
    let mut window = Window::open(&folder);
    window.press_with(CTRL, Key::K);
    window.type_text("doctor_nurse_ratio");
    window.press(Key::Escape);
    window.press_with(CTRL, Key::K);
    assert!(hidden(&window).is_empty(), "not to be seen: {:?}", hidden(&window));
}

#[test]
fn it_rests_when_nothing_moves() {
    let folder = workspace(Holding::SmallDemo);
    let mut window = Window::open(&folder);
    window.harness.key_press_modifiers(CTRL, Key::K);
    window.harness.run_steps(30);
    assert!(
        window.rests(),
        "the open search draws frame after frame: {:?}",
        window.harness.ctx.repaint_causes()
    );
}

#[test]
fn arrows_and_enter_choose() {
    let folder = workspace(Holding::SmallDemo);
    let mut window = Window::open(&folder);
    window.press_with(CTRL, Key::K);
    for _ in 0..3 {
        window.press(Key::ArrowDown);
    }
    window.press(Key::Enter);
    assert_eq!(route(&window), Some(Route::Track));
    window.press_with(CTRL, Key::K);
    window.type_text("重症监护");
    window.press(Key::Enter);
    assert_eq!(route(&window), Some(Route::Entry));
    window.press_with(CTRL, Key::K);
    window.type_text("没有这样的词");
    window.must_show(&window.say("palette.nothing"));
    window.press(Key::Enter);
    assert_eq!(route(&window), Some(Route::Entry), "Enter without a hit does nothing");
}
