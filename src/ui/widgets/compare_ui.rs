//! A list of what would change: name, what stands there, what would stand there, when, who; with boxes to tick.

use egui::{Align2, Checkbox, Rect, Sense, Ui, Vec2};

use crate::{
    base::{ElementId, Figure},
    desk::{Desk, OfferPlace, Restorable, sheet::element_text},
    returns::{Entry, FollowedItem, FollowedState, Head},
    ui::{
        look::Look,
        widgets::{columns, paint_text},
    },
    wire::DraftPart,
};

/// Height of a row in points.
const ROW: f32 = 26.0;

/// One row.
#[derive(Clone, Debug, Default)]
pub struct CompareLine {
    /// What it is.
    pub name: String,
    /// What stands there.
    pub before: String,
    /// What would stand there.
    pub after: String,
    /// When that was typed.
    pub at: String,
    /// Who typed it.
    pub who: String,
}

impl CompareLine {
    /// Says what of a return or a list would change.
    pub fn of(desk: &Desk, place: &OfferPlace, what: &Restorable, look: &Look) -> Self {
        let name_of = |id: &ElementId| {
            desk.catalogue()
                .element(id)
                .map_or_else(|| id.to_string(), |found| look.text(&found.name).to_owned())
        };
        let name = match place {
            OfferPlace::Cell(id) | OfferPlace::Draft(id, DraftPart::Figure) => name_of(id),
            OfferPlace::Draft(id, DraftPart::Note) => {
                look.say_with("compare.note_of", &[("name", &name_of(id))])
            }
            OfferPlace::Draft(id, DraftPart::Explanation(_)) => {
                look.say_with("compare.explanation_of", &[("name", &name_of(id))])
            }
            OfferPlace::Draft(id, DraftPart::Second) => {
                look.say_with("mend.second_of", &[("name", &name_of(id))])
            }
            OfferPlace::Head => look.say("compare.status").into_owned(),
            OfferPlace::Row(row) => deliverable_name(desk, row, look),
        };
        let (before, after) = match what {
            Restorable::Cell(old, new) => {
                let OfferPlace::Cell(id) = place else { return Self::default() };
                (cell_text(desk, id, old, new, look), cell_text(desk, id, new, old, look))
            }
            Restorable::Head(old, new) => (head_text(old, new, look), head_text(new, old, look)),
            Restorable::Draft(stored, text) => {
                (or_blank(stored.clone(), look), look.say_with("compare.typing", &[("text", text)]))
            }
            Restorable::Item(old, new) => (item_text(old, look), item_text(new, look)),
        };
        Self { name, before, after, at: String::new(), who: String::new() }
    }
}

fn deliverable_name(desk: &Desk, row: &str, look: &Look) -> String {
    let found = desk.plans().iter().flat_map(|plan| &plan.deliverables).find(|item| item.row == row);
    found.map_or_else(|| row.to_owned(), |item| look.text(&item.name).to_owned())
}

fn or_blank(text: String, look: &Look) -> String {
    if text.is_empty() { look.say("details.blank").into_owned() } else { text.replace('\n', " ") }
}

/// Writes the figure of a cell.
pub fn figure_text(desk: &Desk, id: &ElementId, figure: &Figure, look: &Look) -> String {
    match (figure, desk.catalogue().element(id)) {
        (Figure::Known(value), Some(element)) => look.text(&element_text(element, *value)).to_owned(),
        (Figure::Known(value), None) => value.to_string(),
        (Figure::NotApplicable(reason), _) => format!("{} {reason}", look.say("entry.not_applicable")),
        (Figure::Blank, _) => look.say("details.blank").into_owned(),
        (Figure::Unread(text), _) => look.say_with("compare.unread", &[("text", text)]),
    }
}

/// Writes a cell as far as it differs from the other side: the figure, then what stands beside it.
fn cell_text(desk: &Desk, id: &ElementId, entry: &Entry, other: &Entry, look: &Look) -> String {
    let mut parts = Vec::new();
    if entry.figure != other.figure || entry == other {
        parts.push(figure_text(desk, id, &entry.figure, look));
    }
    if entry.note != other.note {
        let note = or_blank(entry.note.clone(), look);
        parts.push(look.say_with("compare.with_note", &[("text", &note)]));
    }
    if entry.explanations != other.explanations {
        let said: Vec<&str> = entry.explanations.values().map(|said| said.text.as_str()).collect();
        let said = or_blank(said.join("; "), look);
        parts.push(look.say_with("compare.with_explanation", &[("text", &said)]));
    }
    if entry.carried != other.carried {
        parts
            .push(look.say(if entry.carried { "entry.carried" } else { "compare.not_carried" }).into_owned());
    }
    if entry.flagged != other.flagged {
        parts
            .push(look.say(if entry.flagged { "entry.flagged" } else { "compare.not_flagged" }).into_owned());
    }
    parts.join(" · ")
}

fn head_text(head: &Head, other: &Head, look: &Look) -> String {
    let mut text = look.text(&head.status.name()).to_owned();
    if head.signers != other.signers {
        text = format!("{text} · {}", look.say("compare.signers"));
    }
    text
}

fn item_text(item: &FollowedItem, look: &Look) -> String {
    let mut parts = Vec::new();
    parts.extend(item.state.map(|state| {
        let word = match state {
            FollowedState::Done => "followed.done",
            FollowedState::InProgress => "followed.in_progress",
            FollowedState::NotStarted => "followed.not_started",
        };
        look.say(word).into_owned()
    }));
    match &item.figure {
        Figure::Known(value) => parts.push(value.normalize().to_string()),
        Figure::Unread(text) => parts.push(format!("“{text}”")),
        Figure::Blank | Figure::NotApplicable(_) => {}
    }
    parts.extend(item.on.map(|day| day.to_string()));
    if !item.evidence.is_empty() {
        parts.push(item.evidence.replace('\n', " "));
    }
    or_blank(parts.join(" · "), look)
}

/// The columns of a list: with boxes to tick, with when and by whom.
#[derive(Clone, Copy, Debug, Default)]
pub struct CompareColumns {
    /// Room for boxes at the left.
    pub ticks: bool,
    /// When and by whom each was typed.
    pub dated: bool,
}

fn cells(row: Rect, shown: CompareColumns) -> [Rect; 5] {
    let left = row.left() + if shown.ticks { 30.0 } else { 8.0 };
    let room = (row.right() - left - 8.0).max(1.0);
    let shares = if shown.dated { [0.28, 0.22, 0.22, 0.14, 0.14] } else { [0.4, 0.3, 0.3, 0.0, 0.0] };
    columns(row.with_min_x(left), shares.map(|share| share * room), Vec2::new(4.0, 0.0))
}

/// Draws the names of the columns.
pub fn compare_head_ui(ui: &mut Ui, titles: [&str; 2], columns: CompareColumns, look: &Look) {
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 22.0), Sense::hover());
    ui.painter().rect_filled(rect, 0.0, look.theme.panel());
    let titles = ["entry.element", titles[0], titles[1], "compare.at", "compare.who"];
    let count = if columns.dated { titles.len() } else { 3 };
    for (rect, title) in cells(rect, columns).into_iter().zip(titles).take(count) {
        paint_text(ui, rect, &look.say(title), look.theme.small(), look.theme.quiet(), Align2::LEFT_CENTER);
    }
}

/// Draws one row; with a box its state is changed by a click on it.
pub fn compare_line_ui(ui: &mut Ui, line: &CompareLine, ticked: Option<&mut bool>, look: &Look) {
    let theme = &look.theme;
    let (rect, row) = ui.allocate_exact_size(Vec2::new(ui.available_width(), ROW), Sense::hover());
    if !ui.is_rect_visible(rect) {
        return;
    }
    let has_box = ticked.is_some();
    if let Some(ticked) = ticked {
        let place = Rect::from_min_size(rect.min + Vec2::new(8.0, 3.0), Vec2::splat(ROW - 6.0));
        let response = ui.put(place, Checkbox::without_text(ticked));
        let on = *ticked;
        response.widget_info(|| egui::WidgetInfo::selected(egui::Role::CheckBox, true, on, &line.name));
    }
    let stroke = egui::Stroke::new(1.0, theme.line().gamma_multiply(0.7));
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, stroke);
    let texts = [
        (&line.name, theme.grid(), theme.text()),
        (&line.before, theme.grid(), theme.quiet()),
        (&line.after, theme.grid_bold(), theme.accent()),
        (&line.at, theme.small(), theme.quiet()),
        (&line.who, theme.small(), theme.quiet()),
    ];
    let columns = CompareColumns { ticks: has_box, dated: !line.at.is_empty() };
    let mut fits = true;
    for (place, (text, font, ink)) in cells(rect, columns).into_iter().zip(texts) {
        if text.is_empty() {
            continue;
        }
        fits &= paint_text(ui, place, text, font, ink, Align2::LEFT_CENTER);
    }
    if !fits {
        row.on_hover_text(format!("{}\n{} → {}", line.name, line.before, line.after));
    }
}
