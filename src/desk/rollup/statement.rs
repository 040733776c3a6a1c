//! 汇总上报: a bureau's totals as they travel upward, with the returns they were counted from, and counting them again.

use std::sync::Arc;

use chrono::NaiveDateTime;

use crate::{
    base::{Bilingual, Figure, Period, UnitId},
    desk::{
        Desk,
        rollup::{RollUpItem, RollUpRecord, RollUpSince},
    },
    returns::{ReturnKey, UnitReturn},
    rollup::{Lack, Outcome},
    wire::{CountyStatement, Sender, StatementMember, SummedFigure, statement_digest, statement_text},
};

impl Desk {
    /// Makes what a bureau hands upward: the elements of a unit with everything below it, and the digest of each return
    /// that was counted. With `returns` those that were handed in travel along, for whoever computes over them.
    pub fn statement_upward(
        &self,
        unit: &UnitId,
        period: Period,
        returns: bool,
        now: NaiveDateTime,
    ) -> CountyStatement {
        let figures = self.catalogue.elements().filter_map(|element| {
            let item = RollUpItem::Element(element.id.clone());
            // One that comes to the same as the indicator of its code is kept under that.
            let same = || Some(RollUpItem::Indicator(element.id.as_str().parse().ok()?));
            let outcome = self.total(&item, unit, period).or_else(|| self.total(&same()?, unit, period))?;
            (outcome.coverage.expected > 0).then(|| SummedFigure {
                element: element.id.clone(),
                figure: figure_of(&outcome),
                coverage: outcome.coverage,
            })
        });
        let figures = figures.collect();
        let members = self.roll_up_members(unit, period).into_iter().map(|member| StatementMember {
            key: ReturnKey { unit: member.unit, form: member.form, period },
            digest: member.digest,
        });
        let mut members: Vec<StatementMember> = members.collect();
        members.sort();
        let is_handed_in =
            |found: &&UnitReturn| !found.status().is_open() && found.head.submission().is_some();
        let travelling = self.returns_in(unit, period).filter(|_| returns).filter(is_handed_in);
        let from = Sender {
            program: env!("CARGO_PKG_VERSION").to_owned(),
            unit: self.seat.clone(),
            name: self.our_unit().map(|unit| unit.name.zh.clone()).unwrap_or_default(),
            who: self.who.clone(),
            at: now,
        };
        let mut made = CountyStatement {
            from,
            unit: unit.clone(),
            period,
            synthetic: self.workspace.synthetic,
            earlier: Vec::new(),
            figures,
            members,
            returns: travelling.cloned().collect(),
        };
        if let Some(before) = self.kept_statement(unit, period) {
            made.earlier.clone_from(&before.earlier);
            // The same again is no later version.
            let (last, now) = (statement_digest(before).ok(), statement_digest(&made).ok());
            made.earlier.extend(last.filter(|_| statement_digest(before).ok() != now));
        }
        made
    }

    /// Writes what is handed upward and remembers it, so that the next one follows on it.
    ///
    /// # Errors
    /// A workspace that is open read-only, or words that cannot be written; nothing is remembered then.
    pub fn hand_up(
        &mut self,
        unit: &UnitId,
        period: Period,
        returns: bool,
        now: NaiveDateTime,
    ) -> Result<String, Bilingual> {
        if self.is_read_only() {
            return Err(Bilingual::new(
                "工作区以只读方式打开，不能汇总上报。",
                "The workspace is open read-only; nothing can be handed up.",
            ));
        }
        let made = self.statement_upward(unit, period, returns, now);
        let text = statement_text(&made).map_err(|fault| {
            Bilingual::new(
                format!("汇总上报文件无法写成（{fault}）。"),
                format!("The rolled-up statement cannot be written ({fault})."),
            )
        })?;
        self.keep_statement(Arc::new(made));
        Ok(text)
    }

    /// Gives what was last handed upward of a unit and period.
    pub fn handed_up(&self, unit: &UnitId, period: Period) -> Option<Arc<CountyStatement>> {
        self.kept_statement(unit, period).cloned().map(Arc::new)
    }

    /// Remembers what a desk beside this one has handed upward.
    pub fn keep_handed_up(&mut self, statement: Arc<CountyStatement>) {
        if !self.is_read_only() {
            self.keep_statement(statement);
        }
    }

    /// Counts a statement again from what lies here: which returns are others, and which figures come out otherwise.
    /// Both empty: the two bureaus counted the same.
    pub fn recount(&self, statement: &CountyStatement) -> RollUpSince {
        let ours = self.statement_upward(&statement.unit, statement.period, false, statement.from.at);
        let record = RollUpRecord::of_statement;
        record(&ours).since(&record(statement)).unwrap_or_default()
    }
}

fn figure_of(outcome: &Outcome) -> Figure {
    match (outcome.value, outcome.lacks.first()) {
        (Some(value), _) => Figure::Known(value),
        (None, Some(Lack::NotApplicable(_))) => Figure::NotApplicable("汇总范围内均不适用".to_owned()),
        (None, _) => Figure::Blank,
    }
}
