//! Copying and saving a trend; the file dialog runs on a thread of its own.

use std::{path::PathBuf, sync::mpsc, thread};

use crate::{
    base::{Bilingual, Table},
    desk::TrendView,
    report,
    store::{write_file, write_new_file},
    ui::{act::ExportKind, look::Look},
    words,
};

/// Resolution of pictures: for print.
const DPI: u32 = 300;
/// Resolution of pictures in the clipboard.
const CLIPBOARD_DPI: u32 = 144;

/// What is saved.
enum Contents {
    Trend(Box<TrendView>, ExportKind),
    Table(Table),
}

impl Contents {
    fn bytes(&self) -> Result<Vec<u8>, report::ReportError> {
        match self {
            Self::Trend(view, kind) => bytes_of(view, *kind),
            Self::Table(table) => Ok(csv_of(table)),
        }
    }
}

/// Writes a table; the mark at the front makes spreadsheets read the file as UTF-8.
fn csv_of(table: &Table) -> Vec<u8> {
    format!("\u{feff}{}", report::table_csv(table)).into_bytes()
}

fn bytes_of(view: &TrendView, kind: ExportKind) -> Result<Vec<u8>, report::ReportError> {
    Ok(match kind {
        ExportKind::Csv => csv_of(&view.table),
        ExportKind::Svg => report::chart_svg(&view.chart).into_bytes(),
        ExportKind::Png => report::chart_png(&view.chart, DPI)?,
    })
}

/// Copies the chart as a picture, or the table as text that a spreadsheet takes; says what was done.
pub(super) fn copy(ctx: &egui::Context, view: Option<&TrendView>, kind: ExportKind, look: &Look) -> String {
    let Some(view) = view else { return look.say("trend.nothing").into_owned() };
    if kind == ExportKind::Csv {
        let rows = view.table.rows.iter().map(|row| {
            row.iter()
                .map(|cell| cell.shown.replace('\u{2009}', "").replace('\u{2212}', "-"))
                .collect::<Vec<_>>()
                .join("\t")
        });
        let head =
            view.table.columns.iter().map(|column| column.title.as_str()).collect::<Vec<_>>().join("\t");
        let text = std::iter::once(head).chain(rows).collect::<Vec<_>>().join("\n");
        ctx.copy_text(text);
        return look.say("trend.table_copied").into_owned();
    }
    let picture = report::chart_png(&view.chart, CLIPBOARD_DPI).ok().and_then(|bytes| {
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

/// 保存对话框: at most one at a time.
#[derive(Debug, Default)]
pub(super) struct Chooser {
    answer: Option<mpsc::Receiver<String>>,
}

impl Chooser {
    /// Asks for a place on a thread and saves a trend there.
    pub(super) fn save(
        &mut self,
        view: &TrendView,
        kind: ExportKind,
        beside: PathBuf,
        look: &Look,
        ctx: &egui::Context,
    ) {
        let extension = match kind {
            ExportKind::Csv => "csv",
            ExportKind::Svg => "svg",
            ExportKind::Png => "png",
        };
        let name = format!("{}-{}", view.chart.title, view.chart.subtitle);
        let contents = Contents::Trend(Box::new(view.clone()), kind);
        self.ask(contents, (&name, extension), beside, look, ctx);
    }

    /// Asks for a place on a thread and saves a table there as CSV, under its title.
    pub(super) fn save_table(&mut self, table: Table, beside: PathBuf, look: &Look, ctx: &egui::Context) {
        let name = table.title.clone();
        self.ask(Contents::Table(table), (&name, "csv"), beside, look, ctx);
    }

    fn ask(
        &mut self,
        contents: Contents,
        (name, extension): (&str, &'static str),
        beside: PathBuf,
        look: &Look,
        ctx: &egui::Context,
    ) {
        if self.answer.is_some() {
            return;
        }
        let (tell, answer) = mpsc::channel();
        let lang = look.lang;
        let name = format!("{name}.{extension}").replace(['/', '\\', ':', '*', '?', '"', '<', '>', '|'], "_");
        let wake = ctx.clone();
        let spawned = thread::Builder::new().name("duibiao-save-as".to_owned()).spawn(move || {
            let asked_at = std::time::Instant::now();
            let dialog = rfd::FileDialog::new().set_file_name(&name).add_filter(extension, &[extension]);
            let told = match dialog.save_file() {
                // Nobody cancels this fast: there is no dialog on this machine.
                None if asked_at.elapsed() < AT_ONCE => {
                    let path = beside.join(&name);
                    match write_beside(&contents, &path) {
                        Ok(()) => words::say_with(
                            lang,
                            "trend.saved_beside",
                            &[("path", &path.display().to_string())],
                        ),
                        Err(why) => why.text(lang).to_owned(),
                    }
                }
                None => words::say(lang, "trend.not_saved").into_owned(),
                Some(path) => write(&contents, path, lang),
            };
            // The window may have been closed meanwhile.
            let _ = tell.send(told);
            wake.request_repaint();
        });
        if spawned.is_ok() {
            self.answer = Some(answer);
        }
    }

    /// Gives what there is to say once the file is written.
    pub(super) fn finished(&mut self) -> Option<String> {
        let told = self.answer.as_ref()?.try_recv();
        match told {
            Ok(told) => {
                self.answer = None;
                Some(told)
            }
            Err(mpsc::TryRecvError::Disconnected) => {
                self.answer = None;
                None
            }
            Err(mpsc::TryRecvError::Empty) => None,
        }
    }
}

/// Writes where no dialog can ask: a folder of the workspace.
fn write_beside(contents: &Contents, path: &std::path::Path) -> Result<(), Bilingual> {
    let failed = || {
        Bilingual::new("图片生成失败,请改存 CSV。", "The picture could not be made; save the CSV instead.")
    };
    let bytes = contents.bytes().map_err(|_| failed())?;
    write_new_file(path, &bytes).map_err(|fault| fault.sentence())
}

fn write(contents: &Contents, path: PathBuf, lang: crate::base::Lang) -> String {
    let bytes = match contents.bytes() {
        Ok(bytes) => bytes,
        Err(_) => return words::say(lang, "trend.failed").into_owned(),
    };
    match write_file(&path, &bytes) {
        Ok(()) => words::say_with(lang, "trend.saved", &[("path", &path.display().to_string())]),
        Err(fault) => fault.sentence().text(lang).to_owned(),
    }
}
