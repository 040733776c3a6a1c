//! Reconciling a file of units with the register: every row is new, changed, unchanged or refused.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{
    attributes::{
        AttributeFault, AttributeWrong, area_in_name, area_of, day_of, grade_of, kind_of, level_of,
        ownership_of, standing_of,
    },
    differences::{FieldChange, differences},
    rules::{Against, faults},
    table::column_titles,
};
use crate::{
    base::{Bilingual, UnitId},
    desk::{
        Desk,
        file_rows::{FileRow, rows_of},
    },
    unit::{Area, Moved, Standing, Tree, TreeError, Unit, UnitKind},
};

/// Columns that are taken, in any order; the first three are needed. `from` is the day from which level, grade
/// and ownership hold, `moved` the day from which another parent does.
pub(super) const COLUMNS: [&str; 13] = [
    "unit",
    "name",
    "kind",
    "level",
    "grade",
    "ownership",
    "parent",
    "opened",
    "closed",
    "name_en",
    "area",
    "from",
    "moved",
];
const NEEDED: usize = 3;

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ImportOutcome {
    /// 新增.
    New,
    /// 变更.
    Changed,
    /// 无变化.
    Unchanged,
    /// 不能采用.
    Refused,
}

/// One row of a file of units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportRow {
    /// The line or row people see, from 1.
    pub line: u64,
    /// The code and name as written.
    pub unit: (String, String),
    /// What becomes of it.
    pub outcome: ImportOutcome,
    /// What of a known unit is changed.
    pub changes: Vec<FieldChange>,
    /// Why it is refused; empty if it is not.
    pub why: Bilingual,
}

/// A file of units against the register.
#[derive(Clone, Debug)]
pub struct RegisterImport {
    /// The whole register as it would be.
    pub units: Vec<Unit>,
    /// What becomes of each row, in the file's order.
    pub rows: Vec<ImportRow>,
    /// Units of the register that the file does not name; they stay as they are.
    pub absent: Vec<UnitId>,
    /// Columns that are not known and were passed over.
    pub unknown_columns: Vec<String>,
    /// Bureaus whose area was taken from their place in the tree.
    pub areas_guessed: usize,
    /// Units whose changed attributes hold from today, because the file names no day.
    pub dated_today: usize,
}

impl RegisterImport {
    /// Counts the rows of one outcome.
    pub fn count(&self, outcome: ImportOutcome) -> usize {
        self.rows.iter().filter(|row| row.outcome == outcome).count()
    }

    /// Says whether it may be taken and changes anything.
    pub fn is_ready(&self) -> bool {
        self.count(ImportOutcome::Refused) == 0
            && self.count(ImportOutcome::New) + self.count(ImportOutcome::Changed) > 0
    }
}

impl Desk {
    /// Reconciles a csv or xlsx file with the register; nothing is changed. `today` is the day from which changed
    /// attributes hold where the file names none.
    ///
    /// # Errors
    /// Why the file is no register at all.
    pub fn register_import(&self, bytes: &[u8], today: NaiveDate) -> Result<RegisterImport, Bilingual> {
        let rows = rows_of(bytes)?;
        let returns = self.returns_by_unit();
        let against = Against { seat: &self.workspace.unit, returns: &returns };
        let mut import = import_of(&rows, &self.tree, today)?;
        if import.count(ImportOutcome::Refused) == 0
            && let Ok(after) = Tree::new(import.units.iter().cloned())
        {
            let faults = faults(&self.tree, &after, against);
            for row in &mut import.rows {
                if let Some(why) = row.unit.0.parse::<UnitId>().ok().and_then(|id| faults.get(&id)) {
                    row.outcome = ImportOutcome::Refused;
                    row.why = why.clone();
                }
            }
            let is_named = |id: &UnitId| import.rows.iter().any(|row| row.unit.0 == id.as_str());
            // A unit the file does not name can only be touched through one it does: its row is refused for it.
            let touched = faults.iter().find(|(id, _)| !is_named(id));
            let hangs_on = |id: &UnitId, row: &ImportRow| {
                after.unit(id).is_some_and(|unit| {
                    let of_moves = unit.moves.iter().filter_map(|moved| moved.from.as_ref());
                    let mut on = [&unit.parent, &unit.merged_into].into_iter().flatten().chain(of_moves);
                    on.any(|other| other.as_str() == row.unit.0)
                })
            };
            if let Some((id, why)) = touched
                && let Some(row) = import.rows.iter_mut().find(|row| hangs_on(id, row))
            {
                row.outcome = ImportOutcome::Refused;
                row.why = why.clone();
            }
        }
        Ok(import)
    }
}

/// Reconciles rows, the header first, with the register.
fn import_of(rows: &[FileRow], tree: &Tree, today: NaiveDate) -> Result<RegisterImport, Bilingual> {
    let Some((header, body)) = rows.split_first() else {
        return Err(Bilingual::new(
            "文件里没有内容。首行应为列名。",
            "The file is empty. Its first row should hold the column names.",
        ));
    };
    let (columns, unknown_columns) = columns_of(header).map_err(|twice| {
        Bilingual::new(
            format!("列“{twice}”出现了两次，请删去一列。"),
            format!("The column '{twice}' stands there twice; remove one."),
        )
    })?;
    if let Some(missing) = COLUMNS[..NEEDED].iter().find(|name| !columns.contains_key(*name)) {
        return Err(Bilingual::new(
            format!("缺少列 {missing}。必须有 unit、name、kind 三列。"),
            format!("The column {missing} is missing. Columns unit, name and kind are needed."),
        ));
    }
    let register: Vec<Unit> = tree.all().cloned().collect();
    let mut import = RegisterImport {
        units: register.clone(),
        rows: Vec::new(),
        absent: Vec::new(),
        unknown_columns,
        areas_guessed: 0,
        dated_today: 0,
    };
    let mut places: BTreeMap<UnitId, usize> =
        register.iter().enumerate().map(|(at, unit)| (unit.id.clone(), at)).collect();
    let mut rows_by_unit: BTreeMap<UnitId, usize> = BTreeMap::new();
    for (at, row) in body.iter().enumerate() {
        let text = |name: &str| columns.get(name).map(|at| row.cells.get(*at).map_or("", String::as_str));
        let read = unit_id(text("unit").unwrap_or_default()).and_then(|id| {
            if rows_by_unit.contains_key(&id) {
                return Err(AttributeFault::new(AttributeWrong::Twice, id.as_str()));
            }
            let old = tree.unit(&id);
            Ok((unit_of(id, old, text, today)?, old))
        });
        let written = (text("unit").unwrap_or_default(), text("name").unwrap_or_default());
        let mut line = ImportRow {
            line: row.line,
            unit: (written.0.to_owned(), written.1.to_owned()),
            outcome: ImportOutcome::Refused,
            changes: Vec::new(),
            why: Bilingual::default(),
        };
        match read {
            Err(fault) => line.why = fault.sentence(),
            Ok(((unit, dated_today), old)) => {
                rows_by_unit.insert(unit.id.clone(), at);
                import.dated_today += usize::from(dated_today && old.is_some());
                // Whether a known unit changes is known once its area is.
                line.outcome = if old.is_none() { ImportOutcome::New } else { ImportOutcome::Unchanged };
                match places.get(&unit.id) {
                    Some(place) => import.units[*place] = unit,
                    None => {
                        places.insert(unit.id.clone(), import.units.len());
                        import.units.push(unit);
                    }
                }
            }
        }
        import.rows.push(line);
    }
    refuse_lost_parents(&mut import, &rows_by_unit);
    import.areas_guessed = place_bureaus(&mut import.units);
    let names: BTreeMap<&UnitId, &Bilingual> =
        import.units.iter().map(|unit| (&unit.id, &unit.name)).collect();
    let name_of = |id: &UnitId| {
        names.get(id).map_or_else(
            || Bilingual::new(id.as_str(), id.as_str()),
            |name| Bilingual::new(name.zh.clone(), name.text(crate::base::Lang::En)),
        )
    };
    for (id, at) in &rows_by_unit {
        let (Some(place), Some(old)) = (places.get(id), tree.unit(id)) else { continue };
        let row = &mut import.rows[*at];
        if row.outcome == ImportOutcome::Unchanged && import.units[*place] != *old {
            row.outcome = ImportOutcome::Changed;
            row.changes = differences(old, &import.units[*place], name_of);
        }
    }
    import.absent =
        register.into_iter().map(|unit| unit.id).filter(|id| !rows_by_unit.contains_key(id)).collect();
    Ok(import)
}

/// Finds the columns by name, or by the title people see; the other value lists columns that are not known.
fn columns_of(header: &FileRow) -> Result<(BTreeMap<&'static str, usize>, Vec<String>), String> {
    let mut columns = BTreeMap::new();
    let mut unknown = Vec::new();
    for (at, cell) in header.cells.iter().enumerate() {
        let is = |name: &&&str| {
            let Bilingual { zh, en } = column_titles(name);
            [*name, zh.as_str(), en.as_str()].iter().any(|title| title.eq_ignore_ascii_case(cell))
        };
        match COLUMNS.iter().find(is) {
            Some(name) if columns.insert(*name, at).is_some() => return Err(cell.clone()),
            Some(_) => {}
            None if cell.is_empty() => {}
            None => unknown.push(cell.clone()),
        }
    }
    Ok((columns, unknown))
}

fn unit_id(text: &str) -> Result<UnitId, AttributeFault> {
    text.parse().map_err(|_| AttributeFault::new(AttributeWrong::Id, text))
}

/// Makes the unit of a row: columns that are missing keep what is known, empty cells clear it.
///
/// The second value says whether attributes changed without a day in the file.
fn unit_of<'a>(
    id: UnitId,
    old: Option<&Unit>,
    text: impl Fn(&str) -> Option<&'a str>,
    today: NaiveDate,
) -> Result<(Unit, bool), AttributeFault> {
    let name = text("name").unwrap_or_default();
    if name.is_empty() {
        return Err(AttributeFault::new(AttributeWrong::Name, id.as_str()));
    }
    let (kind, named_area) = kind_of(text("kind").unwrap_or_default())?;
    let area = match text("area") {
        Some(area) => area_of(area)?.or(named_area),
        None => named_area.or(old.and_then(|old| old.area).filter(|_| kind == UnitKind::Bureau)),
    };
    if area.is_some() && kind != UnitKind::Bureau {
        return Err(AttributeFault::new(AttributeWrong::AreaOfUnit, kind.code()));
    }
    let parent = match text("parent") {
        None => old.and_then(|old| old.parent.clone()),
        Some("") => None,
        Some(parent) => Some(unit_id(parent)?),
    };
    let day = |name: &str, known: Option<NaiveDate>| text(name).map_or(Ok(known), day_of);
    let mut moves = old.map(|old| old.moves.clone()).unwrap_or_default();
    // Another parent without a day is a correction; with one the unit was moved.
    if let (Some(old), Some(on)) =
        (old.filter(|old| old.parent != parent), day_of(text("moved").unwrap_or_default())?)
    {
        moves.retain(|moved| moved.on < on);
        moves.push(Moved { on, from: old.parent.clone() });
    }
    let merged_into = old.and_then(|old| old.merged_into.clone());
    let opened = day("opened", old.and_then(|old| old.opened))?;
    let closed = day("closed", old.and_then(|old| old.closed))?;
    if opened.zip(closed).is_some_and(|(opened, closed)| closed <= opened) {
        return Err(AttributeFault::new(AttributeWrong::ClosedFirst, text("closed").unwrap_or_default()));
    }
    let mut standings = old.map(|old| old.standings.clone()).unwrap_or_default();
    let dated_today = take_standing(&mut standings, &text, today)?;
    let merged_into = merged_into.filter(|_| closed.is_some());
    let name = Bilingual::new(name, text("name_en").unwrap_or(old.map_or("", |old| &old.name.en)));
    Ok((Unit { id, name, kind, area, parent, opened, closed, merged_into, moves, standings }, dated_today))
}

/// Adds the attributes of a row to those by date, unless they hold already; says whether they hold from today.
fn take_standing<'a>(
    standings: &mut Vec<Standing>,
    text: &impl Fn(&str) -> Option<&'a str>,
    today: NaiveDate,
) -> Result<bool, AttributeFault> {
    let named = day_of(text("from").unwrap_or_default())?;
    let from = named.unwrap_or(today);
    let known = standings.iter().rev().find(|standing| standing.from <= from).or(standings.first()).cloned();
    let level = text("level").map_or(Ok(known.as_ref().map_or(0, |known| known.level)), level_of)?;
    let grade = text("grade").map_or(Ok(known.as_ref().and_then(|known| known.grade)), grade_of)?;
    let ownership =
        text("ownership").map_or(Ok(known.as_ref().map(|known| known.ownership)), ownership_of)?;
    let Some(new) = standing_of(from, level, grade, ownership)? else {
        return if known.is_some() {
            Err(AttributeFault::new(AttributeWrong::NoOwnership, ""))
        } else {
            Ok(false)
        };
    };
    let is_known = known
        .is_some_and(|known| (known.level, known.grade, Some(known.ownership)) == (level, grade, ownership));
    if is_known {
        return Ok(false);
    }
    standings.retain(|standing| standing.from != from);
    standings.push(new);
    standings.sort_by_key(|standing| standing.from);
    Ok(named.is_none())
}

/// Refuses rows whose parent is nowhere, or which are their own ancestors.
fn refuse_lost_parents(import: &mut RegisterImport, rows_by_unit: &BTreeMap<UnitId, usize>) {
    let ids: BTreeSet<&UnitId> = import.units.iter().map(|unit| &unit.id).collect();
    let mut lost: Vec<(usize, Bilingual)> = Vec::new();
    for unit in &import.units {
        let (Some(at), Some(parent)) = (rows_by_unit.get(&unit.id), &unit.parent) else { continue };
        if !ids.contains(parent) {
            lost.push((*at, AttributeFault::new(AttributeWrong::Parent, parent.as_str()).sentence()));
        }
    }
    if lost.is_empty()
        && let Err(TreeError::Circle(unit)) = Tree::new(import.units.iter().cloned())
    {
        let at = rows_by_unit.get(&unit).or(rows_by_unit.values().next());
        let why = AttributeFault::new(AttributeWrong::Circle, unit.as_str()).sentence();
        lost.extend(at.map(|at| (*at, why)));
    }
    for (at, why) in lost {
        import.rows[at].outcome = ImportOutcome::Refused;
        import.rows[at].why = why;
    }
}

/// Gives bureaus without an area the level their place in the tree suggests; says how many there were.
fn place_bureaus(units: &mut [Unit]) -> usize {
    let mut guessed = 0;
    // From the top down: each round places the bureaus whose parent is placed.
    for _ in 0..Area::ALL.len() {
        let areas: BTreeMap<UnitId, Area> =
            units.iter().filter_map(|unit| Some((unit.id.clone(), unit.area?))).collect();
        let above: BTreeSet<UnitId> = units
            .iter()
            .filter(|unit| unit.kind == UnitKind::Bureau)
            .filter_map(|unit| unit.parent.clone())
            .collect();
        for unit in units.iter_mut().filter(|unit| unit.kind == UnitKind::Bureau && unit.area.is_none()) {
            let named = area_in_name(&unit.name);
            let area = match &unit.parent {
                Some(parent) => areas.get(parent).map(|area| below(*area)),
                None if named.is_none() && above.contains(&unit.id) => Some(Area::City),
                None => named.or(Some(Area::County)),
            };
            guessed += usize::from(area.is_some());
            unit.area = area;
        }
    }
    guessed
}

const fn below(area: Area) -> Area {
    match area {
        Area::Nation => Area::Province,
        Area::Province => Area::City,
        Area::City => Area::County,
        Area::County | Area::Township => Area::Township,
    }
}
