//! What follows from a deliverable as printed: who is responsible, in which clauses it stands, when it is due.

use chrono::{Datelike as _, NaiveDate};
use rust_decimal::Decimal;

use crate::{
    base::Period,
    plan::{Deliverable, Due, Plan, Progress},
};

/// How a deliverable's date stands in the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Printed {
    /// One period.
    Once,
    /// 每年: every year to the end of the plan.
    Yearly,
    /// 未印时限: the plan's horizon stands in.
    Nowhere,
}

impl Deliverable {
    /// Gives the quantity asked for, where the plan prints one.
    pub const fn asked(&self) -> Option<Decimal> {
        match self.progress {
            Progress::Count(asked) => asked,
            Progress::Done | Progress::Rises | Progress::NotExceed => None,
        }
    }

    /// Says whether progress is a figure with a unit; a yes/no item is ticked instead.
    pub fn takes_figure(&self) -> bool {
        self.kind != "boolean"
    }

    /// Gives how many decimals its figure may have: none where things are counted.
    pub fn decimals(&self) -> u32 {
        if self.kind == "count" { 0 } else { 4 }
    }

    /// Gives every clause it stands in, its own first; a repeated row adds its clause.
    pub fn clauses(&self) -> Vec<&str> {
        let mut clauses = vec![self.clause.as_str()];
        for (_, clause) in &self.also {
            if !clauses.contains(&clause.as_str()) {
                clauses.push(clause);
            }
        }
        clauses
    }

    /// Gives the 责任单位 one by one, in the order printed.
    ///
    /// Where the list is separated by `;` or `,`, a `、` belongs to a name (各县、市、区人民政府); only a list without
    /// them is separated by `、`. A closing 等 belongs to the list.
    pub fn responsible_bodies(&self) -> Vec<&str> {
        const STRONG: [char; 4] = [';', '；', ',', '，'];
        let has_strong = self.responsible.contains(STRONG);
        let is_one_name = self.responsible.starts_with("各县、市、区");
        let parts: Vec<&str> = if has_strong || is_one_name {
            self.responsible.split(STRONG).collect()
        } else {
            self.responsible.split('、').collect()
        };
        let mut bodies = Vec::new();
        for part in parts {
            let part = part.trim();
            let body = part.strip_suffix('等').unwrap_or(part);
            if !body.is_empty() && !bodies.contains(&body) {
                bodies.push(body);
            }
        }
        bodies
    }

    /// Gives when it is due, and how the date stands in `plan`; what is asked every year is due again this year.
    pub fn due_in(&self, plan: &Plan, today: NaiveDate) -> (Due, Printed) {
        let year = |year| Due(Period::year(year));
        if let Some(due) = self.due {
            return (due, Printed::Once);
        }
        match self.when.rsplit('/').next().map(str::trim) {
            Some("annual") => (year(today.year().clamp(plan.from, plan.to)), Printed::Yearly),
            Some(last) if !last.is_empty() => match last.parse() {
                Ok(period) => (Due(period), Printed::Once),
                Err(_) => (year(plan.to), Printed::Nowhere),
            },
            _ => (year(plan.to), Printed::Nowhere),
        }
    }
}
