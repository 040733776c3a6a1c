//! Copying and saving trends and tables; the file dialog runs on a thread of its own.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    thread,
};

use chrono::{NaiveDate, NaiveDateTime};

use crate::{
    base::{Bilingual, Lang, RankChart, Table},
    desk::{Desk, TrendView, WorkspaceCopy},
    report,
    returns::ReturnKey,
    store::{Folder, is_removable, write_file, write_new_file},
    ui::{
        act::{ExportKind, SheetFile},
        look::Look,
    },
    wire::CountyStatement,
    words,
};

/// Resolution of pictures: for print.
pub(super) const DPI: u32 = 300;
/// Resolution of pictures in the clipboard.
const CLIPBOARD_DPI: u32 = 144;

/// 要保存的文件: made on the thread that asked for its place.
pub(super) struct Saving {
    name: String,
    extension: &'static str,
    bytes: Box<dyn FnOnce() -> Result<Vec<u8>, report::ReportError> + Send>,
}

/// Writes a table as csv. The mark at the front makes spreadsheets read the file as UTF-8.
fn csv_bytes(table: &Table) -> Vec<u8> {
    format!("\u{feff}{}", report::table_csv(table)).into_bytes()
}

impl Saving {
    pub(super) fn new(
        name: &str,
        extension: &'static str,
        bytes: impl FnOnce() -> Result<Vec<u8>, report::ReportError> + Send + 'static,
    ) -> Self {
        let name = format!("{name}.{extension}").replace(['/', '\\', ':', '*', '?', '"', '<', '>', '|'], "_");
        Self { name, extension, bytes: Box::new(bytes) }
    }

    /// Takes a trend's chart or table.
    pub(super) fn trend(view: &TrendView, kind: ExportKind) -> Self {
        let name = format!("{}-{}", view.chart.title, view.chart.subtitle);
        let view = view.clone();
        match kind {
            ExportKind::Csv => Self::new(&name, "csv", move || Ok(csv_bytes(&view.table))),
            ExportKind::Svg => {
                Self::new(&name, "svg", move || Ok(report::chart_svg(&view.chart).into_bytes()))
            }
            ExportKind::Png => Self::new(&name, "png", move || report::chart_png(&view.chart, DPI)),
        }
    }

    /// Takes a table as csv.
    pub(super) fn csv(table: Table) -> Self {
        let name = table.title.clone();
        Self::new(&name, "csv", move || Ok(csv_bytes(&table)))
    }

    /// Takes a return as a package or as its printed sheet.
    ///
    /// # Errors
    /// Why there is nothing to save, in the reader's language.
    pub(super) fn sheet(desk: &Desk, key: &ReturnKey, file: SheetFile, look: &Look) -> Result<Self, String> {
        let name = package_name(desk, key, look);
        let stem = name.trim_end_matches(".duibiao").to_owned();
        match file {
            SheetFile::Package => {
                let text = desk.package(key).map_err(|why| look.text(&why).to_owned())?;
                Ok(Self::new(&stem, "duibiao", move || Ok(text.into_bytes())))
            }
            SheetFile::Pdf | SheetFile::Xlsx => {
                let none = || look.say("trend.nothing").into_owned();
                let sheet = desk.return_sheet(key, look.lang, look.today).ok_or_else(none)?;
                Ok(match file {
                    SheetFile::Xlsx => Self::new(&stem, "xlsx", move || report::sheet_xlsx(&sheet)),
                    SheetFile::Pdf | SheetFile::Package => {
                        Self::new(&stem, "pdf", move || report::sheet_pdf(&sheet))
                    }
                })
            }
        }
    }

    /// Takes a file that travels to another desk.
    pub(super) fn arrival(name: &str, text: String) -> Self {
        Self::new(name, "duibiao", move || Ok(text.into_bytes()))
    }

    /// Takes tables as a workbook.
    pub(super) fn xlsx(name: &str, tables: Vec<Table>, made_on: NaiveDate) -> Self {
        Self::new(name, "xlsx", move || report::tables_xlsx(&tables, made_on))
    }
}

/// Files to be put into a folder.
pub(super) struct Put {
    /// Name and bytes of each.
    pub(super) files: Vec<(String, Vec<u8>)>,
    /// The folder where the machine has no file dialog.
    pub(super) beside: PathBuf,
    /// Key of what is said then: how many, where.
    pub(super) written: &'static str,
    /// The same of a drive that is pulled out.
    pub(super) safe: &'static str,
}

/// Names the package of a return as people find it again: unit, form, period.
pub(super) fn package_name(desk: &Desk, key: &ReturnKey, look: &Look) -> String {
    let unit = desk.tree().unit(&key.unit).map(|unit| look.text(&unit.name).to_owned()).unwrap_or_default();
    let form = desk.catalogue().form(&key.form).map(|form| look.text(&form.name).to_owned());
    let head = desk.head(key);
    // The fingerprint is that of what was handed in; what is open again has none.
    let print = match head.submission().filter(|_| !head.status.is_open()) {
        Some(found) => found.fingerprint.clone(),
        None => look.say("clerk.draft").into_owned(),
    };
    let name = format!("{}-{unit}-{}-{}-{print}.duibiao", key.unit, form.unwrap_or_default(), key.period);
    name.replace(['/', '\\', ':', '*', '?', '"', '<', '>', '|'], "_")
}

/// Gives a path at which nothing stands yet: that one, or with a number behind its name.
fn free_path(path: &Path) -> PathBuf {
    let (stem, extension) = (path.file_stem().unwrap_or_default(), path.extension());
    let numbered = |n: u32| {
        let mut name = stem.to_owned();
        name.push(format!(" ({n})"));
        if let Some(extension) = extension {
            name.push(".");
            name.push(extension);
        }
        path.with_file_name(name)
    };
    let mut paths = std::iter::once(path.to_owned()).chain((2..).map(numbered));
    paths.find(|path| !path.exists()).unwrap_or_else(|| path.to_owned())
}

/// Writes a file in a folder that may not be there yet, and gives its path: another than was asked for where that name
/// is taken.
///
/// # Errors
/// What could not be written, and why.
pub(super) fn put(path: &Path, bytes: &[u8]) -> Result<PathBuf, Bilingual> {
    let path = free_path(path);
    write_new_file(&path, bytes).map_err(|fault| fault.sentence())?;
    Ok(path)
}

/// Copies a table as text that a spreadsheet takes.
pub(super) fn copy_table(ctx: &egui::Context, table: &Table, look: &Look) -> String {
    let plain = |text: &str| text.replace('\u{2009}', "").replace('\u{2212}', "-").replace(['\n', '\t'], " ");
    let head = table.columns.iter().map(|column| column.title.clone()).collect::<Vec<_>>().join("\t");
    let rows =
        table.rows.iter().map(|row| row.iter().map(|cell| plain(&cell.shown)).collect::<Vec<_>>().join("\t"));
    ctx.copy_text(std::iter::once(head).chain(rows).collect::<Vec<_>>().join("\n"));
    look.say("trend.table_copied").into_owned()
}

/// Copies the chart as a picture, or the table as text that a spreadsheet takes; says what was done.
pub(super) fn copy(ctx: &egui::Context, view: Option<&TrendView>, kind: ExportKind, look: &Look) -> String {
    let Some(view) = view else { return look.say("trend.nothing").into_owned() };
    if kind == ExportKind::Csv {
        return copy_table(ctx, &view.table, look);
    }
    copy_picture(ctx, report::chart_png(&view.chart, CLIPBOARD_DPI), look)
}

/// Copies a ranking as a picture; says what was done.
pub(super) fn copy_ranking(ctx: &egui::Context, chart: &RankChart, look: &Look) -> String {
    copy_picture(ctx, report::rank_png(chart, CLIPBOARD_DPI), look)
}

fn copy_picture(ctx: &egui::Context, png: Result<Vec<u8>, report::ReportError>, look: &Look) -> String {
    let picture = png.ok().and_then(|bytes| {
        let decoded = image::load_from_memory_with_format(&bytes, image::ImageFormat::Png).ok()?.into_rgba8();
        let size = [decoded.width() as usize, decoded.height() as usize];
        Some(egui::ColorImage::from_rgba_unmultiplied(size, decoded.as_raw()))
    });
    match picture {
        Some(picture) => {
            ctx.copy_image(picture);
            look.say("trend.chart_copied").into_owned()
        }
        None => look.say("trend.failed").into_owned(),
    }
}

/// An answer sooner than this came from no person.
pub(super) const AT_ONCE: std::time::Duration = std::time::Duration::from_millis(400);

/// What there is to say of a file that was to be written.
pub(super) struct Told {
    words: String,
    /// What was written, or the folder it was written into.
    place: Option<PathBuf>,
    /// The copy of the workspace, if it is whole, and the state of the desk it was made of.
    copied: Option<(PathBuf, u64)>,
    /// The totals that went upward.
    handed: Option<Arc<CountyStatement>>,
}

impl Told {
    /// Says that totals went upward.
    pub(super) const fn handing(words: String, handed: Option<Arc<CountyStatement>>) -> Self {
        Self { words, place: None, copied: None, handed }
    }

    /// Says as well where to find what was written.
    pub(super) fn at(self, place: &Path) -> Self {
        Self { place: Some(place.to_owned()), ..self }
    }
}

impl From<String> for Told {
    fn from(words: String) -> Self {
        Self { words, place: None, copied: None, handed: None }
    }
}

/// 保存对话框: at most one at a time.
#[derive(Debug, Default)]
pub(super) struct Chooser {
    answer: Option<mpsc::Receiver<Told>>,
    /// The last copy of the workspace, and the state of the desk it was made of.
    copied: Option<(PathBuf, u64)>,
    /// Totals that went upward, until the desk has them.
    handed: Option<Arc<CountyStatement>>,
    /// Where what was written last lies, until it is told.
    place: Option<PathBuf>,
    thread: Option<thread::JoinHandle<()>>,
    /// A place is chosen, and something is being written there.
    is_writing: Arc<AtomicBool>,
}

impl Drop for Chooser {
    fn drop(&mut self) {
        self.finish();
    }
}

impl Chooser {
    /// Says whether a place is being asked for, or something is being written.
    pub(super) const fn is_busy(&self) -> bool {
        self.answer.is_some()
    }

    /// Gives the copy of the workspace that was saved last, if nothing has changed since.
    pub(super) fn copied(&self, generation: u64) -> Option<&Path> {
        self.copied.as_ref().filter(|(_, made_of)| *made_of == generation).map(|(path, _)| path.as_path())
    }

    /// Waits for what is being written, so that it is not left half-way; not for a dialog nobody has answered.
    pub(super) fn finish(&mut self) {
        let thread = self.thread.take().filter(|_| self.is_writing.load(Ordering::SeqCst));
        if let Some(thread) = thread {
            // It has said what went wrong; a panic in it was told where it happened.
            let _ = thread.join();
        }
    }

    pub(super) fn begin(&mut self) -> Arc<AtomicBool> {
        self.is_writing = Arc::default();
        Arc::clone(&self.is_writing)
    }

    pub(super) fn runs(
        &mut self,
        spawned: std::io::Result<thread::JoinHandle<()>>,
        answer: mpsc::Receiver<Told>,
    ) {
        if let Ok(thread) = spawned {
            self.thread = Some(thread);
            self.answer = Some(answer);
        }
    }

    /// Asks for a place on a thread and saves there.
    pub(super) fn save(&mut self, saving: Saving, beside: PathBuf, lang: Lang, ctx: &egui::Context) {
        if self.answer.is_some() {
            return;
        }
        let (tell, answer) = mpsc::channel();
        let (wake, is_writing) = (ctx.clone(), self.begin());
        let spawned = thread::Builder::new().name("duibiao-save-as".to_owned()).spawn(move || {
            let Saving { name, extension, bytes } = saving;
            let asked_at = std::time::Instant::now();
            let dialog = rfd::FileDialog::new().set_file_name(&name).add_filter(extension, &[extension]);
            let chosen = dialog.save_file();
            is_writing.store(true, Ordering::SeqCst);
            let told = match chosen {
                // Nobody cancels this fast: there is no dialog on this machine.
                None if asked_at.elapsed() < AT_ONCE => {
                    let path = beside.join(&name);
                    match made(bytes).and_then(|bytes| put(&path, &bytes)) {
                        Ok(path) => told(Ok(()), "trend.saved_beside", &path, lang),
                        Err(why) => told(Err(why), "trend.saved_beside", &path, lang),
                    }
                }
                None => words::say(lang, "trend.not_saved").into_owned().into(),
                Some(path) => {
                    let written = made(bytes)
                        .and_then(|bytes| write_file(&path, &bytes).map_err(|fault| fault.sentence()));
                    told(written, "trend.saved", &path, lang)
                }
            };
            // The window may have been closed meanwhile.
            let _ = tell.send(told);
            wake.request_repaint();
        });
        self.runs(spawned, answer);
    }

    /// Saves a copy of the workspace in a folder, or asks for one, on a thread.
    pub(super) fn copy(
        &mut self,
        (copy, generation): (WorkspaceCopy, u64),
        place: Option<PathBuf>,
        now: NaiveDateTime,
        lang: Lang,
        ctx: &egui::Context,
    ) {
        if self.answer.is_some() {
            return;
        }
        let (tell, answer) = mpsc::channel();
        let (wake, is_writing) = (ctx.clone(), self.begin());
        let spawned = thread::Builder::new().name("duibiao-copy".to_owned()).spawn(move || {
            let asked_at = std::time::Instant::now();
            let place = place.or_else(|| rfd::FileDialog::new().pick_folder());
            is_writing.store(true, Ordering::SeqCst);
            let (mut copied, mut at) = (None, None);
            let words = match place {
                Some(place) => match copy.write_to(&place, now) {
                    Ok(path) => {
                        let shown = path.display().to_string();
                        at = Some(path.clone());
                        copied = Some((path, generation));
                        words::say_with(lang, "trouble.copied", &[("path", &shown)])
                    }
                    Err(why) => why.text(lang).to_owned(),
                },
                // Nobody cancels this fast: there is no dialog on this machine.
                None if asked_at.elapsed() < AT_ONCE => words::say(lang, "trouble.no_dialog").into_owned(),
                None => words::say(lang, "trend.not_saved").into_owned(),
            };
            // The window may have been closed meanwhile.
            let _ = tell.send(Told { words, place: at, copied, handed: None });
            wake.request_repaint();
        });
        self.runs(spawned, answer);
    }

    /// Asks for a place on a thread and writes the whole workspace there as one zip file.
    pub(super) fn zip(
        &mut self,
        folder: Arc<Folder>,
        name: String,
        beside: PathBuf,
        lang: Lang,
        ctx: &egui::Context,
    ) {
        if self.answer.is_some() {
            return;
        }
        let (tell, answer) = mpsc::channel();
        let (wake, is_writing) = (ctx.clone(), self.begin());
        let spawned = thread::Builder::new().name("duibiao-zip".to_owned()).spawn(move || {
            let asked_at = std::time::Instant::now();
            let dialog = rfd::FileDialog::new().set_file_name(&name).add_filter("zip", &["zip"]);
            let path = match dialog.save_file() {
                // Nobody cancels this fast: there is no dialog on this machine.
                None if asked_at.elapsed() < AT_ONCE => Some(free_path(&beside.join(&name))),
                answer => answer,
            };
            is_writing.store(true, Ordering::SeqCst);
            let told: Told = match path {
                None => words::say(lang, "trend.not_saved").into_owned().into(),
                Some(at) => match folder.zip_to(&at) {
                    Ok(zipped) => {
                        let (n, path) = (zipped.files.to_string(), at.display().to_string());
                        let left: Vec<String> =
                            zipped.left.iter().map(|path| path.display().to_string()).collect();
                        let left = left.join(if lang == Lang::Zh { "、" } else { ", " });
                        let days = zipped.days_left.to_string();
                        let fill = [("n", n.as_str()), ("path", &path), ("left", &left), ("days", &days)];
                        let key = if left.is_empty() { "zip.written" } else { "mend.zip_left" };
                        let mut said = words::say_with(lang, key, &fill);
                        if zipped.days_left > 0 {
                            said.push_str(&words::say_with(lang, "zip.days_left", &fill));
                        }
                        Told::from(said).at(&at)
                    }
                    Err(why) => why.sentence().text(lang).to_owned().into(),
                },
            };
            // The window may have been closed meanwhile.
            let _ = tell.send(told);
            wake.request_repaint();
        });
        self.runs(spawned, answer);
    }

    /// Asks for a folder on a thread and writes files there under names that are free.
    pub(super) fn put_in_folder(&mut self, putting: Put, lang: Lang, ctx: &egui::Context) {
        if self.answer.is_some() {
            return;
        }
        let (tell, answer) = mpsc::channel();
        let (wake, is_writing) = (ctx.clone(), self.begin());
        let spawned = thread::Builder::new().name("duibiao-put".to_owned()).spawn(move || {
            let Put { files, beside, written, safe } = putting;
            let asked_at = std::time::Instant::now();
            let folder = match rfd::FileDialog::new().pick_folder() {
                // Nobody cancels this fast: there is no dialog on this machine.
                None if asked_at.elapsed() < AT_ONCE => Some(beside),
                answer => answer,
            };
            is_writing.store(true, Ordering::SeqCst);
            let told: Told = match folder {
                None => words::say(lang, "trend.not_saved").into_owned().into(),
                Some(folder) => {
                    let put_each =
                        files.iter().try_for_each(|(name, bytes)| put(&folder.join(name), bytes).map(drop));
                    let (n, path) = (files.len().to_string(), folder.display().to_string());
                    let key = if is_removable(&folder) { safe } else { written };
                    match put_each {
                        Ok(()) => {
                            Told::from(words::say_with(lang, key, &[("n", &n), ("path", &path)])).at(&folder)
                        }
                        Err(why) => why.text(lang).to_owned().into(),
                    }
                }
            };
            // The window may have been closed meanwhile.
            let _ = tell.send(told);
            wake.request_repaint();
        });
        self.runs(spawned, answer);
    }

    /// Gives, once, the totals that went upward.
    pub(super) const fn take_handed(&mut self) -> Option<Arc<CountyStatement>> {
        self.handed.take()
    }

    /// Gives, once, where what was written lies.
    pub(super) const fn take_place(&mut self) -> Option<PathBuf> {
        self.place.take()
    }

    /// Gives what there is to say once the file is written.
    pub(super) fn finished(&mut self) -> Option<String> {
        let told = self.answer.as_ref()?.try_recv();
        match told {
            Ok(told) => {
                self.answer = None;
                self.copied = told.copied.or_else(|| self.copied.take());
                self.handed = told.handed;
                self.place = told.place;
                Some(told.words)
            }
            Err(mpsc::TryRecvError::Disconnected) => {
                self.answer = None;
                None
            }
            Err(mpsc::TryRecvError::Empty) => None,
        }
    }
}

fn made(bytes: impl FnOnce() -> Result<Vec<u8>, report::ReportError>) -> Result<Vec<u8>, Bilingual> {
    bytes().map_err(|why| why.sentence())
}

fn told(written: Result<(), Bilingual>, key: &str, path: &Path, lang: Lang) -> Told {
    match written {
        Ok(()) => {
            let said = words::say_with(lang, key, &[("path", &path.display().to_string())]);
            // Written, read back and the same: so says the writing.
            let said = if is_removable(path) { said + &words::say(lang, "sum.take_out") } else { said };
            Told::from(said).at(path)
        }
        Err(why) => why.text(lang).to_owned().into(),
    }
}
