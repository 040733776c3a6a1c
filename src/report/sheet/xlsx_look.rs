//! How the sheet looks as a workbook: fonts, borders, number formats and heights.

use std::str::FromStr as _;

use rust_decimal::{Decimal, prelude::ToPrimitive as _};
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use crate::{
    base::{Cell, Lang},
    report::xlsx::{DIGITS, width},
};

/// Widths of the seven columns, in characters of a Latin text; together they are as wide as A4 without its margins.
pub(super) const WIDTHS: [f64; 7] = [5.0, 33.0, 9.0, 13.0, 13.0, 10.0, 9.0];
/// Height of a line of 10 points.
const LINE: f64 = 13.5;

/// The formats of one sheet.
pub(super) struct Look {
    pub title: Format,
    pub heading: Format,
    pub fact: Format,
    pub head: Format,
    pub band: Format,
    pub left: Format,
    pub middle: Format,
    pub right: Format,
    pub banner: Format,
    pub field: Format,
    pub seal: Format,
    pub digits: Format,
    pub small: Format,
}

impl Look {
    /// Makes the formats: 宋体 and 黑体 as offices have them, Arial in English.
    pub(super) fn of(lang: Lang) -> Self {
        let (text, strong) = match lang {
            Lang::Zh => ("宋体", "黑体"),
            Lang::En => ("Arial", "Arial"),
        };
        let narrow =
            Format::new().set_font_name(text).set_font_size(10).set_align(FormatAlign::VerticalCenter);
        let plain = narrow.clone().set_text_wrap();
        let ruled = plain.clone().set_border(FormatBorder::Thin);
        let heavy = |size: f64| plain.clone().set_font_name(strong).set_bold().set_font_size(size);
        Self {
            title: heavy(16.0).set_align(FormatAlign::Center),
            heading: heavy(11.0).set_align(FormatAlign::Left),
            fact: plain.clone().set_align(FormatAlign::Left),
            head: ruled.clone().set_align(FormatAlign::Center),
            band: heavy(10.0)
                .set_border(FormatBorder::Thin)
                .set_align(FormatAlign::Left)
                .set_background_color(Color::RGB(0x00E8_E8E8)),
            left: ruled.clone().set_align(FormatAlign::Left),
            middle: ruled.clone().set_align(FormatAlign::Center),
            // A number is shrunk where it would not fit: wrapped ones would show as ####.
            right: narrow.set_border(FormatBorder::Thin).set_align(FormatAlign::Right).set_shrink(),
            banner: heavy(11.0).set_align(FormatAlign::Center).set_border(FormatBorder::Medium),
            field: plain.clone().set_align(FormatAlign::Left),
            seal: plain.clone().set_align(FormatAlign::Center).set_border(FormatBorder::Dashed),
            digits: heavy(11.0).set_align(FormatAlign::Center),
            small: plain.set_font_size(8).set_align(FormatAlign::Center),
        }
    }
}

/// Gives a number with the format that shows it as the sheet does; `None` for words and for what is too long.
///
/// `change` is for the column of changes: what is shown in percent there is a share, and has its sign in front.
pub(super) fn number(cell: &Cell, change: bool) -> Option<(f64, String)> {
    let value = Decimal::from_str(&cell.exact).ok().filter(|_| cell.is_number)?;
    if cell.exact.chars().filter(char::is_ascii_digit).count() > DIGITS {
        return None;
    }
    let end = cell.shown.rfind(|c: char| c.is_ascii_digit())? + 1;
    let (front, after) = cell.shown.split_at(end);
    let is_figure = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '\u{2009}');
    let figure = &front[front.trim_end_matches(is_figure).len()..];
    let before = front[..front.len() - figure.len()].trim_end_matches(['+', '-', '\u{2212}']);
    let places = figure.split_once('.').map_or(0, |(_, places)| places.len());
    let mut format = if places == 0 { "#,##0".to_owned() } else { format!("#,##0.{}", "0".repeat(places)) };
    if change && after == "%" {
        format.push('%');
    } else if !after.is_empty() {
        format.push_str(&quoted(after)?);
    }
    if !before.is_empty() {
        format = quoted(before)? + &format;
    }
    if change {
        format = format!("+{format};-{format};0");
    }
    Some((value.to_f64()?, format))
}

/// Writes words inside a number format.
fn quoted(words: &str) -> Option<String> {
    (!words.contains(['"', '\\'])).then(|| format!("\"{words}\""))
}

/// Gives the height of the title, which may take several lines over the whole width.
pub(super) fn title_height(title: &str) -> f64 {
    // Its characters are 1.6 times as wide as those the columns are measured in.
    let lines = (width(title) as f64 * 1.6 / WIDTHS.iter().sum::<f64>()).ceil().max(1.0);
    lines * 22.0 + 8.0
}

/// Gives the height a text takes over some columns, a little more than it needs.
pub(super) fn height(text: &str, columns: std::ops::RangeInclusive<usize>) -> f64 {
    let room = WIDTHS[columns].iter().sum::<f64>() - 1.0;
    let lines: f64 = text.lines().map(|line| (width(line) as f64 / room).ceil().max(1.0)).sum();
    lines.max(1.0) * LINE + 3.0
}
