//! Where a unit stands against a target.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::{
    base::{Bilingual, Lang, Period},
    plan::Due,
    trend::{
        Aim, Observation, Pace, Path, PathShape, Scale,
        pace::periods_late,
        sentence::{Said, kind_word, sentence},
    },
};

/// 判断, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// 滞后: behind the path, or not met when due, and at the recent pace not reached within five periods after it.
    OffTrack,
    /// 晚 n 期: behind the path or not met when due, and reached one to five periods late at the recent pace.
    Late,
    /// 缺数据.
    NoData,
    /// 正常: on or above the path, or behind it and yet in time at the recent pace.
    OnTrack,
    /// 达标.
    Met,
    /// 不评: words without a figure.
    NotScored,
}

impl Verdict {
    /// All of them, the worst first.
    pub const ALL: [Self; 6] =
        [Self::OffTrack, Self::Late, Self::NoData, Self::OnTrack, Self::Met, Self::NotScored];

    /// Names the verdict as the command line does.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::OnTrack => "on_track",
            Self::Late => "late",
            Self::OffTrack => "off_track",
            Self::NoData => "no_data",
            Self::NotScored => "not_scored",
        }
    }
}

impl Standing {
    /// Says by how much it comes late, in periods of its series: 2 年, 3 个季度; `None` unless it is late.
    pub fn late_words(&self, lang: Lang) -> Option<String> {
        let (period, _) = self.now.filter(|_| self.verdict == Verdict::Late)?;
        Some(format!("{} {}", self.late_by, kind_word(period, self.late_by, lang)))
    }
}

/// More periods late than this is no delay any more: a plan's term is five years.
pub const MOST_LATE: u32 = 5;

/// 现状: the newest figure against path and target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The judgement.
    pub verdict: Verdict,
    /// By how many periods of the series it comes late at the recent pace; 0 unless the verdict is late.
    pub late_by: u32,
    /// The newest period with a value, and the value.
    pub now: Option<(Period, Decimal)>,
    /// What the path asks for at that period.
    pub path_now: Option<Decimal>,
    /// The path, if there is a baseline and a goal.
    pub path: Option<Path>,
    /// Goal − now on the indicator's scale, if not met.
    pub gap: Option<Decimal>,
    /// How fast it has been moving.
    pub pace: Option<Pace>,
    /// The month in which it is reached at that pace, if not met.
    pub reached: Option<Period>,
    /// The sentence.
    pub sentence: Bilingual,
}

/// 路线: how a path is laid from its baseline to the goal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Route {
    /// The baseline the plan prints or somebody typed; without one it is taken from the series.
    pub start: Option<(Period, Decimal)>,
    /// 中期节点, the earliest first.
    pub between: Vec<(Period, Decimal)>,
    /// How it runs between two stops.
    pub shape: PathShape,
    /// Asked of each year anew: coming later is no answer.
    pub is_yearly: bool,
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
    standing_along(&Route::default(), observations, aim, due, baseline_year, today, scale)
}

/// Judges a series as [`standing`] does, along a route.
///
/// A target is compared with the unrounded value (GB/T 8170, 全数值比较法), the path at the decimals shown. What is
/// behind the path, or not met when due, is judged by the pace of the last three years: reached in time it is on
/// track, reached up to [`MOST_LATE`] periods later it is late, else off track.
pub fn standing_along(
    route: &Route,
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
    let start = route.start.or(own_start);
    // Nothing lies between two grades: a step asks the next one when it is due.
    let shape = if scale.is_graded() { PathShape::Step } else { route.shape };
    let route = &Route { shape, ..route.clone() };
    let path = start.zip(aim).and_then(|(start, aim)| path_to(route, start, aim, due));
    let path_now = now.zip(path.as_ref()).and_then(|((period, _), path)| path.at(period));
    let mut found = Standing {
        verdict: if aim.is_none() { Verdict::NotScored } else { Verdict::NoData },
        late_by: 0,
        now,
        path_now,
        path,
        gap: None,
        pace: Pace::of(&values).filter(|_| !scale.is_graded()),
        reached: None,
        sentence: Bilingual::default(),
    };
    let (Some(aim), Some((period, value))) = (aim, now) else {
        found.sentence = nothing_to_judge(aim.is_some());
        return found;
    };
    let met = aim.is_met(value, start.filter(|(from, _)| *from < period).map(|(_, value)| value));
    if met == Some(false) {
        found.gap = aim.goal(value).and_then(|goal| goal.checked_sub(value));
        let pace = found.pace.filter(|_| !route.is_yearly);
        found.reached = pace.and_then(|pace| pace.reaches(aim, value));
    }
    // A figure of an earlier period is held against the path, even when the due day has passed meanwhile.
    let is_past = period.last_day() >= due.date() || (found.path.is_none() && today > due.date());
    let is_due = is_past.then_some(false).or_else(|| on_path(aim, scale, value, path_now));
    found.verdict = match (met, is_due) {
        (Some(true), _) => Verdict::Met,
        (None, _) => Verdict::NoData,
        (Some(false), Some(true)) => Verdict::OnTrack,
        (Some(false), Some(false)) => {
            found.late_by = found.reached.map_or(0, |reached| periods_late(reached, due, period));
            match found.reached {
                Some(_) if found.late_by == 0 && !is_past => Verdict::OnTrack,
                Some(_) if (1..=MOST_LATE).contains(&found.late_by) => Verdict::Late,
                _ => Verdict::OffTrack,
            }
        }
        // A rise or a fall has no path; it is judged by its baseline.
        (Some(false), None) if aim.goal(value).is_none() => Verdict::OffTrack,
        (Some(false), None) => Verdict::NoData,
    };
    if found.verdict != Verdict::Late {
        found.late_by = 0;
    }
    let pace = found.pace.filter(|_| !route.is_yearly && found.gap.is_some());
    let said = Said { standing: &found, aim, due, scale, pace, now: (period, value) };
    found.sentence = sentence(&said);
    found
}

fn nothing_to_judge(has_aim: bool) -> Bilingual {
    if has_aim {
        Bilingual::new("还没有可计算的数值。", "No figure can be computed yet.")
    } else {
        Bilingual::new("规划只有文字要求，不作评分。", "The plan asks in words only; it is not scored.")
    }
}

/// Says whether a value is where the path asks it to be; `None` without a path.
fn on_path(aim: &Aim, scale: &Scale, value: Decimal, asked: Option<Decimal>) -> Option<bool> {
    // The path is our own line: what reads the same as it is on it. A target is compared in full.
    let (shown, asked) = (scale.rounded(value), scale.rounded(asked?));
    Some(match aim {
        Aim::Below { .. } => shown <= asked,
        // From below it may be ahead of the path, from above behind it, and never beyond the far end.
        Aim::Between(low, high) => (asked.min(*low)..=asked.max(*high)).contains(&shown),
        Aim::Above { .. } | Aim::Rising | Aim::Falling => shown >= asked,
    })
}

fn path_to(route: &Route, (start, from): (Period, Decimal), aim: &Aim, due: Due) -> Option<Path> {
    let to = path_end(aim, from)?;
    let far = match aim {
        Aim::Between(low, high) => Some(if to == *low && from < *low { *high } else { *low }),
        _ => None,
    };
    let far = far.filter(|far| *far != to);
    let path = Path {
        between: route.between.clone(),
        shape: route.shape,
        far,
        ..Path::straight((start, from), due, to)
    };
    // A rate cannot lead from or to 0: the straight line stands in.
    let is_drawable = path.is_drawable() || due.date() <= start.last_day();
    Some(if is_drawable { path } else { Path { shape: PathShape::Linear, ..path } })
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
