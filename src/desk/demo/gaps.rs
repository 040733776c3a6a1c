//! What a real desk would still lack: the last year half filled, two cells nobody answered, notes here and there.

use crate::{
    base::Figure,
    desk::demo::{
        rule::one_in,
        story::{Base, MOST_PEOPLE, Moment},
    },
    indicator::{Element, Form},
};

/// How much of a form is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Filled {
    /// Everything.
    Whole,
    /// So many elements from the top.
    First(usize),
    /// Nothing; there is no return.
    Nothing,
}

/// The hospital whose desk the demonstration opens on.
pub(super) const DESK: &str = "SL-H1";

/// Says how far a unit has come with a form. Only the last year is open.
///
/// The city and one county have not started: without everybody's population there is no rate, rather than
/// one over half of the units.
pub(super) fn filled(form: &Form, at: &Moment<'_>, order: usize) -> Filled {
    let first_sections =
        |count: usize| form.sections.iter().take(count).map(|section| section.elements.len()).sum::<usize>();
    if at.year != at.last_year {
        return Filled::Whole;
    }
    match at.seat.unit.id.as_str() {
        DESK => Filled::First(first_sections(1) + 5),
        "SL-CITY" | "SL-C3" => Filled::Nothing,
        _ if at.is_county_bureau() => Filled::Whole,
        _ => {
            let place = order as f64 * 0.618_033_988_75;
            let place = place - place.floor();
            if place < 0.5 {
                Filled::Whole
            } else if place < 0.75 {
                Filled::First(first_sections(form.sections.len().div_ceil(2)))
            } else {
                Filled::Nothing
            }
        }
    }
}

/// Gives what stands in a cell instead of its figure.
pub(super) fn gap(element: &str, at: &Moment<'_>, figure: &Figure) -> Option<Figure> {
    let back = at.last_year - at.year;
    match (at.seat.unit.id.as_str(), element, back) {
        ("SL-C1-T1", "beds_total", 3) => Some(Figure::Blank),
        ("SL-C2-T1", "visits_all", 2) => Some(Figure::Unread("约九万人次".to_owned())),
        // A city above the plausible limit leaves its people to the counties, which are added.
        ("SL-CITY", "pop_resident", _) if at.base(Base::Population) > MOST_PEOPLE => Some(Figure::Blank),
        _ if figure.is_blank() => Some(Figure::Blank),
        _ => None,
    }
}

const NOTES: [&str; 3] =
    ["示例说明：与业务台账核对一致。", "示例说明：口径与上年相同。", "示例说明：数据取自信息系统年终结账。"];

/// Gives the note of a cell; most have none, and only quantities.
pub(super) fn note(seed: u64, at: &Moment<'_>, element: &Element, figure: &Figure, key: u64) -> String {
    let keys = [at.key, key, at.year as u64, 7];
    if element.is_choice() || figure.known().is_none() || !one_in(40.0, seed, &keys) {
        return String::new();
    }
    let turn = (at.key ^ key) as usize % NOTES.len();
    NOTES[turn].to_owned()
}
