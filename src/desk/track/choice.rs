//! What a reader asks of a trend beyond what the plan prints.

use rust_decimal::Decimal;

use crate::{
    base::{Lang, Period, PlanId},
    indicator::{Formula, Indicator, IndicatorKind},
    trend::{Limits, Method, PathShape, Refusal, Scale},
};

/// 自填基期: a baseline somebody typed, with where it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TypedStart {
    /// Its period.
    pub period: Period,
    /// Its value on the indicator's scale.
    pub value: Decimal,
    /// 来源, such as a yearbook and its page.
    pub source: String,
}

/// 选项 of a trend.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct TrendChoice {
    /// How the forecast is made.
    pub method: Method,
    /// How the path runs.
    pub shape: PathShape,
    /// A baseline in place of the plan's and of the series' own.
    pub start: Option<TypedStart>,
    /// Points of the path in place of the plan's interim targets, the earliest first.
    pub stops: Vec<(Period, Decimal)>,
    /// Further plans whose targets are drawn beside those of the plan in force.
    pub beside: Vec<PlanId>,
}

impl TrendChoice {
    /// Says what the foot of the chart has to say of it.
    pub(in crate::desk) fn notes(&self, scale: &Scale, lang: Lang) -> Vec<String> {
        let zh = lang == Lang::Zh;
        let mut notes = Vec::new();
        if let Some(start) = &self.start {
            let (period, value) = (start.period.label(lang), scale.with_unit(start.value, lang));
            let source = match (start.source.as_str(), zh) {
                ("", true) => "未注明来源",
                ("", false) => "no source given",
                (source, _) => source,
            };
            notes.push(if zh {
                format!("基期 {period} {value}（自填：{source}）")
            } else {
                format!("baseline {period} {value} (typed: {source})")
            });
        }
        match (self.shape, zh) {
            (PathShape::Linear, _) => {}
            (PathShape::Compound, true) => notes.push("路径按等比".to_owned()),
            (PathShape::Compound, false) => notes.push("path at a compound rate".to_owned()),
            (PathShape::Step, true) => notes.push("路径为阶梯".to_owned()),
            (PathShape::Step, false) => notes.push("path in steps".to_owned()),
        }
        if !self.stops.is_empty() {
            notes.push(if zh { "路径经过自填节点" } else { "path through typed points" }.to_owned());
        }
        notes
    }
}

/// Gives where a forecast of an indicator can lie, or why there is none of it.
pub(in crate::desk) fn limits_of(indicator: &Indicator) -> Result<Limits, Refusal> {
    if matches!(indicator.kind, IndicatorKind::Boolean | IndicatorKind::Rank)
        || matches!(indicator.formula, Formula::Rank(_))
        || (indicator.kind == IndicatorKind::Level && matches!(indicator.formula, Formula::Highest { .. }))
    {
        return Err(Refusal::Graded);
    }
    let zero = Some(Decimal::ZERO);
    Ok(match indicator.formula {
        Formula::ShareUnits(_) | Formula::ShareAreas { .. } => {
            Limits { low: zero, high: Some(Decimal::ONE_HUNDRED) }
        }
        // A growth rate or a balance may fall below 0.
        Formula::Entered(_) => Limits::default(),
        Formula::Rate { .. } | Formula::Sum(_) | Formula::Scaled { .. }
            if indicator.kind == IndicatorKind::Currency || indicator.kind == IndicatorKind::Percent =>
        {
            Limits::default()
        }
        _ => Limits { low: zero, high: None },
    })
}
