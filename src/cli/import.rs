//! Reconciling a file of units with the register: every row is new, changed, unchanged or refused.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use chrono::NaiveDate;

use crate::{
    base::{Bilingual, Lang, UnitId},
    cli::{
        CliError,
        error::filled,
        file::FileRow,
        register::{
            AttributeFault, area_in_name, area_of, day_of, grade_of, kind_of, level_of, ownership_of,
            standing_of,
        },
        terminal::column_title,
    },
    unit::{Area, Standing, Tree, Unit, UnitKind},
};

/// Columns that are taken, in any order; the first three are needed. `from` is the day from which level, grade
/// and ownership hold.
const COLUMNS: [&str; 12] = [
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
];
const NEEDED: usize = 3;

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    New,
    Changed,
    Unchanged,
    Refused,
}

/// A file of units against the register.
#[derive(Debug)]
pub(super) struct Import {
    /// The whole register as it would be.
    pub(super) units: Vec<Unit>,
    /// What becomes of each row, in the file's order.
    pub(super) outcomes: Vec<Outcome>,
    /// Line and reason of each row that is refused.
    pub(super) refused: Vec<(u64, Bilingual)>,
    /// Columns that are not known and were passed over.
    pub(super) unknown_columns: Vec<String>,
    /// Bureaus whose area was taken from their place in the tree.
    pub(super) areas_guessed: usize,
    /// Units whose changed attributes hold from today, because the file names no day.
    pub(super) dated_today: usize,
}

/// Reconciles rows, the header first, with the register. `today` is the day from which changed attributes hold.
pub(super) fn import_of(
    rows: &[FileRow],
    register: &[Unit],
    today: NaiveDate,
    path: &Path,
) -> Result<Import, CliError> {
    let refused =
        |key, what: String| CliError::refused(key, [("path", path.display().to_string()), ("what", what)]);
    let Some((header, body)) = rows.split_first() else { return Err(refused("empty_file", String::new())) };
    let (columns, unknown_columns) = columns_of(header).map_err(|twice| refused("column_twice", twice))?;
    if let Some(missing) = COLUMNS[..NEEDED].iter().find(|name| !columns.contains_key(*name)) {
        return Err(refused("column_missing", (*missing).to_owned()));
    }
    let mut import = Import {
        units: register.to_vec(),
        outcomes: Vec::new(),
        refused: Vec::new(),
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
                return Err(AttributeFault::new("twice", id.as_str()));
            }
            let old = register.iter().find(|unit| unit.id == id);
            Ok((unit_of(id, old, text, today)?, old))
        });
        match read {
            Err(fault) => {
                import.outcomes.push(Outcome::Refused);
                import.refused.push((row.line, fault.sentence()));
            }
            Ok(((unit, dated_today), old)) => {
                rows_by_unit.insert(unit.id.clone(), at);
                import.dated_today += usize::from(dated_today && old.is_some());
                // Whether a known unit changes is known once its area is.
                import.outcomes.push(if old.is_none() { Outcome::New } else { Outcome::Unchanged });
                match places.get(&unit.id) {
                    Some(place) => import.units[*place] = unit,
                    None => {
                        places.insert(unit.id.clone(), import.units.len());
                        import.units.push(unit);
                    }
                }
            }
        }
    }
    refuse_lost_parents(&mut import, body, &rows_by_unit);
    import.areas_guessed = place_bureaus(&mut import.units);
    for (id, at) in &rows_by_unit {
        let (Some(place), Some(old)) = (places.get(id), register.iter().find(|unit| unit.id == *id)) else {
            continue;
        };
        if import.outcomes[*at] == Outcome::Unchanged && import.units[*place] != *old {
            import.outcomes[*at] = Outcome::Changed;
        }
    }
    Ok(import)
}

/// Finds the columns by name, or by the title people see; the other value lists columns that are not known.
fn columns_of(header: &FileRow) -> Result<(BTreeMap<&'static str, usize>, Vec<String>), String> {
    let mut columns = BTreeMap::new();
    let mut unknown = Vec::new();
    for (at, cell) in header.cells.iter().enumerate() {
        let is = |name: &&&str| {
            cell.eq_ignore_ascii_case(name)
                || [Lang::Zh, Lang::En]
                    .iter()
                    .any(|lang| column_title(*lang, name).eq_ignore_ascii_case(cell))
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
    text.parse().map_err(|_| AttributeFault::new("id", text))
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
        return Err(AttributeFault::new("name", id.as_str()));
    }
    let (kind, named_area) = kind_of(text("kind").unwrap_or_default())?;
    let area = match text("area") {
        Some(area) => area_of(area)?.or(named_area),
        None => named_area.or(old.and_then(|old| old.area).filter(|_| kind == UnitKind::Bureau)),
    };
    if area.is_some() && kind != UnitKind::Bureau {
        return Err(AttributeFault::new("area_of_unit", kind.code()));
    }
    let parent = match text("parent") {
        None => old.and_then(|old| old.parent.clone()),
        Some("") => None,
        Some(parent) => Some(unit_id(parent)?),
    };
    let day = |name: &str, known: Option<NaiveDate>| text(name).map_or(Ok(known), day_of);
    let opened = day("opened", old.and_then(|old| old.opened))?;
    let closed = day("closed", old.and_then(|old| old.closed))?;
    if opened.zip(closed).is_some_and(|(opened, closed)| closed <= opened) {
        return Err(AttributeFault::new("closed_first", text("closed").unwrap_or_default()));
    }
    let mut standings = old.map(|old| old.standings.clone()).unwrap_or_default();
    let dated_today = take_standing(&mut standings, &text, today)?;
    let name = Bilingual::new(name, text("name_en").unwrap_or(old.map_or("", |old| &old.name.en)));
    Ok((Unit { id, name, kind, area, parent, opened, closed, standings }, dated_today))
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
        return if known.is_some() { Err(AttributeFault::new("no_ownership", "")) } else { Ok(false) };
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
fn refuse_lost_parents(import: &mut Import, body: &[FileRow], rows_by_unit: &BTreeMap<UnitId, usize>) {
    let ids: BTreeSet<&UnitId> = import.units.iter().map(|unit| &unit.id).collect();
    let mut lost: Vec<(usize, Bilingual)> = Vec::new();
    for unit in &import.units {
        let (Some(at), Some(parent)) = (rows_by_unit.get(&unit.id), &unit.parent) else { continue };
        if !ids.contains(parent) {
            lost.push((*at, AttributeFault::new("parent", parent.as_str()).sentence()));
        }
    }
    if lost.is_empty()
        && let Err(fault) = Tree::new(import.units.iter().cloned())
    {
        let crate::unit::TreeError::Circle(unit) = &fault else { return };
        let at = rows_by_unit.get(unit).or(rows_by_unit.values().next());
        let why = filled("cli.attribute.circle", &[("text", unit.to_string())]);
        lost.extend(at.map(|at| (*at, why)));
    }
    for (at, why) in lost {
        import.outcomes[at] = Outcome::Refused;
        import.refused.push((body[at].line, why));
    }
    import.refused.sort_by_key(|(line, _)| *line);
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
