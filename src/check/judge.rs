//! One check held against one return.

use rust_decimal::Decimal;

use crate::{
    base::{Bilingual, ElementId, Figure, Finding, quantity_text},
    check::{
        Check, Rule, Scene, past, plan_bounds,
        words::{
            both, figure, listed, named, named_value, number, quantity, reading, rounded, sum_named, usual,
        },
    },
    indicator::{Element, unread_words},
    returns::Entry,
};

/// One cell, found once for everything that is asked of it.
#[derive(Clone, Copy)]
pub(super) struct AskedCell<'a> {
    element: &'a Element,
    figure: &'a Figure,
    entry: Option<&'a Entry>,
}

impl<'a> AskedCell<'a> {
    /// Finds the cell of an element.
    pub(super) fn of<'s: 'a>(element: &'a Element, scene: &Scene<'s>) -> Self {
        let (entry, figure) = scene.cell(&element.id);
        Self { element, figure, entry }
    }
}

impl Check {
    /// Judges one element it is about; `None` where it has nothing to say.
    ///
    /// The check says nothing of a form, a unit or an element it does not stand for.
    pub fn judge(&self, about: &ElementId, scene: &Scene<'_>) -> Option<Finding> {
        self.judge_cell(&AskedCell::of(scene.catalogue.element(about)?, scene), scene)
    }

    /// Judges a cell that was found already, as [`Check::judge`] does.
    pub(super) fn judge_cell(&self, cell: &AskedCell<'_>, scene: &Scene<'_>) -> Option<Finding> {
        if let Some(scope) = &self.units
            && !scene.catalogue.scope(scope)?.takes(scene.unit, scene.period.last_day())
        {
            return None;
        }
        let said = self.says(cell, scene)?;
        Some(Finding {
            check: self.id.clone(),
            severity: self.severity,
            unit: scene.unit.id.clone(),
            form: scene.form.id.clone(),
            period: scene.period,
            element: cell.element.id.clone(),
            says: both(format!("{}。", said.says.zh), format!("{}.", said.says.en)),
            why: self.why.clone(),
            remedy: self.remedy.clone(),
            reading: said.reading,
        })
    }

    fn says(&self, cell: &AskedCell<'_>, scene: &Scene<'_>) -> Option<Said> {
        let AskedCell { element, figure: own, entry } = *cell;
        let of_now = |says| Some(Said { says, reading: reading_now(scene, &self.rule, &element.id) });
        match &self.rule {
            Rule::AtMost { parts, whole, times } => at_most(scene, parts, whole, *times).and_then(of_now),
            Rule::SumOf { whole, parts, within } => {
                sum_of(scene, element, scene.known(whole)?, parts, *within).and_then(of_now)
            }
            Rule::Share { part, whole, per, from, to } => {
                share(scene, part, whole, *per, (*from, *to)).and_then(of_now)
            }
            Rule::Range { element: id, from, to } => {
                let value = scene.known(id)?;
                outside(value, *from, *to).then_some(())?;
                of_now(usual_words(named(scene, id), usual(*from, *to, "")))
            }
            Rule::Implies { when, then, .. } => {
                (scene.holds(when)? && !scene.holds(then)?).then_some(())?;
                let parts: Vec<_> =
                    self.rule.reads(&element.id).into_iter().map(|id| named(scene, id)).collect();
                of_now(listed(&parts))
            }
            Rule::Required { when, .. } => {
                // What could not be read is told by a rule of its own.
                (own.is_blank() && scene.holds(when)?).then_some(())?;
                let read = self.rule.reads(&element.id);
                let mut parts: Vec<_> =
                    read.iter().filter(|id| **id != &element.id).map(|id| named(scene, id)).collect();
                parts.push(named_value(element, &figure(element, &Figure::Blank)));
                of_now(listed(&parts))
            }
            Rule::AgainstLast { up_percent, down_percent, at_least, .. } => {
                past::against_last(scene, element, (*up_percent, *down_percent), *at_least)
            }
            Rule::AgainstHistory { times, at_least, .. } => {
                past::against_history(scene, element, *times, *at_least)
            }
            Rule::AgainstRegister { fits, .. } => against_register(scene, element, fits).and_then(of_now),
            Rule::WithinRegister { scope, .. } => within_register(scene, element, scope).and_then(of_now),
            Rule::AgainstPlan { indicator, times } => plan_bounds::against_plan(scene, indicator, *times),
            Rule::Readable => match own {
                Figure::Unread(text) => unread_words(element, text).and_then(of_now),
                _ => None,
            },
            Rule::NotNegative => {
                let negative = own.known().filter(|value| {
                    value.is_sign_negative()
                        && !value.is_zero()
                        && element.min.is_none_or(|min| !min.is_sign_negative())
                });
                negative
                    .map(|_| with_tail(named(scene, &element.id), "，小于 0", ", below 0"))
                    .and_then(of_now)
            }
            Rule::Plausible => {
                let value = own.known()?;
                // What is below 0 is told by a rule of its own.
                let from = element.min.filter(|min| !(min.is_zero() && value < *min));
                outside(value, from, element.max).then_some(())?;
                of_now(usual_words(named(scene, &element.id), usual(element.min, element.max, "")))
            }
            Rule::Confirmed => {
                entry.filter(|entry| entry.carried)?;
                of_now(with_tail(
                    named(scene, &element.id),
                    "，结转自上期，还没有确认",
                    ", carried forward and not confirmed yet",
                ))
            }
            Rule::Unflagged => {
                let flagged = entry.filter(|entry| entry.flagged)?;
                let says = with_tail(named(scene, &element.id), "，已标记，待跟踪", ", marked for follow-up");
                of_now(if flagged.note.is_empty() {
                    says
                } else {
                    let note = &flagged.note;
                    both(format!("{}：{note}", says.zh), format!("{}: {note}", says.en))
                })
            }
        }
    }
}

/// What a rule says, and the figures it was made from.
pub(super) struct Said {
    pub(super) says: Bilingual,
    pub(super) reading: String,
}

fn reading_now(scene: &Scene<'_>, rule: &Rule, about: &ElementId) -> String {
    reading(rule.reads(about).into_iter().map(|id| (id.to_string(), scene.figure(id))))
}

fn outside(value: Decimal, from: Option<Decimal>, to: Option<Decimal>) -> bool {
    from.is_some_and(|from| value < from) || to.is_some_and(|to| value > to)
}

pub(super) fn with_tail(head: Bilingual, zh: &str, en: &str) -> Bilingual {
    both(format!("{}{zh}", head.zh), format!("{}{en}", head.en))
}

fn usual_words(head: Bilingual, usual: Bilingual) -> Bilingual {
    both(format!("{}，{}", head.zh, usual.zh), format!("{}; {}", head.en, usual.en))
}

fn at_most(scene: &Scene<'_>, parts: &[ElementId], whole: &[ElementId], times: Decimal) -> Option<Bilingual> {
    let (part, total) = (scene.sum_known(parts)?, scene.sum(whole)?);
    (part > total.checked_mul(times)?).then_some(())?;
    let (part, total) = (sum_named(scene, parts, part), sum_named(scene, whole, total));
    Some(if times == Decimal::ONE {
        both(format!("{}，大于{}", part.zh, total.zh), format!("{}, more than {}", part.en, total.en))
    } else {
        let times = number(times);
        both(
            format!("{}，超过{}的 {times} 倍", part.zh, total.zh),
            format!("{}, more than {times} times {}", part.en, total.en),
        )
    })
}

fn sum_of(
    scene: &Scene<'_>,
    element: &Element,
    whole: Decimal,
    parts: &[ElementId],
    within: Decimal,
) -> Option<Bilingual> {
    let sum = scene.sum(parts)?;
    let off = whole.checked_sub(sum)?.abs();
    (off > within).then_some(())?;
    let (head, parts) = (named(scene, &element.id), sum_named(scene, parts, sum));
    let off = quantity(element, off);
    Some(both(
        format!("{}，而{}，相差 {}", head.zh, parts.zh, off.zh),
        format!("{}, but {}: a difference of {}", head.en, parts.en, off.en),
    ))
}

fn share(
    scene: &Scene<'_>,
    part: &[ElementId],
    whole: &[ElementId],
    per: u32,
    (from, to): (Option<Decimal>, Option<Decimal>),
) -> Option<Bilingual> {
    let (above, below) = (scene.sum(part)?, scene.sum(whole)?);
    let value = above.checked_mul(per.into())?.checked_div(below)?;
    outside(value, from, to).then_some(())?;
    let (above, below) = (sum_named(scene, part, above), sum_named(scene, whole, below));
    let unit = match per {
        100 => "%",
        1000 => "‰",
        _ => "",
    };
    // Of a small ratio two places say nothing.
    let places = if value < Decimal::new(1, 1) { 4 } else { 2 };
    let shown = format!("{}{unit}", rounded(value, places));
    let usual = usual(from, to, unit);
    Some(match per {
        100 | 1000 => both(
            format!("{}，是{}的 {shown}；{}", above.zh, below.zh, usual.zh),
            format!("{}, {shown} of {}; {}", above.en, below.en, usual.en),
        ),
        1 => both(
            format!("{}，{}，两者之比 {shown}；{}", above.zh, below.zh, usual.zh),
            format!("{}, {}, a ratio of {shown}; {}", above.en, below.en, usual.en),
        ),
        per => {
            let per = quantity_text(per.into(), 0);
            both(
                format!("{}，{}，每 {per} 为 {shown}；{}", above.zh, below.zh, usual.zh),
                format!("{}, {}, {shown} per {per}; {}", above.en, below.en, usual.en),
            )
        }
    })
}

fn against_register(
    scene: &Scene<'_>,
    element: &Element,
    fits: &[(i64, crate::base::ScopeId)],
) -> Option<Bilingual> {
    let answer = scene.known(&element.id)?;
    let day = scene.period.last_day();
    let mut wanted = fits.iter().filter(|(code, _)| Decimal::from(*code) == answer).peekable();
    wanted.peek()?;
    let takes = |id| scene.catalogue.scope(id).is_some_and(|scope| scope.takes(scene.unit, day));
    (!wanted.any(|(_, scope)| takes(scope))).then_some(())?;
    let rank = scene.unit.standing(day).map(crate::unit::Standing::rank).unwrap_or_default();
    let kind = scene.unit.kind.name();
    let head = named(scene, &element.id);
    let gap = if rank.en.is_empty() { "" } else { ", " };
    Some(both(
        format!("{}，登记册中本单位是{}{}", head.zh, rank.zh, kind.zh),
        format!("{}, while the register has this unit as {}{gap}{}", head.en, rank.en, kind.en),
    ))
}

fn within_register(scene: &Scene<'_>, element: &Element, scope: &crate::base::ScopeId) -> Option<Bilingual> {
    let value = scene.known(&element.id)?;
    let (scope, day) = (scene.catalogue.scope(scope)?, scene.period.last_day());
    let below = scene.tree.open_below(&scene.unit.id, day);
    let count = below.into_iter().filter(|unit| unit.id != scene.unit.id && scope.takes(unit, day)).count();
    let count = Decimal::from(count);
    (!count.is_zero() && value > count).then_some(())?;
    let (head, count) = (named(scene, &element.id), number(count));
    Some(both(
        format!("{}，多于登记册中的{} {count} 家", head.zh, scope.name.zh),
        format!("{}, more than the {count} in the register ({})", head.en, scope.name.en),
    ))
}
