//! Finding and opening the workspace a command is about.

use std::{
    env,
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    base::{Bilingual, FormId, Lang, UnitId},
    cli::{CliError, Exit, args::ReturnArgs, error::filled, terminal::Terminal},
    desk::Desk,
    indicator::Catalogue,
    plan::Plan,
    returns::ReturnKey,
    store::{Disk as _, RealDisk, Step, StoreError, WORKSPACE, default_saves_folder},
};

/// Gives who types here: the name the computer knows the person by.
pub(super) fn who() -> String {
    let named = ["USER", "USERNAME", "LOGNAME"].iter().find_map(|name| env::var(name).ok());
    named.filter(|name| !name.trim().is_empty()).unwrap_or_else(|| "duibiao-cli".to_owned())
}

/// Gives the folder for workspaces: the one asked for, else the window's.
pub(super) fn saves_folder(saves: Option<&Path>) -> PathBuf {
    saves.map(Path::to_owned).unwrap_or_else(|| {
        let program = env::current_exe().ok().and_then(|program| program.parent().map(Path::to_owned));
        default_saves_folder(&program.unwrap_or_default())
    })
}

/// Finds the workspace: the folder itself, else the only one in it.
pub(super) fn find(saves: Option<&Path>) -> Result<PathBuf, CliError> {
    let folder = saves_folder(saves);
    let holds = |folder: &Path| RealDisk.exists(&folder.join(WORKSPACE));
    if folder.is_file() && folder.extension().is_some_and(|end| end.eq_ignore_ascii_case("zip")) {
        return Err(CliError::refused("zip", [("file", folder.display().to_string())]));
    }
    if holds(&folder) {
        return Ok(folder);
    }
    if !RealDisk.exists(&folder) {
        return Err(StoreError::NoFolder { path: folder }.into());
    }
    let listed = RealDisk.list(&folder).map_err(|fault| StoreError::Io {
        what: Step::Read,
        path: folder.clone(),
        source_text: fault.to_string(),
    })?;
    let mut found: Vec<PathBuf> = listed.into_iter().filter(|path| path.is_dir() && holds(path)).collect();
    match (found.pop(), found.is_empty()) {
        (None, _) => Err(StoreError::NoWorkspace { path: folder }.into()),
        (Some(only), true) => Ok(only),
        (Some(last), false) => {
            found.push(last);
            let choices: Vec<String> =
                found.iter().map(|path| format!("  --saves {}", path.display())).collect();
            let fill = [("folder", folder.display().to_string()), ("choices", choices.join("\n"))];
            Err(CliError::refused("several_workspaces", fill))
        }
    }
}

/// Opens the workspace and says what of it could not be read.
pub(super) fn open(saves: Option<&Path>, terminal: &mut Terminal<'_>) -> Result<Desk, CliError> {
    let root = find(saves)?;
    let desk = Desk::open(&root, &who(), terminal.now)?;
    terminal.follow(desk.lang());
    for fault in desk.faults() {
        terminal.warn(&fault.sentence());
    }
    for fault in desk.pack_faults() {
        terminal.warn(fault);
    }
    if desk.unrestored() > 0 {
        let count = [("count", desk.unrestored().to_string())];
        terminal.warn(&filled("cli.told.unrestored", &count));
    }
    Ok(desk)
}

/// Saves what a command did. What only the journal has, or only the file, is done and reported: it is there when the
/// workspace is opened again.
///
/// # Errors
/// The fault, where nothing was written.
pub(super) fn save(desk: &mut Desk, terminal: &mut Terminal<'_>) -> Result<Exit, CliError> {
    let Err(why) = desk.save_now(terminal.now) else { return Ok(Exit::Done) };
    if desk.is_nothing_kept() {
        return Err(CliError::Desk(why));
    }
    terminal.warn(&why);
    terminal.warn(&filled("cli.told.half_saved", &[]));
    Ok(Exit::Reported)
}

/// Catalogue and plans: those of the workspace if there is one, else those of the program.
pub(super) struct Packs {
    desk: Option<Desk>,
    catalogue: Arc<Catalogue>,
    plans: Vec<Arc<Plan>>,
}

impl Packs {
    /// Takes the packs; a workspace that cannot be opened is named and passed over.
    pub(super) fn open(saves: Option<&Path>, terminal: &mut Terminal<'_>) -> Result<Self, CliError> {
        let (catalogue, plans) = Desk::shipped_packs().map_err(CliError::Desk)?;
        let desk = match open(saves, terminal) {
            Ok(desk) => Some(desk),
            // Without --saves nobody asked for a workspace.
            Err(CliError::Store(StoreError::NoFolder { .. } | StoreError::NoWorkspace { .. }))
                if saves.is_none() =>
            {
                None
            }
            Err(fault) => {
                terminal.tell_text(&fault.sentence());
                terminal.tell("cli.told.shipped_only", &[]);
                None
            }
        };
        Ok(Self { desk, catalogue, plans })
    }

    pub(super) fn catalogue(&self) -> &Catalogue {
        self.desk.as_ref().map_or(&*self.catalogue, Desk::catalogue)
    }

    pub(super) fn plans(&self) -> &[Arc<Plan>] {
        self.desk.as_ref().map_or(&self.plans, Desk::plans)
    }
}

/// Refuses a unit the register does not know.
pub(super) fn known_unit<'a>(desk: &'a Desk, id: &UnitId) -> Result<&'a crate::unit::Unit, CliError> {
    let unknown = || CliError::refused("no_unit", [("unit", id.to_string())]);
    desk.tree().unit(id).ok_or_else(unknown)
}

/// Checks that a return can exist: unit and form are known, the form is the unit's, the period is of its kind.
pub(super) fn known_key(desk: &Desk, asked: &ReturnArgs) -> Result<ReturnKey, CliError> {
    let unit = known_unit(desk, &asked.unit)?;
    let forms =
        |ids: &mut dyn Iterator<Item = &FormId>| ids.map(FormId::as_str).collect::<Vec<_>>().join(", ");
    let Some(form) = desk.catalogue().form(&asked.form) else {
        let known = forms(&mut desk.catalogue().forms().iter().map(|form| &form.id));
        return Err(CliError::refused("no_form", [("form", asked.form.to_string()), ("known", known)]));
    };
    let key = ReturnKey { unit: asked.unit.clone(), form: asked.form.clone(), period: asked.period };
    if !form.asks(unit) && desk.unit_return(&key).is_none() {
        let known = forms(&mut desk.catalogue().forms_of(unit).map(|form| &form.id));
        let fill = [("unit", asked.unit.to_string()), ("form", asked.form.to_string()), ("known", known)];
        return Err(CliError::refused("form_not_asked", fill));
    }
    if form.period != asked.period.kind() {
        let example = crate::base::Period::containing(form.period, asked.period.first_day());
        let fill = [
            ("form", asked.form.to_string()),
            ("period", asked.period.to_string()),
            ("example", example.to_string()),
        ];
        return Err(CliError::refused("period_kind", fill));
    }
    Ok(key)
}

/// Names a return as people do.
pub(super) fn return_title(desk: &Desk, key: &ReturnKey, lang: Lang) -> String {
    let unit = desk.tree().unit(&key.unit).map(|unit| unit.name.clone());
    let form = desk.catalogue().form(&key.form).map(|form| form.name.clone());
    let text = |name: Option<Bilingual>, id: &str| {
        name.map_or_else(|| id.to_owned(), |name| name.text(lang).to_owned())
    };
    format!(
        "{} · {} · {}",
        text(unit, key.unit.as_str()),
        key.period.label(lang),
        text(form, key.form.as_str())
    )
}
