//! How a disk may be found after a power cut: kinds of damage to what was not synced, by name.

use std::path::{Path, PathBuf};

use super::{Inode, Names, Naming, State};

/// 损坏种类: which of the unsynced names, and what of the unsynced bytes, reached the disk.
#[derive(Debug)]
pub struct Damage {
    pub name: &'static str,
    names: NameDamage,
    bytes: ByteDamage,
}

/// Which changes of names reached the disk. A failed sync of a folder leaves names in doubt; they go the same way.
#[derive(Clone, Copy, Debug)]
enum NameDamage {
    /// None: entries are lost, what was renamed is where it was, what was removed is back.
    None,
    All,
    /// The earlier ones.
    Earlier,
    /// The later ones: a rename before the entry it renames.
    Later,
    /// Each or not.
    Some,
    /// Renames only.
    Renames,
    /// All but renames: temp files are left.
    NoRenames,
    /// Renames leave the old name as well.
    BothNames,
    /// New folders are lost with all in them.
    NoFolders,
    /// One file has the contents it had under an earlier entry.
    StaleCopy,
}

/// What of the bytes that were not synced is found.
#[derive(Clone, Copy, Debug)]
enum ByteDamage {
    None,
    All,
    /// Up to a multiple of so many bytes.
    Cut(usize),
    /// The length is there, zeros in it.
    Zeros,
    /// Zeros from a multiple of so many bytes on.
    ZeroTail(usize),
    /// Blocks of so many bytes each there or zero.
    Blocks(usize),
    /// The length is there, with what the blocks held before.
    Garbage,
    /// All, and zeros up to the end of the block.
    Padded(usize),
    /// All, and the same once more.
    Twice,
    /// All but for one bit.
    Flipped,
    /// Each file in one of these ways.
    Each,
}

const fn damage(name: &'static str, names: NameDamage, bytes: ByteDamage) -> Damage {
    Damage { name, names, bytes }
}

/// Every kind.
pub const DAMAGES: &[Damage] = &[
    damage("nothing unsynced is there", NameDamage::None, ByteDamage::None),
    damage("everything is there: a kill", NameDamage::All, ByteDamage::All),
    damage("rename before data", NameDamage::All, ByteDamage::None),
    damage("data before rename", NameDamage::None, ByteDamage::All),
    damage("zero-filled", NameDamage::All, ByteDamage::Zeros),
    damage("torn anywhere", NameDamage::All, ByteDamage::Cut(1)),
    damage("torn at 512 B", NameDamage::All, ByteDamage::Cut(512)),
    damage("torn at 4 KiB", NameDamage::All, ByteDamage::Cut(4096)),
    damage("zeros from 512 B on", NameDamage::All, ByteDamage::ZeroTail(512)),
    damage("zeros from 4 KiB on", NameDamage::All, ByteDamage::ZeroTail(4096)),
    damage("sectors in any order", NameDamage::All, ByteDamage::Blocks(512)),
    damage("pages in any order", NameDamage::All, ByteDamage::Blocks(4096)),
    damage("what the blocks held before", NameDamage::All, ByteDamage::Garbage),
    damage("padded to the sector", NameDamage::All, ByteDamage::Padded(512)),
    damage("padded to the page", NameDamage::All, ByteDamage::Padded(4096)),
    damage("append twice", NameDamage::All, ByteDamage::Twice),
    damage("one bit flipped", NameDamage::All, ByteDamage::Flipped),
    damage("earlier entries only", NameDamage::Earlier, ByteDamage::Each),
    damage("later entries only", NameDamage::Later, ByteDamage::Each),
    damage("some entries", NameDamage::Some, ByteDamage::All),
    damage("some entries, files each their way", NameDamage::Some, ByteDamage::Each),
    damage("renames only", NameDamage::Renames, ByteDamage::Each),
    damage("renames lost, temp left", NameDamage::NoRenames, ByteDamage::All),
    damage("renames lost, temp left torn", NameDamage::NoRenames, ByteDamage::Cut(512)),
    damage("both names after a rename", NameDamage::BothNames, ByteDamage::All),
    damage("new folders lost", NameDamage::NoFolders, ByteDamage::All),
    damage("stale copy back", NameDamage::StaleCopy, ByteDamage::All),
    damage("stale copy back, files each their way", NameDamage::StaleCopy, ByteDamage::Each),
];

/// A small generator: the same damage for the same seed on every machine.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit.max(1)
    }
}

impl Damage {
    /// Gives the disk as it is found; all of it is durable then.
    pub(super) fn apply(&self, state: &State, seed: u64) -> State {
        let mut chance = Chance((seed + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        let inodes = state.inodes.iter().map(|file| {
            let bytes =
                if file.now == file.durable { file.now.clone() } else { self.bytes.found(file, &mut chance) };
            Inode { now: bytes.clone(), durable: bytes, ..Inode::default() }
        });
        let inodes = inodes.collect();
        let mut names = state.durable.clone();
        let pending: Vec<&Naming> = state.doubtful.iter().chain(&state.unsynced).collect();
        self.names.apply(&pending, &mut names, &mut chance);
        // What lies in a folder that is gone is gone.
        let folders = names.folders.clone();
        let reached =
            |path: &Path| path.parent().is_none_or(|up| up.ancestors().all(|at| folders.contains(at)));
        names.files.retain(|path, _| reached(path));
        names.folders.retain(|path| reached(path));
        State { inodes, durable: names.clone(), names, ..State::default() }
    }
}

impl NameDamage {
    fn apply(self, pending: &[&Naming], names: &mut Names, chance: &mut Chance) {
        let is_move = |naming: &&&Naming| matches!(naming, Naming::Moved(..));
        let is_folder = |naming: &&&Naming| matches!(naming, Naming::Folder(_));
        let all = pending.iter().copied();
        let cut = chance.below(pending.len() + 1);
        let reached: Vec<&Naming> = match self {
            Self::None => Vec::new(),
            Self::All | Self::BothNames | Self::StaleCopy => all.collect(),
            Self::Earlier => all.take(cut).collect(),
            Self::Later => all.skip(cut).collect(),
            Self::Some => all.filter(|_| chance.below(2) == 0).collect(),
            Self::Renames => pending.iter().filter(|one| is_move(one) || is_folder(one)).copied().collect(),
            Self::NoRenames => pending.iter().filter(|one| !is_move(one)).copied().collect(),
            Self::NoFolders => pending.iter().filter(|one| !is_folder(one)).copied().collect(),
        };
        let before = names.files.clone();
        for naming in &reached {
            naming.apply(names);
            if let (Self::BothNames, Naming::Moved(from, _, inode)) = (self, naming) {
                names.files.insert(from.clone(), *inode);
            }
        }
        if let Self::StaleCopy = self {
            let paths: Vec<PathBuf> = reached.iter().map(|naming| naming.path().to_owned()).collect();
            if let Some(path) = paths.get(chance.below(paths.len())) {
                let earlier = reached.iter().find_map(|naming| match naming {
                    Naming::Set(at, inode) | Naming::Moved(_, at, inode) if at == path => Some(*inode),
                    _ => None,
                });
                match before.get(path).copied().or(earlier) {
                    Some(inode) => drop(names.files.insert(path.clone(), inode)),
                    None => drop(names.files.remove(path)),
                }
            }
        }
    }
}

impl ByteDamage {
    fn found(self, file: &Inode, chance: &mut Chance) -> Vec<u8> {
        let (now, durable) = (&file.now, &file.durable);
        // What is on disk stays; of a file that was written over in place nothing does.
        let base = if file.is_rewritten { 0 } else { durable.len() };
        let mut found = [&durable[..base], &now[base..]].concat();
        match self {
            Self::None => return durable.clone(),
            Self::All => {}
            Self::Cut(size) => {
                let ends: Vec<usize> =
                    (base..now.len()).filter(|end| end % size == 0 || *end == base).collect();
                found.truncate(ends.get(chance.below(ends.len())).copied().unwrap_or(base));
            }
            Self::Zeros => found[base..].fill(0),
            Self::ZeroTail(size) => {
                let blocks = now.len().div_ceil(size);
                let from = (chance.below(blocks) * size).max(base).min(now.len());
                found[from..].fill(0);
            }
            Self::Blocks(size) => {
                for block in found[base..].chunks_mut(size) {
                    if chance.below(2) == 0 {
                        block.fill(0);
                    }
                }
            }
            Self::Garbage => {
                for byte in &mut found[base..] {
                    *byte = b" (\n\"0,:1)"[chance.below(9)];
                }
            }
            Self::Padded(size) => found.resize(now.len().div_ceil(size) * size, 0),
            Self::Twice => found.extend_from_slice(&now[base..]),
            Self::Flipped => {
                let bit = chance.below((now.len() - base) * 8);
                if let Some(byte) = found.get_mut(base + bit / 8) {
                    *byte ^= 1 << (bit % 8);
                }
            }
            Self::Each => {
                let ways = [
                    Self::None,
                    Self::All,
                    Self::Cut(1),
                    Self::Cut(512),
                    Self::Zeros,
                    Self::Blocks(512),
                    Self::Garbage,
                ];
                return ways[chance.below(ways.len())].found(file, chance);
            }
        }
        found
    }
}
