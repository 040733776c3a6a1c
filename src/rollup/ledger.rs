//! Totals kept over a whole register, so that one changed return costs one block of units and not all of them.

use std::{collections::HashMap, num::NonZero, sync::Arc, thread};

use crate::{
    base::UnitId,
    indicator::Formula,
    rollup::{Outcome, Scene, evaluate, evaluate::outcome, reader::Reader, tally::Tally},
    unit::{Tree, Unit},
};

/// Units taken together; the changed one's block is added up anew.
const BLOCK: usize = 64;
/// From so many tallies on they are made by several threads.
const WORTH_THREADS: usize = 50_000;

/// The tallies of one formula, by block.
type Tallies = Vec<Option<Box<Tally>>>;

/// Units that follow each other in the register.
#[derive(Clone, Copy, Debug)]
struct Block {
    from: usize,
    to: usize,
    /// Stands alone because what it brings may depend on who answered above it.
    is_alone: bool,
}

/// Where a unit and everything below it stand.
#[derive(Clone, Copy, Debug)]
struct Span {
    /// Its own place.
    at: usize,
    /// The blocks of its subtree; empty for a unit without anything below.
    blocks: (usize, usize),
}

/// 汇总台账: what formulas come to over any unit of a register in one period, kept current with single returns.
///
/// Whatever it answers is what [`evaluate`] answers: both add up the same tallies. In the register's order
/// everything below a unit follows it, so a total is the sum over a run of blocks.
#[derive(Debug)]
pub struct Ledger {
    formulas: Vec<Formula>,
    order: Vec<UnitId>,
    spans: HashMap<UnitId, Span>,
    blocks: Vec<Block>,
    /// Bureaus, whatever has units below it, and whoever may be asked for a bureau's own figure.
    thin: Tree,
    /// By formula, by block; what nobody in a block is asked takes no room.
    tallies: Vec<Tallies>,
    known: HashMap<UnitId, Vec<Option<Arc<Outcome>>>>,
}

impl Ledger {
    /// Adds up formulas over every unit of a scene's register; the scene's root does not matter.
    pub fn new(scene: &Scene<'_>, formulas: Vec<Formula>) -> Self {
        let order: Vec<&Unit> = scene.tree.all().collect();
        let own: Vec<_> = formulas
            .iter()
            .flat_map(Formula::elements)
            .filter(|element| scene.is_own(std::slice::from_ref(element)))
            .map(|element| scene.catalogue.asking(element))
            .collect();
        let has_below = |unit: &Unit| scene.tree.children(&unit.id).next().is_some();
        let is_alone = |unit: &Unit| {
            unit.area.is_some() || has_below(unit) || own.iter().any(|asking| asking.takes(unit, scene.day()))
        };
        let alone: Vec<bool> = order.iter().map(|unit| is_alone(unit)).collect();
        // A register without its leaves is still one: parents have units below them.
        let thin = order.iter().zip(&alone).filter(|(_, alone)| **alone).map(|(unit, _)| (*unit).clone());
        let thin = Tree::new(thin).unwrap_or_default();
        let ends = ends(&order);
        let mut is_border = vec![false; order.len() + 1];
        for (at, end) in ends.iter().enumerate().filter(|(at, end)| **end > at + 1) {
            (is_border[at], is_border[*end]) = (true, true);
        }
        let mut blocks: Vec<Block> = Vec::new();
        for at in 0..order.len() {
            match blocks.last_mut() {
                Some(block) if !block.is_alone && !alone[at] && !is_border[at] && at - block.from < BLOCK => {
                    block.to = at + 1;
                }
                _ => blocks.push(Block { from: at, to: at + 1, is_alone: alone[at] }),
            }
        }
        let mut first = vec![blocks.len(); order.len() + 1];
        blocks.iter().enumerate().for_each(|(nth, block)| first[block.from] = nth);
        let span = |at: usize| {
            let end = ends[at];
            let blocks = if end > at + 1 { (first[at], first[end]) } else { (0, 0) };
            Span { at, blocks }
        };
        let spans = order.iter().enumerate().map(|(at, unit)| (unit.id.clone(), span(at))).collect();
        let mut ledger = Self {
            order: order.iter().map(|unit| unit.id.clone()).collect(),
            tallies: formulas.iter().map(|_| vec![None; blocks.len()]).collect(),
            formulas,
            spans,
            blocks,
            thin,
            known: HashMap::new(),
        };
        let all: Vec<usize> = (0..ledger.blocks.len()).collect();
        ledger.add_up(scene, &all);
        ledger
    }

    /// Gives the formulas, in the order they are asked for.
    pub fn formulas(&self) -> &[Formula] {
        &self.formulas
    }

    /// Takes in the changed figures of units and gives the formulas whose totals they may have changed.
    ///
    /// The register must be the one the ledger was made over.
    pub fn refresh(&mut self, scene: &Scene<'_>, units: &[UnitId]) -> Vec<usize> {
        let mut places: Vec<usize> =
            units.iter().filter_map(|unit| self.spans.get(unit)).map(|span| span.at).collect();
        places.sort_unstable();
        places.dedup();
        let mut blocks: Vec<usize> =
            places.iter().map(|at| self.blocks.partition_point(|block| block.to <= *at)).collect();
        blocks.dedup();
        let before: Vec<Vec<Option<Box<Tally>>>> = self
            .tallies
            .iter_mut()
            .map(|tallies| blocks.iter().map(|block| tallies[*block].take()).collect())
            .collect();
        self.add_up(scene, &blocks);
        let some_alone = blocks.iter().any(|block| self.blocks[*block].is_alone);
        let is_changed = |nth: &usize| {
            let formula = &self.formulas[*nth];
            // A bureau's own figure also decides whose figures are taken.
            let depends = formula.elements().into_iter().any(|id| scene.is_own(std::slice::from_ref(id)));
            let kept = &self.tallies[*nth];
            (some_alone && depends)
                || before[*nth].iter().zip(&blocks).any(|(before, block)| *before != kept[*block])
        };
        let changed: Vec<usize> = (0..self.formulas.len()).filter(is_changed).collect();
        let is_above = |root: &UnitId| units.iter().any(|unit| scene.tree.is_within(unit, root));
        for (_, known) in self.known.iter_mut().filter(|(root, _)| is_above(root)) {
            changed.iter().for_each(|nth| known[*nth] = None);
        }
        changed
    }

    /// Says what the nth formula comes to over the scene's root with everything below it; `None` past the last one.
    pub fn outcome(&mut self, scene: &Scene<'_>, nth: usize) -> Option<Arc<Outcome>> {
        let formula = self.formulas.get(nth)?;
        let span = *self.spans.get(scene.root)?;
        if span.blocks == (0, 0) {
            return Some(Arc::new(evaluate(scene, formula)));
        }
        let count = self.formulas.len();
        let known = self.known.entry(scene.root.clone()).or_insert_with(|| vec![None; count]);
        if let Some(found) = &known[nth] {
            return Some(Arc::clone(found));
        }
        let thin = Scene { tree: &self.thin, ..*scene };
        let reader = Reader::new(&thin, formula);
        let has_owners = reader.has_owners();
        let over = |root: &UnitId| {
            let mut whole = Tally::default();
            let Some(span) = self.spans.get(root) else { return whole };
            // An area without anything below it is a block of its own.
            let single = || self.blocks.partition_point(|block| block.to <= span.at);
            let blocks = match span.blocks {
                (0, 0) => single()..single() + 1,
                (from, to) => from..to,
            };
            for at in blocks {
                let block = self.blocks[at];
                if block.is_alone && has_owners {
                    let unit = scene.tree.unit(&self.order[block.from]);
                    let statement = scene.statement(&self.order[block.from]);
                    if let Some(unit) = unit {
                        reader.take(unit, statement, &mut whole);
                    }
                } else if let Some(tally) = &self.tallies[nth][at] {
                    whole.add(tally);
                }
            }
            whole
        };
        let made = Arc::new(outcome(&reader, formula, &over));
        known[nth] = Some(Arc::clone(&made));
        Some(made)
    }

    /// Adds up blocks for every formula.
    fn add_up(&mut self, scene: &Scene<'_>, blocks: &[usize]) {
        let Self { formulas, tallies, order, blocks: all, .. } = self;
        let blocks: Vec<(usize, Block)> = blocks.iter().map(|at| (*at, all[*at])).collect();
        let add_up = |formulas: &[Formula], tallies: &mut [Tallies]| {
            add_up_some(scene, order, &blocks, formulas, tallies);
        };
        let units: usize = blocks.iter().map(|(_, block)| block.to - block.from).sum();
        let threads = thread::available_parallelism().map_or(1, NonZero::get);
        if threads == 1 || units * formulas.len() < WORTH_THREADS {
            return add_up(formulas, tallies);
        }
        // No formula looks at another one's tallies.
        let share = formulas.len().div_ceil(threads);
        thread::scope(|scope| {
            for (formulas, tallies) in formulas.chunks(share).zip(tallies.chunks_mut(share)) {
                scope.spawn(move || add_up(formulas, tallies));
            }
        });
    }
}

fn add_up_some(
    scene: &Scene<'_>,
    order: &[UnitId],
    blocks: &[(usize, Block)],
    formulas: &[Formula],
    tallies: &mut [Tallies],
) {
    let readers: Vec<Reader<'_>> =
        formulas.iter().map(|formula| Reader::without_owners(scene, formula)).collect();
    let has_owners: Vec<bool> = readers.iter().map(Reader::has_owners).collect();
    for (at, block) in blocks {
        for id in &order[block.from..block.to] {
            let Some(unit) = scene.tree.unit(id).filter(|unit| unit.is_open(scene.day())) else {
                continue;
            };
            let statement = scene.statement(id);
            for ((reader, has_owners), tallies) in readers.iter().zip(&has_owners).zip(tallies.iter_mut()) {
                // What these bring follows from who answered above them, and is looked at when it is asked for.
                if !(block.is_alone && *has_owners) && reader.concerns(unit) {
                    reader.take(unit, statement, tallies[*at].get_or_insert_default());
                }
            }
        }
    }
}

/// Gives, for each unit in the register's order, where everything below it ends.
fn ends(order: &[&Unit]) -> Vec<usize> {
    let mut ends = vec![order.len(); order.len()];
    // The units whose subtree is open, the innermost last.
    let mut open: Vec<usize> = Vec::new();
    for (at, unit) in order.iter().enumerate() {
        while let Some(last) = open.last().filter(|last| unit.parent.as_ref() != Some(&order[**last].id)) {
            ends[*last] = at;
            open.pop();
        }
        open.push(at);
    }
    ends
}
