//! What is saved of a plan that is followed: made on the thread that asks for its place, on a desk of its own.

use crate::{
    desk::{Desk, REPORT_DPI, ReportWish},
    report::{self, ListCell, ListColumn, ListLine, ListPicture, ListTone},
    trend::Verdict,
    ui::{
        act::TrackFile,
        export::{DPI, Saving},
        look::Look,
        track::{bands::Entry, rows::TargetRow, state::TrackState},
    },
    words,
};

/// The columns of the picture: title, width in points, at the right.
const COLUMNS: [(&str, f64, bool); 8] = [
    ("target.indicator", 330.0, false),
    ("target.line", 80.0, false),
    ("target.now", 84.0, true),
    ("track.as_of", 76.0, false),
    ("target.path", 76.0, true),
    ("target.target", 100.0, true),
    ("track.gap", 120.0, true),
    ("target.verdict", 96.0, false),
];

/// Puts a row into the cells of the picture.
fn line_of(row: &TargetRow) -> ListLine {
    let name = if row.apart.is_empty() { row.name.clone() } else { format!("{} · {}", row.name, row.apart) };
    let tone = match row.verdict {
        Some(Verdict::Met | Verdict::OnTrack) => ListTone::Good,
        Some(Verdict::Late | Verdict::OffTrack) => ListTone::Late,
        Some(Verdict::NoData | Verdict::NotScored) | None => ListTone::Quiet,
    };
    let words = |text: &str, tone| ListCell::Words(text.to_owned(), tone);
    ListLine::Cells(vec![
        words(&name, ListTone::Plain),
        ListCell::Line(row.spark.clone(), row.is_open),
        words(&row.now, ListTone::Plain),
        words(&row.as_of, ListTone::Quiet),
        words(&row.path, ListTone::Quiet),
        words(&row.target, ListTone::Plain),
        words(&row.gap, ListTone::Plain),
        words(&row.words, tone),
    ])
}

impl TrackState {
    /// Makes the picture of what is listed; nothing before it was.
    fn picture(&self, desk: &Desk, who: &str, look: &Look) -> Option<ListPicture> {
        let (rows, listed) = (self.rows.as_ref()?, self.listed.as_ref()?);
        let plan = self.plan_of(desk).and_then(|id| desk.plans().iter().find(|plan| plan.id == id))?;
        let columns = COLUMNS.map(|(key, width, is_right)| ListColumn {
            title: look.say(key).into_owned(),
            width,
            is_right,
        });
        let lines = listed.entries.iter().filter_map(|entry| match entry {
            Entry::Band(words, under) => Some(ListLine::Band(format!("{words}  {under}"))),
            Entry::Target(at) => rows.row(*at).map(line_of),
        });
        let mut foot =
            vec![plan.document_no.clone(), look.say_with("track.made", &[("day", &look.today.to_string())])];
        if desk.workspace().synthetic {
            foot.push(look.say("frame.demo").into_owned());
        }
        foot.retain(|words| !words.is_empty());
        Some(ListPicture {
            title: look.text(&plan.title).to_owned(),
            subtitle: who.to_owned(),
            foot: foot.join(" · "),
            columns: columns.to_vec(),
            lines: lines.collect(),
        })
    }

    /// Makes what is to be saved; nothing without a plan.
    pub(in crate::ui) fn saving(&self, desk: &Desk, file: TrackFile, look: &Look) -> Option<Saving> {
        let (unit, plan) = (self.unit_of(desk), self.plan_of(desk)?);
        let (lang, today, population) = (look.lang, look.today, self.scenario());
        let region = desk.plans().iter().find(|found| found.id == plan).map(|found| found.region.clone());
        let who = desk.tree().unit(&unit).map(|unit| look.text(&unit.name).to_owned())?;
        let region = region.map(|region| look.text(&region).to_owned()).unwrap_or_default();
        let (key, extension) = match file {
            TrackFile::List => ("track.file_list", "xlsx"),
            TrackFile::Picture => ("track.file_list", "png"),
            TrackFile::Report => ("track.file_report", "docx"),
            TrackFile::ReportBook => ("track.file_report", "xlsx"),
        };
        let name = format!("{}-{region}-{who}-{today}", look.say(key));
        let beside = desk.detached();
        let nothing = move || report::ReportError::Drawing(words::say(lang, "trend.nothing").into_owned());
        Some(match file {
            TrackFile::List => {
                let (filter, order) = (self.wish.filter(), self.wish.order);
                Saving::new(&name, extension, move || {
                    beside.dashboard_xlsx(&unit, &plan, &filter, order, (population, today, lang))
                })
            }
            TrackFile::Picture => {
                let list = self.picture(desk, &who, look)?;
                Saving::new(&name, extension, move || report::list_png(&list, DPI))
            }
            TrackFile::Report | TrackFile::ReportBook => {
                let notes = words::method_notes(lang);
                let wish = ReportWish { unit, plan, population, today, lang, notes, dpi: REPORT_DPI };
                Saving::new(&name, extension, move || {
                    let made = beside.plan_report(&wish)?.ok_or_else(nothing)?;
                    if file == TrackFile::Report { made.docx() } else { made.xlsx() }
                })
            }
        })
    }
}
