//! Widths of the grid's columns: what fits by itself, and what a person has dragged.

use std::collections::BTreeMap;

use crate::base::Lang;

/// The columns by the names their widths are kept under.
const COLUMNS: [&str; 7] = ["name", "unit", "figure", "last", "change", "line", "note"];
/// Widths of the fixed columns: unit, figure, last period, change, line.
const FIXED: [f32; 5] = [66.0, 104.0, 96.0, 72.0, 74.0];
/// Units are longer words in English: ten thousand yuan.
const UNIT_IN_ENGLISH: f32 = 118.0;
const NAME_MIN: f32 = 200.0;
const NOTE_MIN: f32 = 90.0;
/// The narrowest a column can be dragged, and the widest.
const LEAST: f32 = 36.0;
const MOST: f32 = 900.0;

/// 列宽: the columns whose width was changed by hand, by name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Widths(BTreeMap<String, f32>);

impl Widths {
    /// Takes widths that were kept; what is no column or no width is passed over.
    pub fn of_kept(kept: &BTreeMap<String, f32>) -> Self {
        let is_sound = |(name, width): &(&String, &f32)| {
            COLUMNS.contains(&name.as_str()) && (LEAST..=MOST).contains(*width)
        };
        Self(kept.iter().filter(is_sound).map(|(name, width)| (name.clone(), *width)).collect())
    }

    /// Gives them to be kept.
    pub const fn kept(&self) -> &BTreeMap<String, f32> {
        &self.0
    }

    /// Sets a column's width.
    pub(super) fn set(&mut self, column: usize, width: f32) {
        if let Some(name) = COLUMNS.get(column) {
            self.0.insert((*name).to_owned(), width.clamp(LEAST, MOST));
        }
    }

    /// Gives the width of every column in a room: those set by hand as they are, name and note share what is left.
    pub(super) fn within(&self, room: f32, lang: Lang) -> [f32; 7] {
        let by_hand = |column: usize| self.0.get(COLUMNS[column]).copied();
        let mut widths = [0.0; 7];
        for (at, width) in FIXED.into_iter().enumerate() {
            widths[at + 1] = by_hand(at + 1).unwrap_or(width);
        }
        if lang == Lang::En && by_hand(1).is_none() {
            widths[1] = UNIT_IN_ENGLISH;
        }
        if room - widths.iter().sum::<f32>() < NAME_MIN + NOTE_MIN && by_hand(5).is_none() {
            // In a narrow window the name matters more than the line.
            widths[5] = 0.0;
        }
        let free = (room - widths.iter().sum::<f32>()).max(NAME_MIN + NOTE_MIN);
        let note = by_hand(6);
        widths[0] = by_hand(0).unwrap_or_else(|| (free * 0.64).clamp(NAME_MIN, 420.0));
        widths[6] = note.unwrap_or_else(|| (free - widths[0]).max(NOTE_MIN));
        widths
    }
}
