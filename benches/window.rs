//! The program without a screen, for benches: input in, shapes out, triangles cut; and how their figures are printed.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use chrono::{Local, NaiveDateTime};
use duibiao::{
    ui::app::{App, Start},
    wire::Settings,
};
use egui::{
    Context, Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, Pos2, RawInput, Rect, TouchPhase, Vec2,
};

/// The program without a screen.
pub struct Window {
    ctx: Context,
    /// The program itself.
    pub app: App,
    time: f64,
}

impl Window {
    /// Opens a workspace.
    pub fn open(saves: &Path, root: &Path) -> Self {
        let ctx = Context::default();
        let start = Start {
            open: Some(root.to_owned()),
            saves: saves.to_owned(),
            arrivals: Vec::new(),
            is_unanswered: false,
            state: None,
            who: "bench".to_owned(),
            now,
            settings: Settings::default(),
            keep: |_| {},
            opening: None,
        };
        let app = App::new(&ctx, start);
        Self { ctx, app, time: 0.0 }
    }

    /// Runs one frame and gives what it cost.
    pub fn frame(&mut self, events: Vec<Event>) -> Duration {
        self.frame_of(events).0
    }

    /// Runs one frame; gives what it cost and how many corners it drew.
    pub fn frame_of(&mut self, events: Vec<Event>) -> (Duration, usize) {
        self.time += 1.0 / 60.0;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, Vec2::new(1366.0, 728.0))),
            time: Some(self.time),
            focused: true,
            events,
            ..RawInput::default()
        };
        let app = &mut self.app;
        let started = Instant::now();
        let mut output = self.ctx.run_ui(input, |ui| {
            app.logic(&ui.ctx().clone());
            app.ui(ui);
        });
        let triangles = self.ctx.tessellate(std::mem::take(&mut output.shapes), output.pixels_per_point);
        let cost = started.elapsed();
        let corners = triangles.iter().map(|part| match &part.primitive {
            egui::epaint::Primitive::Mesh(mesh) => mesh.indices.len(),
            egui::epaint::Primitive::Callback(_) => 0,
        });
        let corners = corners.sum();
        output.drop_without_applying_deltas();
        (cost, corners)
    }

    /// Runs frames and gives what each cost.
    pub fn frames(&mut self, count: usize, events: impl Fn(usize) -> Vec<Event>) -> Vec<Duration> {
        (0..count).map(|at| self.frame(events(at))).collect()
    }
}

/// Presses a key and lets it go.
pub fn key(key: Key, modifiers: Modifiers) -> Vec<Event> {
    let event = |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
    vec![event(true), event(false)]
}

/// Turns the wheel over the middle of the screen.
pub fn wheel(lines: f32) -> Vec<Event> {
    let delta = Vec2::new(0.0, 3.0 * lines);
    let (unit, source) = (MouseWheelUnit::Line, MouseWheelSource::Wheel);
    let (phase, modifiers) = (TouchPhase::Move, Modifiers::NONE);
    vec![
        Event::PointerMoved(Pos2::new(600.0, 400.0)),
        Event::MouseWheel { unit, delta, phase, modifiers, source },
    ]
}

/// Gives the time the program is told.
pub fn now() -> NaiveDateTime {
    Local::now().naive_local()
}

/// Prints the middle, the ninety-ninth of a hundred, and the worst.
pub fn report(what: &str, costs: &mut [Duration]) {
    costs.sort_unstable();
    let at =
        |share: usize| costs.get((costs.len() * share / 100).min(costs.len().saturating_sub(1))).copied();
    if let (Some(half), Some(high), Some(worst)) = (at(50), at(99), costs.last()) {
        let (half, high, worst, count) = (shown(half), shown(high), shown(*worst), costs.len());
        println!("{what:<36} p50 {half:>9}   p99 {high:>9}   worst {worst:>9}   of {count}");
    }
}

/// Writes a time in milliseconds.
pub fn shown(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1_000.0)
}
