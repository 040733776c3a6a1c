//! 机构登记册: as rows for the screen, for csv and for the command line; changed one unit at a time or from a file.

pub mod attributes;
mod change;
mod commands;
mod differences;
mod foresee;
mod import;
mod rules;
mod table;

pub use attributes::{AttributeFault, AttributeWrong};
pub use change::{Correction, Rank, UnitChange};
pub use differences::{FieldChange, UnitField};
pub use import::{ImportOutcome, ImportRow, RegisterImport};
pub use table::register_table;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::{
    base::{Bilingual, Cell, Lang, Query, UnitId},
    desk::Desk,
    unit::{Tree, Unit},
};

/// A unit in the order of the tree.
#[derive(Clone, Copy, Debug)]
pub struct RegisterLine<'a> {
    /// The unit.
    pub unit: &'a Unit,
    /// How far below the unit the list starts at.
    pub depth: usize,
}

/// Gives a unit's attributes as of a day: id, name, kind, level, grade, ownership, parent, opened, closed.
pub fn unit_cells(unit: &Unit, lang: Lang, on: NaiveDate) -> Vec<Cell> {
    let coded = |code: &str, name: Bilingual| Cell::coded(code, name.text(lang));
    let day = |day: Option<NaiveDate>| Cell::text(day.map(|day| day.to_string()).unwrap_or_default());
    let standing = unit.standing(on);
    let grade = standing.and_then(|standing| standing.grade);
    vec![
        Cell::text(unit.id.as_str()),
        Cell::text(unit.name.text(lang)),
        coded(unit.kind.code(), unit.kind.name()),
        standing.map_or_else(Cell::default, |standing| Cell::number(Decimal::from(standing.level), 0)),
        grade.map_or_else(Cell::default, |grade| coded(grade.code(), grade.name())),
        standing.map_or_else(Cell::default, |standing| {
            coded(standing.ownership.code(), standing.ownership.name())
        }),
        Cell::text(unit.parent.as_ref().map(ToString::to_string).unwrap_or_default()),
        day(unit.opened),
        day(unit.closed),
    ]
}

impl Desk {
    /// Lists a unit and everything below it as it stood on a day, in the order of the tree: a bureau's own institutions
    /// before its areas. With words to search for only what they find, without its place in the tree.
    pub fn register(&self, root: &UnitId, query: &Query, on: NaiveDate) -> Vec<RegisterLine<'_>> {
        let tree = self.tree.as_of(on);
        let mut lines = Vec::new();
        if let Some(unit) = tree.unit(root) {
            gather(tree, unit, 0, &mut lines);
        }
        if !query.is_empty() {
            lines.retain(|line| {
                query.finds(&line.unit.name, line.unit.id.as_str()) || query.finds(&line.unit.kind.name(), "")
            });
            lines.iter_mut().for_each(|line| line.depth = 0);
        }
        lines
    }

    /// Says whether we look after other units, whose register is ours to see.
    pub fn has_register(&self) -> bool {
        self.our_unit().is_some_and(|unit| unit.area.is_some())
    }
}

fn gather<'a>(tree: &'a Tree, unit: &'a Unit, depth: usize, lines: &mut Vec<RegisterLine<'a>>) {
    lines.push(RegisterLine { unit, depth });
    let mut children: Vec<&Unit> = tree.children(&unit.id).collect();
    children.sort_by_key(|child| child.area.is_some());
    for child in children {
        gather(tree, child, depth + 1, lines);
    }
}
