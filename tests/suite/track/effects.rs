//! 我的数有何影响: counted from the pack alone, and the same as rolling up again with the figure changed.

use std::sync::Arc;

use duibiao::{
    base::{Figure, Period, UnitId},
    desk::{Command, Desk, NewFormPack},
    returns::ReturnKey,
    rollup::{Scene, evaluate},
    wire::{Travelling, travelling_from_text},
};

use super::{city, id, today};

fn key(unit: &str, form: &str, year: i32) -> ReturnKey {
    ReturnKey { unit: id(unit), form: id(form), period: Period::year(year) }
}

/// The figure of the roll-up's own period is changed at the bureau: what comes out is what was foretold.
#[test]
fn an_effect_is_what_rolling_up_again_gives() {
    let (_folder, desk) = city();
    let hospital = desk
        .returns()
        .find(|found| found.key.form.as_str() == "hospital" && found.key.period == Period::year(2024))
        .expect("a hospital")
        .key
        .clone();
    let was =
        desk.unit_return(&hospital).map(|found| found.figure(&id("beds_total")).clone()).expect("a return");
    let more = was.known().expect("a figure") + duibiao::base::Decimal::ONE_HUNDRED;
    let this_year = ReturnKey { period: Period::year(2025), ..hospital.clone() };
    let foretold = desk.number_effects(&this_year, &id("beds_total"), &Figure::Known(more));
    let foretold: Vec<_> =
        foretold.into_iter().filter(|effect| effect.indicator.as_str() == "beds_per_1000").collect();
    let [effect] = foretold.as_slice() else { panic!("{foretold:?}") };
    assert_eq!(effect.as_of, Period::year(2024));
    assert!(effect.after > effect.before && effect.sentence.zh.contains("其余按 2024年"), "{effect:?}");
    // The same, rolled up again with 100 beds more in the year of the roll-up.
    let parent: UnitId =
        desk.tree().unit(&hospital.unit).and_then(|unit| unit.parent.clone()).expect("a bureau");
    let formula = desk.catalogue().indicator(&effect.indicator).expect("known").formula.clone();
    let value = |desk: &Desk| desk.outcome(&formula, &parent, Period::year(2024), None).value;
    assert_eq!(value(&desk), Some(effect.before));
    let mut statements = desk.statements(Period::year(2024)).expect("figures").clone();
    let mut changed = statements[&hospital.unit].as_ref().clone();
    changed.set(id("beds_total"), Figure::Known(more));
    statements.insert(hospital.unit.clone(), Arc::new(changed));
    let scene = Scene {
        catalogue: desk.catalogue(),
        tree: desk.tree(),
        statements: &statements,
        root: &parent,
        period: Period::year(2024),
        narrowed: None,
    };
    assert_eq!(evaluate(&scene, &formula).value, Some(effect.after));
    // The same figure again changes nothing, and what is nobody's business here has no effect.
    assert!(
        desk.number_effects(&key("SL-CITY", "hospital", 2025), &id("beds_total"), &Figure::Blank).is_empty()
    );
}

/// The pack carries what the plan's indicators came to; a pack of a desk without figures carries nothing.
#[test]
fn a_form_pack_carries_the_last_roll_up() {
    let (_folder, mut desk) = city();
    let now = today().and_hms_opt(9, 0, 0).expect("a time");
    assert_eq!(desk.apply(Command::TakeSeat(id("SL-CITY")), now), Vec::new());
    let new = NewFormPack {
        forms: vec![id("hospital")],
        period: Period::year(2025),
        due: None,
        renamed: Vec::new(),
    };
    let text = desk.issue(&new, now).expect("a pack");
    let Ok(Travelling::FormPack(pack)) = travelling_from_text(text.as_bytes()) else { panic!("no pack") };
    let above = pack.above.as_ref().expect("a roll-up");
    assert_eq!((above.unit.as_str(), above.period), (desk.seat().as_str(), Period::year(2024)));
    let beds = above.totals.iter().find(|total| total.indicator.as_str() == "beds_per_1000").expect("beds");
    let formula = &desk.catalogue().indicator(&beds.indicator).expect("known").formula;
    let outcome = desk.outcome(formula, &above.unit, above.period, None);
    assert_eq!(
        (Some(beds.value), beds.numerator, beds.denominator),
        (outcome.value, outcome.numerator, outcome.denominator)
    );
}
