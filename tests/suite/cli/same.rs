//! A return that repeats last year's figures is remarked where it arrives, and refused nowhere.

use duibiao::{
    base::{ElementId, Period},
    desk::{Desk, Moving},
    indicator::ElementKind,
    returns::ReturnKey,
};

use super::{
    call,
    exchange::{hospital_and_bureau, outcomes, packed},
    now,
};
use crate::desk_scenarios::{
    figure,
    handing_in::{moved, settle},
    open, type_into,
};

/// Answers twelve more amounts, which it gives, and hands in.
fn hand_in(desk: &mut Desk, key: &ReturnKey) -> Vec<ElementId> {
    settle(desk, key);
    let catalogue = desk.catalogue().clone();
    let form = catalogue.form(&key.form).expect("a form");
    let amounts = form.elements().filter_map(|id| catalogue.element(id));
    let blank: Vec<_> = amounts
        .filter(|element| {
            element.kind == ElementKind::Count && figure(desk, key, element.id.as_str()).is_blank()
        })
        .take(12)
        .map(|element| element.id.clone())
        .collect();
    for element in &blank {
        type_into(desk, key, element.as_str(), "1");
    }
    settle(desk, key);
    assert!(moved(desk, key, Moving::Submit), "{:?}", desk.findings(key).list);
    blank
}

#[test]
fn figures_of_last_year_are_remarked_where_they_arrive() {
    let (folder, key) = hospital_and_bureau();
    let at = folder.path();
    let mut desk = open(&at.join("w"));
    let before = ReturnKey { period: Period::year(2024), ..key.clone() };
    assert!(moved(&mut desk, &key, Moving::Withdraw("更正".to_owned())));
    hand_in(&mut desk, &before);
    let amounts = hand_in(&mut desk, &key);
    desk.save_now(now()).expect("saved");
    drop(desk);
    let said = call(at, "submit --saves @/w --unit H1 --form hospital --period 2024 --out @/before.duibiao");
    assert_eq!(said.code, 0, "{}", said.err);
    packed(at, "w", "same");

    let inspected = call(at, "inspect @/same.duibiao --csv");
    assert!(!inspected.err.contains("相同"), "nothing is known of last year: {}", inspected.err);
    let first = call(at, "receive @/before.duibiao --saves @/b --csv");
    assert_eq!(outcomes(&first).0, [("new".to_owned(), String::new())], "{}", first.out);
    let inspected = call(at, "inspect @/same.duibiao --saves @/b --csv");
    assert!(inspected.err.contains("与上年所有数值相同（"), "{}", inspected.err);
    assert_eq!(inspected.code, 0);

    let said = call(at, "receive @/same.duibiao --saves @/b --csv");
    assert_eq!(outcomes(&said).0, [("new".to_owned(), "same_as_before".to_owned())], "{}", said.out);
    assert_eq!(said.code, 0, "a remark is no refusal");
    let bureau = open(&at.join("b"));
    let same = bureau.review(&key).expect("a review").same.expect("all are the same");
    assert!(same >= 10 && said.out.contains(&format!("（{same} 项）")), "{same}: {}", said.out);
    drop(bureau);

    // One figure is another: no remark, and the one that was counts still as a correction.
    let mut desk = open(&at.join("w"));
    assert!(moved(&mut desk, &key, Moving::Withdraw("更正".to_owned())));
    type_into(&mut desk, &key, amounts.last().expect("an amount").as_str(), "2");
    settle(&mut desk, &key);
    assert!(moved(&mut desk, &key, Moving::Submit), "{:?}", desk.findings(&key).list);
    desk.save_now(now()).expect("saved");
    drop(desk);
    packed(at, "w", "other");
    let said = call(at, "receive @/other.duibiao --saves @/b --csv");
    assert_eq!(outcomes(&said).0, [("update".to_owned(), String::new())], "{}", said.out);
    assert_eq!(open(&at.join("b")).review(&key).expect("a review").same, None);
}

/// Of few figures it says nothing, and what is chosen from a list is no figure.
#[test]
fn few_figures_are_no_remark() {
    let (folder, key) = hospital_and_bureau();
    let mut desk = open(&folder.path().join("w"));
    let before = ReturnKey { period: Period::year(2024), ..key.clone() };
    settle(&mut desk, &before);
    let amounts = desk.unit_return(&key).expect("there").entries.values();
    assert!(amounts.filter(|entry| entry.figure.known().is_some()).count() < 10);
    assert_eq!(desk.review(&key).expect("a review").same, None);
}
