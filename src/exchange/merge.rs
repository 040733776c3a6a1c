//! 三方合并: two versions of a return and the last one both come from become one, cell by cell.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    base::{CheckId, ElementId, Figure},
    returns::{Entry, UnitReturn},
};

/// One of two versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Side {
    /// 现存: the one at hand.
    Ours,
    /// 来件: the one that arrived.
    Theirs,
}

/// The last version both sides come from.
#[derive(Clone, Copy, Debug)]
pub enum Ancestor<'a> {
    /// They have none in common: both began with an empty form.
    None,
    /// They have one, but its figures are not at hand: every difference is a clash.
    Unknown,
    /// This one.
    Known(&'a UnitReturn),
}

/// One cell in which the two differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellMerge {
    /// Which cell.
    pub element: ElementId,
    /// What stood in the last common version; `None` if it is not known.
    pub base: Option<Entry>,
    /// What stands in ours.
    pub ours: Entry,
    /// What stands in theirs.
    pub theirs: Entry,
    /// The side that changed it; `None` where both did, differently.
    pub changed_by: Option<Side>,
}

impl CellMerge {
    /// Says whether both sides changed it, differently: a person has to choose.
    pub const fn is_clash(&self) -> bool {
        self.changed_by.is_none()
    }

    /// Gives what one side says.
    pub const fn of(&self, side: Side) -> &Entry {
        match side {
            Side::Ours => &self.ours,
            Side::Theirs => &self.theirs,
        }
    }
}

/// 合并 of two versions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merge {
    /// The cells that differ, by element.
    pub cells: Vec<CellMerge>,
}

/// What a cell says to others: figure, note and explanations; marks for oneself are none of it.
fn said(entry: &Entry) -> (&Figure, &str, BTreeMap<&CheckId, &str>) {
    let explained = entry.explanations.iter().map(|(check, said)| (check, said.text.as_str()));
    (&entry.figure, &entry.note, explained.collect())
}

fn says_the_same(one: &Entry, other: &Entry) -> bool {
    said(one) == said(other)
}

impl Merge {
    /// Compares two versions with the last one both come from.
    ///
    /// A cell one side left as it was takes what the other side says. The sides are alike: exchanging them exchanges
    /// ours and theirs in the result and nothing else.
    ///
    /// ```
    /// use duibiao::{base::Figure, exchange::{Ancestor, Merge, Side}, returns::{Entry, ReturnKey, UnitReturn}};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let key = ReturnKey { unit: "H1".parse()?, form: "hospital".parse()?, period: "2025".parse()? };
    /// let beds = "beds_total".parse()?;
    /// let base = UnitReturn::new(key, 1);
    /// let (ours, mut theirs) = (base.clone(), base.clone());
    /// theirs.replace(&beds, Entry::of(Figure::Known(800.into())));
    /// let merge = Merge::of(Ancestor::Known(&base), &ours, &theirs);
    /// assert_eq!(merge.cells[0].changed_by, Some(Side::Theirs));
    /// # Ok(())
    /// # }
    /// ```
    pub fn of(ancestor: Ancestor<'_>, ours: &UnitReturn, theirs: &UnitReturn) -> Self {
        let elements: BTreeSet<&ElementId> = ours.entries.keys().chain(theirs.entries.keys()).collect();
        let cell = |element: &ElementId| {
            let (ours, theirs) = (ours.entry(element), theirs.entry(element));
            if says_the_same(&ours, &theirs) {
                return None;
            }
            let base = match ancestor {
                Ancestor::None => Some(Entry::default()),
                Ancestor::Unknown => None,
                Ancestor::Known(base) => Some(base.entry(element)),
            };
            let changed_by = base.as_ref().and_then(|base| {
                match (says_the_same(base, &ours), says_the_same(base, &theirs)) {
                    (true, _) => Some(Side::Theirs),
                    (_, true) => Some(Side::Ours),
                    _ => None,
                }
            });
            Some(CellMerge { element: element.clone(), base, ours, theirs, changed_by })
        };
        Self { cells: elements.into_iter().filter_map(cell).collect() }
    }

    /// Gives the cells a person has to choose in.
    pub fn clashes(&self) -> impl Iterator<Item = &CellMerge> {
        self.cells.iter().filter(|cell| cell.is_clash())
    }

    /// Gives the cells of ours that become what theirs says, with the choices made; what was not chosen goes to the side
    /// that changed it.
    ///
    /// # Errors
    /// The clashes without a choice, and the chosen cells that do not differ.
    pub fn settled(
        &self,
        choices: &BTreeMap<ElementId, Side>,
    ) -> Result<Vec<(ElementId, Entry)>, Vec<ElementId>> {
        let differ: BTreeSet<&ElementId> = self.cells.iter().map(|cell| &cell.element).collect();
        let open = self.clashes().map(|cell| &cell.element).filter(|element| !choices.contains_key(*element));
        let wrong: Vec<ElementId> =
            open.chain(choices.keys().filter(|element| !differ.contains(element))).cloned().collect();
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let side = |cell: &CellMerge| choices.get(&cell.element).copied().or(cell.changed_by);
        let taken = self.cells.iter().filter(|cell| side(cell) == Some(Side::Theirs));
        Ok(taken.map(|cell| (cell.element.clone(), cell.theirs.clone())).collect())
    }
}
