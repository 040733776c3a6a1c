//! The window in a test: a workspace in a folder of its own, a clock moved by hand, keys and words as a person meets them.

use std::{
    cell::Cell,
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    sync::OnceLock,
    time::{Duration, Instant},
};

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use duibiao::{
    base::{Bilingual, Lang},
    desk::{DemoSize, Desk, NewWorkspace, write_demo},
    ui::app::{App, Start},
    unit::{Area, Grade, Ownership, Standing, Unit, UnitKind},
    wire::{Role, Settings},
    words::say,
};
use egui::{Event, ImeEvent, Key, Modifiers, OutputCommand, PointerButton, Pos2, Rect, Shape};
use egui_kittest::{Harness, kittest::NodeT as _, kittest::Queryable as _};
use tempfile::TempDir;

/// The screen of the office PC: 1366×768 less the task bar.
pub const SCREEN: [f32; 2] = [1366.0, 728.0];
/// How long a write may take before the test gives up: antivirus and a shared disk included.
const PATIENCE: Duration = Duration::from_secs(60);

/// Ctrl, as the window system reports it.
pub const CTRL: Modifiers = Modifiers { ctrl: true, command: true, ..Modifiers::NONE };

thread_local! {
    static NOW: Cell<NaiveDateTime> = const { Cell::new(NaiveDateTime::MIN) };
}

/// Gives the test's own time; it stands still until [`pass`].
pub fn now() -> NaiveDateTime {
    let morning =
        || NaiveDate::from_ymd_opt(2026, 1, 20).and_then(|day| day.and_hms_opt(10, 42, 0)).expect("a day");
    if NOW.get() == NaiveDateTime::MIN {
        NOW.set(morning());
    }
    NOW.get()
}

/// Lets seconds pass.
pub fn pass(seconds: i64) {
    NOW.set(now() + TimeDelta::seconds(seconds));
}

/// What stands in a workspace before it is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holding {
    /// A hospital that has just made its workspace.
    NewHospital,
    /// A county bureau that has just made its workspace.
    NewBureau,
    /// The made-up city: two counties, four years.
    SmallDemo,
    /// The made-up city at its usual size.
    FullDemo,
}

type Files = Vec<(PathBuf, Vec<u8>)>;

/// Gives the files of a demonstration; each size is written once a test run and copied from then on.
fn demo_files(size: DemoSize) -> Files {
    let folder = TempDir::new().expect("a folder");
    let root = folder.path().join("w");
    write_demo(&root, size, 2025, "张三", now()).expect("the demonstration");
    let mut files = Vec::new();
    let mut open = vec![root.clone()];
    while let Some(at) = open.pop() {
        for entry in fs::read_dir(&at).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            if entry.is_dir() {
                open.push(entry);
            } else {
                let bytes = fs::read(&entry).expect("a file");
                files.push((entry.strip_prefix(&root).expect("inside").to_owned(), bytes));
            }
        }
    }
    files
}

fn lay_out(files: &Files, root: &Path) {
    for (path, bytes) in files {
        let path = root.join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }
}

fn make(root: &Path, role: Role, unit: Unit) {
    let new = NewWorkspace { role, unit, plan: "hulunbuir-2024".parse().expect("an id"), lang: Lang::Zh };
    Desk::create(root, new, "张三", now()).expect("a workspace");
}

fn unit(id: &str, name: (&str, &str), kind: UnitKind, area: Option<Area>, level: u8) -> Unit {
    let standing = Standing {
        from: NaiveDate::from_ymd_opt(2000, 1, 1).expect("a day"),
        level,
        grade: (level > 0).then_some(Grade::A),
        ownership: Ownership::County,
    };
    let made = Unit::new(id.parse().expect("an id"), Bilingual::new(name.0, name.1), kind);
    Unit { area, standings: vec![standing], ..made }
}

/// Makes a workspace `w` in a new folder; the folder goes when the value is dropped.
pub fn workspace(holding: Holding) -> TempDir {
    static SMALL: OnceLock<Files> = OnceLock::new();
    static FULL: OnceLock<Files> = OnceLock::new();
    let folder = TempDir::new().expect("a folder");
    let root = folder.path().join("w");
    match holding {
        Holding::NewHospital => {
            make(
                &root,
                Role::Unit,
                unit("H1", ("示例县医院", "Sample Hospital"), UnitKind::GeneralHospital, None, 2),
            );
        }
        Holding::NewBureau => {
            make(
                &root,
                Role::Bureau,
                unit("B1", ("示例县卫健局", "Sample Bureau"), UnitKind::Bureau, Some(Area::County), 0),
            );
        }
        Holding::SmallDemo => {
            let size = DemoSize { counties: 2, units: 12, years: 4, seed: 7 };
            lay_out(SMALL.get_or_init(|| demo_files(size)), &root);
        }
        Holding::FullDemo => lay_out(FULL.get_or_init(|| demo_files(DemoSize::default())), &root),
    }
    folder
}

/// The program in a window without a screen.
pub struct Window {
    pub harness: Harness<'static, App>,
    copied: Option<String>,
}

impl Window {
    /// Starts the program on a workspace, or on the welcome screen.
    pub fn start(open: Option<&Path>, saves: &Path, settings: Settings) -> Self {
        Self::started(Start {
            open: open.map(Path::to_owned),
            saves: saves.to_owned(),
            arrivals: Vec::new(),
            is_unanswered: false,
            state: None,
            who: "张三".to_owned(),
            now,
            settings,
            keep: |_| {},
            opening: None,
        })
    }

    /// Starts the program with more than a workspace.
    pub fn started(start: Start) -> Self {
        let theme = if start.settings.dark { egui::Theme::Dark } else { egui::Theme::Light };
        // `App::new` installs the fonts into the context before the harness runs its first pass.
        let harness = Harness::builder()
            .with_size(SCREEN)
            .with_theme(theme)
            .with_max_steps(40)
            // A character without a glyph is named by [`Window::undrawable`]; it need not end every other test.
            .allow_missing_glyphs()
            .build_eframe(move |created| App::new(&created.egui_ctx, start));
        Self { harness, copied: None }
    }

    /// Opens the workspace `w` of a folder in the light theme.
    pub fn open(folder: &TempDir) -> Self {
        Self::start(Some(&folder.path().join("w")), folder.path(), Settings::default())
    }

    pub fn desk(&self) -> &Desk {
        &self.harness.state().session().expect("an open workspace").desk
    }

    pub fn lang(&self) -> Lang {
        self.harness
            .state()
            .session()
            .map_or(self.harness.state().settings().lang, |session| session.desk.lang())
    }

    /// Gives a word in the window's language.
    pub fn say(&self, key: &str) -> String {
        say(self.lang(), key).into_owned()
    }

    /// Runs frames until nothing moves, or for a while; every input must have a name by then.
    ///
    /// Whether everything comes to rest is asked where it matters, with [`Window::rests`].
    #[track_caller]
    pub fn settle(&mut self) {
        if self.harness.run_ok().is_none() {
            self.harness.check_accessibility();
        }
    }

    /// Says whether the window waits for a person instead of drawing frame after frame.
    pub fn rests(&self) -> bool {
        !self.harness.output().viewport_output[&egui::ViewportId::ROOT].repaint_delay.is_zero()
    }

    /// Gives the characters on the screen that no bundled font has.
    pub fn undrawable(&self) -> BTreeSet<char> {
        let font = egui::FontId::proportional(14.0);
        let words = self.painted().into_iter().map(|(_, text)| text).collect::<String>();
        // The icons have a font of their own.
        let plain = words.chars().filter(|c| !c.is_control() && !('\u{e000}'..='\u{f8ff}').contains(c));
        plain.filter(|c| !self.harness.ctx.fonts_mut(|fonts| fonts.has_glyph(&font, *c))).collect()
    }

    /// Closes the window as the window system does: what is typed is committed and written.
    pub fn close(mut self) {
        self.harness.state_mut().leave(now());
        assert_eq!(self.harness.state().fault(), None, "the workspace could not be written");
    }

    /// Gives several keystrokes to one frame, as a slow machine does.
    pub fn burst(&mut self, events: impl IntoIterator<Item = Event>) {
        self.harness.input_mut().events.extend(events);
        self.harness.step();
        self.settle();
    }

    /// Types a text key by key, a frame each.
    pub fn type_text(&mut self, text: &str) {
        for event in typed(text) {
            self.harness.event(event);
        }
        self.settle();
    }

    pub fn press(&mut self, key: Key) {
        self.press_with(Modifiers::NONE, key);
    }

    pub fn press_with(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.settle();
    }

    pub fn event(&mut self, event: Event) {
        self.harness.event(event);
        self.settle();
    }

    /// Gives an event to one frame; what that puts on the clipboard is given back.
    pub fn copied_by(&mut self, event: Event) -> Option<String> {
        self.harness.event(event);
        self.harness.step();
        let commands = &self.harness.output().platform_output.commands;
        let copied = commands.iter().find_map(|command| match command {
            OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        });
        self.settle();
        copied
    }

    /// Moves the pointer, with what is held, presses or lets go of a button.
    pub fn pointer(&mut self, place: Pos2, button: Option<(PointerButton, bool)>, modifiers: Modifiers) {
        let button =
            button.map(|(button, pressed)| Event::PointerButton { pos: place, button, pressed, modifiers });
        let held = |modifiers| (modifiers != Modifiers::NONE).then_some(Event::ModifiersChanged(modifiers));
        let events = held(modifiers).into_iter().chain([Event::PointerMoved(place)]).chain(button);
        self.harness.input_mut().events.extend(events);
        self.harness.step();
        if held(modifiers).is_some() {
            self.harness.event(Event::ModifiersChanged(Modifiers::NONE));
            self.harness.step();
        }
    }

    /// Clicks at a place.
    pub fn click_at(&mut self, place: Pos2) {
        let button = |pressed| Event::PointerButton {
            pos: place,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        };
        for event in [Event::PointerMoved(place), button(true), button(false)] {
            self.harness.event(event);
            self.harness.step();
            self.copied =
                self.harness.output().platform_output.commands.iter().find_map(|command| match command {
                    OutputCommand::CopyText(text) => Some(text.clone()),
                    _ => None,
                });
        }
        // A pointer that stays would bring tooltips up.
        self.harness.event(Event::PointerGone);
        self.settle();
    }

    /// Clicks the widget with exactly this name.
    #[track_caller]
    pub fn click(&mut self, name: &str) {
        let place = self.place_of(|label| label == name);
        self.click_at(
            place.unwrap_or_else(|| panic!("nothing is named {name:?}; there is {:#?}", self.names())),
        );
    }

    /// Clicks the first widget whose name begins so.
    #[track_caller]
    pub fn click_starting(&mut self, start: &str) {
        let place = self.place_of(|label| label.starts_with(start));
        self.click_at(
            place.unwrap_or_else(|| panic!("no name begins with {start:?}; there is {:#?}", self.names())),
        );
    }

    /// Clicks a widget that may have to be scrolled to first.
    #[track_caller]
    pub fn click_scrolled(&mut self, name: &str) {
        let node = self.harness.query_all_by_label(name).last();
        node.unwrap_or_else(|| panic!("nothing is named {name:?}")).scroll_to_me();
        self.settle();
        self.click(name);
    }

    /// Gives the first of several names that a widget has.
    pub fn any_of(&self, names: &[&str]) -> String {
        names.iter().find(|name| self.has_name(name)).map(|name| (*name).to_owned()).unwrap_or_default()
    }

    /// Gives where the widget with exactly this name is.
    #[track_caller]
    pub fn place(&self, name: &str) -> Pos2 {
        self.place_of(|label| label == name).unwrap_or_else(|| panic!("nothing is named {name:?}"))
    }

    /// Gives where the first widget whose name begins so is.
    #[track_caller]
    pub fn place_starting(&self, start: &str) -> Pos2 {
        self.place_of(|label| label.starts_with(start)).unwrap_or_else(|| panic!("nothing begins {start:?}"))
    }

    /// Gives the text that the window put into the clipboard in one of the frames since the last click.
    pub fn copied(&self) -> Option<String> {
        self.copied.clone()
    }

    fn place_of(&self, fits: impl Fn(&str) -> bool) -> Option<Pos2> {
        let screen = Rect::from_min_size(Pos2::ZERO, SCREEN.into());
        let nodes = self.harness.root().children_recursive();
        let found = nodes.filter(|node| {
            let node = node.accesskit_node();
            !node.is_hidden() && node.label().is_some_and(|label| fits(&label))
        });
        // A pop-up stands behind what it covers in the tree: the last one is on top.
        found
            .map(|node| node.rect())
            .filter(|rect| screen.contains(rect.center()))
            .last()
            .map(|rect| rect.center())
    }

    /// Gives the names of all widgets, for a person to read when one is missing.
    pub fn names(&self) -> Vec<String> {
        let nodes = self.harness.root().children_recursive();
        nodes.filter_map(|node| node.accesskit_node().label()).filter(|label| !label.is_empty()).collect()
    }

    /// Says whether a widget has exactly this name.
    pub fn has_name(&self, name: &str) -> bool {
        self.harness.query_all_by_label(name).next().is_some()
    }

    /// Gives the text lines painted in the last frame with their places, cut-off ones in full.
    pub fn painted(&self) -> Vec<(Rect, String)> {
        fn gather(shape: &Shape, clip: Rect, into: &mut Vec<(Rect, String)>) {
            match shape {
                Shape::Vec(shapes) => shapes.iter().for_each(|shape| gather(shape, clip, into)),
                Shape::Text(text) => {
                    let rect = text.galley.rect.translate(text.pos.to_vec2());
                    if clip.intersects(rect) && !text.galley.text().is_empty() {
                        into.push((rect, text.galley.text().to_owned()));
                    }
                }
                _ => {}
            }
        }
        let mut texts = Vec::new();
        for clipped in &self.harness.output().shapes {
            gather(&clipped.shape, clipped.clip_rect, &mut texts);
        }
        texts
    }

    /// Gives the texts painted on the line of a text, from left to right, from that text on.
    pub fn line_of(&self, text: &str) -> Vec<String> {
        let painted = self.painted();
        let Some((at, _)) = painted.iter().find(|(_, found)| found == text) else { return Vec::new() };
        let (middle, left) = (at.center().y, at.left());
        let mut line: Vec<_> = painted
            .iter()
            .filter(|(rect, _)| (rect.center().y - middle).abs() < 8.0 && rect.left() >= left)
            .collect();
        line.sort_by(|a, b| a.0.left().total_cmp(&b.0.left()));
        line.into_iter().map(|(_, text)| text.clone()).collect()
    }

    /// Gives every word on the screen: names and values of widgets, and what is only painted.
    pub fn words(&self) -> BTreeSet<String> {
        let mut words: BTreeSet<String> = self.painted().into_iter().map(|(_, text)| text).collect();
        for node in self.harness.root().children_recursive() {
            let node = node.accesskit_node();
            words.extend([node.label(), node.value()].into_iter().flatten().filter(|text| !text.is_empty()));
        }
        words
    }

    /// Says whether a text stands anywhere on the screen, alone or within another.
    pub fn shows(&self, text: &str) -> bool {
        self.words().iter().any(|word| word.contains(text))
    }

    #[track_caller]
    pub fn must_show(&self, text: &str) {
        assert!(self.shows(text), "{text:?} is not on the screen; there is {:#?}", self.words());
    }

    /// Runs frames, a moment apart, until something holds; the writer works on a thread of its own.
    #[track_caller]
    pub fn wait_until(&mut self, what: &str, holds: impl Fn(&Self) -> bool) {
        let begin = Instant::now();
        while !holds(self) {
            assert!(
                begin.elapsed() < PATIENCE,
                "waited in vain until {what}; status bar: {:?}",
                self.status()
            );
            std::thread::sleep(Duration::from_millis(5));
            self.harness.step();
        }
    }

    /// Gives the words of the status bar from left to right.
    pub fn status(&self) -> Vec<String> {
        let mut found: Vec<_> =
            self.painted().into_iter().filter(|(rect, _)| rect.center().y > SCREEN[1] - 24.0).collect();
        found.sort_by(|a, b| a.0.left().total_cmp(&b.0.left()));
        found
            .into_iter()
            .map(|(_, text)| {
                text.trim_start_matches(|c: char| ('\u{e000}'..'\u{f8ff}').contains(&c)).to_owned()
            })
            .collect()
    }
}

/// Gives a key going down and up.
pub fn key(key: Key) -> Vec<Event> {
    key_with(Modifiers::NONE, key)
}

/// Gives a key with others held.
pub fn key_with(modifiers: Modifiers, key: Key) -> Vec<Event> {
    let event = |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
    vec![event(true), event(false)]
}

/// Gives what a keyboard sends for a text: digits as a key and its character, Chinese as characters only.
pub fn typed(text: &str) -> Vec<Event> {
    text.chars()
        .flat_map(|character| {
            let character = character.to_string();
            let named = Key::from_name(&character).filter(|_| character.is_ascii());
            let (down, up) = named.map_or((None, None), |named| {
                let mut both = key(named).into_iter();
                (both.next(), both.next())
            });
            down.into_iter().chain([Event::Text(character)]).chain(up)
        })
        .collect()
}

/// Gives what an input method sends while a word is composed.
pub fn preedit(text: &str) -> Event {
    Event::Ime(ImeEvent::Preedit { text: text.to_owned(), active_range_chars: None })
}

/// Gives what an input method sends when a word is chosen.
pub fn composed(text: &str) -> Event {
    Event::Ime(ImeEvent::Commit(text.to_owned()))
}
