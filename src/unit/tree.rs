//! The tree of units by parent links.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use thiserror::Error;

use crate::{
    base::UnitId,
    unit::{Area, Unit, UnitKind},
};

/// What is wrong with a register.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum TreeError {
    /// Two units have one id.
    #[error("unit {0} stands in the register twice")]
    Duplicate(UnitId),
    /// A parent is missing.
    #[error("unit {unit} names {parent} as its parent, which is not in the register")]
    Parent {
        /// The unit.
        unit: UnitId,
        /// What it names.
        parent: UnitId,
    },
    /// A unit is merged into one that is missing, or into itself.
    #[error("unit {unit} is merged into {into}, which is not another unit of the register")]
    Merged {
        /// The unit.
        unit: UnitId,
        /// What it names.
        into: UnitId,
    },
    /// Parents go round in a circle.
    #[error("unit {0} is its own ancestor")]
    Circle(UnitId),
}

/// 机构树: all units of the register.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    units: BTreeMap<UnitId, Unit>,
    children: BTreeMap<UnitId, Vec<UnitId>>,
    roots: Vec<UnitId>,
    /// The register as it was before each day on which a unit was moved, oldest first.
    past: Vec<(NaiveDate, Self)>,
}

impl Tree {
    /// Builds the tree, keeping the register's order among siblings.
    ///
    /// # Errors
    /// A duplicate id, an unknown parent or a circle, now or before a move; a unit merged into an unknown one.
    pub fn new(register: impl IntoIterator<Item = Unit>) -> Result<Self, TreeError> {
        let tree = Self::standing(register)?;
        let days: BTreeSet<NaiveDate> =
            tree.units.values().flat_map(|unit| &unit.moves).map(|moved| moved.on).collect();
        let mut past = Vec::new();
        for day in days {
            past.push((day, Self::standing(tree.all().map(|unit| unit.before(day)))?));
        }
        let strayed = tree.units.values().find_map(|unit| {
            let into = unit.merged_into.as_ref()?;
            (into == &unit.id || !tree.units.contains_key(into)).then(|| (unit.id.clone(), into.clone()))
        });
        match strayed {
            Some((unit, into)) => Err(TreeError::Merged { unit, into }),
            None => Ok(Self { past, ..tree }),
        }
    }

    /// Gives the register as it stood on a day: each unit below the bureau it reported to then.
    pub fn as_of(&self, on: NaiveDate) -> &Self {
        self.past.iter().find(|(until, _)| on < *until).map_or(self, |(_, tree)| tree)
    }

    /// Builds the tree by the parents units have now.
    fn standing(register: impl IntoIterator<Item = Unit>) -> Result<Self, TreeError> {
        let mut tree = Self::default();
        let mut order = Vec::new();
        for unit in register {
            order.push(unit.id.clone());
            if let Some(twice) = tree.units.insert(unit.id.clone(), unit) {
                return Err(TreeError::Duplicate(twice.id));
            }
        }
        for id in order {
            let Some(unit) = tree.units.get(&id) else { continue };
            match &unit.parent {
                None => tree.roots.push(id),
                Some(parent) if tree.units.contains_key(parent) => {
                    tree.children.entry(parent.clone()).or_default().push(id);
                }
                Some(parent) => {
                    return Err(TreeError::Parent { unit: id, parent: parent.clone() });
                }
            }
        }
        let reached: BTreeSet<_> =
            tree.roots.iter().flat_map(|root| tree.below(root)).map(|unit| unit.id.clone()).collect();
        match tree.units.keys().find(|id| !reached.contains(*id)) {
            Some(id) => Err(TreeError::Circle(id.clone())),
            None => Ok(tree),
        }
    }

    /// Gives a unit.
    pub fn unit(&self, id: &UnitId) -> Option<&Unit> {
        self.units.get(id)
    }

    /// Gives every unit, parents before children, siblings in the register's order.
    pub fn all(&self) -> impl Iterator<Item = &Unit> {
        self.roots.iter().flat_map(|root| self.below(root))
    }

    /// Counts the units.
    pub fn len(&self) -> usize {
        self.units.len()
    }

    /// Says whether there is no unit.
    pub fn is_empty(&self) -> bool {
        self.units.is_empty()
    }

    /// Gives the direct children.
    pub fn children(&self, id: &UnitId) -> impl Iterator<Item = &Unit> {
        self.children.get(id).into_iter().flatten().filter_map(|child| self.units.get(child))
    }

    /// Gives a unit and everything below it, parents first.
    pub fn below(&self, id: &UnitId) -> Vec<&Unit> {
        let mut found = Vec::new();
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            let Some(unit) = self.units.get(id) else { continue };
            found.push(unit);
            if let Some(children) = self.children.get(id) {
                open.extend(children.iter().rev());
            }
        }
        found
    }

    /// Gives what stood below a unit on a day, itself included, and existed then.
    pub fn open_below(&self, id: &UnitId, on: NaiveDate) -> Vec<&Unit> {
        self.as_of(on).below(id).into_iter().filter(|unit| unit.is_open(on)).collect()
    }

    /// Says whether `id` is `ancestor` or stands below it now.
    pub fn is_within(&self, id: &UnitId, ancestor: &UnitId) -> bool {
        let mut at = Some(id);
        while let Some(here) = at {
            if here == ancestor {
                return true;
            }
            at = self.units.get(here).and_then(|unit| unit.parent.as_ref());
        }
        false
    }

    /// Gives the bureaus of one area level at or below a unit, as of a day.
    pub fn areas(&self, id: &UnitId, area: Area, on: NaiveDate) -> Vec<&Unit> {
        let fits = |unit: &&Unit| unit.kind == UnitKind::Bureau && unit.area == Some(area);
        self.open_below(id, on).into_iter().filter(fits).collect()
    }
}
