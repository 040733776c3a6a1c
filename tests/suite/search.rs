//! What is typed into a search field, and what it finds.

use duibiao::{
    base::{Bilingual, Fit, Query},
    desk::Desk,
    ui::act::Route,
};
use egui::Key;

use crate::support::{CTRL, Holding, Window, workspace};

const WRITTEN: Option<Fit> = Some(Fit::Written);
const SPELLED: Option<Fit> = Some(Fit::Spelled);
const OTHERWISE: Option<Fit> = Some(Fit::SpelledOtherwise);

#[test]
fn a_name_is_found_as_it_is_written_and_as_it_sounds() {
    let icu = ("重症监护床位数", "ICU beds", "beds_icu");
    let women = ("妇女常见病筛查率", "Screening of women", "screen_rate");
    let tcm = ("中医(民族医)医院数", "TCM hospitals", "n_tcm");
    let young = ("3岁以下婴幼儿托位数", "Childcare places", "childcare");
    let linked = ("县域医共体数", "County medical communities", "n_medcomm");
    let table = [
        (icu, "", WRITTEN),
        (icu, "  ", WRITTEN),
        (icu, "监护", WRITTEN),
        (icu, "Icu BEDS", WRITTEN),
        (icu, "ＩＣＵ", WRITTEN),
        (icu, "beds_i", WRITTEN),
        (icu, "床位 icu", WRITTEN),
        (icu, "床位 护士", None),
        (icu, "zzjhcws", SPELLED),
        (icu, "jhcw", SPELLED),
        (icu, "czjh", OTHERWISE),
        (icu, "zhongzheng", SPELLED),
        (icu, "zhong'zheng'jian", SPELLED),
        (icu, "zhzhjh", SPELLED),
        (icu, "zhongzjianhuch", SPELLED),
        (icu, "重症jh", SPELLED),
        (icu, "ZZJH 床位", SPELLED),
        (icu, "zjh cw", SPELLED),
        (icu, "zcw", None),
        (icu, "zhongzhengx", None),
        (women, "funv", SPELLED),
        (women, "funu", SPELLED),
        (women, "fnüc", SPELLED),
        (women, "scl", SPELLED),
        (women, "sclv", SPELLED),
        (women, "scs", OTHERWISE),
        (tcm, "zymzyyys", SPELLED),
        (tcm, "zmy", None),
        (young, "3syx", SPELLED),
        (young, "syxyye", SPELLED),
        (young, "4sy", None),
        (icu, "tzjh", OTHERWISE),
        (linked, "ygt", SPELLED),
        (linked, "yhb", OTHERWISE),
        (icu, &"z".repeat(200), None),
    ];
    for ((zh, en, id), typed, expected) in table {
        let found = Query::new(typed).fit(&Bilingual::new(zh, en), id);
        assert_eq!(found, expected, "{typed:?} against {zh}");
    }
}

#[test]
fn every_shipped_name_is_found_by_the_initials_of_its_readings() {
    let (catalogue, _) = Desk::shipped_packs().expect("the shipped packs");
    let initials = |name: &str| -> String {
        use pinyin::ToPinyin as _;
        let one = |c: char| match c.to_pinyin() {
            Some(sound) => sound.first_letter().to_owned(),
            None => String::from(c),
        };
        name.to_lowercase().chars().filter(|c| c.is_alphanumeric()).map(one).collect()
    };
    let names = catalogue.elements().map(|element| &element.name);
    let names: Vec<_> = names.chain(catalogue.indicators().map(|indicator| &indicator.name)).collect();
    assert!(names.len() > 500);
    for name in names {
        let typed = initials(&name.zh);
        assert!(Query::new(&typed).finds(name, ""), "{typed} does not find {}", name.zh);
    }
}

#[test]
fn the_search_over_everything_and_the_grid_take_pinyin() {
    let folder = workspace(Holding::SmallDemo);
    let mut window = Window::open(&folder);
    window.press_with(CTRL, Key::K);
    window.type_text("zzjhcw");
    window.press(Key::Enter);
    assert_eq!(window.harness.state().session().map(|session| session.route), Some(Route::Entry));
    let painted =
        |window: &Window| window.painted().into_iter().filter(|(_, text)| text == "重症监护床位数").count();
    let before = painted(&window);
    window.click(&window.say("entry.search"));
    window.type_text("zchs");
    window.must_show("注册护士数");
    assert_eq!(painted(&window) + 1, before, "the grid shows what fits alone");
}

#[test]
fn a_unit_is_found_by_pinyin_wherever_one_is_chosen() {
    let folder = workspace(Holding::SmallDemo);
    let mut window = Window::open(&folder);
    window.click_starting("切换单位");
    window.type_text("wsjkwyh");
    window.press(Key::Enter);
    assert_eq!(window.desk().our_unit().map(|unit| unit.name.zh.as_str()), Some("示例市卫生健康委员会"));
    for screen in [Key::Num3, Key::Num4] {
        window.press_with(CTRL, screen);
        let before = window.names();
        window.click_starting("单位 ");
        window.type_text("slsrmyy");
        window.press(Key::Enter);
        assert!(!before.iter().any(|name| name.starts_with("单位 示例市人民医院")));
        assert!(
            window.names().iter().any(|name| name.starts_with("单位 示例市人民医院")),
            "{:#?}",
            window.names()
        );
    }
    window.click_starting("切换单位");
    window.type_text("meiyouzheyangdedanwei");
    window.must_show(&window.say("palette.nothing"));
}
