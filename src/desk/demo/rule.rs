//! How one figure is drawn: the closed set of rules the tables are written in, and who is asked for what.

use crate::{
    base::{Decimal, Figure},
    desk::demo::{
        draw::{between, chance, swing},
        story::{Base, Moment},
    },
    indicator::{Element, ElementKind},
    unit::{Grade, Ownership, UnitKind},
};

/// Hospitals a city's total is dealt out among.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    General,
    Tcm,
}

/// How a figure comes about. Pairs of numbers are the start and the end of the story.
#[derive(Clone, Copy, Debug)]
pub(super) enum Rule {
    /// The base itself.
    Exact(Base),
    /// So much for each of the base.
    Of(Base, f64, f64),
    /// A share of another figure of the same return, never more than it; below level 3 times the last number.
    Part(&'static str, f64, f64, f64),
    /// As [`Rule::Part`], of the second figure, and 0 where the first says no: beds of a ward there is not.
    PartWhen(&'static [&'static str; 2], f64, f64, f64),
    /// A multiple of another figure; below level 3 times the last number.
    Times(&'static str, f64, f64, f64),
    /// The sum of other figures.
    Sum(&'static [&'static str]),
    /// A quantity, and how far units lie apart as a share of it.
    About(f64, f64, f64),
    /// As [`Rule::About`] for an area, the areas of one kind to either side by turns, so that the whole lies between.
    Around(f64, f64, f64),
    /// The share of units that say yes; who has once said yes keeps to it.
    Yes(f64, f64),
    /// Yes where another figure says yes, else by another rule.
    Or(&'static str, &'static Self),
    /// Another rule where a figure is at least so much; no, none or 0 elsewhere.
    If(&'static str, f64, &'static Self),
    /// How far along its list of answers a unit stands, 0 to 1.
    Step(f64, f64),
    /// A total of the city, half of it at the first hospital.
    Split(Field, f64, f64),
    /// 等级 as the register has it.
    Grade,
    /// 电子病历级别: the mean of level 3 and of level 2 hospitals.
    Emr((f64, f64), (f64, f64)),
    /// 常住人口.
    People,
    /// 医共体 finished or not.
    Community,
    /// Its date.
    CommunityDay,
    /// Its leading hospital.
    CommunityLead,
    /// Words.
    Words(&'static str),
}

/// Says a part of a whole.
pub(super) const fn part(whole: &'static str, from: f64, to: f64) -> Rule {
    Rule::Part(whole, from, to, 1.0)
}

/// Says a multiple of another figure.
pub(super) const fn times(of: &'static str, from: f64, to: f64) -> Rule {
    Rule::Times(of, from, to, 1.0)
}

impl Rule {
    /// Gives the figures that must be drawn before this one.
    pub(super) fn needs(&self) -> Vec<&'static str> {
        match self {
            Self::Part(whole, ..) | Self::Times(whole, ..) => vec![whole],
            Self::PartWhen(both, ..) => both.to_vec(),
            Self::Sum(all) => all.to_vec(),
            Self::If(when, _, rule) | Self::Or(when, rule) => {
                let mut needs = rule.needs();
                needs.push(when);
                needs
            }
            _ => Vec::new(),
        }
    }

    /// Gives a rule for an element no table names, from its type and range alone.
    pub(super) fn plain(element: &Element) -> Self {
        match element.kind {
            ElementKind::YesNo => Self::Yes(0.6, 0.85),
            ElementKind::Level(..) | ElementKind::Choice(_) => Self::Step(0.4, 0.8),
            ElementKind::Text => Self::Words("示例文字"),
            // A share of what should be all of it.
            ElementKind::Decimal(_) if element.unit.zh == "%" => Self::About(82.0, 93.0, 0.05),
            ElementKind::Count | ElementKind::Decimal(_) => {
                let (low, high) =
                    (number(element.min.unwrap_or_default()), element.max.map_or(100.0, number));
                Self::About(between(low, high, 0.02), between(low, high, 0.03), 0.3)
            }
        }
    }

    /// Draws the figure; `known` gives those drawn before.
    pub(super) fn figure(
        &self,
        seed: u64,
        at: &Moment<'_>,
        element: &Element,
        key: u64,
        known: &dyn Fn(&str) -> f64,
    ) -> Figure {
        let tilt = swing(seed, &[at.key, key]);
        let noise = swing(seed, &[at.key, key, at.year as u64]);
        let wobble = (1.0 + tilt * 0.05) * (1.0 + noise * 0.008);
        let low = |factor: f64| if at.level < 3 { factor } else { 1.0 };
        // A share near the whole keeps its distance from it, so that it never runs over.
        let share_of = |from: f64, to: f64, factor: f64| {
            let share = between(from, to, at.progress).clamp(0.0, 1.0) * low(factor);
            let swung = if share > 0.5 {
                1.0 - (1.0 - share) * (1.0 + tilt * 0.12 - noise * 0.04)
            } else {
                share * wobble
            };
            swung.clamp(0.0, 1.0)
        };
        let quantity = match *self {
            Self::Exact(base) => at.base(base),
            Self::People => at.base(Base::Population),
            Self::Of(base, from, to) => at.base(base) * between(from, to, at.progress) * wobble,
            Self::Part(whole, from, to, factor) => known(whole) * share_of(from, to, factor),
            Self::PartWhen([there, whole], from, to, factor) => {
                if known(there) > 0.0 {
                    known(whole) * share_of(from, to, factor)
                } else {
                    0.0
                }
            }
            Self::Times(of, from, to, factor) => {
                known(of) * between(from, to, at.progress) * low(factor) * wobble
            }
            Self::Sum(all) => all.iter().map(|id| known(id)).sum(),
            Self::About(from, to, spread) => {
                between(from, to, at.progress) * (1.0 + tilt * spread) * (1.0 + noise * 0.1 * spread)
            }
            Self::Around(from, to, spread) => {
                let side = match at.seat.county {
                    None => 0.0,
                    Some(county) if county % 2 == 0 => 0.5 + tilt.abs() / 2.0,
                    Some(_) => -0.5 - tilt.abs() / 2.0,
                };
                between(from, to, at.progress) * (1.0 + side * spread)
            }
            Self::Or(other, _) if known(other) > 0.0 => 1.0,
            Self::Or(_, rule) => return rule.figure(seed, at, element, key, known),
            Self::If(when, least, rule) if known(when) >= least => {
                return rule.figure(seed, at, element, key, known);
            }
            Self::If(..) if element.is_choice() && !matches!(element.kind, ElementKind::YesNo) => {
                return step(element, 0.0);
            }
            Self::If(..) => 0.0,
            Self::Yes(from, to) => {
                let reluctance = (tilt + 1.0) / 2.0 * if at.level == 3 { 0.7 } else { 1.0 };
                f64::from(u8::from(reluctance < between(from, to, at.progress)))
            }
            Self::Step(from, to) => {
                return step(
                    element,
                    between(from, to, at.progress) + tilt * 0.25 + f64::from(u8::from(at.level == 3)) * 0.2,
                );
            }
            Self::Split(field, from, to) => dealt(at, field, between(from, to, at.progress).round()),
            Self::Grade => grade_code(at),
            Self::Emr(third, second) => {
                let (from, to) = if at.level == 3 { third } else { second };
                (between(from, to, at.progress.min(1.0)) + spread_out(at.turn.peer)).floor()
            }
            Self::Community => f64::from(u8::from(at.community_done().is_some())),
            Self::CommunityDay => {
                return at
                    .community_done()
                    .map_or(Figure::Blank, |year| Figure::Unread(format!("{year}-12-20")));
            }
            Self::CommunityLead => {
                let county = at.seat.unit.name.zh.trim_end_matches("卫生健康局");
                return Figure::Unread(format!("{county}人民医院"));
            }
            Self::Words(words) => return Figure::Unread(words.to_owned()),
        };
        Figure::Known(within(element, rounded(quantity, element.decimals())))
    }
}

/// Spreads units evenly over 0 to 1 whatever their number (golden-ratio sequence).
fn spread_out(turn: usize) -> f64 {
    let place = 0.3 + turn as f64 * 0.618_033_988_75;
    place - place.floor()
}

/// Deals a total out: half to the first hospital, a quarter to the second, the rest by turns.
fn dealt(at: &Moment<'_>, field: Field, total: f64) -> f64 {
    let turn = match field {
        Field::General => at.turn.general,
        Field::Tcm => at.turn.tcm,
    };
    let Some((turn, count)) = turn else { return 0.0 };
    let (total, count) = (total.max(0.0) as usize, count.max(1));
    let first = total.div_ceil(2);
    let second = if count > 1 { (total - first).div_ceil(2) } else { 0 };
    let others = count.saturating_sub(2);
    let rest = total - first - second;
    let share = match turn {
        0 if others == 0 => total - second,
        0 => first,
        1 => second,
        _ => rest / others + usize::from(turn - 2 < rest % others),
    };
    share as f64
}

fn grade_code(at: &Moment<'_>) -> f64 {
    let within = match at.grade {
        None => 0.0,
        Some(Grade::C) => 1.0,
        Some(Grade::B) => 2.0,
        Some(Grade::A) => 3.0,
        Some(Grade::Special) => 4.0,
    };
    f64::from(at.level) * 10.0 + within
}

fn step(element: &Element, along: f64) -> Figure {
    let choices = element.choices();
    let last = choices.len().saturating_sub(1);
    let at = (along.clamp(0.0, 1.0) * last as f64).round() as usize;
    choices.get(at.min(last)).map_or(Figure::Blank, |choice| Figure::Known(choice.code.into()))
}

/// Turns a drawn number into an exact one with the element's decimals.
fn rounded(quantity: f64, places: u32) -> Decimal {
    let scale = (0..places).fold(1.0, |scale, _| scale * 10.0);
    Decimal::new((quantity * scale).round() as i64, places).normalize()
}

fn within(element: &Element, quantity: Decimal) -> Decimal {
    if element.is_choice() {
        return quantity;
    }
    let above = element.min.map_or(quantity, |min| quantity.max(min));
    element.max.map_or(above, |max| above.min(max))
}

/// Gives a decimal as a number to draw with.
pub(super) fn number(quantity: Decimal) -> f64 {
    use rust_decimal::prelude::ToPrimitive as _;
    quantity.to_f64().unwrap_or_default()
}

/// Who an element is meant for; others answer 不适用 or a fixed figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gate {
    Everyone,
    TertiaryPublic,
    CountyGeneral,
    CountyHospital,
    CountyTcm,
    GeneralPublic,
    General,
    Public,
    Township,
    CommunityCentre,
    /// 辖区: only who keeps the figures of an area's residents; the city's institution leaves them to the counties'.
    Residents,
    /// 助产: others than general hospitals and maternal and child health institutions answer 0.
    Midwifery,
    /// A psychiatric hospital answers 0.
    NotPsychiatric,
    /// A psychiatric hospital answers 1.
    Psychiatric,
    /// A community station answers 0.
    NotStation,
}

impl Gate {
    /// Gives the figure of a unit the element is not meant for.
    pub(super) fn answer(self, at: &Moment<'_>) -> Option<Figure> {
        let kind = at.seat.unit.kind;
        let county = at.ownership == Some(Ownership::County);
        let public = at.ownership.is_some_and(Ownership::is_public);
        let general = kind == UnitKind::GeneralHospital;
        let psychiatric = kind == UnitKind::SpecialtyHospital;
        let (meant, reason) = match self {
            Self::Everyone => return None,
            Self::Midwifery => {
                return (!general && kind != UnitKind::Mch).then_some(Figure::Known(Decimal::ZERO));
            }
            Self::NotStation => {
                return (kind == UnitKind::CommunityStation).then_some(Figure::Known(Decimal::ZERO));
            }
            Self::NotPsychiatric => return psychiatric.then_some(Figure::Known(Decimal::ZERO)),
            Self::Psychiatric => return psychiatric.then_some(Figure::Known(Decimal::ONE)),
            Self::TertiaryPublic => (public && at.level == 3, "非三级公立医院"),
            Self::CountyGeneral => (general && county, "非县级综合医院"),
            Self::CountyHospital => (kind.is_hospital() && county, "非县级医院"),
            Self::CountyTcm => (kind == UnitKind::TcmHospital && county, "非县级中医(蒙医)医院"),
            Self::GeneralPublic => (general && public, "非公立综合医院"),
            Self::General => (general, "仅综合医院填报"),
            Self::Public => (public, "非公立医院"),
            Self::Township => (kind == UnitKind::TownshipCentre, "仅乡镇卫生院填报"),
            Self::CommunityCentre => (kind == UnitKind::CommunityCentre, "仅社区卫生服务中心填报"),
            Self::Residents => (!at.is_city_level(), "辖区数由县级机构填报"),
        };
        (!meant).then(|| Figure::NotApplicable(reason.to_owned()))
    }
}

/// Draws a yes in one of so many cases.
pub(super) fn one_in(cases: f64, seed: u64, keys: &[u64]) -> bool {
    chance(seed, keys) * cases < 1.0
}
