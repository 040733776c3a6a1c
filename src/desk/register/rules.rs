//! What a register must not come to: doubles, circles, days reversed, units that hang in the air or vanish with figures.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::change::UnitChange;
use crate::{
    base::{Bilingual, UnitId},
    unit::{Tree, TreeError, Unit, UnitKind},
};

/// What a change is held against beside the register itself.
#[derive(Clone, Copy)]
pub(super) struct Against<'a> {
    /// Our own unit.
    pub(super) seat: &'a UnitId,
    /// Units that have returns here, with how many.
    pub(super) returns: &'a BTreeMap<UnitId, usize>,
}

fn said(zh: String, en: String) -> Bilingual {
    Bilingual::new(zh, en)
}

/// Says what contradicts itself in a register as a whole.
pub(super) fn tree_fault(fault: &TreeError) -> Bilingual {
    match fault {
        TreeError::Duplicate(id) => {
            said(format!("机构代码 {id} 已经有了。"), format!("The code {id} is taken."))
        }
        TreeError::Parent { unit, parent } => said(
            format!("{unit} 的上级 {parent} 不在名录里。"),
            format!("The parent {parent} of {unit} is not in the register."),
        ),
        TreeError::Merged { unit, into } => said(
            format!("{unit} 并入的 {into} 不是名录里的另一家机构。"),
            format!("{unit} is merged into {into}, which is not another unit of the register."),
        ),
        TreeError::Circle(id) => said(
            format!("{id} 的上级关系绕成了圈：不能归到自己或自己的下级。"),
            format!("The parents of {id} go round in a circle: a unit cannot stand below itself."),
        ),
    }
}

/// Makes the tree of a register, unless something stands against it.
pub(super) fn refusal(
    before: &Tree,
    units: Vec<Unit>,
    against: Against<'_>,
    change: &UnitChange,
) -> Result<Tree, Bilingual> {
    let tree = Tree::new(units).map_err(|fault| tree_fault(&fault))?;
    if let UnitChange::Close(_) | UnitChange::Merge { .. } | UnitChange::Closed(_) = change
        && let Some(seat) = tree.unit(against.seat)
        && seat.closed.is_some()
        && before.unit(against.seat).is_none_or(|known| known.closed != seat.closed)
    {
        return Err(said(
            "不能撤销或并走本单位。".to_owned(),
            "Our own unit cannot be closed or merged.".to_owned(),
        ));
    }
    match faults(before, &tree, against).into_values().next() {
        Some(fault) => Err(fault),
        None => Ok(tree),
    }
}

/// Says what stands against each unit that is other than before, and against units that depend on one.
pub(super) fn faults(before: &Tree, after: &Tree, against: Against<'_>) -> BTreeMap<UnitId, Bilingual> {
    let mut found = BTreeMap::new();
    let is_changed = |unit: &Unit| before.unit(&unit.id) != Some(unit);
    let changed: BTreeSet<&UnitId> =
        after.all().filter(|unit| is_changed(unit)).map(|unit| &unit.id).collect();
    for unit in after.all() {
        // What hangs on a changed unit is looked at as well.
        let hangs = [unit.parent.as_ref(), unit.merged_into.as_ref()].into_iter().flatten();
        let of_moves = unit.moves.iter().filter_map(|moved| moved.from.as_ref());
        let concerns = changed.contains(&unit.id) || hangs.chain(of_moves).any(|id| changed.contains(id));
        if concerns && let Some(fault) = unit_fault(before, after, unit, changed.contains(&unit.id)) {
            found.insert(unit.id.clone(), fault);
        }
    }
    for gone in before.all().filter(|unit| after.unit(&unit.id).is_none()) {
        if let Some(count) = against.returns.get(&gone.id) {
            let name = &gone.name.zh;
            found.insert(
                gone.id.clone(),
                said(
                    format!("“{name}”有 {count} 份填报件，不能从名录中去掉；不再填报请用“撤销”。"),
                    format!("{} has {count} returns and stays in the register; close it instead.", en(gone)),
                ),
            );
        } else if gone.id == *against.seat {
            found.insert(
                gone.id.clone(),
                said("名录中不能没有本单位。".to_owned(), "Our own unit stays in the register.".to_owned()),
            );
        }
    }
    found
}

fn en(unit: &Unit) -> &str {
    unit.name.text(crate::base::Lang::En)
}

/// Says what stands against one unit.
fn unit_fault(before: &Tree, tree: &Tree, unit: &Unit, is_changed: bool) -> Option<Bilingual> {
    let name = &unit.name.zh;
    if is_changed && name.is_empty() {
        return Some(said(
            format!("机构 {} 没有名称。", unit.id),
            format!("The unit {} has no name.", unit.id),
        ));
    }
    if let (Some(opened), Some(closed)) = (unit.opened, unit.closed)
        && closed <= opened
    {
        return Some(said(
            format!("“{name}”的撤销日期 {closed} 不晚于成立日期 {opened}。"),
            format!("{}: the closing day {closed} is not after the opening day {opened}.", en(unit)),
        ));
    }
    if is_changed {
        if let Some(fault) = twin(before, tree, unit) {
            return Some(fault);
        }
        if unit.kind == UnitKind::Bureau && unit.area.is_none() {
            return Some(said(
                format!("“{name}”是卫生健康委(局)，还要选行政层级。"),
                format!("{} is a bureau; choose the level of its area.", en(unit)),
            ));
        }
    }
    move_fault(unit).or_else(|| merger_fault(tree, unit)).or_else(|| parent_fault(tree, unit))
}

/// Finds another unit of the same name below the same bureau that exists at the same time.
fn twin(before: &Tree, tree: &Tree, unit: &Unit) -> Option<Bilingual> {
    let overlaps = |other: &Unit| {
        let ends_first = |one: &Unit, next: &Unit| {
            one.closed.zip(next.opened).is_some_and(|(closed, opened)| closed <= opened)
        };
        let is_gone =
            |one: &Unit, next: &Unit| one.closed.is_some() && next.closed.is_none() && next.opened.is_none();
        !ends_first(other, unit) && !ends_first(unit, other) && !is_gone(other, unit) && !is_gone(unit, other)
    };
    let same = |other: &&Unit| {
        other.id != unit.id && other.name.zh == unit.name.zh && other.parent == unit.parent && overlaps(other)
    };
    let siblings: Vec<&Unit> = match &unit.parent {
        Some(parent) => tree.children(parent).collect(),
        None => tree.all().filter(|other| other.parent.is_none()).collect(),
    };
    let other = siblings.into_iter().find(same)?;
    // What was double before is not this change's doing.
    let was =
        before.unit(&unit.id).is_some_and(|was| was.name.zh == unit.name.zh && was.parent == unit.parent);
    (!was).then(|| {
        said(
            format!("同一上级下已有“{}”（{}）。重名请先核对是不是同一家。", unit.name.zh, other.id),
            format!("{} is there already under the same parent ({}).", en(unit), other.id),
        )
    })
}

fn move_fault(unit: &Unit) -> Option<Bilingual> {
    let reversed = unit.moves.windows(2).find(|pair| pair[1].on <= pair[0].on).map(|pair| pair[1].on);
    let outside = unit.moves.iter().map(|moved| moved.on).find(|on| {
        unit.opened.is_some_and(|opened| *on <= opened) || unit.closed.is_some_and(|closed| *on >= closed)
    });
    let on = reversed.or(outside)?;
    Some(said(
        format!("“{}”的划转日期 {on} 须晚于成立、早于撤销，并按先后排列。", unit.name.zh),
        format!(
            "{}: it is moved on {on}, which must be after it was opened and before it was closed.",
            en(unit)
        ),
    ))
}

fn merger_fault(tree: &Tree, unit: &Unit) -> Option<Bilingual> {
    let into = tree.unit(unit.merged_into.as_ref()?)?;
    let Some(on) = unit.closed else {
        return Some(said(
            format!("“{}”写了并入单位，却没有撤销日期。", unit.name.zh),
            format!("{} is merged but not closed.", en(unit)),
        ));
    };
    (!into.is_open(on)).then(|| {
        said(
            format!("“{}”在 {on} 不在册，不能并入它。", into.name.zh),
            format!("{} does not exist on {on}; nothing can be merged into it.", en(into)),
        )
    })
}

/// Says which unit would report to a bureau that is closed.
fn parent_fault(tree: &Tree, unit: &Unit) -> Option<Bilingual> {
    let ends = |until: Option<NaiveDate>| match (until, unit.closed) {
        (Some(until), Some(closed)) => Some(until.min(closed)),
        (until, closed) => until.or(closed),
    };
    let stretches = unit.moves.iter().map(|moved| (moved.from.as_ref(), ends(Some(moved.on))));
    let mut stretches = stretches.chain([(unit.parent.as_ref(), ends(None))]);
    let (parent, closed) = stretches.find_map(|(parent, until)| {
        let parent = tree.unit(parent?)?;
        let closed = parent.closed?;
        until.is_none_or(|until| until > closed).then_some((parent, closed))
    })?;
    Some(said(
        format!(
            "“{}”{closed} 起撤销，其下的“{}”那时还在册。请先撤销、合并或划转它。",
            parent.name.zh, unit.name.zh
        ),
        format!(
            "{} is closed from {closed} on while {} below it still exists. Close, merge or move that one first.",
            en(parent),
            en(unit)
        ),
    ))
}
