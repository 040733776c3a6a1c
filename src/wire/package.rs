//! The format of a package (上报文件), version 1: returns with everything they say, in one text file.

use std::collections::BTreeSet;

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use crate::{
    base::UnitId,
    returns::{ReturnKey, UnitReturn},
    wire::{
        Digested, WireError,
        envelope::{open_of, place_of, verify},
        grammar::with_item,
        return_digest,
        returns::{ReturnV2, return_of_body, return_to_body},
        seal,
    },
};

const FORMAT: &str = "duibiao-package";
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
struct ItemV1 {
    /// Digest of what the return says.
    digest: String,
    /// Digest of what was handed in before it; none for a first handing in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    parent: Option<String>,
    body: ReturnV2,
}

/// Writes a package. The same returns give the same bytes on every machine.
///
/// # Errors
/// Only if RON cannot write a text.
pub fn package_text(package: &Package) -> Result<String, ron::Error> {
    let item = |unit_return: &UnitReturn| {
        let digest = return_digest(unit_return)?;
        let earlier = unit_return.head.submissions.iter().rev().skip(1);
        let parent = earlier.map(|one| one.digest.clone()).find(|earlier| *earlier != digest);
        Ok(ItemV1 { digest, parent, body: return_to_body(unit_return) })
    };
    let body = PackageV1 {
        program: package.program.clone(),
        from: package.from.clone(),
        from_name: package.from_name.clone(),
        made_by: package.made_by.clone(),
        made_at: package.made_at,
        returns: package.returns.iter().map(item).collect::<Result<_, ron::Error>>()?,
    };
    seal(FORMAT, VERSION, &body)
}

/// Reads a package.
///
/// # Errors
/// Everything a [`WireError`] names; [`WireError::Digest`] also where a return is not what its own digest says.
pub fn package_from_text(bytes: &[u8]) -> Result<Package, WireError> {
    let (version, body): (u32, PackageV1) = open_of(bytes, FORMAT, VERSION, Digested::Unchecked)
        .map_err(|fault| with_item(fault, bytes, "cells", "element", ("数据项", "element")))?;
    let mut returns = Vec::with_capacity(body.returns.len());
    let mut seen: BTreeSet<ReturnKey> = BTreeSet::new();
    for item in body.returns {
        let unit_return = return_of_body(item.body, bytes)?;
        if !seen.insert(unit_return.key.clone()) {
            let at = place_of(bytes, "unit", unit_return.key.unit.as_str(), 1);
            return Err(WireError::Duplicate { at, id: unit_return.key.to_string() });
        }
        if return_digest(&unit_return).ok().as_ref() != Some(&item.digest) {
            return Err(WireError::Digest);
        }
        returns.push(unit_return);
    }
    verify(bytes, FORMAT, version)?;
    Ok(Package {
        program: body.program,
        from: body.from,
        from_name: body.from_name,
        made_by: body.made_by,
        made_at: body.made_at,
        returns,
    })
}
