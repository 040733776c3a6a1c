//! The format of a 报表任务包, version 2: plan, forms, checks, who is asked, for which period, until when, and what the
//! bureau's last roll-up came to. A pack without that is written as version 1, which older programs open.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    base::{ElementId, FormId, Period, PlanId, UnitId},
    unit::Unit,
    wire::{Digested, KnownTotals, Sender, WireError, envelope::place_of, is_inner_path, open, seal},
};

pub(crate) const FORMAT: &str = "duibiao-form-pack";
const VERSION: u32 = 2;
/// The version of a pack without a roll-up.
const PLAIN_VERSION: u32 = 1;
/// Where the files of a pack may lie in a workspace.
const FOLDERS: [&str; 4] = ["catalogue", "forms", "plans", "checks"];

/// 任务: a form that is asked for a period until a day.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Issue {
    /// Which form.
    pub form: FormId,
    /// Its version.
    pub form_version: u32,
    /// For which period.
    pub period: Period,
    /// Until when.
    pub due: NaiveDate,
    /// Whose desk asks.
    pub by: UnitId,
}

/// A file that goes into the workspace as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackFile {
    /// Its path in the workspace: `catalogue`, `forms`, `plans` or `checks`, and a name.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// 新旧数据项对照: an element that has another id from this pack on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Renamed {
    /// The id so far.
    pub old: ElementId,
    /// The id from now on.
    pub new: ElementId,
}

/// 报表任务包: everything a unit needs to fill in and hand in what is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormPack {
    /// The bureau.
    pub from: Sender,
    /// The plan that is followed.
    pub plan: PlanId,
    /// What is asked.
    pub issues: Vec<Issue>,
    /// Who is asked, and the bureaus above them.
    pub units: Vec<Unit>,
    /// Packs that are not shipped with the program.
    pub files: Vec<PackFile>,
    /// Elements that have another id than last time.
    pub renamed: Vec<Renamed>,
    /// What the bureau's last roll-up came to.
    pub above: Option<KnownTotals>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FormPackV2 {
    from: Sender,
    plan: PlanId,
    issues: Vec<Issue>,
    units: Vec<Unit>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    files: Vec<PackFile>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    renamed: Vec<Renamed>,
    /// From version 2 on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    above: Option<KnownTotals>,
}

/// Writes a form pack.
///
/// # Errors
/// Only if RON cannot write a text.
pub fn form_pack_text(pack: &FormPack) -> Result<String, ron::Error> {
    let FormPack { from, plan, issues, units, files, renamed, above } = pack.clone();
    let version = if above.is_some() { VERSION } else { PLAIN_VERSION };
    seal(FORMAT, version, &FormPackV2 { from, plan, issues, units, files, renamed, above })
}

/// Reads a form pack.
///
/// # Errors
/// Everything a [`WireError`] names; a unit, form and period or path that stands twice, and a path that leads out of the
/// four folders of packs, included.
pub fn form_pack_from_text(bytes: &[u8]) -> Result<FormPack, WireError> {
    let body: FormPackV2 = open(bytes, FORMAT, VERSION, Digested::Always)?;
    let twice = |field: &str, id: &str, nth: usize| {
        Err(WireError::Duplicate { at: place_of(bytes, field, id, nth), id: id.to_owned() })
    };
    let mut paths = BTreeSet::new();
    for file in &body.files {
        let inside = file.path.split_once('/').filter(|(folder, name)| {
            FOLDERS.contains(folder)
                && !name.contains('/')
                && !name.starts_with('.')
                && name.to_ascii_lowercase().ends_with(".ron")
        });
        if !is_inner_path(&file.path) || inside.is_none() || !paths.insert(file.path.to_lowercase()) {
            return twice("path", &file.path, 0);
        }
    }
    let mut units = BTreeSet::new();
    if let Some(unit) = body.units.iter().find(|unit| !units.insert(&unit.id)) {
        return twice("id", unit.id.as_str(), 1);
    }
    let mut asked = BTreeSet::new();
    if let Some(issue) =
        body.issues.iter().find(|issue| !asked.insert((&issue.form, issue.period.to_string())))
    {
        return twice("form", issue.form.as_str(), 1);
    }
    let FormPackV2 { from, plan, issues, units, files, renamed, above } = body;
    Ok(FormPack { from, plan, issues, units, files, renamed, above })
}
