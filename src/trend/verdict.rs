//! Where a unit stands against a target, with one sentence that gives the figures.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::{
    base::{Bilingual, Lang, Period},
    plan::Due,
    trend::{Aim, Observation, Path, Scale},
};

/// 判断.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// 滞后: behind the path, or not met when due.
    OffTrack,
    /// 缺数据.
    NoData,
    /// 正常: on or above the path.
    OnTrack,
    /// 达标.
    Met,
    /// 不评: words without a figure.
    NotScored,
}

impl Verdict {
    /// Names the verdict as the command line does.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::OnTrack => "on_track",
            Self::OffTrack => "off_track",
            Self::NoData => "no_data",
            Self::NotScored => "not_scored",
        }
    }
}

/// 现状: the newest figure against path and target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The judgement.
    pub verdict: Verdict,
    /// The newest period with a value, and the value.
    pub now: Option<(Period, Decimal)>,
    /// What the path asks for at that period.
    pub path_now: Option<Decimal>,
    /// The path, if there is a baseline and a goal.
    pub path: Option<Path>,
    /// Goal − now on the indicator's scale, if not met.
    pub gap: Option<Decimal>,
    /// The sentence.
    pub sentence: Bilingual,
}

/// Judges a series against an aim.
///
/// The path starts at the observation of `baseline_year`, or at the first one after it and before the due
/// day; without one there is no path and an unmet target is only behind when its due day has passed. Periods
/// for which fewer than nine of ten expected units answered are passed over while there is a fuller one.
pub fn standing(
    observations: &[Observation],
    aim: Option<&Aim>,
    due: Due,
    baseline_year: i32,
    today: NaiveDate,
    scale: &Scale,
) -> Standing {
    standing_from(None, observations, aim, due, baseline_year, today, scale)
}

/// A target is compared with the unrounded value (GB/T 8170, 全数值比较法), the path at the decimals shown.
///
/// Judges a series as [`standing`] does, from a baseline the plan itself prints where it prints one.
pub fn standing_from(
    printed: Option<(Period, Decimal)>,
    observations: &[Observation],
    aim: Option<&Aim>,
    due: Due,
    baseline_year: i32,
    today: NaiveDate,
    scale: &Scale,
) -> Standing {
    let values = judged_values(observations);
    let now = values.last().copied();
    let own_start = values
        .iter()
        .copied()
        .find(|(period, _)| period.calendar_year() >= baseline_year && period.last_day() < due.date());
    let start = printed.or(own_start);
    let path = start
        .zip(aim)
        .and_then(|((start, from), aim)| Some(Path { start, from, due, to: path_end(aim, from)? }));
    let path_now = now.zip(path).and_then(|((period, _), path)| path.at(period));
    let (Some(aim), Some((period, value))) = (aim, now) else {
        let (verdict, sentence) = if aim.is_none() {
            (
                Verdict::NotScored,
                Bilingual::new(
                    "规划只有文字要求，不作评分。",
                    "The plan asks in words only; it is not scored.",
                ),
            )
        } else {
            (Verdict::NoData, Bilingual::new("还没有可计算的数值。", "No figure can be computed yet."))
        };
        return Standing { verdict, now, path_now, path, gap: None, sentence };
    };
    let met = aim.is_met(value, start.filter(|(from, _)| *from < period).map(|(_, value)| value));
    // A figure of an earlier period is held against the path, even when the due day has passed meanwhile.
    let is_past = period.last_day() >= due.date() || (path.is_none() && today > due.date());
    // The path is our own straight line: what reads the same as it is on it. A target is compared in full.
    let shown = scale.rounded(value);
    let on_path = path_now.map(|asked| scale.rounded(asked)).map(|asked| match aim {
        Aim::Below { .. } => shown <= asked,
        // From below it may be ahead of the path, from above behind it, and never beyond the far end.
        Aim::Between(low, high) => (asked.min(*low)..=asked.max(*high)).contains(&shown),
        Aim::Above { .. } | Aim::Rising | Aim::Falling => shown >= asked,
    });
    let verdict = match (met, is_past, on_path) {
        (Some(true), ..) => Verdict::Met,
        (None, ..) => Verdict::NoData,
        (Some(false), true, _) | (Some(false), false, Some(false)) => Verdict::OffTrack,
        (Some(false), false, Some(true)) => Verdict::OnTrack,
        // A rise or a fall has no path; it is judged by its baseline.
        (Some(false), false, None) if aim.goal(value).is_none() => Verdict::OffTrack,
        (Some(false), false, None) => Verdict::NoData,
    };
    let gap =
        (met == Some(false)).then(|| aim.goal(value).and_then(|goal| goal.checked_sub(value))).flatten();
    let sentence = sentence_of(scale, verdict, (period, value), path_now, gap, aim, due);
    Standing { verdict, now, path_now, path, gap, sentence }
}

/// Gives the values a series is judged by, oldest first: those of periods that nine of ten answered, or all of
/// them where there is no such period.
pub fn judged_values(observations: &[Observation]) -> Vec<(Period, Decimal)> {
    let known: Vec<&Observation> = observations.iter().filter(|seen| seen.value.is_some()).collect();
    let enough: Vec<&Observation> = known.iter().copied().filter(|seen| is_enough(seen)).collect();
    let judged = if enough.is_empty() { known } else { enough };
    judged.iter().filter_map(|seen| Some((seen.period, seen.value?))).collect()
}

/// Gives where a path ends: at the goal, or level where the baseline is beyond it already.
fn path_end(aim: &Aim, from: Decimal) -> Option<Decimal> {
    let goal = aim.goal(from)?;
    Some(match aim {
        Aim::Above { .. } => goal.max(from),
        Aim::Below { .. } => goal.min(from),
        Aim::Between(..) | Aim::Rising | Aim::Falling => goal,
    })
}

/// Says whether nine of ten expected units answered: a sum over fewer would look like a fall.
fn is_enough(seen: &Observation) -> bool {
    seen.coverage.reported * 10 >= seen.coverage.expected * 9
}

fn sentence_of(
    scale: &Scale,
    verdict: Verdict,
    now: (Period, Decimal),
    asked: Option<Decimal>,
    gap: Option<Decimal>,
    aim: &Aim,
    due: Due,
) -> Bilingual {
    let in_lang = |lang: Lang| {
        let zh = lang == Lang::Zh;
        let (period, value) = (now.0.label(lang), scale.with_unit(now.1, lang));
        let goal = match aim {
            Aim::Between(low, high) => {
                Some(format!("{}–{}", scale.value(*low, lang), scale.with_unit(*high, lang)))
            }
            aim => aim.goal(now.1).map(|goal| scale.with_unit(goal, lang)),
        };
        let due = due.0.label(lang);
        let mut text = if zh { format!("{period} {value}") } else { format!("{period}: {value}") };
        match (verdict, goal, aim) {
            (Verdict::Met, Some(goal), _) => text.push_str(&if zh {
                format!("，已达到 {due}目标 {goal}。")
            } else {
                format!(", the {due} target of {goal} is met.")
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
            (_, goal, _) => {
                if let Some(asked) = asked {
                    let asked = scale.with_unit(asked, lang);
                    text.push_str(&if zh {
                        format!("，按路径应为 {asked}")
                    } else {
                        format!(", the path asks {asked}")
                    });
                }
                if let (Some(goal), Some(gap)) = (goal, gap) {
                    let over = gap.is_sign_negative() && !gap.is_zero();
                    let strict = gap.is_zero();
                    let gap = scale.difference(gap.abs(), lang);
                    text.push_str(&match (zh, over, strict) {
                        (true, _, true) => format!("；{due}目标要求超过 {goal}。"),
                        (false, _, true) => format!("; the {due} target is to exceed {goal}."),
                        (true, true, _) => format!("；比 {due}目标 {goal} 多 {gap}。"),
                        (false, true, _) => format!("; {gap} above the {due} target of {goal}."),
                        (true, false, _) => format!("；到 {due}目标 {goal} 还差 {gap}。"),
                        (false, false, _) => format!("; {gap} short of the {due} target of {goal}."),
                    });
                }
            }
        }
        text
    };
    Bilingual::new(in_lang(Lang::Zh), in_lang(Lang::En))
}
