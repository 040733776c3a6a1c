//! Cells that are read without the reader of RON say what RON says; what is strange is left to it.

use duibiao::{
    base::{Decimal, Figure},
    returns::{Beside, Entry, Explanation, UnitReturn},
    wire::{WireError, package_from_text, package_text, return_digest},
};
use proptest::prelude::*;

use super::{key, now, package};

fn any_words() -> BoxedStrategy<String> {
    let strange = [
        "",
        "\"",
        "\\",
        "cells: [\n",
        "],\n",
        "(element: \"a\", figure: Known(\"1\")),\n",
        "it's",
        "r#\"x\"#",
        "//",
        "/*",
    ];
    prop_oneof![
        prop::sample::select(strange.to_vec()).prop_map(ToOwned::to_owned),
        prop::string::string_regex("[a\"\\\\\n中'，1#/ ]{0,12}").expect("a pattern"),
    ]
    .boxed()
}

fn any_quantity() -> BoxedStrategy<Decimal> {
    let within = |most: i64| (-most..most, 0..6_u32).prop_map(|(number, scale)| Decimal::new(number, scale));
    let long = any::<i64>().prop_map(|number| Decimal::from(number) * Decimal::from(1_000_000_007));
    prop_oneof![within(100), within(1_000_000), within(i64::MAX), long].boxed()
}

fn any_entry() -> BoxedStrategy<Entry> {
    let figure = prop_oneof![
        8 => any_quantity().prop_map(Figure::Known),
        1 => Just(Figure::Blank),
        1 => any_words().prop_map(Figure::NotApplicable),
        1 => any_words().prop_map(Figure::Unread),
    ];
    let note = prop_oneof![8 => Just(String::new()), 1 => any_words()];
    let said = prop_oneof![8 => Just(None), 1 => any_words().prop_map(Some)];
    (figure, note, any::<(bool, bool)>(), said)
        .prop_map(|(figure, note, (carried, flagged), said)| {
            let explained = said.map(|text| {
                let said = Explanation { text, who: "张三".to_owned(), at: now(), reading: "1".to_owned() };
                ("check".parse().expect("an id"), said)
            });
            let explanations = explained.into_iter().collect::<std::collections::BTreeMap<_, _>>();
            Entry::new(figure, Beside { note, carried: carried && flagged, flagged, explanations })
        })
        .boxed()
}

fn any_return(unit: &'static str) -> BoxedStrategy<UnitReturn> {
    prop::collection::vec(any_entry(), 0..12)
        .prop_map(move |entries| {
            let mut found = UnitReturn::new(key(unit), 1);
            for (at, entry) in entries.into_iter().enumerate() {
                found.replace(&format!("e{at}").parse().expect("an id"), entry);
            }
            found
        })
        .boxed()
}

/// Line ends of another system keep every line from being read at once.
fn by_ron_alone(text: &str) -> String {
    text.replace('\n', "\r\n")
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn they_say_what_ron_says(one in any_return("H1"), other in any_return("H2")) {
        let made = package(vec![one, other], now());
        let text = package_text(&made).expect("a text");
        let quick = package_from_text(text.as_bytes()).expect("read");
        let slow = package_from_text(by_ron_alone(&text).as_bytes()).expect("read");
        prop_assert_eq!(&quick, &slow);
        for (read, wrote) in quick.returns.iter().zip(&made.returns) {
            prop_assert_eq!(return_digest(read).expect("a digest"), return_digest(wrote).expect("a digest"));
        }
    }

    /// A character changed, added or taken away, and then sealed anew or not: both ways say the same of it.
    #[test]
    fn what_is_changed_is_refused_alike(
        one in any_return("H1"),
        place in any::<prop::sample::Index>(),
        put in prop::sample::select(vec!["", "\"", "1", "-", ".", " ", "e", "(", ")", ",", "\n", "],\n", "#", "/"]),
        takes in 0..2_usize,
    ) {
        let text = package_text(&package(vec![one], now())).expect("a text");
        let at = (0..text.len()).filter(|at| text.is_char_boundary(*at)).nth(place.index(text.chars().count())).expect("a place");
        let mut rest = text[at..].chars();
        for _ in 0..takes {
            rest.next();
        }
        let changed = format!("{}{put}{}", &text[..at], rest.as_str());
        let quick = package_from_text(changed.as_bytes());
        let slow = package_from_text(by_ron_alone(&changed).as_bytes());
        prop_assert_eq!(quick.is_ok(), slow.is_ok(), "{}", changed);
        if let (Err(quick), Err(slow)) = (&quick, &slow) {
            let is_same = |one: &WireError, other: &WireError| one.sentence() == other.sentence();
            prop_assert!(is_same(quick, slow), "{quick:?} {slow:?}");
        }
    }
}

/// The digest of what a return says is that of its RON, whatever way it is written.
#[test]
fn the_digest_is_over_ron() {
    let mut found = UnitReturn::new(key("H1"), 3);
    let entries = [
        Entry::of(Figure::Known(Decimal::new(1250, 2))),
        Entry::of(Figure::Blank),
        Entry::of(Figure::NotApplicable("没有\"床\"".to_owned())),
        Entry::of(Figure::Known(0.into())).with(|beside| beside.note = "备注\n二".to_owned()),
    ];
    for (at, entry) in entries.into_iter().enumerate() {
        found.replace(&format!("e{at}").parse().expect("an id"), entry);
    }
    let said = "(unit:\"H1\",form:\"hospital\",form_version:3,period:\"2025\",cells:[(\"e0\",Known(\"12.5\"),\"\",[]),\
                (\"e2\",NotApplicable(\"没有\\\"床\\\"\"),\"\",[]),(\"e3\",Known(\"0\"),\"备注\\n二\",[])])";
    assert_eq!(return_digest(&found).expect("a digest"), duibiao::wire::file_digest(said.as_bytes()));
}

/// A province has millions of cells: one of a figure alone takes 40 bytes, and its id none of its own.
#[test]
fn cells_take_little_room() {
    assert!(size_of::<Entry>() <= 40, "{}", size_of::<Entry>());
    let ids = |unit: &str| {
        let mut found = UnitReturn::new(key(unit), 3);
        let noted = Entry::of(Figure::Known(2.into())).with(|beside| beside.note = "备注".to_owned());
        found.replace(&"plain".parse().expect("an id"), Entry::of(Figure::Known(1.into())));
        found.replace(&"noted".parse().expect("an id"), noted);
        let text = package_text(&package(vec![found], now())).expect("a text");
        let read = package_from_text(text.as_bytes()).expect("a package").returns.remove(0);
        read.entries.keys().map(|id| id.as_str().as_ptr()).collect::<Vec<_>>()
    };
    assert_eq!(ids("H1"), ids("H2"), "the second return bears the names of the first");
}
