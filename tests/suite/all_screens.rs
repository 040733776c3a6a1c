//! Every screen, with nothing, little and much in it, in both languages, light and dark: it draws, its inputs have
//! names (the harness sees to that at every pause), its words are there, and none is missing a translation.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use duibiao::{
    base::{Figure, Lang},
    ui::act::Route,
    wire::Settings,
};
use egui::Key;

use crate::support::{CTRL, Holding, SCREEN, Window, now, pass, workspace};

/// A screen, and keys of words that stand on it whatever the workspace holds.
const SCREENS: [(&str, &[&str]); 16] = [
    ("faults", &["faults.title", "faults.untouched", "faults.go_on"]),
    (
        "start",
        &[
            "start.forms",
            "start.plan",
            "start.all_targets",
            "target.indicator",
            "target.verdict",
            "frame.search",
        ],
    ),
    (
        "entry",
        &[
            "entry.element",
            "entry.unit",
            "entry.change",
            "entry.next_blank",
            "details.meaning",
            "details.note",
            "filter.all",
        ],
    ),
    ("findings", &["route.findings"]),
    (
        "submit",
        &[
            "submit.ours",
            "submit.signers",
            "submit.filler",
            "submit.pdf",
            "submit.way_draft",
            "submit.second",
        ],
    ),
    ("trend", &["trend.copy_chart", "trend.copy_table", "trend.other_indicator"]),
    ("plan", &["plan.all", "plan.other", "plan.how", "plan.standing", "target.target"]),
    (
        "deliverables",
        &[
            "followed.all",
            "followed.group_by",
            "followed.state",
            "followed.progress",
            "followed.evidence",
            "followed.save_csv",
        ],
    ),
    (
        "dictionary",
        &[
            "dictionary.title",
            "dictionary.all_forms",
            "dictionary.code",
            "dictionary.forms",
            "trend.copy_table",
        ],
    ),
    ("track", &["track.list", "track.change", "track.files"]),
    ("arrivals", &["arrivals.files", "arrivals.empty_title"]),
    ("sums", &["route.sums"]),
    (
        "register",
        &["route.register", "register.name", "register.ownership", "register.fills", "register.see_plan"],
    ),
    ("palette", &["command.start", "command.next_blank", "command.language"]),
    ("found", &["route.start"]),
    (
        "settings",
        &[
            "settings.title",
            "settings.theme",
            "settings.zoom",
            "settings.licence",
            "command.leave",
            "command.zip",
            "close",
        ],
    ),
];

/// Goes to a screen as a person would.
fn go(window: &mut Window, screen: &str) {
    match screen {
        "faults" => {
            if !window.has_name(&window.say("faults.go_on")) {
                let part = window.names().into_iter().find(|name| name.starts_with('\u{e4e0}'));
                window.click(&part.expect("the status bar says that files have problems"));
            }
        }
        "start" | "entry" | "findings" | "submit" | "trend" | "plan" | "dictionary" | "deliverables"
        | "register" | "track" | "arrivals" | "sums" => {
            let name = window.say(&format!("route.{screen}"));
            window.click(&name);
        }
        "palette" => window.press_with(CTRL, Key::K),
        "found" => {
            window.press_with(CTRL, Key::K);
            window.type_text("beds");
        }
        "settings" => {
            let name = window.say("frame.settings");
            window.click(&name);
        }
        _ => unreachable!("{screen} is no screen"),
    }
}

/// Closes what lies over the screens.
fn back(window: &mut Window, screen: &str) {
    match screen {
        "faults" => window.click(&window.say("faults.go_on")),
        "palette" | "found" => window.press(Key::Escape),
        "settings" => window.click(&window.say("close")),
        _ => {}
    }
}

/// Top-level names of the locale file: `entry` of `entry.foo`.
pub fn sections() -> Vec<String> {
    let locale = concat!(
        include_str!("../../assets/locales/ui.zh-CN.yml"),
        include_str!("../../assets/locales/followed.zh-CN.yml"),
        include_str!("../../assets/locales/grid.zh-CN.yml"),
        include_str!("../../assets/locales/submit.zh-CN.yml"),
        include_str!("../../assets/locales/keep.zh-CN.yml")
    );
    let top = |line: &str| {
        line.strip_suffix(':').filter(|name| name.chars().all(|c| c.is_ascii_lowercase())).map(str::to_owned)
    };
    locale.lines().filter_map(top).collect()
}

/// Says whether a text holds a key nobody translated, or a place nobody filled.
fn is_untranslated(text: &str, sections: &[String]) -> bool {
    let words =
        text.split(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '_')));
    let is_key = |word: &str| {
        word.split_once('.')
            .is_some_and(|(section, rest)| !rest.is_empty() && sections.iter().any(|known| known == section))
    };
    text.contains("%{") || words.into_iter().any(is_key)
}

/// Chinese that stays on an English screen: the language switch, the mark, what plans call their own parts, what a
/// person wrote, and in the dictionary, which has both languages, names.
fn may_stay_chinese(text: &str, window: &Window) -> bool {
    if matches!(text, "中 | EN" | "中文" | "标" | "Switch 中文/English") {
        return true;
    }
    let Some(session) = window.harness.state().session() else { return false };
    let desk = &session.desk;
    if text == desk.who() {
        return true;
    }
    // A unit's Chinese name is changed there.
    if session.route == Route::Register && desk.tree().all().any(|unit| unit.name.zh == text) {
        return true;
    }
    if session.route == Route::Dictionary {
        let mut names = desk.catalogue().elements().map(|found| &found.name);
        let mut others = desk.catalogue().indicators().map(|found| &found.name);
        if names.any(|name| name.zh == text) || others.any(|name| name.zh == text) {
            return true;
        }
    }
    let clauses = desk.plans().iter().flat_map(|plan| {
        let clauses = plan.targets.iter().map(|target| &target.clause);
        let clauses = clauses.chain(plan.deliverables.iter().map(|item| &item.clause));
        clauses.chain([&plan.document_no]).map(String::as_str)
    });
    let mut rest = text.to_owned();
    for clause in clauses.filter(|clause| clause.chars().any(is_han)) {
        let group = clause.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.' || c == '、');
        rest = rest.replace(clause, "").replace(group, "");
    }
    let deliverables = desk.plan().into_iter().flat_map(|plan| &plan.deliverables);
    let mut printed: Vec<&str> = deliverables
        .flat_map(|item| {
            [vec![item.clause.as_str(), &item.unit, &item.hedge], item.responsible_bodies()].concat()
        })
        .filter(|text| text.chars().any(is_han))
        .collect();
    printed.sort_by_key(|text| std::cmp::Reverse(text.len()));
    for text in printed {
        rest = rest.replace(text, "");
    }
    let mut entries = desk.returns().flat_map(|found| found.entries.values());
    let is_written = entries.any(|entry| {
        entry.note == text
            || matches!(&entry.figure, Figure::NotApplicable(said) | Figure::Unread(said) if said == text)
    });
    is_written || !rest.chars().any(is_han)
}

const fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}

/// Gives what is wrong with the words on the screen, a line each.
fn wrong_words(window: &Window, keys: &[&str], sections: &[String]) -> Vec<String> {
    let words = window.words();
    let missing = keys.iter().filter(|key| !window.shows(&window.say(key)));
    let mut wrong: Vec<String> =
        missing.map(|key| format!("not there: {:?} ({key})", window.say(key))).collect();
    wrong.extend(
        words
            .iter()
            .filter(|word| is_untranslated(word, sections))
            .map(|word| format!("untranslated: {word:?}")),
    );
    wrong.extend(window.undrawable().into_iter().map(|c| format!("no glyph: {c} U+{:04X}", u32::from(c))));
    if !window.rests() {
        wrong.push("the window draws frame after frame".to_owned());
    }
    if window.lang() == Lang::En {
        let chinese = words.iter().filter(|word| word.chars().any(is_han) && !may_stay_chinese(word, window));
        wrong.extend(chinese.map(|word| format!("Chinese on the English screen: {word:?}")));
    }
    wrong
}

/// Says what is wrong with the words of a screen.
#[track_caller]
pub fn check_words(window: &Window, place: &str, keys: &[&str], sections: &[String]) {
    let wrong = wrong_words(window, keys, sections);
    assert!(wrong.is_empty(), "{place}: {wrong:#?}");
}

fn every_screen(holding: Holding, screen_size: [f32; 2]) {
    let folder = workspace(holding);
    let returns = folder.path().join("w/returns/2025/hospital");
    fs::create_dir_all(&returns).expect("a folder");
    fs::write(returns.join("X9.ron"), "not a return").expect("a file");
    let sections = sections();
    let mut window = Window::open(&folder);
    window.harness.set_size(screen_size.into());
    window.settle();
    assert!(window.has_name("知道了，继续"), "what could not be read is said at once");
    window.click("知道了，继续");
    let mut wrong: BTreeMap<String, String> = BTreeMap::new();
    for (lang, dark) in [(Lang::Zh, false), (Lang::En, false), (Lang::En, true), (Lang::Zh, true)] {
        if window.lang() != lang {
            let name = window.say("frame.language");
            window.click(&name);
        }
        if window.harness.ctx.global_style().visuals.dark_mode != dark {
            go(&mut window, "settings");
            window.click(&window.say(if dark { "settings.dark" } else { "settings.light" }));
            back(&mut window, "settings");
        }
        assert_eq!(window.lang(), lang);
        assert_eq!(window.harness.ctx.global_style().visuals.dark_mode, dark);
        for (screen, keys) in SCREENS {
            // A unit has them only where there is something in them.
            let may_be_absent = matches!(screen, "register" | "sums" | "arrivals");
            if may_be_absent && !window.has_name(&window.say(&format!("route.{screen}"))) {
                continue;
            }
            let place = format!("{holding:?}, {screen}, {lang:?}, {}", if dark { "dark" } else { "light" });
            go(&mut window, screen);
            window.harness.run_steps(3);
            window.settle();
            // The smallest window may cut columns off; words are asked for at the size of an office screen.
            let keys = if screen_size == SCREEN { keys } else { &[] };
            for word in wrong_words(&window, keys, &sections) {
                wrong.entry(word).or_insert_with(|| place.clone());
            }
            back(&mut window, screen);
        }
    }
    window.close();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_new_hospital_can_look_at_everything() {
    every_screen(Holding::NewHospital, SCREEN);
}

#[test]
fn a_new_bureau_can_look_at_everything() {
    every_screen(Holding::NewBureau, SCREEN);
}

#[test]
fn the_small_city_can_be_looked_at() {
    every_screen(Holding::SmallDemo, SCREEN);
}

#[test]
fn the_full_city_can_be_looked_at() {
    every_screen(Holding::FullDemo, SCREEN);
}

#[test]
fn the_smallest_window_draws_everything() {
    every_screen(Holding::SmallDemo, [960.0, 600.0]);
}

#[test]
fn every_seat_of_the_city_can_be_taken() {
    let folder = workspace(Holding::SmallDemo);
    let mut window = Window::open(&folder);
    let seats: Vec<_> =
        window.desk().tree().all().map(|unit| (unit.id.clone(), unit.name.zh.clone())).collect();
    for (id, name) in seats {
        let current = window.desk().our_unit().expect("a seat").name.zh.clone();
        window.click(&format!("切换单位 {current}"));
        let item = window.names().into_iter().rfind(|label| label.trim_start_matches('\u{3000}') == name);
        window.click_scrolled(&item.unwrap_or_else(|| panic!("{name} is not in the list")));
        assert_eq!(*window.desk().seat(), id, "{name}");
        for screen in ["register", "entry", "trend", "plan", "dictionary", "deliverables", "start"] {
            if screen != "register" || window.desk().has_register() {
                go(&mut window, screen);
            }
        }
    }
    window.close();
}

#[test]
fn a_language_switched_while_running_changes_the_words() {
    let folder = workspace(Holding::SmallDemo);
    let mut window = Window::open(&folder);
    window.click("填报");
    window.must_show("数据项");
    window.must_show("重症监护床位数");
    window.press_with(CTRL, Key::L);
    window.must_show("Element");
    window.must_show("ICU beds");
    assert!(!window.shows("数据项") && !window.shows("重症监护床位数"));
    window.press_with(CTRL, Key::L);
    window.must_show("重症监护床位数");
    window.press_with(CTRL, Key::L);
    window.close();
    let window = Window::open(&folder);
    assert_eq!(window.lang(), Lang::En, "the language is kept with the workspace");
    window.must_show("My forms");
}

#[test]
fn the_welcome_screen_offers_three_ways_in() {
    let sections = sections();
    for (dark, lang) in [(false, Lang::Zh), (true, Lang::Zh), (false, Lang::En), (true, Lang::En)] {
        let folder = workspace(Holding::SmallDemo);
        let settings = Settings { dark, lang, recent: vec!["/nowhere/gone".into()], ..Settings::default() };
        let mut window = Window::start(None, folder.path(), settings);
        let keys = [
            "app.name",
            "welcome.demo",
            "welcome.open_demo",
            "welcome.make_new",
            "welcome.open_other",
            "welcome.recent",
        ];
        check_words(&window, "welcome", &keys, &sections);
        assert!(window.has_name("/nowhere/gone"));
        window.click("/nowhere/gone");
        assert!(window.harness.state().session().is_none() && window.harness.state().fault().is_some());
        let fault = window.harness.state().fault().expect("a fault").text(lang).to_owned();
        window.must_show(&fault);
        window.click(&window.say("welcome.make_new"));
        let keys = [
            "new.title",
            "new.role",
            "new.name",
            "new.id",
            "new.kind",
            "new.level",
            "new.ownership",
            "new.plan",
            "new.make",
            "new.not_ready",
        ];
        check_words(&window, "new workspace of a unit", &keys, &sections);
        window.click(&window.say("new.bureau"));
        check_words(&window, "new workspace of a bureau", &["new.area", "new.plan"], &sections);
        window.click(&window.say("cancel"));
        window.must_show(&window.say("welcome.open_demo"));
        window.click(window.any_of(&["中 | EN", &window.say("frame.language")]).as_str());
        assert_ne!(window.lang(), lang, "the welcome screen changes its language too");
    }
}

#[test]
fn a_workspace_is_made_in_the_window() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let mut window = Window::start(None, folder.path(), Settings::default());
    window.click("新建…");
    window.click("建立并打开");
    assert!(window.harness.state().session().is_none(), "without a name nothing is made");
    window.click("所在地区");
    window.type_text("示例县");
    window.click("名称");
    window.type_text("人民医院");
    window.click("单位代码");
    window.press_with(CTRL, Key::A);
    window.type_text("XYY-1");
    window.click("建立并打开");
    let session = window.harness.state().session().expect("the workspace is open");
    assert_eq!(session.desk.our_unit().map(|unit| unit.name.zh.as_str()), Some("示例县人民医院"));
    assert!(folder.path().join("XYY-1/workspace.ron").exists());
    window.must_show("开始填报");
    window.close();
}

#[test]
fn the_demonstration_opens_from_the_welcome_screen() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let mut window = Window::start(None, folder.path(), Settings::default());
    window.click("打开示例");
    assert_eq!(window.desk().our_unit().map(|unit| unit.name.zh.as_str()), Some("示例市人民医院"));
    window.must_show("示例数据");
    pass(60);
    assert_eq!(now().to_string(), "2026-01-20 10:43:00");
    window.close();
}

#[test]
fn every_character_of_the_packs_can_be_drawn() {
    let folder = workspace(Holding::NewHospital);
    let window = Window::open(&folder);
    let (font, mut lacking) = (egui::FontId::proportional(14.0), BTreeMap::new());
    for part in ["catalogue", "plans", "locales"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets").join(part);
        for path in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            let text = fs::read_to_string(&path).expect("UTF-8");
            let characters: BTreeSet<char> = text.chars().filter(|c| !c.is_control()).collect();
            let lacks = |c: &char| !window.harness.ctx.fonts_mut(|fonts| fonts.has_glyph(&font, *c));
            for character in characters.into_iter().filter(lacks) {
                lacking.insert(format!("{character} U+{:04X}", u32::from(character)), path.clone());
            }
        }
    }
    assert!(lacking.is_empty(), "no glyph in the bundled fonts (assets/fonts/make.sh) for {lacking:#?}");
}
