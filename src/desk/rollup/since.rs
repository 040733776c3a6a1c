//! What changed since the last roll-up: which returns came, changed or went, and which totals moved.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::{
    base::{Figure, FormId, Period, UnitId},
    desk::rollup::{RollUp, RollUpMember},
    wire::{CountyStatement, StatementMember},
};

/// What became of a return between two roll-ups.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MemberChange {
    /// It was not there.
    New,
    /// It says something else.
    Changed,
    /// It is there no more.
    Gone,
}

/// A total that is another one now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RollUpChange {
    /// The element or indicator.
    pub id: String,
    /// The exact value before; empty without one.
    pub before: String,
    /// The exact value now; empty without one.
    pub now: String,
}

/// What is kept of a roll-up to compare a later one with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RollUpRecord {
    unit: UnitId,
    period: Period,
    members: BTreeMap<(UnitId, FormId), String>,
    totals: BTreeMap<String, String>,
}

/// 自上次汇总以来的变化.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RollUpSince {
    /// Returns that came, changed or went, by unit and form.
    pub members: Vec<(UnitId, FormId, MemberChange)>,
    /// Totals that moved, by id.
    pub totals: Vec<RollUpChange>,
}

impl RollUpRecord {
    /// Keeps what a roll-up came to and who was in it.
    pub fn new(roll_up: &RollUp, members: &[RollUpMember]) -> Self {
        let total = |value: Option<rust_decimal::Decimal>| {
            value.map(|value| value.normalize().to_string()).unwrap_or_default()
        };
        Self {
            unit: roll_up.unit.clone(),
            period: roll_up.period,
            members: members
                .iter()
                .map(|member| ((member.unit.clone(), member.form.clone()), member.digest.clone()))
                .collect(),
            totals: roll_up
                .lines
                .iter()
                .map(|line| (line.item.id().to_owned(), total(line.outcome.value)))
                .collect(),
        }
    }

    /// Takes what a statement says.
    pub fn of_statement(statement: &CountyStatement) -> Self {
        let total = |figure: &Figure| match figure {
            Figure::Known(value) => value.normalize().to_string(),
            other => other.state().to_owned(),
        };
        let key = |member: &StatementMember| (member.key.unit.clone(), member.key.form.clone());
        Self {
            unit: statement.unit.clone(),
            period: statement.period,
            members: statement.members.iter().map(|one| (key(one), one.digest.clone())).collect(),
            totals: statement
                .figures
                .iter()
                .map(|one| (one.element.to_string(), total(&one.figure)))
                .collect(),
        }
    }

    /// Reads it back from the `rollup.json` of a hand-over; `None` for anything else.
    pub fn from_json(bytes: &[u8]) -> Option<Self> {
        let read: Value = serde_json::from_slice(bytes).ok()?;
        let text = |value: &Value, name: &str| value.get(name)?.as_str().map(str::to_owned);
        if text(&read, "format")? != super::hand_over::ROLL_UP {
            return None;
        }
        let member = |value: &Value| {
            let key = (text(value, "unit")?.parse().ok()?, text(value, "form")?.parse().ok()?);
            Some((key, text(value, "digest")?))
        };
        let total = |value: &Value| Some((text(value, "id")?, text(value, "value").unwrap_or_default()));
        Some(Self {
            unit: text(&read, "unit")?.parse().ok()?,
            period: text(&read, "period")?.parse().ok()?,
            members: read.get("members")?.as_array()?.iter().map(member).collect::<Option<_>>()?,
            totals: read.get("totals")?.as_array()?.iter().map(total).collect::<Option<_>>()?,
        })
    }

    /// Says what is other than in an earlier record; `None` where that is of another unit or period.
    pub fn since(&self, earlier: &Self) -> Option<RollUpSince> {
        if (&self.unit, self.period) != (&earlier.unit, earlier.period) {
            return None;
        }
        let mut since = RollUpSince::default();
        let keys: BTreeSet<_> = self.members.keys().chain(earlier.members.keys()).collect();
        for key in keys {
            let change = match (earlier.members.get(key), self.members.get(key)) {
                (None, _) => MemberChange::New,
                (_, None) => MemberChange::Gone,
                (Some(before), Some(now)) if before != now => MemberChange::Changed,
                _ => continue,
            };
            since.members.push((key.0.clone(), key.1.clone(), change));
        }
        let ids: BTreeSet<_> = self.totals.keys().chain(earlier.totals.keys()).collect();
        for id in ids {
            let of = |record: &Self| record.totals.get(id).cloned().unwrap_or_default();
            let (before, now) = (of(earlier), of(self));
            if before != now {
                since.totals.push(RollUpChange { id: id.clone(), before, now });
            }
        }
        Some(since)
    }
}
