//! Checks of what a row compares with: comparators and values that cannot be.

use rust_decimal::Decimal;

use super::says;
use crate::{
    base::{Bilingual, Lang},
    indicator::{Catalogue, Element, ElementKind, Formula, Indicator, IndicatorKind},
    plan::{Baseline, Due, Mark, Plan, Target},
};

/// What a target or past figure states, with the indicator it speaks of.
pub(super) struct Stated<'a> {
    pub(super) unit: &'a str,
    pub(super) doubt: &'a Bilingual,
    pub(super) indicator: &'a Indicator,
    mark: &'a Mark,
    /// The element levels are read from.
    levels: Option<&'a Element>,
    /// Set for targets: a past figure is not due.
    due: Option<Option<Due>>,
}

type Check = (&'static str, fn(&Stated<'_>, &Plan) -> Option<Bilingual>);

pub(super) const MARK: &[Check] = &[
    ("mark.range", range),
    ("mark.ratio", ratio),
    ("mark.ratio_kind", ratio_kind),
    ("mark.level_kind", level_kind),
    ("mark.level", level),
    ("mark.level_value", level_value),
    ("mark.percent", percent),
    ("mark.negative", negative),
    ("mark.whole", whole),
    ("mark.done", done),
    ("mark.yes_no", yes_no),
    ("mark.rank", rank),
    ("mark.against", against),
    ("mark.change", change),
    ("mark.about", about),
];

impl<'a> Stated<'a> {
    pub(super) fn of_target(target: &'a Target, catalogue: &'a Catalogue) -> Option<Self> {
        let indicator = catalogue.indicator(&target.indicator)?;
        let (unit, doubt, mark) = (target.unit.as_str(), &target.doubt, &target.mark);
        let levels = levels_of(indicator, catalogue);
        Some(Self { unit, doubt, indicator, mark, levels, due: Some(target.due) })
    }

    pub(super) fn of_past(past: &'a Baseline, catalogue: &'a Catalogue) -> Option<Self> {
        let indicator = catalogue.indicator(&past.indicator)?;
        let (unit, doubt, mark) = (past.unit.as_str(), &past.doubt, &past.mark);
        Some(Self { unit, doubt, indicator, mark, levels: levels_of(indicator, catalogue), due: None })
    }

    /// Gives the kind of figure that is printed: a plan may ask for yes/no or a share where others count.
    fn kind(&self) -> Option<IndicatorKind> {
        match self.unit {
            unit if unit == self.indicator.unit.zh => Some(self.indicator.kind),
            "%" => Some(IndicatorKind::Percent),
            "是/否" => Some(IndicatorKind::Boolean),
            _ => None,
        }
    }

    fn is(&self, kind: IndicatorKind) -> bool {
        self.kind() == Some(kind)
    }

    /// Gives the values on the printed unit's own scale; changes are none.
    fn values(&self) -> Vec<Decimal> {
        match self.mark {
            Mark::AtLeast(value)
            | Mark::MoreThan(value)
            | Mark::AtMost(value)
            | Mark::LessThan(value)
            | Mark::Equal(value)
            | Mark::About(Some(value)) => vec![*value],
            Mark::Range(from, to) => vec![*from, *to],
            _ => Vec::new(),
        }
    }
}

fn levels_of<'a>(indicator: &Indicator, catalogue: &'a Catalogue) -> Option<&'a Element> {
    match &indicator.formula {
        Formula::Highest { element, .. } | Formula::Mean { element, .. } => catalogue.element(element),
        _ => None,
    }
}

fn range(stated: &Stated<'_>, _: &Plan) -> Option<Bilingual> {
    let Mark::Range(from, to) = stated.mark else { return None };
    (from >= to).then(|| {
        Bilingual::new(
            format!("区间从 {from} 到 {to}，起点不小于终点。请由小到大写。"),
            format!("its range from {from} to {to} does not rise. Write the smaller value first."),
        )
    })
}

fn ratio(stated: &Stated<'_>, _: &Plan) -> Option<Bilingual> {
    let Mark::Ratio(one, other) = stated.mark else { return None };
    (*one <= Decimal::ZERO || *other <= Decimal::ZERO).then(|| {
        Bilingual::new(
            format!("比例 {one} : {other} 不成立，两边都须大于 0。请更正。"),
            format!("the ratio {one} : {other} is impossible; both sides must be above 0. Mend it."),
        )
    })
}

fn ratio_kind(stated: &Stated<'_>, _: &Plan) -> Option<Bilingual> {
    let kind = stated.kind()?;
    (matches!(stated.mark, Mark::Ratio(..)) && kind != IndicatorKind::Ratio).then(|| {
        let (id, kind) = (&stated.indicator.id, kind.code());
        Bilingual::new(
            format!("目标是比例，而指标 {id} 的类型是 {kind}。请更正比较方式或指标。"),
            format!("it is a ratio, but indicator {id} is a {kind}. Mend the comparator or the indicator."),
        )
    })
}

fn level_kind(stated: &Stated<'_>, _: &Plan) -> Option<Bilingual> {
    let (Mark::Level(word) | Mark::LevelAtLeast(word)) = stated.mark else { return None };
    (!stated.is(IndicatorKind::Level)).then(|| {
        let (id, kind) = (&stated.indicator.id, stated.indicator.kind.code());
        Bilingual::new(
            format!("目标是等级“{word}”，而指标 {id} 的类型是 {kind}。请更正比较方式或指标。"),
            format!("it is the level '{word}', but indicator {id} is a {kind}. Mend the comparator or the indicator."),
        )
    })
}

fn level(stated: &Stated<'_>, _: &Plan) -> Option<Bilingual> {
    let (Mark::Level(word) | Mark::LevelAtLeast(word)) = stated.mark else { return None };
    let names: Vec<String> = stated.levels?.choices().into_iter().map(|choice| choice.name.zh).collect();
    (!names.is_empty() && !names.contains(word)).then(|| {
        Bilingual::new(
            format!("没有等级“{word}”。可用：{}。", names.join("、")),
            format!("there is no level '{word}'. Possible: {}.", names.join(", ")),
        )
    })
}

fn level_value(stated: &Stated<'_>, _: &Plan) -> Option<Bilingual> {
    let ElementKind::Level(from, to) = stated.levels?.kind else { return None };
    let scale = Decimal::from(from)..=Decimal::from(to);
    let wrong = stated.values().into_iter().find(|value| !scale.contains(value))?;
    says(
        format!("级别 {wrong} 不在 {from}–{to} 之间。请更正。"),
        format!("the level {wrong} is not within {from}–{to}. Mend it."),
    )
}

fn percent(stated: &Stated<'_>, _: &Plan) -> Option<Bilingual> {
    if !stated.is(IndicatorKind::Percent) {
        return None;
    }
    let all = Decimal::ZERO..=Decimal::ONE_HUNDRED;
    let beyond = |value: &Decimal| match stated.mark {
        Mark::MoreThan(_) => *value == Decimal::ONE_HUNDRED,
        Mark::LessThan(_) => value.is_zero(),
        _ => false,
    };
    stated.values().iter().find(|value| !all.contains(value) || beyond(value))?;
    let (zh, en) = (stated.mark.shown(Lang::Zh), stated.mark.shown(Lang::En));
    says(
        format!("百分比 {zh}% 达不到，应在 0–100% 之间。请更正。"),
        format!("{en}% cannot be reached; percentages lie within 0–100%. Mend it."),
    )
}

fn negative(stated: &Stated<'_>, _: &Plan) -> Option<Bilingual> {
    let kind = stated.kind()?;
    if matches!(kind, IndicatorKind::Percent | IndicatorKind::Index | IndicatorKind::Currency) {
        return None;
    }
    let wrong = stated.values().into_iter().find(|value| *value < Decimal::ZERO)?;
    let kind = kind.code();
    says(
        format!("{kind} 不可能为负数 {wrong}。增减请用 Against 或 PerYear。"),
        format!("a {kind} cannot be {wrong}. For changes write Against or PerYear."),
    )
}

fn whole(stated: &Stated<'_>, _: &Plan) -> Option<Bilingual> {
    if !stated.is(IndicatorKind::Count) || stated.indicator.decimals > 0 {
        return None;
    }
    let wrong = stated.values().into_iter().find(|value| !value.fract().is_zero())?;
    let id = &stated.indicator.id;
    says(
        format!("指标 {id} 按整数计，目标却是 {wrong}。请更正。"),
        format!("indicator {id} is counted in whole numbers, but the value is {wrong}. Mend it."),
    )
}

fn done(stated: &Stated<'_>, _: &Plan) -> Option<Bilingual> {
    let kind = stated.kind().unwrap_or(stated.indicator.kind);
    (*stated.mark == Mark::Done && kind != IndicatorKind::Boolean).then(|| {
        let (id, kind) = (&stated.indicator.id, kind.code());
        Bilingual::new(
            format!("目标是“完成”，而指标 {id} 的类型是 {kind}，不是是/否。请写数值。"),
            format!("it is 'done', but indicator {id} is a {kind}, not yes/no. Write a figure."),
        )
    })
}

fn yes_no(stated: &Stated<'_>, _: &Plan) -> Option<Bilingual> {
    let has_figure =
        !stated.values().is_empty() || matches!(stated.mark, Mark::PerYear(_) | Mark::Against { .. });
    (has_figure && stated.is(IndicatorKind::Boolean)).then(|| {
        let (zh, en) = (stated.mark.shown(Lang::Zh), stated.mark.shown(Lang::En));
        Bilingual::new(
            format!("计量单位为是/否，目标却是 {zh}。请写 Done。"),
            format!("it is yes/no, but the value is {en}. Write Done."),
        )
    })
}

fn rank(stated: &Stated<'_>, _: &Plan) -> Option<Bilingual> {
    let kind = stated.kind().unwrap_or(stated.indicator.kind);
    (*stated.mark == Mark::RankTop && kind != IndicatorKind::Rank).then(|| {
        let (id, kind) = (&stated.indicator.id, kind.code());
        Bilingual::new(
            format!("目标是位次前列，而指标 {id} 的类型是 {kind}，不是位次。请更正。"),
            format!("it asks for top ranks, but indicator {id} is a {kind}, no rank. Mend it."),
        )
    })
}

fn against(stated: &Stated<'_>, plan: &Plan) -> Option<Bilingual> {
    let Mark::Against { baseline, .. } = stated.mark else { return None };
    let due = stated.due?.unwrap_or_else(|| Due(crate::base::Period::year(plan.to)));
    (baseline.last_day() >= due.date()).then(|| {
        Bilingual::new(
            format!("基期 {baseline} 不早于完成时限 {}。请更正。", due.0),
            format!("its baseline {baseline} is not before it is due, {}. Mend one of them.", due.0),
        )
    })
}

fn change(stated: &Stated<'_>, _: &Plan) -> Option<Bilingual> {
    let (Mark::Against { by, .. } | Mark::PerYear(by)) = stated.mark else { return None };
    if !by.is_zero() {
        return None;
    }
    says(
        "要求的增减为 0，不成目标。请写增减的数。",
        "the change asked for is 0, which asks for nothing. Write how much.",
    )
}

fn about(stated: &Stated<'_>, _: &Plan) -> Option<Bilingual> {
    if *stated.mark != Mark::About(None) || !stated.doubt.zh.trim().is_empty() {
        return None;
    }
    says(
        "只有文字、没有数值。请在 doubt 中说明，或写上数值。",
        "it has words and no figure. Say so in doubt, or write a figure.",
    )
}
