//! One cell of 单位 × 指标: the figure as shown, what it is worth, and how it stands to the plan.

use crate::{
    base::{Bilingual, ElementId, Figure, Lang, Period, UnitId, quantity_text},
    desk::{
        Desk,
        rollup::{Board, RollUpItem, TotalState, decimals_of},
        sheet::figure_text,
    },
    indicator::{Formula, Indicator, IndicatorKind},
    returns::Coverage,
    rollup::element_formula,
    trend::{Scale, Standing},
};

/// The head of a column: what its cells are of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemHead {
    /// What.
    pub item: RollUpItem,
    /// Its name.
    pub name: Bilingual,
    /// The unit of its values; may be empty.
    pub unit: Bilingual,
}

/// What stands in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellKind {
    /// A figure, or why there is none.
    Total(TotalState),
    /// Text that could not be read, kept as typed.
    Unread,
}

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TotalCell {
    /// The figure without its unit; a word where there is none.
    pub shown: Bilingual,
    /// What it is worth.
    pub kind: CellKind,
    /// Who answered.
    pub coverage: Coverage,
    /// How it stands to the plan as of the period's last day; `None` where no target is held against it.
    pub standing: Option<Standing>,
    /// Why there is no figure, or what is missing from it; empty if nothing is.
    pub lack: Bilingual,
}

impl TotalCell {
    /// Says whether a figure stands there that not everybody asked has answered.
    pub const fn is_incomplete(&self) -> bool {
        matches!(self.kind, CellKind::Total(TotalState::Incomplete))
    }
}

impl Desk {
    /// Gives the columns of the plan's targets, each indicator once.
    pub fn target_heads(&self) -> Vec<ItemHead> {
        let head = |indicator: &Indicator| ItemHead {
            item: RollUpItem::Indicator(indicator.id.clone()),
            name: indicator.name.clone(),
            unit: indicator.unit.clone(),
        };
        self.plan_indicators().map(head).collect()
    }

    /// Gives the columns of a form's elements that combine upward, in the order of the form.
    pub fn form_heads(&self, form: &crate::base::FormId) -> Vec<ItemHead> {
        let Some(form) = self.catalogue.form(form) else { return Vec::new() };
        let head = |id: &ElementId| {
            let element = self.catalogue.element(id)?;
            element_formula(element)?;
            let same = id.as_str().parse().ok().and_then(|id| self.catalogue.indicator(&id));
            let same = same.filter(|found| element_formula(element).as_ref() == Some(&found.formula));
            let item = match same {
                Some(found) => RollUpItem::Indicator(found.id.clone()),
                None => RollUpItem::Element(id.clone()),
            };
            Some(ItemHead { item, name: element.name.clone(), unit: self.counted_in(element) })
        };
        form.elements().filter_map(head).collect()
    }

    /// Gives the head of one item.
    pub fn item_head(&self, item: &RollUpItem) -> Option<ItemHead> {
        let (name, unit) = match item {
            RollUpItem::Element(id) => {
                let element = self.catalogue.element(id)?;
                (element.name.clone(), self.counted_in(element))
            }
            RollUpItem::Indicator(id) => {
                let indicator = self.catalogue.indicator(id)?;
                (indicator.name.clone(), indicator.unit.clone())
            }
        };
        Some(ItemHead { item: item.clone(), name, unit })
    }

    /// Gives the formula of an item, with the element it would be typed as where it is one.
    pub fn item_formula(&self, item: &RollUpItem) -> Option<Formula> {
        self.formula_of(item)
    }

    /// Gives one cell: of a unit with nobody below it its own figure as typed, else the total.
    pub fn total_cell(
        &self,
        board: Option<&Board>,
        item: &RollUpItem,
        unit: &UnitId,
        period: Period,
    ) -> TotalCell {
        let Some(outcome) = self.total(item, unit, period) else {
            return self.without_figure(TotalState::NotAsked, Coverage::default(), Bilingual::default());
        };
        let state = TotalState::of(&outcome);
        let lack = outcome.lacks.first().map(|lack| lack.sentence(&self.catalogue, &self.tree));
        let lack = lack.unwrap_or_default();
        let coverage = outcome.coverage;
        if let RollUpItem::Element(id) = item
            && self.tree.as_of(period.last_day()).children(unit).next().is_none()
            && let Some(cell) = self.own_cell(id, unit, period, coverage)
        {
            return cell;
        }
        let Some(value) = outcome.value else { return self.without_figure(state, coverage, lack) };
        let (shown, standing) = match item {
            RollUpItem::Indicator(id) => match self.catalogue.indicator(id) {
                Some(indicator) => {
                    let scale = Scale::of(indicator, &self.catalogue);
                    let shown = |lang| scale.value(value, lang);
                    let shown = Bilingual::new(shown(Lang::Zh), shown(Lang::En));
                    (shown, self.standing_in(board, indicator, unit, period))
                }
                None => (Bilingual::default(), None),
            },
            RollUpItem::Element(id) => {
                let element = self.catalogue.element(id);
                let places = element.map_or(0, |element| decimals_of(element, &outcome));
                let text = quantity_text(value, places);
                (Bilingual::new(text.clone(), text), None)
            }
        };
        TotalCell { shown, kind: CellKind::Total(state), coverage, standing, lack }
    }

    fn without_figure(&self, state: TotalState, coverage: Coverage, lack: Bilingual) -> TotalCell {
        let shown = if state == TotalState::NotAsked { Bilingual::new("—", "—") } else { state.name() };
        TotalCell { shown, kind: CellKind::Total(state), coverage, standing: None, lack }
    }

    fn own_cell(
        &self,
        id: &ElementId,
        unit: &UnitId,
        period: Period,
        coverage: Coverage,
    ) -> Option<TotalCell> {
        let element = self.catalogue.element(id)?;
        let figure = self.statements.get(&period)?.get(unit)?.figure(id);
        let kind = match figure {
            Figure::Blank => return None,
            Figure::Known(_) => CellKind::Total(TotalState::Known),
            Figure::NotApplicable(_) => CellKind::Total(TotalState::NotApplicable),
            Figure::Unread(_) => CellKind::Unread,
        };
        let lack = match figure {
            Figure::NotApplicable(reason) => Bilingual::new(reason.clone(), reason.clone()),
            _ => Bilingual::default(),
        };
        let shown = match figure {
            Figure::NotApplicable(_) => TotalState::NotApplicable.name(),
            _ => figure_text(element, figure),
        };
        Some(TotalCell { shown, kind, coverage, standing: None, lack })
    }

    /// Judges an indicator of a unit against the plan as of a period's last day; `None` where no target of the plan is
    /// held against it there.
    pub fn standing_in(
        &self,
        board: Option<&Board>,
        indicator: &Indicator,
        unit: &UnitId,
        period: Period,
    ) -> Option<Standing> {
        let plan = self.plan()?;
        let target = self.target_on(indicator, unit, period)?;
        if indicator.kind == IndicatorKind::Rank {
            return None;
        }
        let seen = self.seen_until(board, unit, indicator, period);
        // A verdict is of this period's figure, not of one that happens to be the newest.
        seen.last().filter(|last| last.period == period && last.value.is_some())?;
        let standing = self.judge(plan, target, indicator, unit, &seen, period.last_day()).standing;
        Some(standing).filter(|standing| standing.now.is_none_or(|(of, _)| of == period))
    }
}
