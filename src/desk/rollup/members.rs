//! The returns that stand in a roll-up, each with its digest, so that two bureaus can prove they counted the same.

use std::sync::Arc;

use crate::{
    base::{FormId, Period, UnitId},
    desk::Desk,
    returns::{ReturnKey, Status, UnitReturn},
    wire::return_digest,
};

/// One return of a roll-up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RollUpMember {
    /// Whose.
    pub unit: UnitId,
    /// The units above it and itself, the highest first.
    pub path: Vec<UnitId>,
    /// Which form.
    pub form: FormId,
    /// The version of the form it was filled in.
    pub form_version: u32,
    /// Its revision.
    pub revision: u64,
    /// Where it stands.
    pub status: Status,
    /// Digest of what it says.
    pub digest: String,
}

impl Desk {
    /// Lists the returns that stand in the totals of a unit, in the order of the register, then of the form's id.
    pub fn roll_up_members(&self, root: &UnitId, period: Period) -> Vec<RollUpMember> {
        let member = |found: &UnitReturn| RollUpMember {
            unit: found.key.unit.clone(),
            path: self.path_to(&found.key.unit, found.key.period),
            form: found.key.form.clone(),
            form_version: found.form_version,
            revision: found.revision,
            status: found.status(),
            digest: self.digest_of(found),
        };
        self.returns_in(root, period).map(member).collect()
    }

    /// Gives the returns of a period of every unit below one that exists on its last day, without those sent back.
    pub(super) fn returns_in(&self, root: &UnitId, period: Period) -> impl Iterator<Item = &UnitReturn> {
        let units = self.tree.open_below(root, period.last_day()).into_iter();
        let found = units.flat_map(move |unit| self.returns_of(&unit.id)).map(AsRef::as_ref);
        found.filter(move |found| found.key.period == period && self.is_in_totals(found))
    }

    /// Gives the units above a unit at the end of a period and itself, the highest first.
    pub(super) fn path_to(&self, unit: &UnitId, period: Period) -> Vec<UnitId> {
        let tree = self.tree.as_of(period.last_day());
        let mut path = vec![unit.clone()];
        while let Some(parent) = path.last().and_then(|id| tree.unit(id)).and_then(|unit| unit.parent.clone())
        {
            path.push(parent);
        }
        path.reverse();
        path
    }

    /// Gives the digest of what a return says; it is kept until the return changes.
    pub(super) fn digest_of(&self, found: &UnitReturn) -> String {
        if let Some(digest) = self.digests.borrow().get(&found.key) {
            return digest.clone();
        }
        // A return whose words RON cannot write has no digest, and is never equal to another.
        let digest = return_digest(found).unwrap_or_default();
        self.digests.borrow_mut().insert(found.key.clone(), digest.clone());
        digest
    }

    /// Gives a unit's returns without looking through those of others.
    pub(crate) fn returns_of(&self, unit: &UnitId) -> impl Iterator<Item = &Arc<UnitReturn>> {
        let unit = unit.clone();
        let first = ReturnKey::first_of(&unit);
        let at = first.into_iter().flat_map(|first| self.returns.range(first..));
        at.take_while(move |(key, _)| key.unit == unit).map(|(_, found)| found)
    }
}
