//! The sentence of a verdict, with its figures.

use rust_decimal::Decimal;

use crate::{
    base::{Bilingual, Lang, Period},
    plan::Due,
    trend::{Aim, Pace, Scale, Standing, Verdict},
};

/// What a sentence is made of.
pub(super) struct Said<'a> {
    pub(super) standing: &'a Standing,
    pub(super) aim: &'a Aim,
    pub(super) due: Due,
    pub(super) scale: &'a Scale,
    /// How fast it moves; only where that is told.
    pub(super) pace: Option<Pace>,
    pub(super) now: (Period, Decimal),
}

/// Says a standing in both languages.
pub(super) fn sentence(said: &Said<'_>) -> Bilingual {
    Bilingual::new(in_lang(said, Lang::Zh), in_lang(said, Lang::En))
}

fn in_lang(said: &Said<'_>, lang: Lang) -> String {
    let Said { standing, aim, due, scale, now, .. } = said;
    let zh = lang == Lang::Zh;
    let verdict = standing.verdict;
    let (period, value) = (now.0.label(lang), scale.with_unit(now.1, lang));
    let goal = match aim {
        Aim::Between(low, high) => {
            Some(format!("{}–{}", scale.value(*low, lang), scale.with_unit(*high, lang)))
        }
        aim => aim.goal(now.1).map(|goal| scale.with_unit(goal, lang)),
    };
    let due_label = due.0.label(lang);
    let mut text = if zh { format!("{period} {value}") } else { format!("{period}: {value}") };
    match (verdict, goal, aim) {
        (Verdict::Met, Some(goal), _) => text.push_str(&if zh {
            format!("，已达到 {due_label}目标 {goal}。")
        } else {
            format!(", the {due_label} target of {goal} is met.")
        }),
        (Verdict::NoData, None, _) => text.push_str(if zh {
            "，没有可比的基期数。"
        } else {
            ", with no baseline figure to compare it with."
        }),
        (_, None, Aim::Rising) => text.push_str(match (zh, verdict == Verdict::Met) {
            (true, true) => "，高于基期，符合上升要求。",
            (true, false) => "，没有高于基期，规划要求上升。",
            (false, true) => ", above its baseline, as asked.",
            (false, false) => ", not above its baseline; the plan asks for a rise.",
        }),
        (_, None, Aim::Falling) => text.push_str(match (zh, verdict == Verdict::Met) {
            (true, true) => "，低于基期，符合下降要求。",
            (true, false) => "，没有低于基期，规划要求下降。",
            (false, true) => ", below its baseline, as asked.",
            (false, false) => ", not below its baseline; the plan asks for a fall.",
        }),
        // Grades have no distance in numbers.
        (_, Some(goal), _) if scale.is_graded() => text.push_str(&if zh {
            format!("，没有达到 {due_label}目标 {goal}。")
        } else {
            format!(", the {due_label} target of {goal} is not met.")
        }),
        (_, goal, _) => {
            if let Some(asked) = standing.path_now {
                let asked = scale.with_unit(asked, lang);
                text.push_str(&if zh {
                    format!("，按路径应为 {asked}")
                } else {
                    format!(", the path asks {asked}")
                });
            }
            if let (Some(goal), Some(gap)) = (goal, standing.gap) {
                let over = gap.is_sign_negative() && !gap.is_zero();
                let strict = gap.is_zero();
                let gap = scale.difference(gap.abs(), lang);
                let goal = &goal;
                let is_past = now.0.last_day() >= due.date();
                text.push_str(&match (zh, over, strict) {
                    (true, _, true) => format!("；{due_label}目标要求超过 {goal}"),
                    (false, _, true) => format!("; the {due_label} target is to exceed {goal}"),
                    (true, true, _) => format!("；比 {due_label}目标 {goal} 多 {gap}"),
                    (false, true, _) => format!("; {gap} above the {due_label} target of {goal}"),
                    (true, false, _) if is_past => format!("；没有达到 {due_label}目标 {goal}，差 {gap}"),
                    (false, false, _) if is_past => {
                        format!("; the {due_label} target of {goal} is missed by {gap}")
                    }
                    (true, false, _) => format!("；到 {due_label}目标 {goal} 还差 {gap}"),
                    (false, false, _) => format!("; {gap} short of the {due_label} target of {goal}"),
                });
            }
            text.push_str(&at_this_pace(said, lang));
            text.push_str(if zh { "。" } else { "." });
        }
    }
    text
}

/// Says when it is reached at the recent pace, and by how much that is late.
fn at_this_pace(said: &Said<'_>, lang: Lang) -> String {
    let Some(pace) = said.pace else { return String::new() };
    let zh = lang == Lang::Zh;
    let span = pace.span(lang);
    let Some(reached) = said.standing.reached else {
        let gap = said.standing.gap.unwrap_or_default();
        let comes_nearer = !pace.per_year.is_zero()
            && !gap.is_zero()
            && pace.per_year.is_sign_negative() == gap.is_sign_negative();
        return match (zh, comes_nearer) {
            (true, true) => format!("；按{span}速度要一百年以上"),
            (false, true) => format!("; at the pace of {span} it takes more than a century"),
            (true, false) => format!("；{span}没有向目标靠近"),
            (false, false) => format!("; no nearer over {span}"),
        };
    };
    let late = said.standing.late_by;
    let is_in_time = reached.last_day() <= said.due.date();
    let month = reached.label(lang);
    // Beyond a plan's term a month would claim more than a pace can say.
    let far = Period::year(reached.calendar_year()).label(lang);
    let kind = kind_word(said.now.0, late, lang);
    match (zh, said.standing.verdict) {
        (true, Verdict::Late) => format!("；按{span}速度 {month}达到，晚 {late} {kind}"),
        (false, Verdict::Late) => {
            format!("; at the pace of {span} it is reached in {month}, {late} {kind} late")
        }
        (true, Verdict::OffTrack) => format!("；按{span}速度要到 {far}"),
        (false, Verdict::OffTrack) => format!("; at the pace of {span} not before {far}"),
        (true, _) if is_in_time => format!("；按{span}速度 {month}达到"),
        (false, _) if is_in_time => format!("; at the pace of {span} it is reached in {month}"),
        // Not behind its path, and yet too slow: both are said.
        (true, _) => format!("；现在合乎路径，但按{span}速度要到 {month}才达到"),
        (false, _) => {
            format!("; it keeps to the path so far, but at the pace of {span} it is reached in {month} only")
        }
    }
}

/// Names a period's kind behind a count.
pub(super) fn kind_word(of: Period, count: u32, lang: Lang) -> &'static str {
    use crate::base::PeriodKind;
    match (lang, of.kind(), count) {
        (Lang::Zh, PeriodKind::Year, _) => "年",
        (Lang::Zh, PeriodKind::Half, _) => "个半年",
        (Lang::Zh, PeriodKind::Quarter, _) => "个季度",
        (Lang::Zh, PeriodKind::Month, _) => "个月",
        (Lang::En, PeriodKind::Year, 1) => "year",
        (Lang::En, PeriodKind::Year, _) => "years",
        (Lang::En, PeriodKind::Half, 1) => "half-year",
        (Lang::En, PeriodKind::Half, _) => "half-years",
        (Lang::En, PeriodKind::Quarter, 1) => "quarter",
        (Lang::En, PeriodKind::Quarter, _) => "quarters",
        (Lang::En, PeriodKind::Month, 1) => "month",
        (Lang::En, PeriodKind::Month, _) => "months",
    }
}
