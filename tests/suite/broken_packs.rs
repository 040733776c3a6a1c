//! Packs broken by hand, each told in its exact words with file, line and item.
//!
//! A fixture is a file, or a folder of files that are read together, under `tests/fixtures/broken_packs`, named for the
//! check it breaks; `-…` tells several apart. It is laid over the small catalogue in `base`. What is said of it stands in
//! the `.txt` beside it; `UPDATE_GOLDEN=1 cargo test --test suite broken_packs` writes those anew.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use duibiao::{
    desk::Desk,
    indicator::{CatalogueParts, catalogue_checks},
    plan::plan_checks,
    wire::{Pack, PackFault, WireError, catalogue_of, catalogue_over, plans_over},
};

use crate::support::{Holding, workspace};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/broken_packs")
}

/// One fixture: its name, and its files by the name the messages give them.
struct Broken {
    name: String,
    files: Vec<(String, Vec<u8>)>,
}

fn read(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()))
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
}

fn fixtures() -> Vec<Broken> {
    let word = |path: &Path| path.file_stem().expect("a name").to_string_lossy().into_owned();
    let mut found = Vec::new();
    for path in sorted(&folder()) {
        if path.is_dir() && !path.ends_with("base") {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            let one = |path: PathBuf| (format!("{name}/{}.ron", word(&path)), read(&path));
            let files = sorted(&path).into_iter().map(one).collect();
            found.push(Broken { name, files });
        } else if path.extension().is_some_and(|end| end == "ron") {
            let name = word(&path);
            let files = vec![(format!("{name}.ron"), read(&path))];
            found.push(Broken { name, files });
        }
    }
    found
}

fn base() -> Vec<Pack<CatalogueParts>> {
    let text = read(&folder().join("base/catalogue.ron"));
    vec![Pack::catalogue("base/catalogue.ron", text).expect("a catalogue file")]
}

/// Reads a fixture as a workspace's packs are read, over the base.
fn faults_of(broken: &Broken) -> Vec<PackFault> {
    let base = base();
    let (mut catalogues, mut plans, mut faults) = (Vec::new(), Vec::new(), Vec::new());
    for (file, text) in broken.files.iter().cloned() {
        let is_plan = String::from_utf8_lossy(&text).contains("\"duibiao-plan\"");
        let refuse = |fault: WireError| PackFault::File { file: file.clone(), fault };
        if is_plan {
            Pack::plan(file.clone(), text)
                .map_or_else(|why| faults.push(refuse(why)), |pack| plans.push(pack));
        } else {
            let read = Pack::catalogue(file.clone(), text);
            read.map_or_else(|why| faults.push(refuse(why)), |pack| catalogues.push(pack));
        }
    }
    let (over, found) = catalogue_over(&base, catalogues);
    faults.extend(found);
    let catalogue = over.unwrap_or_else(|| catalogue_of(&base).expect("a sound base"));
    faults.extend(plans_over(Vec::new(), plans, &catalogue).1);
    faults
}

fn codes(faults: &[PackFault]) -> BTreeSet<&'static str> {
    let code = |fault: &PackFault| match fault {
        PackFault::Flaw { flaw, .. } => Some(flaw.check),
        PackFault::File { .. } => None,
    };
    faults.iter().filter_map(code).collect()
}

#[test]
fn each_broken_pack_is_told_in_its_exact_words() {
    let mut wrong = Vec::new();
    for broken in fixtures() {
        let faults = faults_of(&broken);
        let mut found = String::new();
        for sentence in faults.iter().map(PackFault::sentence) {
            found.push_str(&format!("{}\n{}\n", sentence.zh, sentence.en));
        }
        let path = folder().join(format!("{}.txt", broken.name));
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            fs::write(&path, &found).expect("the golden file can be written");
        }
        let expected = fs::read_to_string(&path).unwrap_or_default();
        if found.is_empty() || found != expected {
            wrong.push(format!("{}:\nexpected:\n{expected}found:\n{found}", broken.name));
        }
    }
    assert!(wrong.is_empty(), "UPDATE_GOLDEN=1 writes them anew.\n{}", wrong.join("\n"));
}

/// A check without a fixture of its name, or a fixture that breaks something else as well, is told here.
#[test]
fn every_check_has_a_pack_that_breaks_it_and_nothing_else() {
    let checks: BTreeSet<&str> = catalogue_checks().chain(plan_checks()).collect();
    let mut broken = BTreeSet::new();
    let mut others = Vec::new();
    for fixture in fixtures() {
        let faults = faults_of(&fixture);
        let name = fixture.name.split('-').next().expect("a name");
        if checks.contains(name) {
            let found = codes(&faults);
            if found != BTreeSet::from([name]) {
                others.push(format!("{} breaks {found:?}", fixture.name));
            }
            broken.insert(name.to_owned());
        } else {
            assert!(name.starts_with("file.") || name.starts_with("over."), "{name} is named for no check");
        }
    }
    let without: Vec<_> = checks.iter().filter(|check| !broken.contains(**check)).collect();
    assert!(without.is_empty(), "checks without a fixture: {without:?}");
    assert!(others.is_empty(), "{}", others.join("\n"));
    assert!(broken.len() >= 30, "{}", broken.len());
}

/// The line a message names is the one the item's id stands on.
#[test]
fn lines_are_those_of_the_items() {
    for fixture in fixtures() {
        for fault in faults_of(&fixture) {
            let PackFault::Flaw { file, line, flaw, .. } = &fault else { continue };
            let text = fixture.files.iter().find(|(name, _)| name == file).map(|(_, text)| text.clone());
            let text = text.unwrap_or_else(|| read(&folder().join(file)));
            let text = String::from_utf8(text).expect("UTF-8");
            let stands = text.lines().nth(line - 1).unwrap_or_default();
            assert!(stands.contains(&format!("\"{}\"", flaw.id)), "{fault}\n{stands}");
        }
    }
}

/// Brackets, quotes, comments and raw texts in what people write do not shift the places.
#[test]
fn items_are_found_however_a_pack_is_written() {
    let text = "\u{feff}(format:\"duibiao-catalogue\",version:1,body:(\r\n/* id: \"cots\" ( */ indicators:[],\r\n\
        elements:[(unit:(zh:\"张\",en:\"b\"),text:(meaning:(zh:r#\"a \"id: (\"#,en:\"[\\\"\"),time:(zh:\"\",en:\"\"),\r\n\
        source:(zh:\"// id\",en:\"\")),\r\nid : \"cots\", // \"\r\nname:(zh:\"\",en:\"Cots\"),kind:Count,reporter:Hospital,\
        combine:Sum)],scopes:[]))";
    let pack = Pack::catalogue("own.ron", text.as_bytes().to_vec()).expect("a catalogue file");
    let faults = catalogue_of(&[pack]).expect_err("a name is missing");
    assert_eq!(
        faults.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["own.ron:5: Element cots: the name is missing. Write it."]
    );
}

/// A workspace with packs that cannot be taken opens with the others, and the shipped ones.
#[test]
fn a_workspace_opens_on_the_packs_that_are_sound() {
    let folder = workspace(Holding::NewHospital);
    let root = folder.path().join("w");
    let broken = |name: &str| read(&self::folder().join(name));
    for (file, bytes) in [
        ("catalogue/bad.ron", broken("element.name.ron")),
        ("catalogue/good.ron", broken("over.neighbour/1.ron")),
        ("catalogue/torn.ron", broken("file.breaks_off.ron")),
        ("plans/bad.ron", broken("plan.horizon.ron")),
        ("plans/good.ron", broken("plan.twice/1.ron")),
    ] {
        fs::create_dir_all(root.join(file).parent().expect("a folder")).expect("a folder");
        fs::write(root.join(file), bytes).expect("a file");
    }
    let now = chrono::NaiveDate::from_ymd_opt(2026, 1, 5).and_then(|day| day.and_hms_opt(9, 0, 0));
    let desk = Desk::open(&root, "张三", now.expect("a time")).expect("it opens");
    let told: Vec<&str> = desk.pack_faults().iter().map(|sentence| sentence.zh.as_str()).collect();
    assert_eq!(
        told,
        [
            "数据项 cots：缺少名称。请补上。（catalogue/bad.ron 第 18 行）",
            "规划 own：规划期末 2019 年早于首年 2021 年。请更正。（plans/bad.ron 第 6 行）",
        ]
    );
    assert_eq!(desk.faults().len(), 1);
    assert_eq!((desk.catalogue().elements().count(), desk.plans().len()), (335, 6));
}
