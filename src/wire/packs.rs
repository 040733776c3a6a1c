//! Catalogue, plan and unit packs: shipped inside the program, issued or authored in a workspace.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    base::Bilingual,
    indicator::{Catalogue, CatalogueError, CatalogueParts},
    plan::{Plan, PlanError},
    unit::Unit,
    wire::{Digested, WireError, open, seal},
};

const VERSION: u32 = 1;

macro_rules! shipped {
    ($folder:literal: $($name:literal),+ $(,)?) => {
        [$(($name, include_str!(concat!("../../assets/", $folder, "/", $name, ".ron")))),+]
    };
}

/// A fault of a pack, with the file it is in.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum PackFault {
    /// The file cannot be read.
    #[error("{file}: {fault}")]
    File {
        /// Which file.
        file: String,
        /// Why.
        fault: WireError,
    },
    /// The catalogue is unsound.
    #[error("catalogue: {0}")]
    Catalogue(CatalogueError),
    /// A plan is unsound.
    #[error("{file}: {fault}")]
    Plan {
        /// Which file.
        file: String,
        /// Why.
        fault: PlanError,
    },
}

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

/// Reads one plan pack; [`Plan::faults`] is for the caller, who has the catalogue.
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
    open::<UnitsV1>(bytes, "duibiao-units", VERSION, Digested::IfPresent).map(|body| body.units)
}

/// Writes a register.
///
/// # Errors
/// Only if RON cannot write a text.
pub fn units_text(units: &[Unit]) -> Result<String, ron::Error> {
    seal("duibiao-units", VERSION, &UnitsV1 { units: units.to_vec() })
}

/// Reads the catalogue files that are shipped with the program.
///
/// # Errors
/// Every fault of every file; the tests see to it that there is none.
pub fn shipped_catalogue_parts() -> Result<Vec<CatalogueParts>, Vec<PackFault>> {
    let files = shipped!("catalogue":
        "scopes", "scopes-plans",
        "elements-register", "elements-beds", "elements-staff", "elements-specialties", "elements-emr",
        "elements-tcm", "elements-maternal", "elements-publichealth", "elements-primary", "elements-operations",
        "indicators-beds-staff", "indicators-specialties", "indicators-emr-tcm", "indicators-maternal",
        "indicators-publichealth", "indicators-primary", "indicators-operations",
        "forms",
    );
    let mut parts = Vec::new();
    let mut faults = Vec::new();
    for (name, text) in files {
        match catalogue_parts_from_text(text.as_bytes()) {
            Ok(part) => parts.push(part),
            Err(fault) => faults.push(PackFault::File { file: format!("catalogue/{name}.ron"), fault }),
        }
    }
    if faults.is_empty() { Ok(parts) } else { Err(faults) }
}

/// Builds the catalogue that is shipped with the program.
///
/// # Errors
/// Every fault of every file, and what makes the whole unsound.
pub fn shipped_catalogue() -> Result<Catalogue, Vec<PackFault>> {
    catalogue_of(shipped_catalogue_parts()?)
}

/// Builds a catalogue from files.
///
/// # Errors
/// Everything that makes the whole unsound.
pub fn catalogue_of(parts: Vec<CatalogueParts>) -> Result<Catalogue, Vec<PackFault>> {
    Catalogue::new(parts).map_err(|faults| faults.into_iter().map(PackFault::Catalogue).collect())
}

/// Reads the plan packs that are shipped with the program, checked against a catalogue.
///
/// # Errors
/// Every fault of every pack.
pub fn shipped_plans(catalogue: &Catalogue) -> Result<Vec<Plan>, Vec<PackFault>> {
    let files = shipped!("plans":
        "hulunbuir-2024", "shahekou-14th-five-year", "qujing-public-hospitals", "chizhou-2023",
        "central-opinion-2023",
    );
    let mut plans = Vec::new();
    let mut faults = Vec::new();
    for (name, text) in files {
        let file = format!("plans/{name}.ron");
        match plan_from_text(text.as_bytes()) {
            Ok(plan) => {
                let found = plan.faults(catalogue).into_iter();
                faults.extend(found.map(|fault| PackFault::Plan { file: file.clone(), fault }));
                plans.push(plan);
            }
            Err(fault) => faults.push(PackFault::File { file, fault }),
        }
    }
    if faults.is_empty() { Ok(plans) } else { Err(faults) }
}

impl PackFault {
    /// Says what is wrong, in both languages.
    pub fn sentence(&self) -> Bilingual {
        match self {
            Self::File { file, fault } => {
                let fault = fault.sentence();
                Bilingual::new(format!("{}({file})", fault.zh), format!("{} ({file})", fault.en))
            }
            Self::Catalogue(fault) => {
                Bilingual::new(format!("指标目录有误:{fault}"), format!("Catalogue: {fault}"))
            }
            Self::Plan { file, fault } => {
                Bilingual::new(format!("规划有误:{fault}({file})"), format!("Plan: {fault} ({file})"))
            }
        }
    }
}
