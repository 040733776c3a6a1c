//! 审核对照: every figure of a return beside its last period and its peers, what stands out most first.

use std::sync::Arc;

use egui::{Align2, Color32, Rect, Role, Sense, Ui, Vec2, WidgetInfo};

use super::state::SubmitState;
use crate::{
    base::{Bilingual, Decimal, ElementId, quantity_text},
    desk::{Desk, Findings, Review, ReviewLine, ReviewOrder, Row},
    indicator::Element,
    returns::ReturnKey,
    ui::{
        icons,
        look::Look,
        widgets::{columns_behind, link_ui, paint_text, segments_ui},
    },
};

const ROW: f32 = 24.0;
const HEAD: f32 = 26.0;
/// Rows before the rest is asked for.
const SHOWN: usize = 12;
/// Writes a departure; what lies very far off is only far: beside zeros a hundred beds would be a hundred widths away.
fn departure_text(departure: Decimal) -> String {
    if departure > Decimal::ONE_HUNDRED {
        return ">100".to_owned();
    }
    quantity_text(departure.round_dp(1), 1)
}

/// Widths behind the name: figure, last, change, median, quartiles, departure, marks.
const COLUMNS: [f32; 7] = [84.0, 84.0, 72.0, 84.0, 140.0, 56.0, 64.0];

/// Which return was put in order, of which state of the desk, and in which order.
type PlacesOf = (ReturnKey, u64, ReviewOrder);

/// What the comparison remembers.
#[derive(Debug, Default)]
pub(super) struct Comparing {
    pub(super) order: ReviewOrder,
    pub(super) chosen: Option<ElementId>,
    /// Every row is shown, not only those that stand out most.
    shows_all: bool,
    /// The field for a question on the chosen figure is wanted, on the first one if none is chosen.
    pub(super) wants_question: bool,
    places: Option<(PlacesOf, Arc<Vec<usize>>)>,
}

impl Comparing {
    fn places(
        &mut self,
        desk: &Desk,
        key: &ReturnKey,
        review: &Review,
        order: ReviewOrder,
    ) -> Arc<Vec<usize>> {
        let of = (key.clone(), desk.generation(), order);
        if let Some((_, places)) = self.places.as_ref().filter(|(known, _)| *known == of) {
            return Arc::clone(places);
        }
        let places = Arc::new(review.ordered(order));
        self.places = Some((of, Arc::clone(&places)));
        places
    }
}

const fn order_key(order: ReviewOrder) -> (&'static str, &'static str) {
    match order {
        ReviewOrder::Departure => ("review.by_departure", "review.by_departure_why"),
        ReviewOrder::Change => ("review.by_change", "review.by_change_why"),
        ReviewOrder::Form => ("review.by_form", "review.by_form_why"),
    }
}

/// Draws the table with all its rows in the page, whose wheel it leaves alone; a click chooses the figure that is looked
/// at, which `below` draws under its row.
#[allow(clippy::too_many_arguments, reason = "the one place where table and chosen figure meet")]
pub(super) fn compare_ui(
    ui: &mut Ui,
    desk: &Desk,
    key: &ReturnKey,
    review: &Review,
    state: &mut SubmitState,
    look: &Look,
    mut below: impl FnMut(&mut Ui, &ElementId, &mut SubmitState),
) {
    // Without enough peers there is nothing to depart from.
    let has_peers = review.has_enough_peers();
    let offered = if has_peers { &ReviewOrder::ALL[..] } else { &ReviewOrder::ALL[1..] };
    let order = if offered.contains(&state.comparing.order) { state.comparing.order } else { offered[0] };
    let labels: Vec<String> =
        offered.iter().map(|order| look.say(order_key(*order).0).into_owned()).collect();
    let at = offered.iter().position(|one| *one == order).unwrap_or(0);
    ui.horizontal(|ui| {
        ui.scope(|ui| {
            ui.set_max_width(if look.lang == crate::base::Lang::Zh { 250.0 } else { 280.0 });
            if let Some(chosen) = segments_ui(ui, look, &labels, at) {
                state.comparing.order = offered[chosen];
            }
        });
        let why = look.say_with(order_key(order).1, &[("n", &review.peers.to_string())]);
        ui.add(egui::Label::new(look.small(why)).truncate());
    });
    ui.add_space(2.0);
    let places = state.comparing.places(desk, key, review, order);
    let findings = desk.findings(key);
    if state.comparing.wants_question && state.comparing.chosen.is_none() {
        state.comparing.chosen = places.first().map(|at| review.lines[*at].element.clone());
    }
    let chosen = state.comparing.chosen.clone();
    let at_chosen = places.iter().position(|at| Some(&review.lines[*at].element) == chosen.as_ref());
    let shown =
        if state.comparing.shows_all { places.len() } else { SHOWN.max(at_chosen.map_or(0, |at| at + 1)) };
    let spacing = std::mem::take(&mut ui.spacing_mut().item_spacing.y);
    let (head, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), HEAD), Sense::hover());
    let mut clicked = None;
    for at in places.iter().take(shown) {
        let line = &review.lines[*at];
        let row = &review.sheet.rows[line.row];
        let is_chosen = chosen.as_ref() == Some(&line.element);
        let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), ROW), Sense::hover());
        if ui.is_rect_visible(rect.expand(ROW)) {
            let drawn = Shown {
                has_peers,
                is_chosen,
                is_remarked: state.refusals.has_remark(key, &line.element),
                is_asked: desk.query_of(key).is_some_and(|query| {
                    query.questions.iter().any(|question| question.element == line.element)
                }),
            };
            if row_ui(ui, rect, desk, (line, row), &findings, &drawn, look) {
                clicked = Some(line.element.clone());
            }
        }
        if is_chosen {
            ui.spacing_mut().item_spacing.y = spacing;
            below(ui, &line.element, state);
            ui.spacing_mut().item_spacing.y = 0.0;
        }
    }
    let last = ui.cursor().top();
    ui.spacing_mut().item_spacing.y = spacing;
    // The head stays in sight while the page slides under it.
    let top = ui.clip_rect().top().clamp(head.top(), (last - HEAD - ROW).max(head.top()));
    let head = Rect::from_min_size(egui::Pos2::new(head.left(), top), head.size());
    ui.painter().rect_filled(head, 0.0, look.theme.panel());
    head_ui(ui, head, has_peers, look);
    if places.len() > SHOWN {
        let (word, n) = if shown < places.len() {
            ("walk.all_figures", places.len().to_string())
        } else {
            ("walk.first_figures", SHOWN.to_string())
        };
        if (shown < places.len() || state.comparing.shows_all)
            && link_ui(ui, look, look.say_with(word, &[("n", &n)])).clicked()
        {
            state.comparing.shows_all = shown < places.len();
        }
    }
    if let Some(element) = clicked {
        // A second click folds it again.
        state.comparing.chosen = Some(element).filter(|element| chosen.as_ref() != Some(element));
    }
}

struct Shown {
    has_peers: bool,
    is_chosen: bool,
    is_remarked: bool,
    is_asked: bool,
}

/// Gives name and columns; those of the peers have no width where there are too few.
fn cells(row: Rect, has_peers: bool) -> (Rect, [Rect; 7]) {
    let mut widths = COLUMNS;
    if !has_peers {
        widths[3..6].fill(0.0);
    }
    columns_behind(row, widths, (6.0, 5.0))
}

fn head_ui(ui: &Ui, rect: Rect, has_peers: bool, look: &Look) {
    let (name, rects) = cells(rect, has_peers);
    let put = |rect, key: &str, align| {
        paint_text(ui, rect, &look.say(key), look.theme.small(), look.theme.quiet(), align);
    };
    put(name, "review.element", Align2::LEFT_CENTER);
    let keys = [
        "review.figure",
        "review.last",
        "review.change",
        "review.median",
        "review.quartiles",
        "review.departure",
    ];
    for (rect, key) in rects.into_iter().zip(keys) {
        put(rect, key, Align2::RIGHT_CENTER);
    }
}

/// Writes what is usual of an element as its figures are written.
fn usual(value: Decimal, element: Option<&Element>) -> String {
    let decimals = element.map_or(0, Element::decimals);
    // Of a large figure four places say nothing about what is usual, and leave no room for it.
    let decimals = if value.abs() < Decimal::ONE_HUNDRED { decimals } else { decimals.min(1) };
    // The middle of two whole numbers may be none.
    let rounded = value.round_dp(decimals.max(1)).normalize();
    quantity_text(rounded, decimals.max(rounded.scale()))
}

fn row_ui(
    ui: &Ui,
    rect: Rect,
    desk: &Desk,
    (line, row): (&ReviewLine, &Row),
    findings: &Findings,
    shown: &Shown,
    look: &Look,
) -> bool {
    let theme = &look.theme;
    let response = ui.interact(rect, ui.scope_id().with(line.element.as_str()), Sense::click());
    let name = look.text(&row.name);
    let element = desk.catalogue().element(&line.element);
    let texts: [String; 6] = [
        look.text(&row.shown).to_owned(),
        look.text(&row.last_shown).to_owned(),
        row.change.clone(),
        line.peers.map(|peers| usual(peers.median, element)).unwrap_or_default(),
        line.peers
            .map(|peers| format!("{} – {}", usual(peers.lower, element), usual(peers.upper, element)))
            .unwrap_or_default(),
        line.departure.filter(|departure| !departure.is_zero()).map(departure_text).unwrap_or_default(),
    ];
    let spoken = format!(
        "{name} {}",
        texts.iter().filter(|text| !text.is_empty()).cloned().collect::<Vec<_>>().join(" ")
    );
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, shown.is_chosen, &spoken));
    if shown.is_chosen {
        ui.painter().rect_filled(rect, 0.0, theme.accent_ground());
    } else if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 0.0, theme.panel());
    }
    let stroke = egui::Stroke::new(1.0, theme.line().gamma_multiply(0.7));
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, stroke);
    let (first, rects) = cells(rect, shown.has_peers);
    let unit = look.text(&row.unit);
    let label = if unit.is_empty() { name.to_owned() } else { format!("{name}（{unit}）") };
    let label = if look.lang == crate::base::Lang::En {
        label.replace('（', " (").replace('）', ")")
    } else {
        label
    };
    let fits = paint_text(ui, first, &label, theme.grid(), theme.text(), Align2::LEFT_CENTER);
    let far = line.departure.is_some_and(|departure| departure >= Decimal::ONE);
    for (at, (rect, text)) in rects.iter().zip(&texts).enumerate() {
        let ink = match at {
            0 => theme.text(),
            5 if far => theme.soft(),
            _ => theme.quiet(),
        };
        let font = if at == 0 { theme.grid_bold() } else { theme.grid() };
        paint_text(ui, *rect, text, font, ink, Align2::RIGHT_CENTER);
    }
    marks_ui(ui, rects[6], marks(line, findings, shown, look), look);
    let clicked = response.clicked();
    if !fits {
        response.on_hover_text(label);
    }
    clicked
}

/// Gives the marks at the end of a line: findings, a remark of ours, a question.
fn marks(line: &ReviewLine, findings: &Findings, shown: &Shown, look: &Look) -> Vec<(&'static str, Color32)> {
    let theme = &look.theme;
    let mut marks = Vec::new();
    if findings.by_element.contains_key(&line.element) {
        marks.push((icons::WARNING, theme.soft()));
    }
    if shown.is_remarked {
        marks.push((icons::PENCIL_SIMPLE, theme.accent()));
    }
    if shown.is_asked {
        marks.push((icons::INFO, theme.accent()));
    }
    marks
}

fn marks_ui(ui: &Ui, mut rect: Rect, marks: Vec<(&'static str, Color32)>, look: &Look) {
    for (icon, ink) in marks {
        paint_text(ui, rect, icon, look.theme.icon(), ink, Align2::LEFT_CENTER);
        rect.min.x += 18.0;
    }
}

/// Names the peers of a unit: 二级综合医院.
pub(super) fn peers_words(desk: &Desk, key: &ReturnKey, look: &Look) -> String {
    let Some(unit) = desk.tree().unit(&key.unit) else { return String::new() };
    let level = unit.level(key.period.last_day());
    let Bilingual { zh, en } = unit.kind.name();
    if level == 0 {
        // Most kinds have no levels at all.
        return if look.lang == crate::base::Lang::Zh { zh } else { en };
    }
    let level = look.say(crate::ui::frame_ui::level_key(level));
    match look.lang {
        crate::base::Lang::Zh => format!("{level}{zh}"),
        crate::base::Lang::En => format!("{en}, {level}"),
    }
}
