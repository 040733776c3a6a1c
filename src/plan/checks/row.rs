//! Checks of a plan's own years, and of its rows but for what they compare with.

use rust_decimal::Decimal;

use super::{Stated, says};
use crate::{
    base::{Bilingual, IndicatorId, Lang},
    indicator::Catalogue,
    plan::{Areas, Baseline, Deliverable, Due, Mark, Plan, Progress, Target},
};

pub(super) fn horizon(plan: &Plan, _: &Plan, _: &Catalogue) -> Option<Bilingual> {
    let (from, to) = (plan.from, plan.to);
    (to < from).then(|| {
        Bilingual::new(
            format!("规划期末 {to} 年早于首年 {from} 年。请更正。"),
            format!("it ends in {to}, before it starts in {from}. Mend the years."),
        )
    })
}

pub(super) fn years(plan: &Plan, _: &Plan, _: &Catalogue) -> Option<Bilingual> {
    let year =
        [plan.from, plan.to, plan.baseline_year].into_iter().find(|year| !(1949..2100).contains(year))?;
    says(
        format!("年份 {year} 不在 1949–2099 之间。请更正。"),
        format!("the year {year} is not within 1949–2099. Mend it."),
    )
}

pub(super) fn baseline_year(plan: &Plan, _: &Plan, _: &Catalogue) -> Option<Bilingual> {
    let (from, base) = (plan.from, plan.baseline_year);
    (base > from).then(|| {
        Bilingual::new(
            format!("基期 {base} 年晚于规划首年 {from} 年。请更正。"),
            format!("its baseline year {base} comes after its first year {from}. Mend one of them."),
        )
    })
}

pub(super) fn id(row: &str) -> Option<Bilingual> {
    if !row.trim().is_empty() {
        return None;
    }
    says("缺少行号。请在 row 中写上。", "its row is empty. Write one in row.")
}

pub(super) fn indicator(id: &IndicatorId, catalogue: &Catalogue) -> Option<Bilingual> {
    if catalogue.indicator(id).is_some() {
        return None;
    }
    says(
        format!("指标 {id} 没有定义。请核对代码，或补上定义。"),
        format!("the indicator {id} is not defined. Check the id, or define it."),
    )
}

pub(super) fn scope(target: &Target, _: &Plan, catalogue: &Catalogue) -> Option<Bilingual> {
    let id = target.scope.as_ref().filter(|id| catalogue.scope(id).is_none())?;
    says(
        format!("范围 {id} 没有定义。请核对代码，或补上定义。"),
        format!("the scope {id} is not defined. Check the id, or define it."),
    )
}

pub(super) fn scope_text(text: &Bilingual) -> Option<Bilingual> {
    crate::indicator::checks::missing(text, "范围说明", "scope in words")
}

/// A plan may print another unit than the indicator's, if it is told why; such a target is shown but not scored.
pub(super) fn unit(stated: &Stated<'_>) -> Option<Bilingual> {
    let unit = &stated.indicator.unit;
    if stated.unit == unit.zh || !stated.doubt.zh.trim().is_empty() {
        return None;
    }
    let id = &stated.indicator.id;
    says(
        format!(
            "计量单位“{}”与指标 {id} 的“{}”不一致。请改为一致，或在 doubt 中说明为何不同。",
            stated.unit, unit.zh
        ),
        format!(
            "its unit '{}' is not the '{}' of indicator {id}. Make them agree, or say in doubt why they differ.",
            stated.unit, unit.zh
        ),
    )
}

pub(super) fn due(due: Option<Due>, plan: &Plan) -> Option<Bilingual> {
    let (due, from) = (due?.0, plan.from);
    (due.calendar_year() < from).then(|| {
        Bilingual::new(
            format!("完成时限 {due} 早于规划首年 {from} 年。请更正。"),
            format!("it is due {due}, before the plan starts in {from}. Mend the due period."),
        )
    })
}

pub(super) fn span(past: &Baseline, plan: &Plan, _: &Catalogue) -> Option<Bilingual> {
    let (span, from) = (past.span, plan.from);
    (span.to.calendar_year() > from).then(|| {
        Bilingual::new(
            format!("时段 {span} 晚于规划首年 {from} 年，不是过去数。请更正。"),
            format!(
                "its period {span} comes after the plan's first year {from}, so it is not past. Mend it."
            ),
        )
    })
}

pub(super) fn past_mark(past: &Baseline, _: &Plan, _: &Catalogue) -> Option<Bilingual> {
    if !matches!(past.mark, Mark::Against { .. } | Mark::PerYear(_)) {
        return None;
    }
    says(
        "过去数只能写当时的数，不能写增减。请改为该时段的数。",
        "a past figure cannot be a change. Write the figure of that period.",
    )
}

pub(super) fn code(item: &Deliverable, _: &Plan, catalogue: &Catalogue) -> Option<Bilingual> {
    let code = &item.code;
    let is_own = code.as_str().strip_prefix("d_").is_some_and(|rest| !rest.is_empty());
    if is_own || catalogue.indicator(code).is_some() {
        return None;
    }
    says(
        format!("代码 {code} 既不以 d_ 开头，也不是指标。请更正。"),
        format!("its code {code} neither begins with d_ nor is an indicator. Mend it."),
    )
}

pub(super) fn kind(item: &Deliverable, _: &Plan, _: &Catalogue) -> Option<Bilingual> {
    let kind = &item.kind;
    if matches!(kind.as_str(), "boolean" | "count" | "percent") {
        return None;
    }
    says(
        format!("类型“{kind}”不可用。可用：boolean、count、percent。"),
        format!("its kind '{kind}' is unknown. Possible: boolean, count, percent."),
    )
}

pub(super) fn progress(item: &Deliverable, _: &Plan, _: &Catalogue) -> Option<Bilingual> {
    let fits = match item.progress {
        Progress::Done => item.kind != "count" && item.kind != "percent",
        Progress::Count(_) => item.kind != "boolean",
        Progress::Rises | Progress::NotExceed => true,
    };
    if fits {
        return None;
    }
    let (name, kind) = (if item.progress == Progress::Done { "Done" } else { "Count" }, &item.kind);
    says(
        format!(
            "进展 {name} 与类型 {kind} 不符。完成与否用 boolean 和 Done，数量用 count、percent 和 Count。"
        ),
        format!(
            "its progress {name} does not fit its kind {kind}. Done goes with boolean, Count with count and percent."
        ),
    )
}

pub(super) fn count(item: &Deliverable, _: &Plan, _: &Catalogue) -> Option<Bilingual> {
    let Progress::Count(Some(asked)) = item.progress else { return None };
    if asked.is_sign_negative() || (item.kind == "percent" && asked > Decimal::ONE_HUNDRED) {
        let kind = &item.kind;
        return says(
            format!("要求的数 {asked} 对 {kind} 不可能。请更正。"),
            format!("a {kind} of {asked} is impossible. Mend it."),
        );
    }
    None
}

/// Names the first relation that cannot be computed from what the plan prints.
pub(super) fn relations(plan: &Plan, _: &Plan, _: &Catalogue) -> Option<Bilingual> {
    let wrong = plan.relations.iter().find(|relation| relation.reckon(plan).is_none())?;
    let (rows, rows_en) = (wrong.rows().join("、"), wrong.rows().join(", "));
    says(
        format!("勾稽关系“{}”算不出：{rows} 中有的没有印发数，或除数为 0。请更正。", wrong.name.zh),
        format!(
            "the relation '{}' cannot be computed: not all of {rows_en} print a figure, or it divides by 0. Mend it.",
            wrong.name.text(Lang::En)
        ),
    )
}

pub(super) fn annual(target: &Target) -> Option<Bilingual> {
    let due = target.due.filter(|_| target.annual)?;
    says(
        format!("每年要求的目标不应另有完成时限 {}。请去掉其一。", due.0),
        format!("it is asked of every year and due {} as well. Keep one of the two.", due.0),
    )
}

pub(super) fn each(target: &Target) -> Option<Bilingual> {
    let each = target.each.as_ref()?;
    let Areas::Named(areas) = &each.areas else { return None };
    let nameless = areas.is_empty()
        || areas.iter().any(|names| names.is_empty() || names.iter().any(|name| name.trim().is_empty()));
    nameless.then(|| {
        Bilingual::new(
            "分地区目标没有写明地区名称。请补上，或写 Others。",
            "it is split by area, but an area has no name. Name each of them, or write Others.",
        )
    })
}
