//! What makes a list of checks sound: one flaw, one entry in one list.

use std::{collections::BTreeSet, sync::Arc};

use rust_decimal::Decimal;

use crate::{
    base::{Bilingual, CheckId, ElementId, Flaw, ItemKind, Severity},
    check::{Check, Rule, plan_bounds},
    indicator::Catalogue,
};

/// Code of the flaw of a check whose code stands twice.
pub const TWICE: &str = "check.twice";

type Test = (&'static str, fn(&Check, &Catalogue) -> Option<Bilingual>);

const TESTS: &[Test] = &[
    ("check.words", words),
    ("check.form_unknown", form_unknown),
    ("check.scope_unknown", scope_unknown),
    ("check.element_unknown", element_unknown),
    ("check.indicator_unknown", indicator_unknown),
    ("check.empty", empty),
    ("check.about_taken", about_taken),
    ("check.about_not_asked", about_not_asked),
    ("check.bounds", bounds),
    ("check.history_is_soft", history_is_soft),
    ("check.answers", answers),
];

/// Lists every flaw in the order of the checks.
pub(super) fn flaws(checks: &[Arc<Check>], catalogue: &Catalogue) -> Vec<Flaw> {
    let mut seen: BTreeSet<&CheckId> = BTreeSet::new();
    let mut found = Vec::new();
    for check in checks {
        let nth = usize::from(!seen.insert(&check.id));
        let flaw =
            |code, why| Flaw { check: code, kind: ItemKind::Check, id: check.id.to_string(), nth, why };
        if nth > 0 {
            found.push(flaw(
                TWICE,
                Bilingual::new(
                    "代码重复出现。请只保留一处，或改用别的代码。",
                    "its id stands twice. Keep one of them, or give it another id.",
                ),
            ));
        }
        found.extend(
            TESTS.iter().filter_map(|(code, test)| test(check, catalogue).map(|why| flaw(code, why))),
        );
    }
    found
}

fn words(check: &Check, _: &Catalogue) -> Option<Bilingual> {
    let missing = check.why.zh.trim().is_empty() || check.remedy.zh.trim().is_empty();
    missing.then(|| {
        Bilingual::new(
            "缺少说明。请写明 why（为什么）和 remedy（怎么办）的中文。",
            "says nothing: write why and remedy, in Chinese at least.",
        )
    })
}

fn unknown(zh: &str, en: &str, id: &str) -> Bilingual {
    Bilingual::new(
        format!("目录中没有{zh} {id}。请核对代码。"),
        format!("names the {en} {id}, which is not in the catalogue."),
    )
}

fn form_unknown(check: &Check, catalogue: &Catalogue) -> Option<Bilingual> {
    let id = check.forms.iter().find(|id| catalogue.form(id).is_none())?;
    Some(unknown("报表", "form", id.as_str()))
}

fn scope_unknown(check: &Check, catalogue: &Catalogue) -> Option<Bilingual> {
    let mut scopes = check.rule.scopes().into_iter().chain(&check.units);
    let id = scopes.find(|id| catalogue.scope(id).is_none())?;
    Some(unknown("范围", "scope", id.as_str()))
}

fn named(check: &Check) -> BTreeSet<&ElementId> {
    let about = check.rule.about();
    about.into_iter().flat_map(|about| check.rule.reads(about).into_iter().chain([about])).collect()
}

fn element_unknown(check: &Check, catalogue: &Catalogue) -> Option<Bilingual> {
    let id = named(check).into_iter().find(|id| catalogue.element(id).is_none())?;
    Some(unknown("数据项", "element", id.as_str()))
}

fn indicator_unknown(check: &Check, catalogue: &Catalogue) -> Option<Bilingual> {
    let Rule::AgainstPlan { indicator: id, .. } = &check.rule else { return None };
    let Some(indicator) = catalogue.indicator(id) else {
        return Some(unknown("指标", "indicator", id.as_str()));
    };
    plan_bounds::computable(&indicator.formula).is_none().then(|| {
        Bilingual::new(
            format!("指标 {id} 不能由一个单位的数算出，不能与规划比较。请改用比率、比例或合计类指标。"),
            format!("compares the indicator {id}, which one unit's figures do not make. Take a rate, a ratio or a sum."),
        )
    })
}

fn empty(check: &Check, _: &Catalogue) -> Option<Bilingual> {
    let none = match &check.rule {
        Rule::AtMost { parts, whole, .. } => parts.is_empty() || whole.is_empty(),
        Rule::SumOf { parts, .. } => parts.is_empty(),
        Rule::Share { part, whole, .. } => part.is_empty() || whole.is_empty(),
        Rule::Required { elements, .. }
        | Rule::AgainstLast { elements, .. }
        | Rule::AgainstHistory { elements, .. } => elements.is_empty(),
        Rule::AgainstRegister { fits, .. } => fits.is_empty(),
        _ => false,
    };
    none.then(|| Bilingual::new("没有列出数据项。请补上。", "lists no elements. Add them."))
}

fn about_taken(check: &Check, catalogue: &Catalogue) -> Option<Bilingual> {
    let about = check.rule.about();
    let taken = about
        .into_iter()
        .find(|id| catalogue.element(id).is_some_and(|element| element.taken_from.is_some()))?;
    Some(Bilingual::new(
        format!("所审核的 {taken} 是自动取数，不能填写。请改为审核它的来源。"),
        format!("is about {taken}, which is not typed. Let it be about what that is taken from."),
    ))
}

fn about_not_asked(check: &Check, catalogue: &Catalogue) -> Option<Bilingual> {
    let is_asked = |id: &ElementId| {
        catalogue.forms().iter().any(|form| {
            (check.forms.is_empty() || check.forms.contains(&form.id))
                && form.elements().any(|asked| asked == id)
        })
    };
    let known = check.rule.about().into_iter().filter(|id| catalogue.element(id).is_some());
    let id = known.into_iter().find(|id| !is_asked(id))?;
    Some(Bilingual::new(
        format!("没有报表填报 {id}，这条关系永远不会执行。请核对 forms 和数据项。"),
        format!(
            "is about {id}, which none of its forms asks for, so that it never speaks. Mend forms or the element."
        ),
    ))
}

fn bounds(check: &Check, _: &Catalogue) -> Option<Bilingual> {
    let upside_down = |from: &Option<Decimal>, to: &Option<Decimal>| match (from, to) {
        (None, None) => true,
        (Some(from), Some(to)) => from > to,
        _ => false,
    };
    let negative = |value: &Decimal| value.is_sign_negative() && !value.is_zero();
    let wrong = match &check.rule {
        Rule::AtMost { times, .. } => negative(times) || times.is_zero(),
        Rule::SumOf { within, .. } => negative(within),
        Rule::Share { per, from, to, .. } => *per == 0 || upside_down(from, to),
        Rule::Range { from, to, .. } => upside_down(from, to),
        Rule::AgainstLast { up_percent, down_percent, at_least, .. } => {
            let none = up_percent.is_none() && down_percent.is_none();
            none || negative(at_least) || up_percent.iter().chain(down_percent).any(negative)
        }
        Rule::AgainstHistory { times, at_least, .. } => {
            negative(times) || times.is_zero() || negative(at_least)
        }
        Rule::AgainstPlan { times, .. } => *times < Decimal::ONE,
        _ => false,
    };
    wrong.then(|| {
        Bilingual::new(
            "界限有误：缺少上下限、上限小于下限，或出现不该有的负数。请核对。",
            "has wrong bounds: none at all, an upper one below the lower, or a negative where none can be.",
        )
    })
}

fn history_is_soft(check: &Check, _: &Catalogue) -> Option<Bilingual> {
    let is_history = matches!(check.rule, Rule::AgainstHistory { .. });
    (is_history && check.severity == Severity::Hard).then(|| {
        Bilingual::new(
            "与历史比较只能是经验校验或提示：历史上没有过的数也可能是真的。",
            "weighs too much: what was never so before may still be true. Make it soft or a hint.",
        )
    })
}

fn answers(check: &Check, catalogue: &Catalogue) -> Option<Bilingual> {
    let Rule::AgainstRegister { element: id, fits } = &check.rule else { return None };
    let element = catalogue.element(id)?;
    let choices = element.choices();
    let (code, _) = fits.iter().find(|(code, _)| choices.iter().all(|choice| choice.code != *code))?;
    Some(Bilingual::new(
        format!("{id} 没有选项 {code}。请核对。"),
        format!("names the answer {code}, which {id} does not have."),
    ))
}
