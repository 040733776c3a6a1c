//! Writing the made-up city as a workspace.

use std::{collections::BTreeMap, path::Path};

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

use crate::{
    base::{Bilingual, Period, UnitId},
    desk::{DemoSize, Desk, demo_workspace},
    returns::{Status, Submission, UnitReturn},
    store::Folder,
    unit::Unit,
    wire::{Package, fingerprint, package_text, return_digest},
};

/// Makes the demonstration workspace in a folder that holds none yet.
///
/// # Errors
/// A folder that holds a workspace already, or that cannot be written.
pub fn write_demo(
    root: &Path,
    size: DemoSize,
    last_year: i32,
    who: &str,
    now: NaiveDateTime,
) -> Result<(), Bilingual> {
    let (catalogue, _) = Desk::shipped_packs()?;
    let (workspace, units, returns) = demo_workspace(&catalogue, size, last_year).map_err(|fault| {
        Bilingual::new(format!("示例数据有误：{fault}"), format!("The demonstration cannot be made: {fault}"))
    })?;
    let folder = Folder::create(root, who, now, &workspace, &units).map_err(|fault| fault.sentence())?;
    for unit_return in &returns {
        folder.save_return(unit_return).map_err(|fault| fault.sentence())?;
    }
    Ok(())
}

/// Groups the returns of a made-up city as its units hand them in: one package a unit and period, what is empty left out.
pub fn demo_parcels(returns: &[UnitReturn]) -> BTreeMap<(Period, UnitId), Vec<&UnitReturn>> {
    let mut parcels: BTreeMap<(Period, UnitId), Vec<&UnitReturn>> = BTreeMap::new();
    for found in returns.iter().filter(|found| !found.entries.is_empty()) {
        parcels.entry((found.key.period, found.key.unit.clone())).or_default().push(found);
    }
    parcels
}

/// Writes the package a made-up unit hands in, three weeks after the period: the same bytes on every machine.
///
/// # Errors
/// Only if a text cannot be written.
pub fn demo_package(unit: &Unit, returns: &[&UnitReturn]) -> Result<String, Bilingual> {
    let last = returns.iter().map(|found| found.key.period.last_day()).max();
    let at = last.unwrap_or(NaiveDate::MIN).and_hms_opt(9, 0, 0).unwrap_or_default() + TimeDelta::days(21);
    let wrong = |fault: &dyn std::fmt::Display| {
        Bilingual::new(
            format!("无法写成上报文件（{fault}）。"),
            format!("The package cannot be written ({fault})."),
        )
    };
    let handed_in = |found: &&UnitReturn| {
        let mut found = UnitReturn::clone(found);
        let digest = return_digest(&found).map_err(|fault| wrong(&fault))?;
        found.revision += 1;
        found.head.status = Status::Submitted;
        let (who, revision) = (unit.name.zh.clone(), found.revision);
        found.head.submissions =
            vec![Submission { at, who, revision, fingerprint: fingerprint(&digest), digest }];
        Ok(found)
    };
    let package = Package {
        program: env!("CARGO_PKG_VERSION").to_owned(),
        from: unit.id.clone(),
        from_name: unit.name.zh.clone(),
        made_by: unit.name.zh.clone(),
        made_at: at,
        returns: returns.iter().map(handed_in).collect::<Result<_, Bilingual>>()?,
    };
    package_text(&package).map_err(|fault| wrong(&fault))
}
