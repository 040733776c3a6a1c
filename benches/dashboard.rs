//! What the dashboard costs: five hundred targets of a plan over fifty units and six years of figures.
//!
//! `cargo bench --bench dashboard`; `-- --quick` for a tenth of it. The window is egui without a screen: input in,
//! shapes out, triangles cut. Following the plan is measured apart: it runs beside the screen, which shows what it had
//! before meanwhile. First paint is the first frame of the screen once the lines are at hand, every word of every row
//! made and the list laid out.
#![allow(clippy::print_stdout, reason = "a bench says its figures")]

mod window;

use std::{
    error::Error,
    fmt::Write as _,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use chrono::Datelike as _;
use duibiao::{
    desk::{Command, DemoSize, Desk, write_demo},
    indicator::{Formula, IndicatorKind},
    trend::Population,
    wire::{Workspace, workspace_text},
};
use egui::{Key, Modifiers};
use window::{Window, key, now, report, shown, wheel};

/// Targets of the plan.
const TARGETS: usize = 500;
/// Units of the register, bureaus not counted.
const UNITS: u32 = 50;
/// What the first frame with the list may cost.
const FIRST: Duration = Duration::from_millis(100);
/// What a frame may cost at the ninety-ninth of a hundred.
const FRAME: Duration = Duration::from_millis(8);

fn main() -> Result<(), Box<dyn Error>> {
    let quick = std::env::args().any(|arg| arg == "--quick");
    let frames = if quick { 100 } else { 1_000 };
    let scratch = tempfile::tempdir()?;
    let root = scratch.path().join("demo");
    make_workspace(&root)?;

    let desk = Desk::open(&root, "bench", now())?;
    assert!(desk.faults().is_empty() && desk.pack_faults().is_empty(), "the workspace is sound");
    let plan = desk.workspace().plan.clone();
    let mut followed = Vec::new();
    for _ in 0..if quick { 2 } else { 10 } {
        let beside = desk.detached();
        let started = Instant::now();
        let lines = beside.track(desk.seat(), &plan, Population::AsIs, now().date()).ok_or("no plan")?;
        followed.push(started.elapsed());
        assert_eq!(lines.len(), TARGETS, "every target has its line");
    }
    let statements = desk.tree().all().count();
    drop(desk);
    println!("{TARGETS} targets, {statements} units and bureaus");
    report("follow the plan, beside the screen", &mut followed);

    let mut first = Vec::new();
    for _ in 0..if quick { 2 } else { 10 } {
        let mut window = Window::open(scratch.path(), &root);
        first.push(window.first_list()?);
        window.app.leave(now());
    }
    report("first paint with the lines at hand", &mut first);
    println!("goal: at most {}", shown(FIRST));

    let mut window = Window::open(scratch.path(), &root);
    window.first_list()?;
    window.frames(60, |_| Vec::new());
    report("list, nothing happens", &mut window.frames(frames, |_| Vec::new()));
    let wheeled = &mut window.frames(frames, |at| wheel(if at % 200 < 100 { -1.0 } else { 1.0 }));
    report("list, scrolling", wheeled);
    window.frames(60, |_| Vec::new());
    let steps = &mut window.frames(frames, |at| {
        let to = if at % 200 < 100 { Key::ArrowDown } else { Key::ArrowUp };
        key(to, Modifiers::NONE)
    });
    report("list, target by target", steps);
    println!("goal: p99 of each at most {}", shown(FRAME));
    window.app.leave(now());
    Ok(())
}

impl Window {
    /// Goes to the dashboard, waits for its lines and gives what the first frame with them cost.
    fn first_list(&mut self) -> Result<Duration, Box<dyn Error>> {
        self.frames(3, |_| Vec::new());
        // The start page follows the same plan; both have their lines once the threads have ended.
        self.frame(key(Key::Num0, Modifiers { ctrl: true, command: true, ..Modifiers::NONE }));
        let began = Instant::now();
        loop {
            let triangles = self.frame_of(Vec::new());
            // A frame that has the list has many times the triangles of one that waits.
            if triangles.1 > 10_000 {
                return Ok(triangles.0);
            }
            if began.elapsed() > Duration::from_secs(120) {
                return Err("the list never came".into());
            }
            thread::sleep(Duration::from_millis(2));
        }
    }
}

/// Makes the demonstration, and follows a plan of its own there from the highest bureau's seat.
fn make_workspace(root: &Path) -> Result<(), Box<dyn Error>> {
    let last = now().year() - 1;
    let size = DemoSize { units: UNITS, ..DemoSize::default() };
    write_demo(root, size, last, "bench", now()).map_err(|why| why.en)?;
    let mut desk = Desk::open(root, "bench", now())?;
    let top = desk.top_above(desk.seat());
    // Indicators that come to something here, over and over again.
    let indicators: Vec<_> = desk
        .catalogue()
        .indicators()
        .filter(|indicator| {
            !matches!(
                indicator.kind,
                IndicatorKind::Boolean | IndicatorKind::Rank | IndicatorKind::Ratio | IndicatorKind::Level
            ) && !matches!(indicator.formula, Formula::Highest { .. })
                && !desk.observations(&indicator.formula, &top, None).is_empty()
        })
        .map(|indicator| (indicator.id.clone(), indicator.unit.zh.clone()))
        .collect();
    let mut targets = String::new();
    for (at, (indicator, unit)) in indicators.iter().cycle().take(TARGETS).enumerate() {
        let (mark, nature) = (at % 90 + 5, if at % 7 == 0 { "Binding" } else { "Expected" });
        // Writing to a String cannot fail.
        let _ = writeln!(
            targets,
            "(row: \"bench-T-{at:03}\", indicator: \"{indicator}\", clause: \"{}\", mark: AtLeast(\"{mark}\"), \
             unit: \"{unit}\", due: \"{}\", nature: {nature}, scope_text: (zh: \"全市\", en: \"whole city\")),",
            at / 25 + 1,
            last + 2,
        );
    }
    std::fs::create_dir_all(root.join("plans"))?;
    let plan = format!(
        "(format: \"duibiao-plan\", version: 1, body: (id: \"bench\", title: (zh: \"示例规划\", en: \"A sample plan\"), \
         region: (zh: \"示例市\", en: \"Sample city\"), issuer: (zh: \"示例\", en: \"sample\"), document_no: \"\", \
         from: {}, to: {}, baseline_year: {}, targets: [\n{targets}]))\n",
        last - 3,
        last + 2,
        last - 4,
    );
    std::fs::write(root.join("plans/bench.ron"), plan)?;
    desk = Desk::open(root, "bench", now())?;
    if let Some(fault) = desk.pack_faults().first() {
        return Err(fault.en.clone().into());
    }
    desk.apply(Command::SetPlan("bench".parse()?), now());
    desk.save_now(now()).map_err(|why| why.en)?;
    // From the seat of the highest bureau, for which every target can be followed.
    let seated = Workspace { unit: top, ..desk.workspace().clone() };
    drop(desk);
    std::fs::write(root.join("workspace.ron"), workspace_text(&seated)?)?;
    Ok(())
}
