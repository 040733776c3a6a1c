//! Saving what a roll-up comes to: made on the thread that asks for its place, since a province takes its time.

use std::{path::PathBuf, sync::mpsc, thread};

use chrono::{NaiveDate, NaiveDateTime};

use crate::{
    base::{Bilingual, Lang, Period, RankChart, Table, UnitId},
    desk::{Desk, MemberChange, RollUpRecord, roll_up_table},
    report,
    store::{Disk as _, RealDisk, is_removable, write_new_file},
    ui::{
        act::{ExportKind, SumsFile},
        export::{AT_ONCE, Chooser, DPI, Saving, Told, put},
        look::Look,
    },
    words,
};

impl Saving {
    /// Takes a roll-up as a workbook or as CSV, from a desk of its own.
    pub(super) fn sums(desk: Desk, file: SumsFile, unit: UnitId, period: Period, look: &Look) -> Self {
        let (lang, today) = (look.lang, look.today);
        let of = desk.tree().unit(&unit).map(|unit| look.text(&unit.name).to_owned()).unwrap_or_default();
        let name = format!("{}-{of}-{}", look.say("route.sums"), period.label(lang));
        match file {
            SumsFile::Csv => Self::new(&name, "csv", move || {
                let table = roll_up_table("", &desk.roll_up(&unit, period), true, lang);
                Ok(format!("\u{feff}{}", report::table_csv(&table)).into_bytes())
            }),
            _ => {
                Self::new(&name, "xlsx", move || desk.roll_up_xlsx(&desk.roll_up(&unit, period), today, lang))
            }
        }
    }

    /// Takes a table as a workbook or as a page to be printed.
    pub(super) fn sums_table(table: Table, file: SumsFile, look: &Look) -> Self {
        let (name, lang, today) = (table.title.clone(), look.lang, look.today);
        match file {
            SumsFile::Page => {
                Self::new(&name, "html", move || Ok(report::table_html(&table, lang, today).into_bytes()))
            }
            _ => Self::xlsx(&name, vec![table], today),
        }
    }

    /// Takes the picture of a ranking.
    pub(super) fn ranking(chart: RankChart, kind: ExportKind) -> Self {
        let name = format!("{}-{}", chart.title, chart.subtitle);
        match kind {
            ExportKind::Svg => Self::new(&name, "svg", move || Ok(report::rank_svg(&chart).into_bytes())),
            ExportKind::Png | ExportKind::Csv => {
                Self::new(&name, "png", move || report::rank_png(&chart, DPI))
            }
        }
    }
}

/// What is handed over: a desk of its own, over whom, which period, on which day.
pub(super) struct HandingOver {
    pub(super) desk: Desk,
    pub(super) unit: UnitId,
    pub(super) period: Period,
    pub(super) made_on: NaiveDate,
}

impl HandingOver {
    /// Writes the files into a folder and says how many, and what has changed since the last time.
    fn write(&self, folder: &std::path::Path, lang: Lang) -> Result<String, Bilingual> {
        let made = self.desk.hand_over(&self.unit, self.period).map_err(|why| why.sentence())?;
        let since = self.since(folder, lang);
        for file in &made.files {
            write_new_file(&folder.join(file.name), &file.bytes).map_err(|fault| fault.sentence())?;
        }
        let (returns, figures) = (made.returns.to_string(), made.figures.to_string());
        let path = folder.display().to_string();
        let fill = [("path", path.as_str()), ("returns", &returns), ("figures", &figures)];
        let mut said = words::say_with(lang, "sum.handed_over", &fill);
        if is_removable(folder) {
            said.push_str(&words::say(lang, "sum.take_out"));
        }
        Ok(said + &since)
    }

    /// Says what has changed since the roll-up that lies in the folder.
    fn since(&self, folder: &std::path::Path, lang: Lang) -> String {
        let earlier = RealDisk.read(&folder.join("rollup.json")).ok();
        let Some(earlier) = earlier.and_then(|bytes| RollUpRecord::from_json(&bytes)) else {
            return String::new();
        };
        let roll_up = self.desk.roll_up(&self.unit, self.period);
        let now = RollUpRecord::new(&roll_up, &self.desk.roll_up_members(&self.unit, self.period));
        let Some(since) = now.since(&earlier) else { return String::new() };
        let count = |change| since.members.iter().filter(|(.., found)| *found == change).count().to_string();
        let counts = [MemberChange::New, MemberChange::Changed, MemberChange::Gone].map(count);
        let totals = since.totals.len().to_string();
        let fill =
            [("new", counts[0].as_str()), ("changed", &counts[1]), ("gone", &counts[2]), ("totals", &totals)];
        words::say_with(lang, "sum.handed_over_since", &fill)
    }
}

impl Chooser {
    /// Asks for a folder on a thread and writes a hand-over into it.
    pub(super) fn hand_over(&mut self, what: HandingOver, beside: PathBuf, lang: Lang, ctx: &egui::Context) {
        if self.is_busy() {
            return;
        }
        let (tell, answer) = mpsc::channel();
        let (wake, is_writing) = (ctx.clone(), self.begin());
        let spawned = thread::Builder::new().name("duibiao-hand-over".to_owned()).spawn(move || {
            let asked_at = std::time::Instant::now();
            let folder = match rfd::FileDialog::new().pick_folder() {
                // Nobody cancels this fast: there is no dialog on this machine.
                None if asked_at.elapsed() < AT_ONCE => {
                    let day = what.made_on.format("%Y%m%d");
                    Some(beside.join(format!("{}-{}-{day}", what.unit, what.period)))
                }
                answer => answer,
            };
            is_writing.store(true, std::sync::atomic::Ordering::SeqCst);
            let told: Told = match folder {
                None => words::say(lang, "trend.not_saved").into_owned().into(),
                Some(folder) => match what.write(&folder, lang) {
                    Ok(said) => Told::from(said).at(&folder),
                    Err(why) => why.text(lang).to_owned().into(),
                },
            };
            // The window may have been closed meanwhile.
            let _ = tell.send(told);
            wake.request_repaint();
        });
        self.runs(spawned, answer);
    }

    /// Asks for a place on a thread and writes there what a bureau hands upward; only what was written is remembered.
    pub(super) fn hand_up(&mut self, what: HandingUp, beside: PathBuf, lang: Lang, ctx: &egui::Context) {
        if self.is_busy() {
            return;
        }
        let (tell, answer) = mpsc::channel();
        let (wake, is_writing) = (ctx.clone(), self.begin());
        let spawned = thread::Builder::new().name("duibiao-hand-up".to_owned()).spawn(move || {
            let asked_at = std::time::Instant::now();
            let dialog = rfd::FileDialog::new().set_file_name(&what.name).add_filter("duibiao", &["duibiao"]);
            let path = match dialog.save_file() {
                // Nobody cancels this fast: there is no dialog on this machine.
                None if asked_at.elapsed() < AT_ONCE => Some((beside.join(&what.name), true)),
                answer => answer.map(|path| (path, false)),
            };
            is_writing.store(true, std::sync::atomic::Ordering::SeqCst);
            let told = match path {
                None => words::say(lang, "trend.not_saved").into_owned().into(),
                Some((path, is_new)) => what.write(&path, is_new, lang),
            };
            // The window may have been closed meanwhile.
            let _ = tell.send(told);
            wake.request_repaint();
        });
        self.runs(spawned, answer);
    }
}

/// What goes upward: a desk of its own, over whom, which period, with or without the returns.
pub(super) struct HandingUp {
    pub(super) desk: Desk,
    pub(super) unit: UnitId,
    pub(super) period: Period,
    pub(super) with_returns: bool,
    pub(super) now: NaiveDateTime,
    pub(super) name: String,
}

impl HandingUp {
    fn write(mut self, path: &std::path::Path, is_new: bool, lang: Lang) -> Told {
        let made = self.desk.hand_up(&self.unit, self.period, self.with_returns, self.now);
        let written = made.and_then(|text| {
            if is_new {
                return put(path, text.as_bytes());
            }
            let written = crate::store::write_file(path, text.as_bytes());
            written.map(|()| path.to_owned()).map_err(|fault| fault.sentence())
        });
        match written {
            Ok(path) => {
                let mut said =
                    words::say_with(lang, "sum.handed_up", &[("path", &path.display().to_string())]);
                if is_removable(&path) {
                    said.push_str(&words::say(lang, "sum.take_out"));
                }
                Told::handing(said, self.desk.handed_up(&self.unit, self.period)).at(&path)
            }
            Err(why) => why.text(lang).to_owned().into(),
        }
    }
}
