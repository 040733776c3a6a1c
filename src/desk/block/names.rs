//! Finding a row of a sheet by its name as other tables write it.

use std::collections::{HashMap, HashSet};

use crate::desk::{RowKind, Sheet};

/// Words that mark a part of what stands above it.
const PARTS: [&str; 6] = ["其中", "内含", "of which", "including", "incl", "thereof"];

/// The rows of a sheet by name in both languages and by code.
pub(super) struct Names {
    /// As written, less marks, numbers in front and units behind.
    exact: HashMap<String, Vec<usize>>,
    /// The same less the last 数: 实有床位 for 实有床位数.
    loose: HashMap<String, Vec<usize>>,
    /// Titles of sections, which are no rows to write to.
    titles: HashSet<String>,
    /// Units as they are written behind names.
    units: HashSet<String>,
}

impl Names {
    pub(super) fn of(sheet: &Sheet) -> Self {
        let mut names = Self {
            exact: HashMap::new(),
            loose: HashMap::new(),
            titles: HashSet::new(),
            units: HashSet::new(),
        };
        for row in &sheet.rows {
            names.units.extend([&row.unit.zh, &row.unit.en].map(|unit| unit.to_lowercase()));
        }
        names.units.extend(["是/否", "yes/no", "有/无"].map(str::to_owned));
        for (at, row) in sheet.rows.iter().enumerate() {
            let id = match &row.kind {
                RowKind::Section => "",
                RowKind::Element(id) | RowKind::Taken(id) => id.as_str(),
                RowKind::Indicator(id) => id.as_str(),
            };
            for text in [&row.name.zh, &row.name.en, id] {
                let key = key_of(text, &names.units);
                if key.is_empty() {
                    continue;
                }
                if row.kind == RowKind::Section {
                    names.titles.insert(key);
                    continue;
                }
                add(&mut names.loose, loose(&key), at);
                // 电子病历应用水平级别(0-8) is found without its brackets; a name that was pasted keeps its own.
                if let Some((before, _)) =
                    text.trim_end().strip_suffix(')').and_then(|text| text.rsplit_once('('))
                {
                    add(&mut names.loose, loose(&key_of(before, &names.units)), at);
                }
                add(&mut names.exact, key, at);
            }
        }
        names
    }

    /// Gives the rows a text names; several if it does not say which.
    pub(super) fn rows(&self, text: &str) -> &[usize] {
        let key = key_of(text, &self.units);
        let found = self.exact.get(&key).or_else(|| self.loose.get(loose(&key)));
        found.map_or(&[], Vec::as_slice)
    }

    /// Says whether a text is the title of a section.
    pub(super) fn is_title(&self, text: &str) -> bool {
        self.titles.contains(&key_of(text, &self.units))
    }

    /// Says whether a text is a unit of some row.
    pub(super) fn is_unit(&self, text: &str) -> bool {
        !text.is_empty() && self.units.contains(&text.to_lowercase())
    }
}

fn add<K: Into<String>>(to: &mut HashMap<String, Vec<usize>>, key: K, row: usize) {
    let rows = to.entry(key.into()).or_default();
    if rows.last() != Some(&row) {
        rows.push(row);
    }
}

fn loose(key: &str) -> &str {
    key.strip_suffix('数').filter(|rest| !rest.is_empty()).unwrap_or(key)
}

/// Takes a name as it is compared: letters and digits only, small, without number in front, 其中 or unit behind.
fn key_of(text: &str, units: &HashSet<String>) -> String {
    let plain: String = text.chars().map(half_width).flat_map(char::to_lowercase).collect();
    let mut rest = plain.as_str();
    loop {
        let bare = rest.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '(' && c != '（');
        let part = PARTS.iter().find_map(|part| bare.strip_prefix(part));
        let next = part.or_else(|| behind_number(bare)).filter(|next| has_letter(next));
        match next {
            Some(next) => rest = next,
            None => {
                rest = bare;
                break;
            }
        }
    }
    without_unit(rest.trim_end(), units).chars().filter(|c| c.is_alphanumeric()).collect()
}

fn has_letter(text: &str) -> bool {
    text.chars().any(char::is_alphabetic)
}

fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '【' | '〔' => '(',
        '】' | '〕' => ')',
        other => other,
    }
}

/// Gives what stands behind a number in front of a name: `1.`, `2.1`, `（三）`, `四、`, `⑤`; `None` without one.
fn behind_number(text: &str) -> Option<&str> {
    let is_numeral = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    if let Some(inner) = text.strip_prefix('(') {
        let (number, behind) = inner.split_once(')')?;
        let is_number = !number.is_empty() && number.chars().count() <= 3 && number.chars().all(is_numeral);
        return is_number.then_some(behind);
    }
    if text.starts_with(|c| matches!(c, '①'..='⑳' | '㈠'..='㈩')) {
        let mut chars = text.chars();
        chars.next();
        return Some(chars.as_str());
    }
    let end = text.find(|c: char| !is_numeral(c) && c != '.')?;
    let (number, behind) = text.split_at(end);
    let marked = behind.starts_with(['、', ')', ':']) || behind.starts_with(char::is_whitespace);
    let dotted = number.contains('.') && number.starts_with(is_numeral);
    (!number.is_empty() && (marked || dotted)).then_some(behind)
}

/// Takes a unit in brackets off the end of a name: `实有床位（张）`.
fn without_unit<'t>(text: &'t str, units: &HashSet<String>) -> &'t str {
    let cut = || {
        let (name, unit) = text.strip_suffix(')')?.rsplit_once('(')?;
        let unit = unit.trim().trim_start_matches("单位").trim_start_matches([':', ' ']);
        units.contains(unit).then(|| name.trim_end())
    };
    cut().filter(|name| !name.is_empty()).unwrap_or(text)
}
