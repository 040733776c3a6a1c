//! What is refused says to whom and of what, and an exit code says what is on disk.

use std::fs;

use super::{
    call,
    exchange::{hospital_and_bureau, packed},
    hospital, snapshot,
};
use crate::desk_scenarios::open;

const AT: &str = "--saves @/w --unit H1 --form hospital --period 2025";

/// Whoever accepts is told what nobody has answered yet, and may accept all the same.
#[test]
fn accepting_says_what_is_not_answered() {
    let (folder, key) = hospital_and_bureau();
    let at = folder.path();
    packed(at, "w", "u1");
    assert_eq!(call(at, "receive @/u1.duibiao --saves @/b --csv").code, 0);
    let said =
        call(at, "query H1 hospital 2025 --saves @/b beds_icu=为何没有 emr_level=何时评定 --out @/q.duibiao");
    assert_eq!(said.code, 0, "{}", said.err);
    assert_eq!(open(&at.join("b")).unanswered(&key), 2);
    let said = call(at, "accept H1 hospital 2025 --saves @/b");
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.err.contains("还有 2 条查询未答复"), "{}", said.err);
}

#[test]
fn a_refusal_names_the_seat_and_the_element() {
    let (folder, _) = hospital_and_bureau();
    let at = folder.path();
    packed(at, "w", "u1");
    assert_eq!(call(at, "receive @/u1.duibiao --saves @/b").code, 0);
    let refused = |line: &str, words: &[&str]| {
        let before = snapshot(at);
        let said = call(at, line);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{line}");
        for word in words {
            assert!(said.err.contains(word), "{line}: {word}: {}", said.err);
        }
        assert!(before == snapshot(at), "{line} wrote something");
    };
    let seat = "示例县卫健局（B1）";
    refused("set --saves @/b --unit H1 --form hospital --period 2025 beds_total=1", &[seat]);
    refused("accept H1 hospital 2025 --saves @/w", &["（H1）"]);
    refused("issue --saves @/w --period 2025 --due 2026-04-01 --out @/p.duibiao", &["（H1）"]);
    refused(&format!("set {AT} beds_total=1 beds_total=2"), &["医疗卫生机构实有床位数", "beds_total"]);
    refused(&format!("set {AT} pop_resident=1"), &["年末常住人口", "pop_resident"]);
    fs::write(at.join("file.txt"), "x").expect("written");
    refused("receipts --saves @/b --out @/file.txt", &["不是文件夹"]);
}

/// What the journal has is done, and reported: it is there when the workspace is opened again.
#[test]
fn what_is_only_in_the_journal_is_done_and_reported() {
    let folder = hospital();
    let at = folder.path();
    fs::write(at.join("w/returns/2025"), "in the way")
        .or_else(|_| {
            fs::create_dir_all(at.join("w/returns"))?;
            fs::write(at.join("w/returns/2025"), "in the way")
        })
        .expect("written");
    let said = call(at, &format!("set {AT} beds_total=1200"));
    assert_eq!(said.code, 1, "{}", said.err);
    assert!(said.err.contains("doctor --restore") && !said.err.contains("已保存 1 格"), "{}", said.err);
    fs::remove_file(at.join("w/returns/2025")).expect("removed");
    assert_eq!(call(at, "doctor --restore --saves @/w").code, 0);
    let get = call(at, &format!("get {AT} --csv"));
    assert!(get.out.lines().any(|line| line.starts_with("beds_total,known,1200")), "{}", get.out);
}

/// Where nothing at all could be written it is refused.
#[test]
fn what_is_nowhere_is_refused() {
    let folder = hospital();
    let at = folder.path();
    fs::create_dir_all(at.join("w/returns")).expect("a folder");
    fs::write(at.join("w/returns/2025"), "in the way").expect("written");
    fs::remove_dir_all(at.join("w/journal")).ok();
    fs::write(at.join("w/journal"), "in the way").expect("written");
    let said = call(at, &format!("set {AT} beds_total=1200"));
    assert_eq!(said.code, 2, "{}", said.err);
}
