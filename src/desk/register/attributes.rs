//! Reading what a unit is — kind, level, grade, owner, area, days — from texts: window, files and command line alike.

use chrono::NaiveDate;

use crate::{
    base::{Bilingual, day_from_text},
    unit::{Area, Grade, Ownership, Standing, UnitKind},
};

/// Why a text says nothing of what a unit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttributeWrong {
    /// No kind.
    Kind,
    /// No level.
    Level,
    /// No grade.
    Grade,
    /// No owner.
    Ownership,
    /// No area level.
    Area,
    /// An area level of what is no bureau.
    AreaOfUnit,
    /// No day.
    Day,
    /// A level or grade without an owner.
    NoOwnership,
    /// No code.
    Id,
    /// A code that stands in the file already.
    Twice,
    /// No name.
    Name,
    /// Closed before it was opened.
    ClosedFirst,
    /// A parent nobody knows.
    Parent,
    /// Parents in a circle.
    Circle,
}

/// Why a text is no attribute, and the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttributeFault {
    /// What is wrong with it.
    pub wrong: AttributeWrong,
    /// What was written.
    pub text: String,
}

impl AttributeFault {
    /// Takes a text that is wrong.
    pub fn new(wrong: AttributeWrong, text: &str) -> Self {
        Self { wrong, text: text.to_owned() }
    }

    /// Says what is wrong with the text and what may stand there.
    pub fn sentence(&self) -> Bilingual {
        let text = &self.text;
        let codes = |codes: &mut dyn Iterator<Item = &'static str>| codes.collect::<Vec<_>>().join(", ");
        let known = match self.wrong {
            AttributeWrong::Kind => codes(&mut UnitKind::ALL.iter().map(|kind| kind.code())),
            AttributeWrong::Grade => codes(&mut Grade::ALL.iter().map(|grade| grade.code())),
            AttributeWrong::Ownership => codes(&mut Ownership::ALL.iter().map(|ownership| ownership.code())),
            AttributeWrong::Area => codes(&mut Area::ALL.iter().map(|area| area.code())),
            _ => String::new(),
        };
        let (zh, en) = match self.wrong {
            AttributeWrong::Kind => (
                format!("没有机构类别“{text}”。可写：{known}。"),
                format!("There is no kind of unit '{text}'. There are: {known}."),
            ),
            AttributeWrong::Level => (
                format!("级别“{text}”不对，请写 0、1、2 或 3。"),
                format!("The level '{text}' is none; write 0, 1, 2 or 3."),
            ),
            AttributeWrong::Grade => (
                format!("等次“{text}”不对。可写：{known}，或甲等、乙等、丙等。"),
                format!("The grade '{text}' is none. There are: {known}."),
            ),
            AttributeWrong::Ownership => (
                format!("举办主体“{text}”不对。可写：{known}。"),
                format!("The ownership '{text}' is none. There are: {known}."),
            ),
            AttributeWrong::Area => (
                format!("行政层级“{text}”不对。可写：{known}。"),
                format!("The area '{text}' is none. There are: {known}."),
            ),
            AttributeWrong::AreaOfUnit => (
                format!("只有卫生健康委(局)才有行政层级，这里的类别是 {text}。"),
                format!("Only bureaus have an area; the kind here is {text}."),
            ),
            AttributeWrong::Day => (
                format!("日期“{text}”不对，请写成 2025-01-31。"),
                format!("The day '{text}' is none; write 2025-01-31."),
            ),
            AttributeWrong::NoOwnership => (
                "写了级别或等次，还要写举办主体（ownership）：它决定数值计入哪一类。".to_owned(),
                "With a level or grade the ownership is needed too: it decides which figures the unit counts in."
                    .to_owned(),
            ),
            AttributeWrong::Id => (
                format!("机构代码“{text}”不对：只能含字母、数字和 _ - .，且不以点开头。"),
                format!(
                    "The code '{text}' is none: it holds only letters, digits, _ - and ., and starts with no dot."
                ),
            ),
            AttributeWrong::Twice => (
                format!("机构代码 {text} 在文件里出现了两次。"),
                format!("The code {text} stands in the file twice."),
            ),
            AttributeWrong::Name => {
                (format!("机构 {text} 没有名称。"), format!("The unit {text} has no name."))
            }
            AttributeWrong::ClosedFirst => (
                format!("撤销日期 {text} 不晚于成立日期。"),
                format!("The closing day {text} is not after the opening day."),
            ),
            AttributeWrong::Parent => (
                format!("上级 {text} 既不在名录里也不在文件里。"),
                format!("The parent {text} is neither in the register nor in the file."),
            ),
            AttributeWrong::Circle => (
                format!("机构 {text} 的上级关系绕成了圈。"),
                format!("The parents of {text} go round in a circle."),
            ),
        };
        Bilingual::new(zh, en)
    }
}

/// Reads a kind; `county_bureau`, `市卫生健康委` and the like name the area of a bureau with it.
///
/// # Errors
/// A text that names no kind.
pub fn kind_of(text: &str) -> Result<(UnitKind, Option<Area>), AttributeFault> {
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
    let area = areas.ok_or_else(|| AttributeFault::new(AttributeWrong::Kind, text))?;
    Ok((UnitKind::Bureau, Some(*area)))
}

/// Reads a level; empty is 0, ungraded.
///
/// # Errors
/// A text that names no level.
pub fn level_of(text: &str) -> Result<u8, AttributeFault> {
    match text.trim().trim_end_matches('级') {
        "" | "0" | "未定" => Ok(0),
        "1" | "一" => Ok(1),
        "2" | "二" => Ok(2),
        "3" | "三" => Ok(3),
        _ => Err(AttributeFault::new(AttributeWrong::Level, text)),
    }
}

/// Reads a grade; empty is none.
///
/// # Errors
/// A text that names no grade.
pub fn grade_of(text: &str) -> Result<Option<Grade>, AttributeFault> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let found = Grade::from_text(text).or_else(|| Grade::from_text(&format!("{text}等")));
    found
        .or_else(|| Grade::from_text(&text.to_uppercase()))
        .map(Some)
        .ok_or_else(|| AttributeFault::new(AttributeWrong::Grade, text))
}

/// Reads who runs a unit; empty is unknown.
///
/// # Errors
/// A text that names no owner.
pub fn ownership_of(text: &str) -> Result<Option<Ownership>, AttributeFault> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    Ownership::from_text(text).map(Some).ok_or_else(|| AttributeFault::new(AttributeWrong::Ownership, text))
}

/// Reads the area of a bureau; empty is unknown.
///
/// # Errors
/// A text that names no level of area.
pub fn area_of(text: &str) -> Result<Option<Area>, AttributeFault> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    Area::from_text(text).map(Some).ok_or_else(|| AttributeFault::new(AttributeWrong::Area, text))
}

/// Guesses a bureau's area from its name: 某市卫生健康委员会 is a city's; a guess is said aloud wherever it is used.
pub fn area_in_name(name: &Bilingual) -> Option<Area> {
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

/// Reads a day as [`day_from_text`] does; empty is none.
///
/// # Errors
/// A text that is no day.
pub fn day_of(text: &str) -> Result<Option<NaiveDate>, AttributeFault> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    // Some hospitals are older than what is taken for a year elsewhere.
    let older = || NaiveDate::parse_from_str(&text.replace(['/', '.'], "-"), "%Y-%m-%d").ok();
    day_from_text(text).or_else(older).map(Some).ok_or_else(|| AttributeFault::new(AttributeWrong::Day, text))
}

/// Makes the attributes that hold from a day; `None` where nothing is known of them.
///
/// Who runs a unit decides which figures it counts in, so that a level or grade without it is refused, not guessed.
///
/// # Errors
/// A level or grade without an owner.
pub fn standing_of(
    from: NaiveDate,
    level: u8,
    grade: Option<Grade>,
    ownership: Option<Ownership>,
) -> Result<Option<Standing>, AttributeFault> {
    match ownership {
        Some(ownership) => Ok(Some(Standing { from, level, grade, ownership })),
        None if level == 0 && grade.is_none() => Ok(None),
        None => Err(AttributeFault::new(AttributeWrong::NoOwnership, "")),
    }
}
