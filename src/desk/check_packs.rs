//! Checks as files: shipped with the program, issued or written in a workspace, in one language.

use std::collections::BTreeSet;

use crate::{
    base::{CheckId, shipped_file},
    check::{CheckBook, ChecksFile, TWICE},
    indicator::Catalogue,
    wire::{Pack, PackFault, located},
};

const FORMAT: &str = "duibiao-checks";

/// Reads the checks that are shipped with the program.
///
/// # Errors
/// Every fault of every file; the tests see to it that there is none.
pub(super) fn shipped_checks() -> Result<Vec<Pack<ChecksFile>>, Vec<PackFault>> {
    let files = ["general", "hospital", "primary", "maternal", "publichealth", "bureau"];
    let mut packs = Vec::new();
    let mut faults = Vec::new();
    for name in files {
        let file = format!("assets/checks/{name}.ron");
        match Pack::of(file.clone(), shipped_file(&file), FORMAT) {
            Ok(pack) => packs.push(pack),
            Err(fault) => faults.push(PackFault::File { file, fault }),
        }
    }
    if faults.is_empty() { Ok(packs) } else { Err(faults) }
}

fn book_of(packs: &[Pack<ChecksFile>], catalogue: &Catalogue) -> Result<CheckBook, Vec<PackFault>> {
    let checks = packs.iter().flat_map(|pack| pack.body.checks.iter().cloned());
    CheckBook::new(checks, catalogue).map_err(|flaws| located(flaws, packs))
}

/// Lays checks of a workspace over the shipped ones: a code that is known is replaced, a new one is added.
///
/// A file with a flaw is left out and told. Shipped checks that do not fit a catalogue of the workspace are left out
/// one by one, without a word: the workspace does not ask for what they are about.
pub(super) fn book_over(
    shipped: &[Pack<ChecksFile>],
    issued: Vec<(String, Vec<u8>)>,
    catalogue: &Catalogue,
) -> (CheckBook, Vec<PackFault>) {
    let mut faults = Vec::new();
    let mut packs: Vec<Pack<ChecksFile>> = Vec::new();
    for (file, bytes) in issued {
        match Pack::of(file.clone(), bytes, FORMAT) {
            Ok(pack) => packs.push(pack),
            Err(fault) => faults.push(PackFault::File { file, fault }),
        }
    }
    // What a file defines twice, or two files define, is a flaw of the later one.
    while let Err(found) = book_of(&packs, catalogue) {
        let own = |fault: &&PackFault| !matches!(fault, PackFault::Flaw { flaw, .. } if flaw.check == TWICE);
        let any_own = found.iter().any(|fault| own(&fault));
        let wrong: BTreeSet<&str> =
            found.iter().filter(|fault| !any_own || own(fault)).map(PackFault::file).collect();
        if wrong.is_empty() {
            break;
        }
        packs.retain(|pack| !wrong.contains(pack.file.as_str()));
        faults.extend(found.iter().filter(|fault| wrong.contains(fault.file())).cloned());
    }
    let own: Vec<_> = packs.iter().flat_map(|pack| pack.body.checks.iter().cloned()).collect();
    let replaced: BTreeSet<&CheckId> = own.iter().map(|check| &check.id).collect();
    let mut checks: Vec<_> = shipped
        .iter()
        .flat_map(|pack| &pack.body.checks)
        .filter(|check| !replaced.contains(&check.id))
        .cloned()
        .collect();
    checks.extend(own.iter().cloned());
    loop {
        match CheckBook::new(checks.iter().cloned(), catalogue) {
            Ok(book) => return (book, faults),
            Err(flaws) => {
                let unfit: BTreeSet<&str> = flaws.iter().map(|flaw| flaw.id.as_str()).collect();
                let before = checks.len();
                checks.retain(|check| !unfit.contains(check.id.as_str()));
                if checks.len() == before {
                    return (CheckBook::default(), faults);
                }
            }
        }
    }
}
