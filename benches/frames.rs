//! What a frame of the entry screen costs the processor, on a form of 1,000 cells with six years behind them.
//!
//! `cargo bench --bench frames`; `-- --quick` for a tenth of it. The window is egui without a screen: input in,
//! shapes out, triangles cut; what the graphics driver does with them is not in the figures. Kinds of frame are
//! measured apart, because a mean over them would hide the ones a clerk feels: that in which Enter commits a figure,
//! and the one after it, in which every indicator and the sheet are made anew.
#![allow(clippy::print_stdout, reason = "a bench says its figures")]

use std::{
    error::Error,
    fmt::Write as _,
    path::Path,
    time::{Duration, Instant},
};

use chrono::{Datelike as _, Local, NaiveDateTime};
use duibiao::{
    base::{FormId, Period},
    desk::{Command, DemoSize, Desk, write_demo},
    ui::app::{App, Start},
    wire::Settings,
};
use egui::{
    Context, Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, Pos2, RawInput, Rect, TouchPhase, Vec2,
};

/// Cells of the form, in sections of fifty with two computed rows each.
const CELLS: usize = 1_000;
const SECTION: usize = 50;
/// Years that are filled before the one that is typed into.
const YEARS: i32 = 5;
/// What a frame may cost at the ninety-ninth of a hundred.
const GOAL: Duration = Duration::from_millis(8);

fn main() -> Result<(), Box<dyn Error>> {
    let quick = std::env::args().any(|arg| arg == "--quick");
    let frames = if quick { 100 } else { 1_000 };
    let scratch = tempfile::tempdir()?;
    let root = scratch.path().join("demo");
    let started = Instant::now();
    make_workspace(&root)?;
    println!(
        "workspace of the demonstration and a form of {CELLS} cells: made in {}",
        shown(started.elapsed())
    );

    let mut opened = Vec::new();
    for _ in 0..if quick { 3 } else { 20 } {
        let started = Instant::now();
        let desk = Desk::open(&root, "bench", now())?;
        opened.push(started.elapsed());
        assert!(desk.faults().is_empty() && desk.pack_faults().is_empty(), "the workspace is sound");
    }
    report("open the workspace", &mut opened);

    let mut window = Window::open(scratch.path(), &root);
    window.frame(Vec::new());
    report("start page", &mut window.frames(frames / 10, |_| Vec::new()));
    window.find("c0000");
    report("entry, nothing happens", &mut window.frames(frames, |_| Vec::new()));
    report(
        "entry, scrolling",
        &mut window.frames(frames, |at| wheel(if at % 200 < 100 { -1.0 } else { 1.0 })),
    );
    window.find("c0000");
    let (mut digits, mut commits, mut after) = (Vec::new(), Vec::new(), Vec::new());
    for at in 0..frames / 4 {
        for digit in (1_000 + at).to_string().chars().rev().take(3) {
            digits.push(window.frame(vec![Event::Text(digit.to_string())]));
        }
        commits.push(window.frame(key(Key::Enter, Modifiers::NONE)));
        after.push(window.frame(Vec::new()));
    }
    report("entry, a digit typed", &mut digits);
    report("entry, Enter commits a figure", &mut commits);
    report("entry, the frame after it", &mut after);
    println!("goal: p99 of each at most {}", shown(GOAL));
    window.app.leave(now());
    let form: FormId = "bench".parse()?;
    let desk = Desk::open(&root, "bench", now())?;
    let typed = desk.unit_return(&desk.our_key(&form, Period::year(now().year() - 1)));
    let kept = typed.map_or(0, |found| found.entries.len());
    assert_eq!(kept, (frames / 4).min(CELLS), "every figure typed is on disk");
    Ok(())
}

/// The program without a screen.
struct Window {
    ctx: Context,
    app: App,
    time: f64,
}

impl Window {
    fn open(saves: &Path, root: &Path) -> Self {
        let ctx = Context::default();
        let start = Start {
            open: Some(root.to_owned()),
            saves: saves.to_owned(),
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
    fn frame(&mut self, events: Vec<Event>) -> Duration {
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
        drop(triangles);
        output.drop_without_applying_deltas();
        cost
    }

    fn frames(&mut self, count: usize, events: impl Fn(usize) -> Vec<Event>) -> Vec<Duration> {
        (0..count).map(|at| self.frame(events(at))).collect()
    }

    /// Goes to a cell through the search, as a person does, and lets the screen come to rest.
    fn find(&mut self, element: &str) {
        self.rest();
        self.frame(key(Key::K, Modifiers { ctrl: true, command: true, ..Modifiers::NONE }));
        self.frame(Vec::new());
        self.frame(vec![Event::Text(element.to_owned())]);
        // The years before are drafts too, and overdue ones come first.
        for _ in 0..YEARS {
            self.frame(key(Key::ArrowDown, Modifiers::NONE));
        }
        self.frame(key(Key::Enter, Modifiers::NONE));
        self.rest();
    }

    /// Lets a scroll run out.
    fn rest(&mut self) {
        for _ in 0..60 {
            self.frame(Vec::new());
        }
    }
}

fn key(key: Key, modifiers: Modifiers) -> Vec<Event> {
    let event = |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
    vec![event(true), event(false)]
}

fn wheel(lines: f32) -> Vec<Event> {
    let delta = Vec2::new(0.0, 3.0 * lines);
    let (unit, source) = (MouseWheelUnit::Line, MouseWheelSource::Wheel);
    let (phase, modifiers) = (TouchPhase::Move, Modifiers::NONE);
    vec![
        Event::PointerMoved(Pos2::new(600.0, 400.0)),
        Event::MouseWheel { unit, delta, phase, modifiers, source },
    ]
}

fn now() -> NaiveDateTime {
    Local::now().naive_local()
}

/// Makes the demonstration with one more form, issued as a pack, and fills it for the years before.
fn make_workspace(root: &Path) -> Result<(), Box<dyn Error>> {
    let last = now().year() - 1;
    write_demo(root, DemoSize::default(), last, "bench", now()).map_err(|why| why.en)?;
    std::fs::create_dir_all(root.join("catalogue"))?;
    std::fs::write(root.join("catalogue/bench.ron"), pack())?;
    let mut desk = Desk::open(root, "bench", now())?;
    if let Some(fault) = desk.pack_faults().first() {
        return Err(fault.en.clone().into());
    }
    let form: FormId = "bench".parse()?;
    for back in 1..=YEARS {
        let mut cells = Vec::with_capacity(CELLS);
        for at in 0..CELLS {
            let figure = 1_000 + (at as i32 * 37 + back * 101) % 9_000;
            cells.push((format!("c{at:04}").parse()?, figure.to_string()));
        }
        let key = desk.our_key(&form, Period::year(last - back));
        desk.apply(Command::Paste { key, cells }, now());
    }
    desk.save_now(now()).map_err(|why| why.en)?;
    Ok(())
}

/// Writes the pack with the form.
fn pack() -> String {
    let (mut elements, mut indicators, mut sections) = (String::new(), String::new(), String::new());
    for at in 0..CELLS {
        // Writing to a String cannot fail.
        let _ = writeln!(
            elements,
            "(id: \"c{at:04}\", name: (zh: \"示例数据项第{at}号床位数\", en: \"Sample element {at}\"), \
             unit: (zh: \"张\", en: \"beds\"), kind: Count, min: \"0\", max: \"12000\", reporter: Hospital, \
             combine: Sum, text: (meaning: (zh: \"示例。\", en: \"A sample.\"), time: (zh: \"年末。\", en: \"Year end.\"), \
             source: (zh: \"台账。\", en: \"The ledger.\"))),",
        );
    }
    for section in 0..CELLS / SECTION {
        let first = section * SECTION;
        let ids: Vec<String> = (first..first + SECTION).map(|at| format!("\"c{at:04}\"")).collect();
        let _ = writeln!(
            sections,
            "(id: \"s{section}\", name: (zh: \"第{section}组\", en: \"Part {section}\"), elements: [{}], \
             indicators: [\"i{section}a\", \"i{section}b\"]),",
            ids.join(", "),
        );
        for (mark, other) in [("a", first + 1), ("b", first + 2)] {
            let _ = writeln!(
                indicators,
                "(id: \"i{section}{mark}\", name: (zh: \"示例指标{section}{mark}\", en: \"Sample indicator {section}{mark}\"), \
                 kind: rate_per_1000, unit: (zh: \"‰\", en: \"per 1,000\"), better: higher, decimals: 2, formula: Rate(\
                 numerator: (elements: [\"c{first:04}\"]), denominator: (elements: [\"c{other:04}\"]), per: 1000), \
                 note: (zh: \"示例。\", en: \"A sample.\")),",
            );
        }
    }
    format!(
        "(format: \"duibiao-catalogue\", version: 1, body: (elements: [\n{elements}],\nforms: [(id: \"bench\", version: 1, \
         name: (zh: \"一千格报表\", en: \"A thousand cells\"), number: \"示例\", period: Year, due_days: 31, \
         kinds: [general_hospital], sections: [\n{sections}])],\nindicators: [\n{indicators}]))\n",
    )
}

/// Prints the middle, the ninety-ninth of a hundred, and the worst.
fn report(what: &str, costs: &mut [Duration]) {
    costs.sort_unstable();
    let at =
        |share: usize| costs.get((costs.len() * share / 100).min(costs.len().saturating_sub(1))).copied();
    if let (Some(half), Some(high), Some(worst)) = (at(50), at(99), costs.last()) {
        let (half, high, worst, count) = (shown(half), shown(high), shown(*worst), costs.len());
        println!("{what:<32} p50 {half:>9}   p99 {high:>9}   worst {worst:>9}   of {count}");
    }
}

fn shown(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1_000.0)
}
