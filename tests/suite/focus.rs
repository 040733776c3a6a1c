//! Who works by the keyboard sees where the keys are; who works by the mouse is not shown it.

use egui::{Key, Rect, Shape};

use crate::support::{Holding, Window, workspace};

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

/// What has the keys, if it is a button: fields and the form show it in their own way.
fn focused_button(window: &Window) -> Option<Rect> {
    let ctx = &window.harness.ctx;
    let response = ctx.read_response(ctx.memory(|memory| memory.focused())?)?;
    (response.sense.senses_click() && !response.sense.senses_drag()).then_some(response.rect)
}

#[test]
fn every_button_the_keys_come_to_has_a_ring() {
    let folder = workspace(Holding::SmallDemo);
    let mut window = Window::open(&folder);
    assert_eq!(ring(&window), None, "nothing has the keys yet");
    let mut rung = 0;
    for _ in 0..24 {
        window.press(Key::Tab);
        let Some(button) = focused_button(&window) else { continue };
        assert_eq!(ring(&window), Some(button.expand(1.0)));
        rung += 1;
    }
    assert!(rung > 10, "{rung} buttons");
    window.click(&window.say("route.start"));
    assert_eq!(ring(&window), None, "the mouse shows where it is by itself");
}
