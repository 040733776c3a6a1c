//! The format of a package (上报文件), version 1: returns with everything they say, in one text file.

use std::collections::BTreeSet;

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use crate::{
    base::UnitId,
    returns::{ReturnKey, UnitReturn},
    wire::{
        Digested, WireError,
        envelope::{open_of, place_of, seal_cells, verify},
        grammar::with_item,
        plain_cells::{Lifted, LiftedCells, lifted},
        return_digest,
        returns::{ReturnV2, return_of_body, return_to_body},
    },
};

pub(crate) const FORMAT: &str = "duibiao-package";
const VERSION: u32 = 1;

/// 上报文件: what travels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// Version of the program that wrote it.
    pub program: String,
    /// Whose desk it was written at.
    pub from: UnitId,
    /// What that unit is called there.
    pub from_name: String,
    /// Who wrote it.
    pub made_by: String,
    /// When, local time of that machine; decides nothing.
    pub made_at: NaiveDateTime,
    /// The returns, each as it was handed in.
    pub returns: Vec<UnitReturn>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PackageV1 {
    program: String,
    from: UnitId,
    from_name: String,
    made_by: String,
    made_at: NaiveDateTime,
    returns: Vec<ItemV1>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ItemV1 {
    /// Digest of what the return says.
    digest: String,
    /// Digest of what was handed in before it; none for a first handing in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    parent: Option<String>,
    body: ReturnV2,
}

/// Digest of what was handed in before what is handed in now; of the same handed in once more, what stood before both.
fn parent_of(unit_return: &UnitReturn, digest: &str) -> Option<String> {
    let earlier = unit_return.head.submissions.iter().rev().skip(1);
    earlier.map(|one| one.digest.clone()).find(|earlier| earlier != digest)
}

pub(crate) fn item_of(unit_return: &UnitReturn) -> Result<ItemV1, ron::Error> {
    let digest = return_digest(unit_return)?;
    let parent = parent_of(unit_return, &digest);
    Ok(ItemV1 { digest, parent, body: return_to_body(unit_return) })
}

/// Makes returns of their items; each must be what its own digest and parent say, and none may stand twice. Gives the
/// digests as well: they need not be made again.
pub(crate) fn returns_of(
    items: Vec<ItemV1>,
    lifted: LiftedCells,
    bytes: &[u8],
) -> Result<(Vec<UnitReturn>, Vec<String>), WireError> {
    let mut lifted = lifted.into_iter();
    let mut returns = Vec::with_capacity(items.len());
    let mut digests = Vec::with_capacity(items.len());
    let mut seen: BTreeSet<ReturnKey> = BTreeSet::new();
    for item in items {
        let unit_return = return_of_body(item.body, lifted.next().unwrap_or_default(), bytes)?;
        if !seen.insert(unit_return.key.clone()) {
            let at = place_of(bytes, "unit", unit_return.key.unit.as_str(), 1);
            return Err(WireError::Duplicate { at, id: unit_return.key.to_string() });
        }
        let is_its_own = return_digest(&unit_return).ok().as_ref() == Some(&item.digest)
            && parent_of(&unit_return, &item.digest) == item.parent;
        if !is_its_own {
            return Err(WireError::Digest);
        }
        returns.push(unit_return);
        digests.push(item.digest);
    }
    Ok((returns, digests))
}

/// Writes a package. The same returns give the same bytes on every machine.
///
/// # Errors
/// Only if RON cannot write a text.
pub fn package_text(package: &Package) -> Result<String, ron::Error> {
    let body = PackageV1 {
        program: package.program.clone(),
        from: package.from.clone(),
        from_name: package.from_name.clone(),
        made_by: package.made_by.clone(),
        made_at: package.made_at,
        returns: package.returns.iter().map(item_of).collect::<Result<_, ron::Error>>()?,
    };
    seal_cells(FORMAT, VERSION, &body)
}

/// Reads a package.
///
/// # Errors
/// Everything a [`WireError`] names; [`WireError::Digest`] also where a return is not what its own digest says.
pub fn package_from_text(bytes: &[u8]) -> Result<Package, WireError> {
    package_with_digests(bytes).map(|(package, _)| package)
}

/// Reads a package and gives the digest of each of its returns as well.
pub(crate) fn package_with_digests(bytes: &[u8]) -> Result<(Package, Vec<String>), WireError> {
    if let Some(Lifted { rest, cells }) = lifted(bytes)
        && let Ok(opened) = open_of::<PackageV1>(rest.as_bytes(), FORMAT, VERSION, Digested::Unchecked)
        && opened.1.returns.len() == cells.len()
        && let Ok(found) = package_of(opened, cells, bytes)
    {
        return Ok(found);
    }
    let opened = open_of(bytes, FORMAT, VERSION, Digested::Unchecked)
        .map_err(|fault| with_item(fault, bytes, "cells", "element", ("数据项", "element")))?;
    package_of(opened, Vec::new(), bytes)
}

/// Makes a package of what was read; every digest of the file must fit.
fn package_of(
    (version, body): (u32, PackageV1),
    lifted: LiftedCells,
    bytes: &[u8],
) -> Result<(Package, Vec<String>), WireError> {
    let (returns, digests) = returns_of(body.returns, lifted, bytes)?;
    verify(bytes, FORMAT, version)?;
    let package = Package {
        program: body.program,
        from: body.from,
        from_name: body.from_name,
        made_by: body.made_by,
        made_at: body.made_at,
        returns,
    };
    Ok((package, digests))
}
