//! How an indicator's values are written.

use rust_decimal::Decimal;

use crate::{
    base::{Bilingual, Lang, quantity_text},
    indicator::{Catalogue, Element, Formula, Indicator, IndicatorKind},
    plan::Mark,
};

/// 指标的写法: decimals, unit, and the names of levels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scale {
    decimals: u32,
    unit: Bilingual,
    is_ratio: bool,
    names: Vec<(Decimal, Bilingual)>,
}

/// Names the codes of an answer.
fn yes_no() -> Vec<(Decimal, Bilingual)> {
    vec![(Decimal::ZERO, Bilingual::new("否", "no")), (Decimal::ONE, Bilingual::new("是", "yes"))]
}

impl Scale {
    /// Takes an indicator's scale; levels that are chosen from a list keep their names.
    pub fn of(indicator: &Indicator, catalogue: &Catalogue) -> Self {
        let chosen = match &indicator.formula {
            Formula::Highest { element, .. } => catalogue.element(element),
            _ => None,
        };
        let names = chosen.filter(|element| element.is_choice()).map(Element::choices).unwrap_or_default();
        let mut names: Vec<(Decimal, Bilingual)> =
            names.into_iter().map(|choice| (choice.code.into(), choice.name)).collect();
        if indicator.kind == IndicatorKind::Boolean {
            names = yes_no();
        }
        Self {
            decimals: indicator.decimals,
            unit: indicator.unit.clone(),
            is_ratio: indicator.kind == IndicatorKind::Ratio,
            names,
        }
    }

    /// Says whether its values are grades with names, or yes and no: nothing lies between two of them.
    pub const fn is_graded(&self) -> bool {
        !self.names.is_empty()
    }

    /// Rounds a value to the decimals it is shown with, half away from zero.
    pub fn rounded(&self, value: Decimal) -> Decimal {
        value.round_dp_with_strategy(self.decimals, rust_decimal::RoundingStrategy::MidpointAwayFromZero)
    }

    /// Gives the scale of a number or share of areas, in the unit a plan prints: 个, % or 是/否.
    pub fn of_areas(unit: &str) -> Self {
        let names = if unit == "是/否" { yes_no() } else { Vec::new() };
        let unit = match unit {
            "%" => Bilingual::new("%", "%"),
            unit => Bilingual::new(unit, "areas"),
        };
        Self { decimals: u32::from(unit.zh == "%"), unit, is_ratio: false, names }
    }

    /// Writes a value without its unit: `6.90`, `1 : 1.20`, `三级甲等`.
    pub fn value(&self, value: Decimal, lang: Lang) -> String {
        if let Some((_, name)) = self.names.iter().find(|(code, _)| *code == value) {
            return name.text(lang).to_owned();
        }
        let number = quantity_text(value, self.decimals);
        if self.is_ratio { format!("1 : {number}") } else { number }
    }

    /// Writes a value for a dense list: a percent sign stays with it, longer units do not.
    pub fn short(&self, value: Decimal, lang: Lang) -> String {
        let shown = self.value(value, lang);
        match self.unit.zh.as_str() {
            unit @ ("%" | "‰") => format!("{shown}{unit}"),
            _ => shown,
        }
    }

    /// Writes a value with its unit.
    pub fn with_unit(&self, value: Decimal, lang: Lang) -> String {
        let shown = self.short(value, lang);
        match self.unit.text(lang) {
            "" | "%" | "‰" => shown,
            _ if self.is_ratio || !self.names.is_empty() => shown,
            unit => format!("{shown} {unit}"),
        }
    }

    /// Writes a difference: percentages differ by points, ratios and levels by plain numbers.
    pub fn difference(&self, difference: Decimal, lang: Lang) -> String {
        // A difference that is there must not read as 0.00: it takes the decimals it needs.
        let places = (self.decimals..self.decimals + 6)
            .find(|places| difference.is_zero() || !difference.round_dp(*places).is_zero());
        self.difference_in(difference, places.unwrap_or(self.decimals), lang)
    }

    /// Gives the decimals of its values.
    pub const fn decimals(&self) -> u32 {
        self.decimals
    }

    /// Writes a difference with so many decimals, as where several stand below each other.
    pub fn difference_in(&self, difference: Decimal, places: u32, lang: Lang) -> String {
        let number = quantity_text(difference, places);
        match (self.unit.text(lang), lang) {
            _ if self.is_ratio || !self.names.is_empty() => number,
            ("%", Lang::Zh) => format!("{number} 个百分点"),
            ("%", Lang::En) => format!("{number} percentage points"),
            ("‰", _) => format!("{number}‰"),
            ("", _) => number,
            (unit, _) => format!("{number} {unit}"),
        }
    }

    /// Writes a target's mark; a grade in the language asked for.
    pub fn mark(&self, mark: &Mark, lang: Lang) -> String {
        let (level, or_above) = match mark {
            Mark::Level(level) => (level, false),
            Mark::LevelAtLeast(level) => (level, true),
            _ => return mark.shown(lang),
        };
        let named = self.names.iter().find(|(_, name)| name.zh == *level);
        match (named, lang) {
            (Some((_, name)), Lang::En) if or_above => format!("≥ {}", name.en),
            (Some((_, name)), Lang::En) => name.en.clone(),
            _ => mark.shown(lang),
        }
    }
}
