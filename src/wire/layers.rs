//! Packs as files: read with their text, laid over one another, and every flaw with its file and line.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use serde::de::DeserializeOwned;
use thiserror::Error;

use crate::{
    base::{Bilingual, Flaw, ItemKind},
    indicator::{Catalogue, CatalogueParts, checks::DUPLICATE},
    plan::{Plan, checks::TWICE},
    wire::{
        Digested, WireError, catalogue_parts_from_text, grammar::shown, items::items, open, packs,
        plan_from_text,
    },
};

/// 数据包: what one file holds, with its text, so that a flaw can be found in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pack<T> {
    /// The file, as people look for it: `plans/own.ron` of the workspace, `assets/plans/…` of the program.
    pub file: String,
    /// What it holds.
    pub body: T,
    text: Cow<'static, str>,
    /// What another pack defines anew; it still stands in the text.
    replaced: BTreeSet<(ItemKind, String)>,
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
    /// An item is unsound.
    #[error("{file}:{line}: {flaw}")]
    Flaw {
        /// Which file.
        file: String,
        /// The line the item's id stands on.
        line: usize,
        /// The item, and what is wrong with it.
        flaw: Box<Flaw>,
        /// The issued packs that make an item of another file unsound; empty if it is so by itself.
        because_of: Vec<String>,
    },
}

impl PackFault {
    /// Says what is wrong, in both languages, file and line last.
    pub fn sentence(&self) -> Bilingual {
        match self {
            Self::File { file, fault } => {
                let fault = fault.sentence();
                Bilingual::new(format!("{}（{file}）", fault.zh), format!("{} ({file})", fault.en))
            }
            Self::Flaw { file, line, flaw, because_of } => {
                let said = flaw.sentence();
                let (zh, en) = if because_of.is_empty() {
                    Default::default()
                } else {
                    let (zh, en) = (because_of.join("、"), because_of.join(", "));
                    (format!("；由 {zh} 的改动引起"), format!("; brought about by {en}"))
                };
                Bilingual::new(
                    format!("{}（{file} 第 {line} 行{zh}）", said.zh),
                    format!("{} ({file}, line {line}{en})", said.en),
                )
            }
        }
    }

    /// Gives the file it is in.
    pub fn file(&self) -> &str {
        match self {
            Self::File { file, .. } | Self::Flaw { file, .. } => file,
        }
    }
}

impl Pack<CatalogueParts> {
    /// Reads a catalogue file, whole or in part.
    ///
    /// # Errors
    /// Everything a [`WireError`] names.
    pub fn catalogue(
        file: impl Into<String>,
        text: impl Into<Cow<'static, [u8]>>,
    ) -> Result<Self, WireError> {
        Self::read(file.into(), text.into(), catalogue_parts_from_text)
    }

    /// Takes out whatever another pack defines anew, so that an issued pack replaces what is shipped.
    fn give_way(&mut self, to: &CatalogueParts) {
        for (kind, id) in self.body.drop_replaced(to) {
            self.replaced.insert((kind, id));
        }
    }
}

impl Pack<Plan> {
    /// Reads a plan pack; it is checked where it is laid over others.
    ///
    /// # Errors
    /// Everything a [`WireError`] names.
    pub fn plan(file: impl Into<String>, text: impl Into<Cow<'static, [u8]>>) -> Result<Self, WireError> {
        Self::read(file.into(), text.into(), plan_from_text)
    }
}

impl<T: DeserializeOwned> Pack<T> {
    /// Reads a pack of any format by the shape of its body.
    ///
    /// # Errors
    /// Everything a [`WireError`] names.
    pub fn of(
        file: impl Into<String>,
        text: impl Into<Cow<'static, [u8]>>,
        format: &str,
    ) -> Result<Self, WireError> {
        Self::read(file.into(), text.into(), |bytes| open(bytes, format, packs::VERSION, Digested::IfPresent))
    }
}

impl<T> Pack<T> {
    fn read(
        file: String,
        bytes: Cow<'static, [u8]>,
        parse: impl Fn(&[u8]) -> Result<T, WireError>,
    ) -> Result<Self, WireError> {
        let body = parse(&bytes).map_err(|fault| fault_with_item(fault, &bytes))?;
        // Whatever was parsed is UTF-8.
        let text = match bytes {
            Cow::Borrowed(bytes) => String::from_utf8_lossy(bytes),
            Cow::Owned(bytes) => Cow::Owned(String::from_utf8(bytes).unwrap_or_default()),
        };
        Ok(Self { file, body, text, replaced: BTreeSet::new() })
    }

    /// Gives the lines of its items by kind and id, in order; what was replaced is not among them.
    fn lines(&self) -> BTreeMap<(ItemKind, String), Vec<usize>> {
        let mut lines: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for item in items(&self.text) {
            let key = (item.kind, item.id.to_owned());
            if !self.replaced.contains(&key) {
                lines.entry(key).or_default().push(item.line);
            }
        }
        lines
    }
}

/// Names the item a fault of the grammar stands in.
fn fault_with_item(fault: WireError, bytes: &[u8]) -> WireError {
    let WireError::Syntax { at, what } = &fault else { return fault };
    let text = String::from_utf8_lossy(bytes);
    let items = items(&text);
    let within = |item: &&crate::wire::items::Item<'_>| (item.lines.0..=item.lines.1).contains(&at.line);
    // The plan's own id spans the file; an item within says more.
    match items.iter().rfind(within).filter(|item| !item.id.is_empty()) {
        Some(item) => {
            let (name, id) = (item.kind.name(), shown(item.id));
            let what = Bilingual::new(
                format!("{} {id}：{}", name.zh, what.zh),
                format!("{} {id}: {}", name.en.to_lowercase(), what.en),
            );
            WireError::Syntax { at: *at, what }
        }
        None => fault,
    }
}

/// Finds the file and line of each flaw among packs that were checked together.
pub fn located<T>(flaws: Vec<Flaw>, packs: &[Pack<T>]) -> Vec<PackFault> {
    let lines: Vec<_> = packs.iter().map(|pack| (&pack.file, pack.lines())).collect();
    let place = |flaw: &Flaw| {
        let key = (flaw.kind, flaw.id.clone());
        let all = lines
            .iter()
            .flat_map(|(file, lines)| lines.get(&key).into_iter().flatten().map(move |line| (*file, *line)));
        all.into_iter().nth(flaw.nth)
    };
    let fault = |flaw: Flaw| {
        // An item that was read is in the text; were it written in a way not foreseen, the file is named at least.
        let (file, line) = place(&flaw).unwrap_or((&packs[0].file, 1));
        PackFault::Flaw { file: file.clone(), line, flaw: Box::new(flaw), because_of: Vec::new() }
    };
    if packs.is_empty() { Vec::new() } else { flaws.into_iter().map(fault).collect() }
}

/// Builds a catalogue from files.
///
/// # Errors
/// Everything that makes the whole unsound, in the order of the checks.
pub fn catalogue_of(packs: &[Pack<CatalogueParts>]) -> Result<Catalogue, Vec<PackFault>> {
    Catalogue::new(packs.iter().map(|pack| pack.body.clone())).map_err(|flaws| located(flaws, packs))
}

/// Lays issued catalogue files over sound ones: what they define anew replaces what is there.
///
/// An issued file that has a flaw is left out and its flaws are listed; the others hold. Without any that holds there
/// is no catalogue, and the one beneath is used as it is.
pub fn catalogue_over(
    beneath: &[Pack<CatalogueParts>],
    mut issued: Vec<Pack<CatalogueParts>>,
) -> (Option<Catalogue>, Vec<PackFault>) {
    let mut faults = Vec::new();
    while !issued.is_empty() {
        let mut packs = beneath.to_vec();
        for new in &issued {
            packs.iter_mut().for_each(|old| old.give_way(&new.body));
        }
        packs.extend(issued.iter().cloned());
        let found = match catalogue_of(&packs) {
            Ok(catalogue) => return (Some(catalogue), faults),
            Err(found) => found,
        };
        // An id two files define may be free once one of them is left out for another flaw.
        let is_own =
            |fault: &&PackFault| !matches!(fault, PackFault::Flaw { flaw, .. } if flaw.check == DUPLICATE);
        let has = |pack: &Pack<_>, fault: &PackFault| fault.file() == pack.file;
        let any_own = found.iter().filter(is_own).any(|fault| issued.iter().any(|pack| has(pack, fault)));
        let is_faulty = |pack: &Pack<_>| {
            found.iter().filter(|fault| !any_own || is_own(fault)).any(|fault| has(pack, fault))
        };
        let (faulty, sound): (Vec<_>, Vec<_>) = issued.into_iter().partition(is_faulty);
        if faulty.is_empty() {
            // What they define is sound by itself, but something beneath no longer is.
            let files: Vec<String> = sound.iter().map(|pack| pack.file.clone()).collect();
            faults.extend(found.into_iter().map(|fault| match fault {
                PackFault::Flaw { file, line, flaw, .. } => {
                    PackFault::Flaw { file, line, flaw, because_of: files.clone() }
                }
                PackFault::File { .. } => fault,
            }));
            break;
        }
        faults.extend(found.into_iter().filter(|fault| faulty.iter().any(|pack| pack.file == fault.file())));
        issued = sound;
    }
    (None, faults)
}

/// Lays issued plans over others: one of the same id replaces what is there.
///
/// A plan that has a flaw, or that takes the id of another issued one, is left out and told.
pub fn plans_over(
    mut plans: Vec<Arc<Plan>>,
    issued: Vec<Pack<Plan>>,
    catalogue: &Catalogue,
) -> (Vec<Arc<Plan>>, Vec<PackFault>) {
    let mut faults = Vec::new();
    let mut taken: BTreeMap<_, String> = BTreeMap::new();
    for pack in issued {
        let mut flaws = pack.body.flaws(catalogue);
        if let Some(first) = taken.get(&pack.body.id) {
            let why = Bilingual::new(
                format!("代码已用于 {first}。请改用别的代码，或只保留一个文件。"),
                format!("its id is already taken by {first}. Give it another id, or keep one of the files."),
            );
            let id = pack.body.id.to_string();
            flaws.push(Flaw { check: TWICE, kind: ItemKind::Plan, id, nth: 0, why });
        }
        if !flaws.is_empty() {
            faults.extend(located(flaws, std::slice::from_ref(&pack)));
            continue;
        }
        taken.insert(pack.body.id.clone(), pack.file);
        plans.retain(|known| known.id != pack.body.id);
        plans.push(Arc::new(pack.body));
    }
    (plans, faults)
}
