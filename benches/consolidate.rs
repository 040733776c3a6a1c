//! What a bureau waits for when the files of a whole city or province come in: 1,000 and 10,000 returns of 200 cells,
//! read, digested, judged by their lineage, checked and added up.
//!
//! `benches/consolidate.sh` runs it beside openpyxl, pandas with calamine, and DuckDB over the same figures. Alone:
//! `cargo bench --bench consolidate -- make DIR COUNT` writes the files, `… -- run DIR` takes them in.
#![allow(clippy::print_stdout, reason = "a bench says its figures")]

use std::{
    collections::BTreeMap,
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::{NaiveDate, NaiveDateTime};
use duibiao::{
    base::{Bilingual, Decimal, Figure, FormId, Period, UnitId},
    desk::{Desk, collect, secure},
    exchange::{Outcome, Piece},
    returns::{Entry, ReturnKey, Statement, Status, Submission, UnitReturn},
    rollup::{Ledger, Scene, Statements, element_formula},
    store::{Folder, RealDisk},
    unit::{Area, Ownership, Standing, Unit, UnitKind},
    wire::{Package, Role, Workspace, fingerprint, package_text, return_digest},
};
use rust_xlsxwriter::Workbook;

const CELLS: usize = 200;
const YEAR: i32 = 2025;
/// Units of a county.
const COUNTY: usize = 100;
const FORM: &str = "bench";

type Faults<T> = Result<T, Box<dyn Error>>;

fn main() -> Faults<()> {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        ["make", folder, count] => make(Path::new(folder), count.parse()?),
        ["run", folder] => run(Path::new(folder)),
        _ => {
            let scratch = tempfile::tempdir()?;
            make(scratch.path(), 100)?;
            run(scratch.path())
        }
    }
}

const fn period() -> Period {
    Period::year(YEAR)
}

/// The day after the files were handed in.
fn now() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(YEAR + 1, 2, 1).and_then(|day| day.and_hms_opt(9, 0, 0)).unwrap_or_default()
}

fn cell(at: usize) -> String {
    format!("b{at:03}")
}

/// Gives a figure with two decimals in one of eight cells.
fn figure(unit: usize, at: usize) -> Decimal {
    let number = ((unit * 31 + at * 17) % 9_973 + 1) as i64;
    if at.is_multiple_of(8) { Decimal::new(number * 100 + 25, 2) } else { Decimal::from(number) }
}

// ---- the files ------------------------------------------------------------------------------------------------------

/// Writes a bureau's workspace, and each unit's figures as a package, as JSON and as a workbook.
fn make(folder: &Path, count: usize) -> Faults<()> {
    let units = register(count)?;
    let workspace = Workspace {
        unit: "CITY".parse()?,
        role: Role::Bureau,
        plan: "hulunbuir-2024".parse()?,
        lang: Default::default(),
        synthetic: false,
    };
    let root = folder.join("workspace");
    drop(Folder::create(&root, "bench", now(), &workspace, &units)?);
    fs::create_dir_all(root.join("catalogue"))?;
    fs::write(root.join("catalogue/bench.ron"), catalogue())?;
    fs::create_dir_all(root.join("checks"))?;
    fs::write(root.join("checks/bench.ron"), checks())?;
    for name in ["packages", "json", "xlsx"] {
        fs::create_dir_all(folder.join(name))?;
    }
    let hospitals: Vec<&Unit> = units.iter().filter(|unit| unit.area.is_none()).collect();
    for (nth, unit) in hospitals.into_iter().enumerate() {
        fs::write(folder.join(format!("packages/{}.duibiao", unit.id)), package(nth, unit)?)?;
        let mut json = String::from("[");
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (column, title) in (0..).zip(["unit", "element", "value"]) {
            sheet.write_string(0, column, title)?;
        }
        for at in 0..CELLS {
            let value = figure(nth, at);
            let comma = if at == 0 { "" } else { ",\n" };
            write!(
                json,
                "{comma}{{\"unit\":\"{}\",\"element\":\"{}\",\"value\":{value}}}",
                unit.id,
                cell(at)
            )?;
            let row = u32::try_from(at + 1)?;
            sheet.write_string(row, 0, unit.id.as_str())?.write_string(row, 1, cell(at))?;
            sheet.write_number(row, 2, value.to_string().parse::<f64>()?)?;
        }
        fs::write(folder.join(format!("json/{}.json", unit.id)), json + "]\n")?;
        book.save(folder.join(format!("xlsx/{}.xlsx", unit.id)))?;
    }
    println!("{count} returns of {CELLS} cells in {}", folder.display());
    Ok(())
}

fn register(count: usize) -> Faults<Vec<Unit>> {
    let unit = |id: String, kind, area, parent: Option<String>| -> Faults<Unit> {
        Ok(Unit {
            name: Bilingual::new(format!("示例{id}"), format!("Sample {id}")),
            id: id.parse()?,
            kind,
            area,
            parent: parent.map(|parent| parent.parse()).transpose()?,
            opened: None,
            closed: None,
            merged_into: None,
            moves: Vec::new(),
            standings: vec![Standing {
                from: NaiveDate::from_ymd_opt(2000, 1, 1).unwrap_or_default(),
                level: 2,
                grade: None,
                ownership: Ownership::County,
            }],
        })
    };
    let mut units = vec![unit("CITY".to_owned(), UnitKind::Bureau, Some(Area::City), None)?];
    for county in 0..count.div_ceil(COUNTY) {
        let bureau = format!("C{county:03}");
        units.push(unit(bureau.clone(), UnitKind::Bureau, Some(Area::County), Some("CITY".to_owned()))?);
        for nth in county * COUNTY..count.min((county + 1) * COUNTY) {
            units.push(unit(format!("H{nth:05}"), UnitKind::OtherPublicHealth, None, Some(bureau.clone()))?);
        }
    }
    Ok(units)
}

/// A pack with the form and its elements; no other form asks units of the kind.
fn catalogue() -> String {
    let mut elements = String::new();
    let mut ids = Vec::new();
    for at in 0..CELLS {
        let id = cell(at);
        let kind = if at.is_multiple_of(8) { "Decimal(2)" } else { "Count" };
        elements.push_str(&format!(
            "(id: \"{id}\", name: (zh: \"数据项{at}\", en: \"Element {at}\"), unit: (zh: \"个\", en: \"items\"), kind: {kind}, \
             min: Some(\"0\"), max: Some(\"1000000\"), reporter: Hospital, combine: Sum, text: (meaning: (zh: \"测量用。\", \
             en: \"For measuring.\"), time: (zh: \"年末。\", en: \"At year end.\"), source: (zh: \"生成。\", en: \"Generated.\"))),\n"
        ));
        ids.push(format!("\"{id}\""));
    }
    format!(
        "(format: \"duibiao-catalogue\", version: 1, body: (elements: [\n{elements}], forms: [(id: \"{FORM}\", version: 1, \
         name: (zh: \"测量表\", en: \"Bench\"), number: \"B1\", period: Year, due_days: 31, kinds: [other_public_health], \
         sections: [(id: \"all\", name: (zh: \"全部\", en: \"All\"), elements: [{}])])]))\n",
        ids.join(", ")
    )
}

/// A check on each second cell: parts and wholes, shares, and what follows from what.
fn checks() -> String {
    let mut checks = String::new();
    for at in 0..CELLS / 2 {
        let (one, two) = (cell(at), cell(at + 1));
        let (severity, rule) = match at % 3 {
            0 => ("hard", format!("AtMost(parts: [\"{one}\"], whole: [\"{two}\"], times: \"1000\")")),
            1 => (
                "soft",
                format!("Share(part: [\"{one}\"], whole: [\"{two}\"], per: 100, from: \"1\", to: \"90000\")"),
            ),
            _ => (
                "hint",
                format!(
                    "Implies(about: \"{one}\", when: AtLeast(\"{one}\", \"1\"), then: AtLeast(\"{two}\", \"1\"))"
                ),
            ),
        };
        checks.push_str(&format!(
            "(id: \"b{at}\", severity: {severity}, forms: [\"{FORM}\"], rule: {rule}, why: (zh: \"测量用。\", en: \"For \
             measuring.\"), remedy: (zh: \"请核对。\", en: \"Check it.\")),\n"
        ));
    }
    format!("(format: \"duibiao-checks\", version: 1, body: (checks: [\n{checks}]))\n")
}

fn package(nth: usize, unit: &Unit) -> Faults<String> {
    let key = ReturnKey { unit: unit.id.clone(), form: FORM.parse()?, period: period() };
    let mut made = UnitReturn::new(key, 1);
    for at in 0..CELLS {
        made.replace(&cell(at).parse()?, Entry::of(Figure::Known(figure(nth, at))));
    }
    let digest = return_digest(&made)?;
    let (at, who) = (now() - chrono::TimeDelta::days(3), "bench".to_owned());
    made.head.status = Status::Submitted;
    made.head.submissions = vec![Submission {
        at,
        who: who.clone(),
        revision: made.revision,
        fingerprint: fingerprint(&digest),
        digest,
    }];
    Ok(package_text(&Package {
        program: "bench".to_owned(),
        from: unit.id.clone(),
        from_name: unit.name.zh.clone(),
        made_by: who,
        made_at: at,
        returns: vec![made],
    })?)
}

// ---- taking them in -------------------------------------------------------------------------------------------------

fn run(folder: &Path) -> Faults<()> {
    let mut desk = Desk::open(&folder.join("workspace"), "bench", now())?;
    let packages = [folder.join("packages")];
    if let Some(fault) = desk.pack_faults().first() {
        return Err(fault.en.clone().into());
    }
    let started = Instant::now();
    let mut told = vec![started];
    let mut stage = desk.stage(now());
    collect(&mut stage, &RealDisk, &packages, |_, _| {
        told.push(Instant::now());
        true
    });
    let counts = stage.counts();
    let read = started.elapsed();
    desk.checking().run(stage.staged_mut(), |_, _| {
        told.push(Instant::now());
        true
    });
    let staged = stage.into_staged();
    let checked = started.elapsed();
    let findings: usize =
        staged.iter().filter_map(|line| line.checks).map(|of| of.hard + of.soft + of.hints).sum();
    let new: Vec<&Arc<UnitReturn>> = staged
        .iter()
        .filter(|staged| staged.outcome == Outcome::New)
        .filter_map(|staged| match &staged.piece {
            Piece::Return(found) => Some(found),
            _ => None,
        })
        .collect();
    let statements: Statements = new
        .iter()
        .filter_map(|found| {
            let unit = desk.tree().unit(&found.key.unit)?;
            let made = Statement::of_returns(unit, period(), [Arc::clone(found)], desk.catalogue());
            Some((found.key.unit.clone(), Arc::new(made)))
        })
        .collect();
    let totals = totals(&desk, &statements)?;
    let all = started.elapsed();

    let expected: BTreeMap<String, Decimal> =
        (0..CELLS).map(|at| (cell(at), (0..new.len()).map(|nth| figure(nth, at)).sum())).collect();
    let asked = desk.book().questions(&FORM.parse()?);
    assert!(asked > CELLS, "{asked} checks are asked of a return");
    assert_eq!(totals, expected, "the totals are those of the figures that were written");
    let gap = told.windows(2).map(|pair| pair[1] - pair[0]).max().unwrap_or_default();
    println!("ours seconds {:.3}", all.as_secs_f64());
    println!(
        "     read, digested, placed {} · {asked} checks each {} · added up {} · {} returns, {findings} findings, in all {}",
        shown(read),
        shown(checked - read),
        shown(all - checked),
        new.len(),
        counts.sum()
    );
    println!("     progress told at most {} apart, peak memory {} MiB", shown(gap), peak_mib());
    cancelled(&desk, &packages);
    drop(statements);
    let begun = Instant::now();
    let secured = secure(&desk.folder(), staged, |_, _| {})?;
    let kept = begun.elapsed();
    let taken = desk.take_in(secured, now()).map_err(|why| why.en)?.len();
    println!(
        "     {taken} kept as they came {} · taken in {}, peak memory {} MiB",
        shown(kept),
        shown(begun.elapsed() - kept),
        peak_mib()
    );
    Ok(())
}

fn totals(desk: &Desk, statements: &Statements) -> Faults<BTreeMap<String, Decimal>> {
    let root: UnitId = "CITY".parse()?;
    let (catalogue, tree) = (desk.catalogue(), desk.tree());
    let scene = Scene { catalogue, tree, statements, root: &root, period: period(), narrowed: None };
    let form_id: FormId = FORM.parse()?;
    let form = catalogue.form(&form_id).ok_or("the form is not there")?;
    let elements: Vec<_> = form.elements().filter_map(|id| catalogue.element(id)).collect();
    let formulas = elements.iter().filter_map(|element| element_formula(element)).collect();
    let mut ledger = Ledger::new(&scene, formulas);
    let total = |(nth, element): (usize, &&duibiao::indicator::Element)| {
        Some((element.id.to_string(), ledger.outcome(&scene, nth)?.value?))
    };
    Ok(elements.iter().enumerate().filter_map(total).collect())
}

/// Cancels half-way and says how long it took to end.
fn cancelled(desk: &Desk, packages: &[PathBuf]) {
    let mut asked = None;
    let mut stage = desk.stage(now());
    let mut last = Instant::now();
    collect(&mut stage, &RealDisk, packages, |done, all| {
        // Nothing is read yet while the folder is looked through.
        if done == 0 || done * 2 < all {
            last = Instant::now();
            return true;
        }
        // The person clicked just after it was asked the last time.
        asked.get_or_insert(last);
        false
    });
    let took = asked.map_or(Duration::ZERO, |asked| asked.elapsed());
    println!("     cancelled within {}", shown(took));
}

/// The most memory the process ever held, where the system tells.
fn peak_mib() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).map_or(0, |kib| kib / 1024)
}

fn shown(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1_000.0)
}
