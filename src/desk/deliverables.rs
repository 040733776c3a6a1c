//! The deliverables of a plan as a list to follow: state, due day, responsible bodies, and counts per clause.

use chrono::{Datelike as _, NaiveDate};

use crate::{
    base::{Align, Bilingual, Cell, Lang, PlanId, Query, Table},
    desk::Desk,
    plan::{Deliverable, Due, Plan, Printed},
    returns::{FollowedItem, FollowedState},
};

/// 时限: how a due day stands to today. Where the plan prints none, its horizon stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Timing {
    /// 已过期限; says nothing about whether it is done.
    Past,
    /// 今年内.
    ThisYear,
    /// 以后.
    Later,
}

/// One deliverable with what is recorded of it.
#[derive(Clone, Debug)]
pub struct DeliverableLine<'d> {
    /// What the plan prints.
    pub printed: &'d Deliverable,
    /// What is recorded; blank if nothing is.
    pub item: FollowedItem,
    /// 状态 that counts; `None` is blank.
    pub state: Option<FollowedState>,
    /// 责任单位 one by one.
    pub bodies: Vec<&'d str>,
    /// 条款, its own first.
    pub clauses: Vec<&'d str>,
    /// 期限; the horizon where none is printed.
    pub due: Due,
    /// Whether and how the plan prints it.
    pub due_printed: Printed,
    /// How it stands to today.
    pub timing: Timing,
}

impl<'d> DeliverableLine<'d> {
    /// Gives the first group it belongs to: its own clause, the leading body, its due day.
    pub fn lead(&self, by: Grouping) -> GroupKey<'d> {
        match by {
            Grouping::Clause => GroupKey::Clause(&self.printed.clause),
            Grouping::Body => GroupKey::Body(self.bodies.first().copied().unwrap_or_default()),
            Grouping::Due => GroupKey::Due(self.timing),
        }
    }

    /// Says whether it is recorded as not done although its day is past; of a blank one nobody knows.
    pub fn is_overdue(&self) -> bool {
        self.timing == Timing::Past && self.state.is_some_and(|state| state != FollowedState::Done)
    }
}

/// 计数 of states; blank is counted apart from 未开始.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// 完成.
    pub done: usize,
    /// 进行中.
    pub in_progress: usize,
    /// 未开始.
    pub not_started: usize,
    /// 未填.
    pub blank: usize,
}

impl Tally {
    /// Counts lines.
    pub fn of<'l, 'd: 'l>(lines: impl IntoIterator<Item = &'l DeliverableLine<'d>>) -> Self {
        let mut tally = Self::default();
        for line in lines {
            match line.state {
                Some(FollowedState::Done) => tally.done += 1,
                Some(FollowedState::InProgress) => tally.in_progress += 1,
                Some(FollowedState::NotStarted) => tally.not_started += 1,
                None => tally.blank += 1,
            }
        }
        tally
    }

    /// Gives the sum.
    pub const fn all(&self) -> usize {
        self.done + self.in_progress + self.not_started + self.blank
    }
}

/// 分组.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Grouping {
    /// By clause, in the order of the plan.
    #[default]
    Clause,
    /// By 责任单位, those with most items first; what names none comes last.
    Body,
    /// By due day.
    Due,
}

/// One group of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliverableGroup<'d> {
    /// The clause, the body or the class of the due day; `None` where no body is named.
    pub key: GroupKey<'d>,
    /// Its counts; an item of two clauses counts in both.
    pub tally: Tally,
    /// Its lines, as places in the list.
    pub lines: Vec<usize>,
}

/// What a group is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum GroupKey<'d> {
    /// 条款.
    Clause(&'d str),
    /// 责任单位; empty where the plan names none.
    Body(&'d str),
    /// 时限.
    Due(Timing),
}

fn keys_of<'d>(line: &DeliverableLine<'d>, by: Grouping) -> Vec<GroupKey<'d>> {
    match by {
        Grouping::Clause => line.clauses.iter().map(|clause| GroupKey::Clause(clause)).collect(),
        Grouping::Body if line.bodies.is_empty() => vec![GroupKey::Body("")],
        Grouping::Body => line.bodies.iter().map(|body| GroupKey::Body(body)).collect(),
        Grouping::Due => vec![GroupKey::Due(line.timing)],
    }
}

/// Puts lines into groups; a line stands in every group it belongs to.
pub fn deliverable_groups<'d>(lines: &[DeliverableLine<'d>], by: Grouping) -> Vec<DeliverableGroup<'d>> {
    let mut groups: Vec<DeliverableGroup<'d>> = Vec::new();
    // The lines' own clauses give the order; one a repeated row adds would come too early.
    for line in lines {
        let key = line.lead(by);
        if groups.iter().all(|group| group.key != key) {
            groups.push(DeliverableGroup { key, tally: Tally::default(), lines: Vec::new() });
        }
    }
    for (at, line) in lines.iter().enumerate() {
        for key in keys_of(line, by) {
            match groups.iter_mut().find(|group| group.key == key) {
                Some(group) => group.lines.push(at),
                None => groups.push(DeliverableGroup { key, tally: Tally::default(), lines: vec![at] }),
            }
        }
    }
    for group in &mut groups {
        group.tally = Tally::of(group.lines.iter().filter_map(|at| lines.get(*at)));
    }
    match by {
        Grouping::Clause => {}
        Grouping::Body => {
            groups
                .sort_by_key(|group| (group.key == GroupKey::Body(""), std::cmp::Reverse(group.lines.len())));
        }
        Grouping::Due => groups.sort_by(|a, b| a.key.cmp(&b.key)),
    }
    groups
}

/// 筛选; an empty one lets everything pass.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeliverableFilter {
    /// 条款.
    pub clause: Option<String>,
    /// 责任单位; the empty text stands for none named.
    pub body: Option<String>,
    /// 时限.
    pub timing: Option<Timing>,
    /// Only those for which the plan prints no date.
    pub undated: bool,
    /// 状态; the inner `None` stands for blank.
    pub state: Option<Option<FollowedState>>,
    /// Words of the name, the code, the scope, the bodies or the evidence.
    pub text: String,
}

impl DeliverableFilter {
    /// Says whether a line passes.
    pub fn passes(&self, line: &DeliverableLine<'_>) -> bool {
        self.clause.as_ref().is_none_or(|clause| line.clauses.contains(&clause.as_str()))
            && self.body.as_ref().is_none_or(|body| {
                line.bodies.contains(&body.as_str()) || (body.is_empty() && line.bodies.is_empty())
            })
            && self.timing.is_none_or(|timing| line.timing == timing)
            && (!self.undated || line.due_printed == Printed::Nowhere)
            && self.state.is_none_or(|state| line.state == state)
            && self.finds(line)
    }

    fn finds(&self, line: &DeliverableLine<'_>) -> bool {
        let query = Query::new(&self.text);
        if query.is_empty() {
            return true;
        }
        let printed = line.printed;
        let texts =
            [&printed.responsible, &line.item.evidence, &printed.clause, &printed.row].map(String::as_str);
        let plain = Bilingual::new(texts.join(" "), printed.scope_text.text(Lang::Zh));
        query.finds(&printed.name, printed.code.as_str()) || query.finds(&plain, "")
    }
}

impl Desk {
    /// Lists the deliverables of a plan in its order; rows that repeat one are one line with several clauses.
    pub fn deliverables(&self, plan: &PlanId, today: NaiveDate) -> Vec<DeliverableLine<'_>> {
        let Some(plan) = self.plan_of(plan) else { return Vec::new() };
        let followed = self.followed(&plan.id);
        plan.deliverables
            .iter()
            .map(|printed| {
                let item = followed.map(|found| found.item(&printed.row)).unwrap_or_default();
                line_of(plan, printed, item, today)
            })
            .collect()
    }

    /// Counts the deliverables of the active plan that are past due and recorded as not done.
    pub fn overdue_deliverables(&self, today: NaiveDate) -> usize {
        let Some((plan, followed)) = self.plan().and_then(|plan| Some((plan, self.followed(&plan.id)?)))
        else {
            return 0;
        };
        let recorded = plan.deliverables.iter().filter_map(|printed| {
            Some(line_of(plan, printed, followed.items.get(&printed.row)?.clone(), today))
        });
        recorded.filter(DeliverableLine::is_overdue).count()
    }
}

fn line_of<'d>(
    plan: &Plan,
    printed: &'d Deliverable,
    item: FollowedItem,
    today: NaiveDate,
) -> DeliverableLine<'d> {
    let (due, due_printed) = printed.due_in(plan, today);
    let timing = if due.date() < today {
        Timing::Past
    } else if due.date().year() == today.year() {
        Timing::ThisYear
    } else {
        Timing::Later
    };
    DeliverableLine {
        state: item.state_against(printed.asked()),
        item,
        bodies: printed.responsible_bodies(),
        clauses: printed.clauses(),
        due,
        due_printed,
        timing,
        printed,
    }
}

/// Lays lines out as the neutral table that is saved.
pub fn deliverable_table<'l, 'd: 'l>(
    title: &str,
    lines: impl IntoIterator<Item = &'l DeliverableLine<'d>>,
    lang: Lang,
) -> Table {
    let said = |zh: &str, en: &str| if lang == Lang::Zh { zh } else { en }.to_owned();
    let mut table = Table::new(
        title,
        [
            ("row", said("行号", "Row"), Align::Left),
            ("code", said("代码", "Code"), Align::Left),
            ("clause", said("条款", "Clause"), Align::Left),
            ("deliverable", said("举措", "Deliverable"), Align::Left),
            ("kind", said("类型", "Kind"), Align::Left),
            ("asked", said("要求", "Asked"), Align::Right),
            ("unit", said("单位", "Unit"), Align::Left),
            ("responsible", said("责任单位", "Responsible"), Align::Left),
            ("due", said("时限", "Due"), Align::Left),
            ("due_printed", said("时限出处", "Due as printed"), Align::Left),
            ("hedge", said("程度用语", "Hedge"), Align::Left),
            ("state", said("进展", "State"), Align::Left),
            ("figure", said("完成数", "Figure"), Align::Right),
            ("date", said("日期", "Date"), Align::Left),
            ("evidence", said("佐证", "Evidence"), Align::Left),
            ("recorded_by", said("记录人", "Recorded by"), Align::Left),
            ("recorded_at", said("记录时间", "Recorded at"), Align::Left),
        ],
    );
    for line in lines {
        let (printed, item) = (line.printed, &line.item);
        let (who, at) = item.recorded.clone().unzip();
        let figure = match &item.figure {
            crate::base::Figure::Unread(text) => Cell::text(text.clone()),
            figure => Cell::number_or_empty(figure.known(), figure.known().map_or(0, |value| value.scale())),
        };
        table.push(vec![
            Cell::text(printed.row.clone()),
            Cell::text(printed.code.to_string()),
            Cell::text(line.clauses.join("；")),
            Cell::text(printed.name.text(lang)),
            Cell::coded(
                printed.kind.as_str(),
                match printed.kind.as_str() {
                    "boolean" => said("做到与否", "Done or not"),
                    "count" => said("数量", "Count"),
                    "percent" => said("百分比", "Percent"),
                    other => other.to_owned(),
                },
            ),
            Cell::number_or_empty(printed.asked(), 0),
            Cell::text(printed.unit.clone()),
            Cell::text(printed.responsible.clone()),
            Cell::text(line.due.0.to_string()),
            match line.due_printed {
                Printed::Once => Cell::coded("printed", said("规划所印", "As printed")),
                Printed::Yearly => Cell::coded("yearly", said("每年", "Every year")),
                Printed::Nowhere => Cell::coded("horizon", said("规划期末", "End of the plan")),
            },
            Cell::text(printed.hedge.clone()),
            line.state.map_or_else(Cell::default, |state| Cell::coded(state.code(), state.name().text(lang))),
            figure,
            Cell::text(item.on.map(|day| day.to_string()).unwrap_or_default()),
            Cell::text(item.evidence.clone()),
            Cell::text(who.unwrap_or_default()),
            Cell::text(at.map(|at| at.format("%Y-%m-%d %H:%M").to_string()).unwrap_or_default()),
        ]);
    }
    table
}
