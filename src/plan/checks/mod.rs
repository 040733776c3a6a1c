//! What makes a plan pack sound: one check, one entry in one list.

mod mark;
mod row;

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    base::{Bilingual, Flaw, ItemKind},
    indicator::{
        Catalogue,
        checks::{DUPLICATE, missing, says},
    },
    plan::{Baseline, Deliverable, Milestone, Plan, Target},
};
use mark::{MARK, Stated};

/// A check: its code, and what it says of an item that fails it.
type Check<T> = (&'static str, fn(&T, &Plan, &Catalogue) -> Option<Bilingual>);

const PLAN: &[Check<Plan>] = &[
    ("plan.title", |plan, _, _| missing(&plan.title, "标题", "title")),
    ("plan.region", |plan, _, _| missing(&plan.region, "实施地区", "region")),
    ("plan.issuer", |plan, _, _| missing(&plan.issuer, "发文机关", "issuer")),
    ("plan.horizon", row::horizon),
    ("plan.years", row::years),
    ("plan.baseline_year", row::baseline_year),
    ("plan.relations", row::relations),
];

const MILESTONE: &[Check<Milestone>] =
    &[("milestone.name", |milestone, _, _| missing(&milestone.name, "名称", "name"))];

const TARGET: &[Check<Target>] = &[
    ("row.empty", |target, _, _| row::id(&target.row)),
    ("row.indicator", |target, _, catalogue| row::indicator(&target.indicator, catalogue)),
    ("target.scope", row::scope),
    ("row.scope_text", |target, _, _| row::scope_text(&target.scope_text)),
    ("row.unit", |target, _, catalogue| row::unit(&Stated::of_target(target, catalogue)?)),
    ("row.due", |target, plan, _| row::due(target.due, plan)),
    ("target.annual", |target, _, _| row::annual(target)),
    ("target.each", |target, _, _| row::each(target)),
];

const BASELINE: &[Check<Baseline>] = &[
    ("row.empty", |past, _, _| row::id(&past.row)),
    ("row.indicator", |past, _, catalogue| row::indicator(&past.indicator, catalogue)),
    ("row.scope_text", |past, _, _| row::scope_text(&past.scope_text)),
    ("row.unit", |past, _, catalogue| row::unit(&Stated::of_past(past, catalogue)?)),
    ("baseline.span", row::span),
    ("baseline.mark", row::past_mark),
];

const DELIVERABLE: &[Check<Deliverable>] = &[
    ("row.empty", |item, _, _| row::id(&item.row)),
    ("deliverable.name", |item, _, _| missing(&item.name, "名称", "name")),
    ("deliverable.code", row::code),
    ("deliverable.kind", row::kind),
    ("deliverable.progress", row::progress),
    ("deliverable.count", row::count),
    ("row.scope_text", |item, _, _| row::scope_text(&item.scope_text)),
    ("row.due", |item, plan, _| row::due(item.due, plan)),
];

/// The code under which a second plan of one id is told, which shows only where packs are laid over one another.
pub(crate) const TWICE: &str = "plan.twice";

/// Gives the codes of everything a plan is checked for.
pub fn plan_checks() -> impl Iterator<Item = &'static str> {
    fn codes<T>(checks: &[Check<T>]) -> impl Iterator<Item = &'static str> {
        checks.iter().map(|(code, _)| *code)
    }
    let lists = codes(PLAN).chain(codes(MILESTONE)).chain(codes(TARGET)).chain(codes(BASELINE));
    let marks = MARK.iter().map(|(code, _)| *code);
    let mut seen = BTreeSet::new();
    lists
        .chain(codes(DELIVERABLE))
        .chain(marks)
        .chain([DUPLICATE, TWICE])
        .filter(move |code| seen.insert(*code))
}

/// Lists everything wrong with a plan.
pub(super) fn flaws(plan: &Plan, catalogue: &Catalogue) -> Vec<Flaw> {
    let mut run = Run { plan, catalogue, flaws: Vec::new(), count: BTreeMap::new(), rows: BTreeMap::new() };
    run.item(PLAN, ItemKind::Plan, plan.id.as_str(), plan);
    for milestone in &plan.milestones {
        let on = milestone.on.to_string();
        run.item(MILESTONE, ItemKind::Milestone, &on, milestone);
        run.rows_of(ItemKind::Milestone, [format!("{on} {}", milestone.name.zh)]);
    }
    for target in &plan.targets {
        run.item(TARGET, ItemKind::Target, &target.row, target);
        run.mark(ItemKind::Target, &target.row, Stated::of_target(target, catalogue));
        run.rows_of(ItemKind::Target, rows(&target.row, &target.also));
    }
    for past in &plan.baselines {
        run.item(BASELINE, ItemKind::Baseline, &past.row, past);
        run.mark(ItemKind::Baseline, &past.row, Stated::of_past(past, catalogue));
        run.rows_of(ItemKind::Baseline, [past.row.clone()]);
    }
    for item in &plan.deliverables {
        run.item(DELIVERABLE, ItemKind::Deliverable, &item.row, item);
        run.rows_of(ItemKind::Deliverable, rows(&item.row, &item.also));
    }
    run.flaws
}

fn rows(row: &str, also: &[(String, String)]) -> Vec<String> {
    std::iter::once(row).chain(also.iter().map(|(row, _)| row.as_str())).map(str::to_owned).collect()
}

/// The checks under way, and the item they are at.
struct Run<'a> {
    plan: &'a Plan,
    catalogue: &'a Catalogue,
    flaws: Vec<Flaw>,
    /// How many items of a kind with an id were met so far.
    count: BTreeMap<(ItemKind, String), usize>,
    /// Where each row stood first.
    rows: BTreeMap<String, (ItemKind, String)>,
}

impl Run<'_> {
    fn item<T>(&mut self, checks: &'static [Check<T>], kind: ItemKind, id: &str, item: &T) {
        *self.count.entry((kind, id.to_owned())).or_default() += 1;
        for (check, says) in checks {
            if let Some(why) = says(item, self.plan, self.catalogue) {
                self.tell(check, kind, id, why);
            }
        }
    }

    fn mark(&mut self, kind: ItemKind, id: &str, stated: Option<Stated<'_>>) {
        let Some(stated) = stated else { return };
        for (check, says) in MARK {
            if let Some(why) = says(&stated, self.plan) {
                self.tell(check, kind, id, why);
            }
        }
    }

    fn tell(&mut self, check: &'static str, kind: ItemKind, id: &str, why: Bilingual) {
        let nth = self.count.get(&(kind, id.to_owned())).map_or(0, |count| count - 1);
        self.flaws.push(Flaw { check, kind, id: id.to_owned(), nth, why });
    }

    /// Takes the rows of the item just met; the first of them, or its first word, is the item's own.
    fn rows_of(&mut self, kind: ItemKind, rows: impl IntoIterator<Item = String>) {
        let mut own = None;
        for row in rows {
            let first_word = || row.split(' ').next().unwrap_or_default().to_owned();
            let id = own
                .get_or_insert_with(|| if kind == ItemKind::Milestone { first_word() } else { row.clone() });
            let id = id.clone();
            let Some((of, first)) = self.rows.get(&row) else {
                self.rows.insert(row, (kind, id));
                continue;
            };
            let (name, is_own) = (of.name(), *of == kind && *first == id);
            let why = if kind == ItemKind::Milestone {
                says(
                    "同一天已有同名节点。请只保留一处。",
                    "a milestone of this name stands on this day already. Keep one of them.",
                )
            } else if is_own {
                says(
                    format!("行号 {row} 重复出现。请只保留一处，或改用别的行号。"),
                    format!("the row {row} stands twice. Keep one of them, or give it another row."),
                )
            } else {
                says(
                    format!("行号 {row} 已用于{} {first}。请只保留一处，或改用别的行号。", name.zh),
                    format!(
                        "the row {row} is already taken by {} {first}. Keep one of them, or give it another row.",
                        name.en.to_lowercase()
                    ),
                )
            };
            if let Some(why) = why {
                self.tell(DUPLICATE, kind, &id, why);
            }
        }
    }
}
