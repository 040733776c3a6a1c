//! Reading what a unit is — kind, level, grade, owner, area, days — from texts, for `init` and `units import` alike.

use chrono::NaiveDate;

use crate::{
    base::Bilingual,
    cli::error::filled,
    unit::{Area, Grade, Ownership, Standing, UnitKind},
};

/// Why a text is no attribute: the key of a sentence under `cli.attribute`, and the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct AttributeFault {
    pub(super) key: &'static str,
    pub(super) text: String,
}

impl AttributeFault {
    pub(super) fn new(key: &'static str, text: &str) -> Self {
        Self { key, text: text.to_owned() }
    }

    /// Says what is wrong with the text and what may stand there.
    pub(super) fn sentence(&self) -> Bilingual {
        let codes = |codes: &mut dyn Iterator<Item = &'static str>| codes.collect::<Vec<_>>().join(", ");
        let known = match self.key {
            "kind" => codes(&mut UnitKind::ALL.iter().map(|kind| kind.code())),
            "grade" => codes(&mut Grade::ALL.iter().map(|grade| grade.code())),
            "ownership" => codes(&mut Ownership::ALL.iter().map(|ownership| ownership.code())),
            "area" => codes(&mut Area::ALL.iter().map(|area| area.code())),
            _ => String::new(),
        };
        filled(&format!("cli.attribute.{}", self.key), &[("text", self.text.clone()), ("known", known)])
    }
}

/// Reads a kind; `county_bureau`, `市卫生健康委` and the like name the area of a bureau with it.
pub(super) fn kind_of(text: &str) -> Result<(UnitKind, Option<Area>), AttributeFault> {
    let text = text.trim();
    if let Some(kind) = UnitKind::from_text(text) {
        return Ok((kind, None));
    }
    let folded = text.to_lowercase();
    if let Some(kind) =
        UnitKind::ALL.iter().find(|kind| kind.code() == folded || kind.name().en.to_lowercase() == folded)
    {
        return Ok((*kind, None));
    }
    let areas = Area::ALL.iter().find(|area| folded == format!("{}_bureau", area.code()));
    let area = areas.ok_or_else(|| AttributeFault::new("kind", text))?;
    Ok((UnitKind::Bureau, Some(*area)))
}

/// Reads a level; empty is 0, ungraded.
pub(super) fn level_of(text: &str) -> Result<u8, AttributeFault> {
    match text.trim().trim_end_matches('级') {
        "" | "0" | "未定" => Ok(0),
        "1" | "一" => Ok(1),
        "2" | "二" => Ok(2),
        "3" | "三" => Ok(3),
        _ => Err(AttributeFault::new("level", text)),
    }
}

/// Reads a grade; empty is none.
pub(super) fn grade_of(text: &str) -> Result<Option<Grade>, AttributeFault> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let found = Grade::from_text(text).or_else(|| Grade::from_text(&format!("{text}等")));
    found
        .or_else(|| Grade::from_text(&text.to_uppercase()))
        .map(Some)
        .ok_or_else(|| AttributeFault::new("grade", text))
}

/// Reads who runs a unit; empty is unknown.
pub(super) fn ownership_of(text: &str) -> Result<Option<Ownership>, AttributeFault> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    Ownership::from_text(text).map(Some).ok_or_else(|| AttributeFault::new("ownership", text))
}

/// Reads the area of a bureau; empty is unknown.
pub(super) fn area_of(text: &str) -> Result<Option<Area>, AttributeFault> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    Area::from_text(text).map(Some).ok_or_else(|| AttributeFault::new("area", text))
}

/// Guesses a bureau's area from its name: 某市卫生健康委员会 is a city's; a guess is said aloud wherever it is used.
pub(super) fn area_in_name(name: &Bilingual) -> Option<Area> {
    let place = name.zh.split("卫生").next().unwrap_or_default();
    let ends = |ends: &[&str]| ends.iter().any(|end| place.ends_with(end));
    if ends(&["省", "自治区"]) {
        Some(Area::Province)
    } else if ends(&["县", "区", "旗"]) && !ends(&["地区"]) {
        Some(Area::County)
    } else if ends(&["市", "盟", "州", "地区"]) {
        Some(Area::City)
    } else {
        None
    }
}

/// Reads a day, with `-`, `/` or `.` between its parts; empty is none.
pub(super) fn day_of(text: &str) -> Result<Option<NaiveDate>, AttributeFault> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let plain = text.replace(['/', '.'], "-");
    NaiveDate::parse_from_str(&plain, "%Y-%m-%d").map(Some).map_err(|_| AttributeFault::new("day", text))
}

/// Makes the attributes that hold from a day; `None` where nothing is known of them.
///
/// Who runs a unit decides which figures it counts in, so that a level or grade without it is refused, not guessed.
pub(super) fn standing_of(
    from: NaiveDate,
    level: u8,
    grade: Option<Grade>,
    ownership: Option<Ownership>,
) -> Result<Option<Standing>, AttributeFault> {
    match ownership {
        Some(ownership) => Ok(Some(Standing { from, level, grade, ownership })),
        None if level == 0 && grade.is_none() => Ok(None),
        None => Err(AttributeFault::new("no_ownership", "")),
    }
}
