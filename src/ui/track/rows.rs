//! Targets as they are painted: every word of every row made once, not once a frame.

use std::{collections::HashMap, sync::Arc};

use rust_decimal::prelude::ToPrimitive as _;

use crate::{
    base::{Lang, quantity_text},
    desk::{SeriesPoint, TrackLine, verdict_words},
    plan::Nature,
    trend::Verdict,
    ui::look::Look,
};

/// One target as a painted row.
#[derive(Clone, Debug)]
pub(in crate::ui) struct TargetRow {
    /// The indicator's name, 力争 behind it.
    pub(super) name: String,
    /// Over what, where another target has the same name.
    pub(super) apart: String,
    /// The series; `None` is a gap, and so is what too few have answered.
    pub(super) spark: Vec<Option<f64>>,
    /// The newest value is not of everybody.
    pub(super) is_open: bool,
    /// The newest value.
    pub(super) now: String,
    /// Its period.
    pub(super) as_of: String,
    /// What the path asks for then.
    pub(super) path: String,
    /// The target as printed.
    pub(super) target: String,
    /// What is missing.
    pub(super) gap: String,
    /// The verdict; none for what cannot be computed here.
    pub(super) verdict: Option<Verdict>,
    /// The verdict in words: 晚 2 年.
    pub(super) words: String,
    /// 约束性.
    pub(super) is_binding: bool,
    /// 存疑.
    pub(super) is_doubtful: bool,
    /// What a reader of the screen hears.
    pub(super) label: String,
    /// What is read under the pointer.
    pub(super) told: String,
}

/// The rows of some lines in one language.
#[derive(Clone, Debug)]
pub(in crate::ui) struct TargetRows {
    lines: Arc<Vec<TrackLine>>,
    lang: Lang,
    rows: Vec<TargetRow>,
}

impl TargetRows {
    /// Words every line.
    pub(in crate::ui) fn of(lines: &Arc<Vec<TrackLine>>, look: &Look) -> Self {
        let mut named: HashMap<&str, usize> = HashMap::new();
        for line in lines.iter() {
            *named.entry(&line.name.zh).or_default() += 1;
        }
        let rows = lines.iter().map(|line| row(line, named[line.name.zh.as_str()] > 1, look)).collect();
        Self { lines: Arc::clone(lines), lang: look.lang, rows }
    }

    /// Gives the rows kept if they are of these lines in this language, else words them.
    pub(in crate::ui) fn kept(
        kept: &mut Option<Arc<Self>>,
        lines: &Arc<Vec<TrackLine>>,
        look: &Look,
    ) -> Arc<Self> {
        let fits = |rows: &Self| Arc::ptr_eq(&rows.lines, lines) && rows.lang == look.lang;
        match kept.as_ref().filter(|rows| fits(rows)) {
            Some(rows) => Arc::clone(rows),
            None => Arc::clone(kept.insert(Arc::new(Self::of(lines, look)))),
        }
    }

    /// Gives the nth row.
    pub(in crate::ui) fn row(&self, at: usize) -> Option<&TargetRow> {
        self.rows.get(at)
    }
}

fn row(line: &TrackLine, is_shared: bool, look: &Look) -> TargetRow {
    let (lang, scale, standing) = (look.lang, &line.scale, &line.standing);
    let mut name = look.text(&line.name).to_owned();
    if !line.hedge.is_empty() {
        name.push_str(&match lang {
            Lang::Zh => format!("（{}）", line.hedge),
            Lang::En => format!(" ({})", look.say("target.hedged")),
        });
    }
    let now = standing.now.map(|(_, value)| scale.short(value, lang)).unwrap_or_default();
    let newest = standing.now.and_then(|(period, _)| line.series.iter().find(|at| at.period == period));
    let words = if line.is_elsewhere {
        look.say("verdict.elsewhere").into_owned()
    } else {
        verdict_words(standing, lang)
    };
    let target = look.text(&line.target).to_owned();
    let told = [look.text(&standing.sentence), look.text(&line.gap.sentence), look.text(&line.lack)];
    let told = told.into_iter().chain([look.text(&line.doubt)]).filter(|text| !text.is_empty());
    TargetRow {
        label: format!("{} {now} {target} {words}", look.text(&line.name)),
        name,
        apart: if is_shared { look.text(&line.scope).to_owned() } else { String::new() },
        spark: line.series.iter().map(drawn).collect(),
        is_open: newest.is_some_and(|at| !at.coverage.is_complete()),
        now,
        as_of: standing.now.map(|(period, _)| period.label(lang)).unwrap_or_default(),
        path: standing.path_now.map(|value| scale.short(value, lang)).unwrap_or_default(),
        target,
        gap: gap_words(line, look),
        verdict: (!line.is_elsewhere).then_some(standing.verdict),
        words,
        is_binding: line.nature == Nature::Binding,
        is_doubtful: !line.doubt.zh.is_empty(),
        told: told.collect::<Vec<_>>().join("\n"),
    }
}

/// Gives the height of a period in the sparkline: a sum over few of its units would look like a fall.
fn drawn(at: &SeriesPoint) -> Option<f64> {
    at.value.filter(|_| at.is_judged).and_then(|value| value.to_f64())
}

/// Writes what is missing for a column: things where they can be counted, units by name, else the difference.
fn gap_words(line: &TrackLine, look: &Look) -> String {
    if line.is_elsewhere || matches!(line.standing.verdict, Verdict::Met | Verdict::NotScored) {
        return String::new();
    }
    if let Some(things) = line.gap.things.as_ref().filter(|things| !things.missing.is_zero()) {
        let amount = quantity_text(things.missing, things.missing.normalize().scale());
        return format!("{amount} {}", look.text(&things.unit)).trim().to_owned();
    }
    if !line.gap.who.is_empty() {
        return look.say_with("track.n_short", &[("n", &line.gap.who.len().to_string())]);
    }
    let missing = line.missing().filter(|missing| !missing.is_zero());
    missing.map(|missing| line.scale.difference(missing, look.lang)).unwrap_or_default()
}
