//! Which targets are listed, in which order, and the bands that part them.

use std::{collections::HashMap, sync::Arc};

use crate::{
    base::{Lang, Query},
    desk::{TrackFilter, TrackLine, TrackOrder, tracked},
    indicator::Topic,
    plan::Nature,
    trend::Verdict,
    ui::{look::Look, plan::clause_group},
};

/// What a reader narrows the list by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Wish {
    pub(super) search: String,
    pub(super) clause: Option<String>,
    pub(super) topic: Option<Topic>,
    pub(super) verdict: Option<Verdict>,
    pub(super) nature: Option<Nature>,
    pub(super) with_elsewhere: bool,
    pub(super) order: TrackOrder,
}

impl Wish {
    /// Says whether anything but the order is asked for.
    pub(super) fn narrows(&self) -> bool {
        *self != Self { order: self.order, ..Self::default() }
    }

    pub(super) fn filter(&self) -> TrackFilter {
        TrackFilter {
            words: Query::new(&self.search),
            clause: self.clause.clone(),
            topic: self.topic,
            verdict: self.verdict,
            nature: self.nature,
            with_elsewhere: self.with_elsewhere,
        }
    }
}

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    /// A band with its words and how many stand under it.
    Band(String, usize),
    /// A target, by its place among the lines.
    Target(usize),
}

/// What is listed of some lines.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    lines: Arc<Vec<TrackLine>>,
    wish: Wish,
    lang: Lang,
    pub(super) entries: Vec<Entry>,
    /// How many each verdict would leave, whatever verdict is chosen.
    pub(super) verdicts: [(Verdict, usize); 6],
}

impl Listed {
    /// Gives what was listed if nothing has changed, else lists anew.
    pub(super) fn kept(
        kept: &mut Option<Arc<Self>>,
        lines: &Arc<Vec<TrackLine>>,
        wish: &Wish,
        look: &Look,
    ) -> Arc<Self> {
        let fits = |of: &Self| Arc::ptr_eq(&of.lines, lines) && of.wish == *wish && of.lang == look.lang;
        match kept.as_ref().filter(|of| fits(of)) {
            Some(of) => Arc::clone(of),
            None => Arc::clone(kept.insert(Arc::new(Self::of(lines, wish, look)))),
        }
    }

    fn of(lines: &Arc<Vec<TrackLine>>, wish: &Wish, look: &Look) -> Self {
        let places: HashMap<&str, usize> =
            lines.iter().enumerate().map(|(at, line)| (line.row.as_str(), at)).collect();
        let found = tracked(lines, &wish.filter(), wish.order);
        let any = TrackFilter { verdict: None, ..wish.filter() };
        let verdicts = Verdict::ALL.map(|verdict| {
            let is_so =
                |line: &&TrackLine| !line.is_elsewhere && line.standing.verdict == verdict && any.takes(line);
            (verdict, lines.iter().filter(is_so).count())
        });
        let is_parted = wish.order != TrackOrder::Binding || has_binding_and_others(&found);
        let mut entries = Vec::new();
        let mut head: Option<usize> = None;
        for line in &found {
            let band = band(line, wish.order, look);
            let is_same =
                head.is_some_and(|at| matches!(&entries[at], Entry::Band(last, _) if *last == band));
            if is_parted && !is_same {
                head = Some(entries.len());
                entries.push(Entry::Band(band, 0));
            }
            if let Some(Entry::Band(_, under)) = head.and_then(|at| entries.get_mut(at)) {
                *under += 1;
            }
            entries.extend(places.get(line.row.as_str()).map(|at| Entry::Target(*at)));
        }
        Self { lines: Arc::clone(lines), wish: wish.clone(), lang: look.lang, entries, verdicts }
    }

    /// Gives the place of a line in the list.
    pub(super) fn place(&self, line: usize) -> Option<usize> {
        self.entries.iter().position(|entry| *entry == Entry::Target(line))
    }

    /// Gives the first target of the list.
    pub(super) fn first(&self) -> Option<usize> {
        self.targets().next()
    }

    fn targets(&self) -> impl Iterator<Item = usize> {
        self.entries.iter().filter_map(|entry| match entry {
            Entry::Target(at) => Some(*at),
            Entry::Band(..) => None,
        })
    }

    /// Gives the target so many steps from one, bands left out.
    pub(super) fn stepped(&self, from: usize, steps: isize) -> Option<usize> {
        let targets: Vec<usize> = self.targets().collect();
        let at = targets.iter().position(|at| *at == from).unwrap_or(0);
        let to = at.saturating_add_signed(steps).min(targets.len().checked_sub(1)?);
        targets.get(to).copied()
    }
}

fn has_binding_and_others(found: &[&TrackLine]) -> bool {
    let is_binding = |line: &&TrackLine| line.nature == Nature::Binding;
    found.iter().any(is_binding) && !found.iter().all(is_binding)
}

/// Names the band a target stands in.
fn band(line: &TrackLine, order: TrackOrder, look: &Look) -> String {
    if line.is_elsewhere && order != TrackOrder::Plan {
        return look.say("verdict.elsewhere").into_owned();
    }
    match order {
        TrackOrder::Binding if line.nature == Nature::Binding => look.text(&line.nature.name()).to_owned(),
        TrackOrder::Binding => look.say("track.not_binding").into_owned(),
        TrackOrder::Worst => look.verdict(line.standing.verdict).2.into_owned(),
        TrackOrder::Plan => line.clauses.first().map(|clause| clause_group(clause)).unwrap_or_default(),
        TrackOrder::Topic => look.text(&line.topic.name()).to_owned(),
    }
}
