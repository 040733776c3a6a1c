//! The cells of indicators that nothing below computes.

use rust_decimal::Decimal;

use crate::{
    base::{Bilingual, ElementId},
    indicator::{Combine, Element, ElementKind, ElementText, Indicator, IndicatorKind, Reporter},
};

impl Element {
    /// Makes the cell in which a bureau enters an indicator directly: its name, its unit, its explanation.
    pub(crate) fn of_entered(indicator: &Indicator, id: &ElementId) -> Self {
        let kind = match indicator.kind {
            IndicatorKind::Boolean => ElementKind::YesNo,
            IndicatorKind::Count | IndicatorKind::Rank => ElementKind::Count,
            _ => ElementKind::Decimal(indicator.decimals.max(1)),
        };
        let is_share = indicator.kind == IndicatorKind::Percent;
        Self {
            id: id.clone(),
            name: indicator.name.clone(),
            unit: if kind == ElementKind::YesNo { Bilingual::default() } else { indicator.unit.clone() },
            kind,
            min: is_share.then_some(Decimal::ZERO),
            max: is_share.then_some(Decimal::ONE_HUNDRED),
            reporter: Reporter::CityBureau,
            combine: Combine::Own,
            taken_from: None,
            text: ElementText {
                meaning: indicator.note.clone(),
                time: Bilingual::new("报告期末。", "At the end of the period."),
                source: Bilingual::new("主管部门工作台账。", "The bureau's own records."),
            },
        }
    }
}
