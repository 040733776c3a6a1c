//! `init`: a new workspace.

use crate::{
    base::{Bilingual, Lang},
    cli::{
        CliError, Exit,
        args::{InitArgs, RoleWord},
        plans::known_plan,
        terminal::Terminal,
        workspace::who,
    },
    desk::{
        AttributeFault, AttributeWrong, Desk, NewWorkspace,
        attributes::{area_in_name, area_of, grade_of, kind_of, level_of, ownership_of, standing_of},
    },
    unit::{Area, Unit, UnitKind},
    wire::Role,
};

pub(super) fn run(asked: &InitArgs, lang: Lang, terminal: &mut Terminal<'_>) -> Result<Exit, CliError> {
    let (_, plans) = Desk::shipped_packs().map_err(CliError::Desk)?;
    known_plan(plans.iter().map(AsRef::as_ref), &asked.plan)?;
    let unit = unit_of(asked, terminal)?;
    let role = match asked.role {
        RoleWord::Unit => Role::Unit,
        RoleWord::Bureau if unit.kind == UnitKind::Bureau => Role::Bureau,
        RoleWord::Bureau => {
            return Err(CliError::refused("not_a_bureau", [("kind", unit.kind.code().to_owned())]));
        }
    };
    if asked.parent.as_ref() == Some(&unit.id) {
        return Err(CliError::refused("own_parent", [("unit", unit.id.to_string())]));
    }
    let area_is_guessed = unit.kind == UnitKind::Bureau && unit.area.is_none();
    let guess = area_in_name(&unit.name).unwrap_or(Area::County);
    let unit = Unit { area: if area_is_guessed { Some(guess) } else { unit.area }, ..unit };
    let new = NewWorkspace { role, unit: unit.clone(), plan: asked.plan.clone(), lang };
    let mut desk = Desk::create(&asked.folder, new, &who(), terminal.now)?;
    let folder = desk.root().display().to_string();
    if let Some(parent) = &asked.parent {
        // The register wants every parent in it; what is known of it so far is its id and perhaps its name.
        let name = asked.parent_name.clone().unwrap_or_else(|| parent.to_string());
        let above = Unit {
            id: parent.clone(),
            name: Bilingual::new(name, ""),
            kind: UnitKind::Bureau,
            area: area_above(unit.area),
            parent: None,
            opened: None,
            closed: None,
            merged_into: None,
            moves: Vec::new(),
            standings: Vec::new(),
        };
        let below = Unit { parent: Some(parent.clone()), ..unit.clone() };
        desk.replace_register(vec![above, below]).map_err(CliError::Desk)?;
    }
    terminal
        .tell("cli.told.made", &[("folder", &folder), ("unit", unit.id.as_str()), ("name", &unit.name.zh)]);
    if area_is_guessed {
        let area = guess.name().text(terminal.lang()).to_owned();
        terminal.tell("cli.told.area_guessed", &[("area", &area)]);
    }
    if unit.standings.is_empty() && unit.kind.is_hospital() {
        terminal.tell("cli.told.no_standing", &[]);
    }
    Ok(Exit::Done)
}

fn unit_of(asked: &InitArgs, terminal: &Terminal<'_>) -> Result<Unit, CliError> {
    let wrong = |fault: AttributeFault| CliError::Desk(fault.sentence());
    let name = asked.name.trim();
    if name.is_empty() {
        return Err(CliError::refused("no_name", []));
    }
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let (kind, named_area) = kind_of(&asked.kind).map_err(wrong)?;
    let area = area_of(&text(&asked.area)).map_err(wrong)?.or(named_area);
    if area.is_some() && kind != UnitKind::Bureau {
        return Err(wrong(AttributeFault::new(AttributeWrong::AreaOfUnit, kind.code())));
    }
    let level = level_of(&text(&asked.level)).map_err(wrong)?;
    let grade = grade_of(&text(&asked.grade)).map_err(wrong)?;
    let ownership = ownership_of(&text(&asked.ownership)).map_err(wrong)?;
    let standing = standing_of(terminal.today, level, grade, ownership).map_err(wrong)?;
    Ok(Unit {
        id: asked.unit.clone(),
        name: Bilingual::new(name, text(&asked.name_en).trim()),
        kind,
        area,
        parent: None,
        opened: None,
        closed: None,
        merged_into: None,
        moves: Vec::new(),
        standings: standing.into_iter().collect(),
    })
}

/// Gives the area level of the bureau above: a county's is a city's; a unit's bureau is taken for a county's.
const fn area_above(area: Option<Area>) -> Option<Area> {
    Some(match area {
        None | Some(Area::Township) => Area::County,
        Some(Area::County) => Area::City,
        Some(Area::City) => Area::Province,
        Some(Area::Province | Area::Nation) => Area::Nation,
    })
}
