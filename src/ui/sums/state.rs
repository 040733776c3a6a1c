//! What the screen remembers.

use std::{cell::OnceCell, sync::Arc};

use crate::{
    base::{Period, PeriodKind, UnitId},
    desk::{Board, Desk, Ranked, RankedAmong, RollUpItem},
    ui::{
        look::Look,
        sums::{
            adding::{Adding, BoardOf},
            drill_ui::DrillState,
            explained_ui::ExplainedState,
            grid::Grid,
            reporting_ui::ReportingState,
        },
    },
};

/// 页签.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) enum Tab {
    /// 报送情况.
    #[default]
    Reporting,
    /// 汇总表.
    Table,
    /// 热力图.
    Heat,
    /// 排序与分布.
    Ranking,
    /// 情况说明.
    Explained,
}

impl Tab {
    pub(super) const ALL: [(Self, &'static str); 5] = [
        (Self::Reporting, "sum.tab_reporting"),
        (Self::Table, "sum.tab_table"),
        (Self::Heat, "sum.tab_heat"),
        (Self::Ranking, "sum.tab_ranking"),
        (Self::Explained, "sum.tab_explained"),
    ];
}

/// What a ranking was made of: item, unit, period, who, state of the desk.
type RankedOf = (RollUpItem, UnitId, Period, RankedAmong, u64);

/// 排序与分布的状态.
#[derive(Debug, Default)]
pub(super) struct RankingState {
    pub(super) item: Option<RollUpItem>,
    pub(super) among: RankedAmong,
    pub(super) search: String,
    pub(super) chosen: usize,
    made: Option<(RankedOf, Arc<Ranked>)>,
}

impl RankingState {
    /// Gives the ranking, made anew when something has changed and the totals are at hand.
    pub(super) fn ranked(
        &mut self,
        desk: &Desk,
        board: &Board,
        item: &RollUpItem,
        unit: &UnitId,
        generation: u64,
    ) -> Option<Arc<Ranked>> {
        let of = (item.clone(), unit.clone(), board.period, self.among, generation);
        let is_current = self.made.as_ref().is_some_and(|(known, _)| *known == of);
        if !is_current && desk.has_totals(board.period) {
            let made = desk.ranked(item, unit, board.period, self.among);
            self.made = Some((of, Arc::new(made)));
            self.chosen = 0;
        }
        self.made.as_ref().map(|(_, made)| Arc::clone(made))
    }
}

/// 汇总画面的状态.
#[derive(Debug, Default)]
pub struct SumsState {
    pub(super) tab: Tab,
    pub(super) period: Option<Period>,
    pub(super) unit: Option<UnitId>,
    pub(super) adding: Adding,
    board: Option<(BoardOf, Arc<Board>)>,
    pub(super) reporting: ReportingState,
    pub(super) grid: Grid,
    pub(super) drill: DrillState,
    pub(super) ranking: RankingState,
    pub(super) explained: ExplainedState,
    /// The question before a statement goes upward: whether the returns travel along.
    pub(super) hands_up: Option<bool>,
    periods: OnceCell<(u64, Vec<Period>)>,
}

impl SumsState {
    /// Gives the board at hand and the state of the desk it was made in; starts to add up where it is another's.
    pub(super) fn board(
        &mut self,
        desk: &Desk,
        look: &Look,
        ctx: &egui::Context,
    ) -> (Option<Arc<Board>>, BoardOf, bool) {
        let root = desk.overseer();
        let period = self.settled_period(desk, look);
        let of = (root.clone(), period, look.today, desk.generation());
        if let Some((made_of, made)) = self.adding.finished() {
            self.board = Some((made_of, Arc::new(desk.keep_board(made))));
        }
        let is_current =
            self.board.as_ref().is_some_and(|(known, _)| *known == of) && desk.has_totals(period);
        if !is_current {
            self.adding.ask(of.clone(), || desk.board_task(&root, period, look.today), ctx);
        }
        // What is of another period or of another chair says nothing here.
        let shown = self.board.as_ref().filter(|(known, _)| (&known.0, known.1) == (&root, period));
        let board = shown.map(|(_, board)| Arc::clone(board));
        let made_in = shown.map_or_else(|| of.clone(), |(known, _)| known.clone());
        (board, made_in, is_current)
    }

    /// Gives the period, by default the one before today's.
    fn settled_period(&mut self, desk: &Desk, look: &Look) -> Period {
        *self.period.get_or_insert_with(|| {
            let kind = desk.catalogue().forms().first().map_or(PeriodKind::Year, |form| form.period);
            let last = Period::containing(kind, look.today).previous();
            let known = desk.periods().filter(|period| period.kind() == kind && *period <= last).last();
            known.unwrap_or(last)
        })
    }

    /// Gives the periods to choose from, the newest first.
    pub(super) fn periods(&mut self, desk: &Desk, look: &Look) -> Vec<Period> {
        if self.periods.get().is_some_and(|(of, _)| *of != desk.generation()) {
            self.periods.take();
        }
        let make = || {
            let due = desk.catalogue().forms().iter();
            let due = due.map(|form| Period::containing(form.period, look.today).previous());
            let mut found: Vec<Period> = desk.periods().chain(due).collect();
            found.sort_by_key(|period| std::cmp::Reverse((period.last_day(), *period)));
            found.dedup();
            (desk.generation(), found)
        };
        self.periods.get_or_init(make).1.clone()
    }

    /// Gives the unit looked at: below the one the board is of.
    pub(super) fn settled_unit(&mut self, desk: &Desk, period: Period) -> UnitId {
        let root = desk.overseer();
        let fits = |id: &UnitId| {
            let is_open = desk.tree().unit(id).is_some_and(|unit| unit.is_open(period.last_day()));
            is_open && desk.tree().as_of(period.last_day()).is_within(id, &root)
        };
        match &self.unit {
            Some(unit) if fits(unit) => unit.clone(),
            _ => root,
        }
    }
}
