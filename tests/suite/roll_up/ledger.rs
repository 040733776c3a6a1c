//! What is kept over a register and mended with each return is what computing everything anew gives.

use std::collections::BTreeMap;

use duibiao::{
    base::{Decimal, Period, UnitId},
    desk::{Command, DemoSize, Desk, RollUpItem},
    indicator::Formula,
    returns::ReturnKey,
    rollup::{Ledger, Scene, Stand, Statements, element_formula, evaluate},
};

use super::{TYPED, demo, key, now, small};

/// Every formula that is rolled up.
fn formulas(desk: &Desk) -> Vec<Formula> {
    let elements = desk.catalogue().elements().filter_map(element_formula);
    elements.chain(desk.catalogue().indicators().map(|found| found.formula.clone())).collect()
}

/// Compares a ledger with the evaluator over units.
#[track_caller]
fn assert_same(desk: &Desk, ledger: &mut Ledger, period: Period, roots: &[UnitId], when: &str) {
    let empty = Statements::new();
    let statements = desk.statements(period).unwrap_or(&empty);
    let (catalogue, tree) = (desk.catalogue(), desk.tree());
    for root in roots {
        let scene = Scene { catalogue, tree, statements, root, period, narrowed: None };
        for nth in 0..ledger.formulas().len() {
            let kept = ledger.outcome(&scene, nth).expect("a formula of the ledger");
            let formula = &ledger.formulas()[nth];
            assert_eq!(*kept, evaluate(&scene, formula), "{when}: {formula:?} of {root}");
        }
    }
}

#[test]
fn a_ledger_is_mended_to_what_it_would_be_anew() {
    let (_folder, mut desk) = demo(DemoSize { counties: 3, units: 260, years: 1, seed: 3 });
    let period = Period::year(2025);
    let all: Vec<UnitId> = desk.tree().all().map(|unit| unit.id.clone()).collect();
    let bureaus: Vec<UnitId> =
        desk.tree().all().filter(|unit| unit.area.is_some()).map(|unit| unit.id.clone()).collect();
    assert!(all.len() > 260 && bureaus.len() == 4, "{} units, {} bureaus", all.len(), bureaus.len());
    let scene_of = |desk: &Desk, look: &mut dyn FnMut(&Scene<'_>)| {
        let empty = Statements::new();
        let statements = desk.statements(period).unwrap_or(&empty);
        let (catalogue, tree) = (desk.catalogue(), desk.tree());
        look(&Scene { catalogue, tree, statements, root: &all[0], period, narrowed: None });
    };
    let mut ledger = None;
    scene_of(&desk, &mut |scene| ledger = Some(Ledger::new(scene, formulas(&desk))));
    let mut ledger = ledger.expect("it was made");
    assert_same(&desk, &mut ledger, period, &bureaus, "made");
    // A hospital's, a township centre's and a bureau's figures: known, unread, gone.
    let texts = ["17", "约五", "", "na:没有", "0", "1"];
    let asked: Vec<ReturnKey> = desk.returns().map(|found| found.key.clone()).step_by(37).collect();
    let (bureau, whole) = (key("SL-C1", "county_bureau", 2025), key("SL-CITY", "city_bureau", 2025));
    let mut changed = 0;
    for (at, key) in asked.iter().chain([&bureau, &whole]).enumerate() {
        let form = desk.catalogue().form(&key.form).expect("a form").clone();
        for (nth, element) in form.elements().enumerate().filter(|(nth, _)| (nth + at) % 7 == 0) {
            let text = texts[(nth / 7 + at) % texts.len()];
            let (key, element) = (key.clone(), element.clone());
            let command = match text.strip_prefix("na:") {
                Some(reason) => Command::SetNotApplicable { key, element, reason: reason.to_owned() },
                None => Command::SetFigure { key, element, text: text.to_owned() },
            };
            desk.apply(command, now());
        }
        scene_of(&desk, &mut |scene| {
            changed += ledger.refresh(scene, std::slice::from_ref(&key.unit)).len();
        });
        let mut roots = bureaus.clone();
        roots.push(key.unit.clone());
        assert_same(&desk, &mut ledger, period, &roots, &format!("after {key}"));
    }
    assert!(changed > 20, "the edits changed {changed} totals");
}

#[test]
fn the_desk_shows_what_the_evaluator_says_after_each_edit() {
    let (_folder, mut desk) = small();
    let roots: Vec<UnitId> = ["SL-CITY", "SL-C1", "SL-H1"].map(|id| id.parse().expect("an id")).to_vec();
    let check = |desk: &Desk, period: Period| {
        let empty = Statements::new();
        let statements = desk.statements(period).unwrap_or(&empty);
        let (catalogue, tree) = (desk.catalogue(), desk.tree());
        for root in &roots {
            let scene = Scene { catalogue, tree, statements, root, period, narrowed: None };
            for line in &desk.roll_up(root, period).lines {
                let formula = match &line.item {
                    RollUpItem::Element(id) => element_formula(catalogue.element(id).expect("known")),
                    RollUpItem::Indicator(id) => {
                        Some(catalogue.indicator(id).expect("known").formula.clone())
                    }
                };
                let expected = evaluate(&scene, &formula.expect("it combines"));
                assert_eq!(*line.outcome, expected, "{:?} of {root} in {period}", line.item);
                let total = desk.total(&line.item, root, period).expect("it is rolled up");
                assert_eq!(*total, expected);
            }
        }
    };
    check(&desk, Period::year(2025));
    for (unit, form, year, element, text) in TYPED.iter().filter(|line| line.0 != "undo" && line.0 != "redo")
    {
        let command = Command::SetFigure {
            key: key(unit, form, *year),
            element: element.parse().expect("an id"),
            text: (*text).to_owned(),
        };
        desk.apply(command, now());
        check(&desk, Period::year(2025));
    }
    desk.apply(Command::Undo, now());
    check(&desk, Period::year(2025));
    check(&desk, Period::year(2026));
}

/// Adding the cells a total names gives its numerator and denominator again.
#[test]
fn a_total_can_be_taken_apart() {
    let (_folder, desk) = demo(DemoSize::default());
    let city: UnitId = "SL-CITY".parse().expect("an id");
    let mut taken_apart = 0;
    for period in [2024, 2025].map(Period::year) {
        for line in desk.roll_up(&city, period).lines {
            let trace = desk.trace_total(&line.item, &city, period);
            let sum = |side: fn(&duibiao::rollup::Member) -> Stand, elements: &[duibiao::base::ElementId]| {
                let mut sum: Option<Decimal> = None;
                for member in trace.members.iter().filter(|member| side(member) == Stand::Taken) {
                    let figures: BTreeMap<_, _> = member.figures.iter().cloned().collect();
                    for known in elements.iter().filter_map(|element| figures[element].known()) {
                        sum = Some(sum.unwrap_or_default() + known);
                    }
                }
                sum
            };
            let count = |side: fn(&duibiao::rollup::Member) -> Stand, stand| {
                let found = trace.members.iter().filter(|member| side(member) == stand).count();
                Some(Decimal::from(found))
            };
            let formula = match &line.item {
                RollUpItem::Element(id) => element_formula(desk.catalogue().element(id).expect("known")),
                RollUpItem::Indicator(id) => {
                    Some(desk.catalogue().indicator(id).expect("known").formula.clone())
                }
            };
            let (numerator, denominator) = match formula.expect("it combines") {
                Formula::Sum(_) | Formula::Entered(_) => (sum(|member| member.over, &trace.over), None),
                Formula::Rate { .. } | Formula::Ratio { .. } => {
                    (sum(|member| member.over, &trace.over), sum(|member| member.under, &trace.under))
                }
                Formula::CountUnits(_) | Formula::ShareUnits(_) => {
                    let looked_at = count(|member| member.under, Stand::Taken);
                    let answered = looked_at.filter(|count| !count.is_zero());
                    (answered.and(count(|member| member.over, Stand::Taken)), answered)
                }
                _ => continue,
            };
            // What a missing side keeps back is told of no side.
            if line.outcome.numerator.is_some() || line.outcome.denominator.is_some() {
                let told = (line.outcome.numerator, line.outcome.denominator);
                assert_eq!(told, (numerator, denominator), "{:?} in {period}", line.item);
                taken_apart += 1;
            }
        }
    }
    assert!(taken_apart > 800, "{taken_apart} totals were taken apart");
}
