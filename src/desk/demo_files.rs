//! Writing the made-up city as a workspace.

use std::path::Path;

use chrono::NaiveDateTime;

use crate::{
    base::Bilingual,
    desk::{DemoSize, Desk, demo_workspace},
    store::Folder,
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
