//! Catalogue, plan and unit packs: shipped inside the program, issued or authored in a workspace.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    base::shipped_file,
    indicator::{Catalogue, CatalogueParts},
    plan::Plan,
    unit::Unit,
    wire::{Digested, Pack, PackFault, WireError, catalogue_of, grammar::with_item, open, plans_over, seal},
};

pub(super) const VERSION: u32 = 1;
/// The version of a register that knows of moves and mergers.
const UNITS_WITH_HISTORY: u32 = 2;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitsV1 {
    units: Vec<Unit>,
}

/// Reads one catalogue file.
///
/// # Errors
/// Everything a [`WireError`] names.
pub fn catalogue_parts_from_text(bytes: &[u8]) -> Result<CatalogueParts, WireError> {
    open(bytes, "duibiao-catalogue", VERSION, Digested::IfPresent)
}

/// Reads one plan pack; [`Plan::flaws`] is for the caller, who has the catalogue.
///
/// # Errors
/// Everything a [`WireError`] names.
pub fn plan_from_text(bytes: &[u8]) -> Result<Plan, WireError> {
    open(bytes, "duibiao-plan", VERSION, Digested::IfPresent)
}

/// Reads a register.
///
/// # Errors
/// Everything a [`WireError`] names; ids and parents are checked where the tree is built.
pub fn units_from_text(bytes: &[u8]) -> Result<Vec<Unit>, WireError> {
    open::<UnitsV1>(bytes, "duibiao-units", UNITS_WITH_HISTORY, Digested::IfPresent)
        .map(|body| body.units)
        .map_err(|fault| with_item(fault, bytes, "units", "id", ("单位", "unit")))
}

/// Writes a register; one in which nobody was ever moved or merged as version 1, which says all of it.
///
/// # Errors
/// Only if RON cannot write a text.
pub fn units_text(units: &[Unit]) -> Result<String, ron::Error> {
    let is_new = |unit: &Unit| unit.merged_into.is_some() || !unit.moves.is_empty();
    let version = if units.iter().any(is_new) { UNITS_WITH_HISTORY } else { VERSION };
    seal("duibiao-units", version, &UnitsV1 { units: units.to_vec() })
}

/// Reads the catalogue files that are shipped with the program.
///
/// # Errors
/// Every fault of every file; the tests see to it that there is none.
pub fn shipped_catalogue_packs() -> Result<Vec<Pack<CatalogueParts>>, Vec<PackFault>> {
    let files = [
        "scopes",
        "scopes-plans",
        "elements-register",
        "elements-beds",
        "elements-staff",
        "elements-specialties",
        "elements-emr",
        "elements-tcm",
        "elements-maternal",
        "elements-publichealth",
        "elements-primary",
        "elements-operations",
        "indicators-beds-staff",
        "indicators-specialties",
        "indicators-emr-tcm",
        "indicators-maternal",
        "indicators-publichealth",
        "indicators-primary",
        "indicators-operations",
        "forms",
    ];
    read_all(&files, "catalogue", Pack::catalogue)
}

/// Builds the catalogue that is shipped with the program.
///
/// # Errors
/// Every fault of every file, and what makes the whole unsound.
pub fn shipped_catalogue() -> Result<Catalogue, Vec<PackFault>> {
    catalogue_of(&shipped_catalogue_packs()?)
}

/// Reads the plan packs that are shipped with the program, checked against a catalogue.
///
/// # Errors
/// Every fault of every pack.
pub fn shipped_plans(catalogue: &Catalogue) -> Result<Vec<Arc<Plan>>, Vec<PackFault>> {
    let files = [
        "hulunbuir-2024",
        "shahekou-14th-five-year",
        "qujing-public-hospitals",
        "chizhou-2023",
        "central-opinion-2023",
    ];
    let (plans, faults) = plans_over(Vec::new(), read_all(&files, "plans", Pack::plan)?, catalogue);
    if faults.is_empty() { Ok(plans) } else { Err(faults) }
}

fn read_all<T>(
    files: &[&str],
    folder: &str,
    read: impl Fn(String, Vec<u8>) -> Result<Pack<T>, WireError>,
) -> Result<Vec<Pack<T>>, Vec<PackFault>> {
    let mut packs = Vec::new();
    let mut faults = Vec::new();
    for name in files {
        let file = format!("assets/{folder}/{name}.ron");
        match read(file.clone(), shipped_file(&file)) {
            Ok(pack) => packs.push(pack),
            Err(fault) => faults.push(PackFault::File { file, fault }),
        }
    }
    if faults.is_empty() { Ok(packs) } else { Err(faults) }
}
