//! What a frame of the entry screen costs the processor: on forms of 1,000 and 5,000 cells with five years behind
//! them and 1,000 checks over them, and on one of 100,000 rows, which must scroll like a short one.
//!
//! `cargo bench --bench frames`; `-- --quick` for a tenth of it. The window is egui without a screen: input in,
//! shapes out, triangles cut; what the graphics driver does with them is not in the figures. Kinds of frame are
//! measured apart, because a mean over them would hide the ones a clerk feels: that in which Enter commits a figure,
//! and the one after it, in which every indicator and the sheet are made anew.
#![allow(clippy::print_stdout, reason = "a bench says its figures")]

mod window;

use std::{
    error::Error,
    fmt::Write as _,
    path::Path,
    time::{Duration, Instant},
};

use chrono::Datelike as _;
use duibiao::{
    base::{FormId, Period},
    desk::{Command, DemoSize, Desk, write_demo},
};
use egui::{Event, Key, Modifiers};
use window::{Window, key, now, report, shown, wheel};

/// Cells of the forms, in sections of fifty with two computed rows each.
const FORMS: [Form; 3] = [
    Form { id: "bench", cells: 1_000, years: YEARS, goal: Duration::from_millis(8) },
    Form { id: "large", cells: 5_000, years: YEARS, goal: Duration::from_millis(16) },
    Form { id: "huge", cells: 100_000, years: 0, goal: Duration::from_millis(8) },
];
const SECTION: usize = 50;
/// Checks over each form, beside the shipped ones that are asked of every cell.
const CHECKS: usize = 1_000;
/// Elements of one pack: a file has its limit.
const PACK: usize = 10_000;
/// Years that are filled before the one that is typed into.
const YEARS: i32 = 5;

/// A form that is measured.
struct Form {
    id: &'static str,
    cells: usize,
    /// Years that are filled before the one that is typed into; without any, nothing is typed.
    years: i32,
    /// What a frame may cost at the ninety-ninth of a hundred.
    goal: Duration,
}

impl Form {
    /// Names a cell.
    fn cell(&self, at: usize) -> String {
        format!("{}{at:06}", &self.id[..1])
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let quick = std::env::args().any(|arg| arg == "--quick");
    let frames = if quick { 100 } else { 1_000 };
    for form in FORMS {
        measure(&form, quick, frames)?;
    }
    Ok(())
}

/// Measures the frames of one form in a workspace of its own.
fn measure(form: &Form, quick: bool, frames: usize) -> Result<(), Box<dyn Error>> {
    let scratch = tempfile::tempdir()?;
    let root = scratch.path().join("demo");
    let started = Instant::now();
    make_workspace(&root, form)?;
    println!("\nworkspace with a form of {} cells: made in {}", form.cells, shown(started.elapsed()));

    let mut opened = Vec::new();
    for _ in 0..if quick || form.cells > 10_000 { 3 } else { 20 } {
        let started = Instant::now();
        let desk = Desk::open(&root, "bench", now())?;
        opened.push(started.elapsed());
        assert!(desk.faults().is_empty() && desk.pack_faults().is_empty(), "the workspace is sound");
    }
    report("open the workspace", &mut opened);

    let mut window = Window::open(scratch.path(), &root);
    window.frame(Vec::new());
    report("start page", &mut window.frames(frames / 10, |_| Vec::new()));
    window.find(&form.cell(0), form.years);
    report("entry, nothing happens", &mut window.frames(frames, |_| Vec::new()));
    report(
        "entry, scrolling",
        &mut window.frames(frames, |at| wheel(if at % 200 < 100 { -1.0 } else { 1.0 })),
    );
    window.find(&form.cell(0), form.years);
    let steps = window
        .frames(frames / 2, |at| if at % 2 == 0 { key(Key::PageDown, Modifiers::NONE) } else { Vec::new() });
    report("entry, page by page", &mut { steps });
    window.find(&form.cell(0), form.years);
    if form.years > 0 {
        type_figures(&mut window, frames / 4);
    }
    println!("goal: p99 of each at most {}", shown(form.goal));
    window.app.leave(now());
    let id: FormId = form.id.parse()?;
    let desk = Desk::open(&root, "bench", now())?;
    let typed = desk.unit_return(&desk.our_key(&id, Period::year(now().year() - 1)));
    let kept = typed.map_or(0, |found| found.entries.len());
    let expected = if form.years > 0 { (frames / 4).min(form.cells) } else { 0 };
    assert_eq!(kept, expected, "every figure typed is on disk");
    Ok(())
}

/// Types figures down the column.
fn type_figures(window: &mut Window, count: usize) {
    let (mut digits, mut commits, mut after) = (Vec::new(), Vec::new(), Vec::new());
    for at in 0..count {
        for digit in (1_000 + at).to_string().chars().rev().take(3) {
            digits.push(window.frame(vec![Event::Text(digit.to_string())]));
        }
        commits.push(window.frame(key(Key::Enter, Modifiers::NONE)));
        after.push(window.frame(Vec::new()));
    }
    report("entry, a digit typed", &mut digits);
    report("entry, Enter commits a figure", &mut commits);
    report("entry, the frame after it", &mut after);
}

impl Window {
    /// Goes to a cell through the search, as a person does, and lets the screen come to rest.
    fn find(&mut self, element: &str, years: i32) {
        self.rest();
        self.frame(key(Key::K, Modifiers { ctrl: true, command: true, ..Modifiers::NONE }));
        self.frame(Vec::new());
        self.frame(vec![Event::Text(element.to_owned())]);
        // The years before are drafts too, and overdue ones come first.
        for _ in 0..years {
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

/// Makes the demonstration with one more form, issued as packs, and fills it for the years before.
fn make_workspace(root: &Path, form: &Form) -> Result<(), Box<dyn Error>> {
    let last = now().year() - 1;
    write_demo(root, DemoSize::default(), last, "bench", now()).map_err(|why| why.en)?;
    let folder = root.join("catalogue");
    std::fs::create_dir_all(&folder)?;
    for (at, first) in (0..form.cells).step_by(PACK).enumerate() {
        let elements = elements(form, first, (first + PACK).min(form.cells));
        std::fs::write(
            folder.join(format!("elements-{at}.ron")),
            pack(&format!("elements: [\n{elements}]")),
        )?;
    }
    let (sections, indicators) = sections(form);
    let body = format!(
        "forms: [(id: \"{}\", version: 1, name: (zh: \"示例报表\", en: \"A sample form\"), number: \"示例\", period: Year, \
         due_days: 31, kinds: [general_hospital], sections: [\n{sections}])],\nindicators: [\n{indicators}]",
        form.id
    );
    std::fs::write(folder.join("form.ron"), pack(&body))?;
    std::fs::create_dir_all(root.join("checks"))?;
    std::fs::write(root.join("checks/bench.ron"), checks(form))?;
    let mut desk = Desk::open(root, "bench", now())?;
    if let Some(fault) = desk.pack_faults().first() {
        return Err(fault.en.clone().into());
    }
    let id: FormId = form.id.parse()?;
    for back in 1..=form.years {
        let mut cells = Vec::with_capacity(form.cells);
        for at in 0..form.cells {
            let figure = 1_000 + (at as i32 * 37 + back * 101) % 9_000;
            cells.push((form.cell(at).parse()?, figure.to_string()));
        }
        let key = desk.our_key(&id, Period::year(last - back));
        desk.apply(Command::Paste { key, cells }, now());
    }
    desk.save_now(now()).map_err(|why| why.en)?;
    Ok(())
}

fn pack(body: &str) -> String {
    format!("(format: \"duibiao-catalogue\", version: 1, body: ({body}))\n")
}

/// Writes a thousand checks over the form, of the kinds that read most: sums, ratios, the year before, the history.
fn checks(form: &Form) -> String {
    let mut checks = String::new();
    let cell = |at: usize| format!("\"{}\"", form.cell(at % form.cells));
    for at in 0..CHECKS {
        let first = at * form.cells / CHECKS;
        let (one, two, three) = (cell(first), cell(first + 1), cell(first + 2));
        let (severity, rule) = match at % 5 {
            0 => ("hard", format!("AtMost(parts: [{one}, {two}], whole: [{three}], times: \"20\")")),
            1 => {
                ("soft", format!("Share(part: [{one}], whole: [{two}], per: 100, from: \"1\", to: \"900\")"))
            }
            2 => (
                "soft",
                format!("AgainstLast(elements: [{one}, {two}], up_percent: \"900\", down_percent: \"95\")"),
            ),
            3 => ("soft", format!("AgainstHistory(elements: [{one}], times: \"20\")")),
            _ => (
                "hint",
                format!("Implies(about: {one}, when: AtLeast({one}, \"1\"), then: AtLeast({two}, \"1\"))"),
            ),
        };
        let _ = writeln!(
            checks,
            "(id: \"b{at}\", severity: {severity}, forms: [\"{}\"], rule: {rule}, why: (zh: \"示例。\", en: \"A sample.\"), \
             remedy: (zh: \"请核对。\", en: \"Check it.\")),",
            form.id,
        );
    }
    format!("(format: \"duibiao-checks\", version: 1, body: (checks: [\n{checks}]))\n")
}

/// Writes the elements of some cells.
fn elements(form: &Form, from: usize, to: usize) -> String {
    let mut elements = String::new();
    for at in from..to {
        // Writing to a String cannot fail.
        let _ = writeln!(
            elements,
            "(id: \"{}\", name: (zh: \"示例数据项第{at}号床位数\", en: \"Sample element {at}\"), \
             unit: (zh: \"张\", en: \"beds\"), kind: Count, min: \"0\", max: \"12000\", reporter: Hospital, \
             combine: Sum, text: (meaning: (zh: \"示例。\", en: \"A sample.\"), time: (zh: \"年末。\", en: \"Year end.\"), \
             source: (zh: \"台账。\", en: \"The ledger.\"))),",
            form.cell(at),
        );
    }
    elements
}

/// Writes the sections of a form and the indicators in them.
fn sections(form: &Form) -> (String, String) {
    let (mut sections, mut indicators) = (String::new(), String::new());
    let mark = &form.id[..1];
    for section in 0..form.cells / SECTION {
        let first = section * SECTION;
        let ids: Vec<String> = (first..first + SECTION).map(|at| format!("\"{}\"", form.cell(at))).collect();
        let _ = writeln!(
            sections,
            "(id: \"s{section}\", name: (zh: \"第{section}组\", en: \"Part {section}\"), elements: [{}], \
             indicators: [\"i{mark}{section}a\", \"i{mark}{section}b\"]),",
            ids.join(", "),
        );
        for (end, other) in [("a", first + 1), ("b", first + 2)] {
            let _ = writeln!(
                indicators,
                "(id: \"i{mark}{section}{end}\", name: (zh: \"示例指标{section}{end}\", en: \"Sample indicator {section}{end}\"), \
                 kind: rate_per_1000, unit: (zh: \"‰\", en: \"per 1,000\"), better: higher, decimals: 2, formula: Rate(\
                 numerator: (elements: [\"{}\"]), denominator: (elements: [\"{}\"]), per: 1000), \
                 note: (zh: \"示例。\", en: \"A sample.\")),",
                form.cell(first),
                form.cell(other),
            );
        }
    }
    (sections, indicators)
}
