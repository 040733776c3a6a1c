//! Reporting periods.

use std::{fmt, str::FromStr};

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use thiserror::Error;

use crate::base::Lang;

/// 报告期别: how often a form is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum PeriodKind {
    /// 年报.
    Year,
    /// 半年报.
    Half,
    /// 季报.
    Quarter,
    /// 月报.
    Month,
}

/// 报告期: a year, half, quarter or month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    kind: PeriodKind,
    year: i32,
    /// 1-based number within the year; 1 for a year.
    part: u32,
}

/// Why a text is no period.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("{0:?} is no reporting period; write 2025, 2025H1, 2025Q3 or 2025-03")]
pub struct PeriodError(pub String);

impl PeriodKind {
    const fn parts(self) -> u32 {
        match self {
            Self::Year => 1,
            Self::Half => 2,
            Self::Quarter => 4,
            Self::Month => 12,
        }
    }
}

impl Period {
    /// Makes a year.
    pub const fn year(year: i32) -> Self {
        Self { kind: PeriodKind::Year, year, part: 1 }
    }

    /// Makes the part-th period of a kind within a year; `None` outside 1900–2199 or the parts of the kind.
    pub fn new(kind: PeriodKind, year: i32, part: u32) -> Option<Self> {
        ((1900..2200).contains(&year) && (1..=kind.parts()).contains(&part)).then_some(Self {
            kind,
            year,
            part,
        })
    }

    /// Gives the period of a kind that holds a date.
    pub fn containing(kind: PeriodKind, date: NaiveDate) -> Self {
        Self { kind, year: date.year(), part: date.month0() / (12 / kind.parts()) + 1 }
    }

    /// Gives the kind.
    pub const fn kind(self) -> PeriodKind {
        self.kind
    }

    /// Gives the calendar year.
    pub const fn calendar_year(self) -> i32 {
        self.year
    }

    /// Gives the number within the year, from 1.
    pub const fn part(self) -> u32 {
        self.part
    }

    /// Moves by whole periods.
    ///
    /// ```
    /// use duibiao::base::Period;
    /// let first: Period = "2025Q1".parse()?;
    /// assert_eq!(first.shifted(-1).to_string(), "2024Q4");
    /// # Ok::<(), duibiao::base::PeriodError>(())
    /// ```
    #[must_use]
    pub fn shifted(self, by: i32) -> Self {
        let parts = self.kind.parts() as i32;
        let index = self.year * parts + self.part as i32 - 1 + by;
        Self { year: index.div_euclid(parts), part: index.rem_euclid(parts) as u32 + 1, ..self }
    }

    /// Gives the period before: the last year, quarter or month.
    #[must_use]
    pub fn previous(self) -> Self {
        self.shifted(-1)
    }

    /// Gives the first day.
    pub fn first_day(self) -> NaiveDate {
        let month = (self.part - 1) * (12 / self.kind.parts()) + 1;
        NaiveDate::from_ymd_opt(self.year, month, 1).unwrap_or_default()
    }

    /// Gives the last day; figures of standing things are as of this day.
    pub fn last_day(self) -> NaiveDate {
        self.shifted(1).first_day().pred_opt().unwrap_or_default()
    }

    /// Gives the place on a time axis in years: the end of 2025 is 2025.0, of 2025Q2 is 2024.5 + … .
    ///
    /// Yearly points stand on whole numbers, so that axis labels are years.
    pub fn year_axis(self) -> f64 {
        f64::from(self.year) - 1.0 + f64::from(self.part) / f64::from(self.kind.parts())
    }

    /// Writes the period as people say it.
    pub fn label(self, lang: Lang) -> String {
        let year = self.year;
        match (self.kind, lang) {
            (PeriodKind::Year, Lang::Zh) => format!("{year}年"),
            (PeriodKind::Year, Lang::En) => format!("{year}"),
            (PeriodKind::Half, Lang::Zh) => {
                format!("{year}年{}半年", if self.part == 1 { "上" } else { "下" })
            }
            (PeriodKind::Half, Lang::En) => format!("{year} H{}", self.part),
            (PeriodKind::Quarter, Lang::Zh) => {
                format!("{year}年第{}季度", ["一", "二", "三", "四"][self.part as usize - 1])
            }
            (PeriodKind::Quarter, Lang::En) => format!("{year} Q{}", self.part),
            (PeriodKind::Month, Lang::Zh) => format!("{year}年{}月", self.part),
            (PeriodKind::Month, Lang::En) => format!("{year}-{:02}", self.part),
        }
    }
}

impl Ord for Period {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let end = |period: &Self| (period.year, period.part * (12 / period.kind.parts()));
        end(self).cmp(&end(other)).then(self.kind.cmp(&other.kind))
    }
}

impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            PeriodKind::Year => write!(f, "{}", self.year),
            PeriodKind::Half => write!(f, "{}H{}", self.year, self.part),
            PeriodKind::Quarter => write!(f, "{}Q{}", self.year, self.part),
            PeriodKind::Month => write!(f, "{}-{:02}", self.year, self.part),
        }
    }
}

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, PeriodError> {
        let refuse = || PeriodError(text.to_owned());
        if !text.is_ascii() || text.len() < 4 {
            return Err(refuse());
        }
        let (year, rest) = text.split_at(4);
        let year: i32 = year.parse().map_err(|_| refuse())?;
        let (kind, part) = match rest.as_bytes() {
            [] => (PeriodKind::Year, "1"),
            [b'H', _] => (PeriodKind::Half, &rest[1..]),
            [b'Q', _] => (PeriodKind::Quarter, &rest[1..]),
            [b'-', _, _] => (PeriodKind::Month, &rest[1..]),
            _ => return Err(refuse()),
        };
        let digits = part.bytes().all(|b| b.is_ascii_digit());
        let part = part.parse().ok().filter(|_| digits).ok_or_else(refuse)?;
        Self::new(kind, year, part).ok_or_else(refuse)
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(de::Error::custom)
    }
}

/// 时段: a past figure's time: one period, or a span of years as in 2016/2020 (“十三五”).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    /// First period.
    pub from: Period,
    /// Last period; the same as `from` for a single one.
    pub to: Period,
}

impl Span {
    /// Says whether the span is more than one period.
    pub fn is_long(self) -> bool {
        self.from != self.to
    }

    /// Writes the span as people say it.
    pub fn label(self, lang: Lang) -> String {
        if self.is_long() { format!("{}—{}", self.from, self.to.label(lang)) } else { self.to.label(lang) }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_long() { write!(f, "{}/{}", self.from, self.to) } else { write!(f, "{}", self.to) }
    }
}

impl FromStr for Span {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, PeriodError> {
        let (from, to) = text.split_once('/').unwrap_or((text, text));
        let (from, to) = (from.parse()?, to.parse()?);
        if from > to { Err(PeriodError(text.to_owned())) } else { Ok(Self { from, to }) }
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(de::Error::custom)
    }
}
