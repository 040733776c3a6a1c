//! 构成: a total taken apart one level at a time, down to the cells it came from.

use std::collections::BTreeMap;

use crate::{
    base::{Bilingual, Decimal, ElementId, FormId, Period, UnitId},
    desk::{
        Desk,
        rollup::{Board, RollUpItem, TotalCell},
        sheet::figure_text,
    },
    indicator::Formula,
    returns::ReturnKey,
    rollup::{Member, Outcome, Stand, Trace},
};

/// Numerator and denominator that each unit right below brings.
type Brought = BTreeMap<UnitId, (Option<Decimal>, Option<Decimal>)>;

/// What one unit right below brings to a total.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TotalPart {
    /// The unit.
    pub unit: UnitId,
    /// Its name.
    pub name: Bilingual,
    /// What the same item comes to there.
    pub cell: TotalCell,
    /// What it brings to the numerator, or to the only part.
    pub numerator: Option<Decimal>,
    /// What it brings to the denominator.
    pub denominator: Option<Decimal>,
}

/// One cell that a total is made of, in the unit's own return.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnPart {
    /// The element.
    pub element: ElementId,
    /// Its name.
    pub name: Bilingual,
    /// The unit of its values.
    pub unit: Bilingual,
    /// The figure as shown; empty where it is blank.
    pub shown: Bilingual,
    /// Whether it stands in the denominator.
    pub is_under: bool,
    /// Where the unit stands to that side of the formula.
    pub stand: Stand,
    /// The return it stands in.
    pub key: Option<ReturnKey>,
}

/// A total with what it is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TotalParts {
    /// The cell itself.
    pub cell: TotalCell,
    /// 分子.
    pub numerator: Option<Decimal>,
    /// 分母.
    pub denominator: Option<Decimal>,
    /// The unit's own cells.
    pub own: Vec<OwnPart>,
    /// Units right below that are asked, in the order of the register.
    pub parts: Vec<TotalPart>,
}

impl Desk {
    /// Takes a total apart: the unit's own cells, and what each unit right below comes to.
    pub fn total_parts(
        &self,
        board: Option<&Board>,
        item: &RollUpItem,
        unit: &UnitId,
        period: Period,
    ) -> TotalParts {
        let outcome = self.total(item, unit, period);
        let sides = |outcome: Option<&Outcome>| {
            (outcome.and_then(|found| found.numerator), outcome.and_then(|found| found.denominator))
        };
        let (numerator, denominator) = sides(outcome.as_deref());
        let trace = self.trace_total(item, unit, period);
        let brought = self.brought(item, unit, period, &trace);
        let mut parts = Vec::new();
        for child in
            self.tree.as_of(period.last_day()).children(unit).filter(|child| child.is_open(period.last_day()))
        {
            let Some(outcome) = self.total(item, &child.id, period) else { continue };
            let own = sides(Some(&outcome));
            let (numerator, denominator) = match brought.as_ref().map(|brought| brought.get(&child.id)) {
                Some(Some((top, bottom))) => (*top, *bottom),
                Some(None) => continue,
                None if outcome.coverage.expected == 0 && outcome.value.is_none() => continue,
                None => own,
            };
            parts.push(TotalPart {
                unit: child.id.clone(),
                name: child.name.clone(),
                cell: self.total_cell(board, item, &child.id, period),
                numerator,
                denominator,
            });
        }
        TotalParts {
            cell: self.total_cell(board, item, unit, period),
            numerator,
            denominator,
            own: self.own_parts(&trace, unit, period),
            parts,
        }
    }

    /// Adds up what stands in a total by unit right below, so that the parts come to the whole: a hospital has no rate
    /// per head of population and yet brings beds to one. `None` for a formula that does not add up.
    fn brought(&self, item: &RollUpItem, root: &UnitId, period: Period, trace: &Trace) -> Option<Brought> {
        let counts = match self.formula_of(item)? {
            Formula::CountUnits(_) | Formula::ShareUnits(_) => true,
            Formula::Highest { .. }
            | Formula::Rank(_)
            | Formula::MinOverAreas { .. }
            | Formula::ShareAreas { .. }
            | Formula::Entered(_) => return None,
            _ => false,
        };
        let side = |member: &Member, stand: Stand, elements: &[ElementId]| {
            let known = member.figures.iter().filter(|(id, _)| elements.contains(id));
            let figures = known.filter_map(|(_, figure)| figure.known());
            match (stand == Stand::Taken, counts) {
                (false, _) => None,
                (true, true) => Some(Decimal::ONE),
                (true, false) => figures.reduce(|sum, figure| sum.saturating_add(figure)),
            }
        };
        let mut brought = Brought::new();
        for member in trace.members.iter().filter(|member| member.unit != *root) {
            let path = self.path_to(&member.unit, period);
            let child = path.iter().skip_while(|id| *id != root).nth(1);
            let Some(child) = child else { continue };
            let entry = brought.entry(child.clone()).or_default();
            let under = if counts { &trace.over } else { &trace.under };
            let sides = [side(member, member.over, &trace.over), side(member, member.under, under)];
            for (sum, more) in [&mut entry.0, &mut entry.1].into_iter().zip(sides) {
                *sum = match (*sum, more) {
                    (Some(sum), Some(more)) => Some(sum.saturating_add(more)),
                    (sum, more) => sum.or(more),
                };
            }
        }
        Some(brought)
    }

    fn own_parts(&self, trace: &Trace, unit: &UnitId, period: Period) -> Vec<OwnPart> {
        let Some(own) = trace.members.iter().find(|member| member.unit == *unit) else { return Vec::new() };
        let sides = [(&trace.over, own.over, false), (&trace.under, own.under, true)];
        let mut found = Vec::new();
        for (elements, stand, is_under) in sides {
            for id in elements.iter().filter(|_| stand != Stand::Outside) {
                let Some(element) = self.catalogue.element(id) else { continue };
                let figure = own.figures.iter().find(|(of, _)| of == id).map(|(_, figure)| figure);
                found.push(OwnPart {
                    element: id.clone(),
                    name: element.name.clone(),
                    unit: element.unit.clone(),
                    shown: figure.map(|figure| figure_text(element, figure)).unwrap_or_default(),
                    is_under,
                    stand,
                    key: self.form_with(id, unit, period).map(|form| ReturnKey {
                        unit: unit.clone(),
                        form,
                        period,
                    }),
                });
            }
        }
        found
    }

    /// Gives the form in which a unit is asked for an element in a period.
    fn form_with(&self, element: &ElementId, unit: &UnitId, period: Period) -> Option<FormId> {
        let unit = self.tree.unit(unit)?;
        let mut forms = self.catalogue.forms_of(unit).filter(|form| form.period == period.kind());
        forms.find(|form| form.elements().any(|id| id == element)).map(|form| form.id.clone())
    }
}
