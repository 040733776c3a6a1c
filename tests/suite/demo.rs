//! The made-up city is the same everywhere, stays in range, keeps parts within wholes and tells its story.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use duibiao::{
    base::{Decimal, Figure, Period},
    desk::{DemoSize, demo_workspace},
    indicator::{Catalogue, ElementKind},
    returns::{Statement, Status, UnitReturn},
    rollup::{Scene, Statements, evaluate},
    unit::{Tree, Unit, UnitKind},
    wire::{Role, Workspace, return_from_text, return_text, shipped_catalogue, units_from_text, units_text},
};

const LAST_YEAR: i32 = 2025;

/// Part, whole: in one return the first is never more than the second.
const PARTS: &[(&str, &str)] = &[
    ("beds_icu", "beds_total"),
    ("beds_tcm_general_hosp", "beds_total"),
    ("n_negative_pressure_beds", "beds_total"),
    ("staff_physicians", "staff_health_total"),
    ("staff_nurses", "staff_health_total"),
    ("staff_public_health", "staff_health_total"),
    ("staff_gp", "staff_physicians"),
    ("staff_ph_inst_tech", "staff_ph_inst_total"),
    ("drg_cases", "discharges"),
    ("surg_inpatient_total", "discharges"),
    ("surg_grade3", "surg_inpatient_total"),
    ("surg_grade4", "surg_grade3"),
    ("surg_day", "surg_elective"),
    ("cp_eligible", "discharges"),
    ("cp_entered", "cp_eligible"),
    ("visits_general_opd_tertiary", "visits_all"),
    ("exp_personnel", "exp_total"),
    ("surplus_reward", "surplus_distributable"),
    ("n_dual_leader", "n_party_branches"),
    ("foodborne_reported", "foodborne_due"),
    ("fd_signed_key", "fd_signed"),
    ("htn_standard_managed", "htn_managed"),
    ("dm_standard_managed", "dm_managed"),
    ("maternal_sys_managed", "live_births"),
    ("prenatal_screened", "live_births"),
    ("nb_visited", "live_births"),
    ("nb_hepb_vaccinated", "live_births"),
    ("infant_deaths", "u5_deaths"),
    ("u5_deaths", "live_births"),
    ("maternal_deaths_reviewed", "maternal_deaths"),
    ("preg_hiv_managed", "preg_hiv"),
    ("preg_syph_managed", "preg_syph"),
    ("u3_children", "u7_children"),
    ("u3_sys_managed", "u3_children"),
    ("u7_managed", "u7_children"),
    ("bf_exclusive", "bf_surveyed"),
    ("twocancer_screened", "twocancer_eligible"),
    ("ph_events_controlled", "ph_events"),
    ("disinfect_pass", "disinfect_samples"),
    ("water_pass", "water_tested"),
    ("food_pass", "food_samples_per_year"),
    ("foodborne_timely", "foodborne_events"),
    ("digital_vacc_clinics", "vaccination_units"),
    ("smd_standard_managed", "smd_registered"),
    ("smd_consent", "smd_registered"),
    ("smd_consent_managed", "smd_consent"),
    ("hiv_treated", "hiv_registered"),
    ("hiv_spouse_tested", "hiv_spouse_due"),
    ("double_random_units", "regulated_units"),
    ("visits_resident_in_county", "visits_resident_total"),
    ("inpt_in_county", "inpt_total"),
    ("fund_drg", "fund_inpatient_eligible"),
    ("flag_subdistrict_gov_chs", "n_subdistricts"),
    ("occ_examined", "occ_exposed"),
    ("elderly_care_signed_inst", "n_elderly_inst"),
    ("fp_special_paired", "fp_special_families"),
    ("n_village_doctor_licensed", "n_village_doctor"),
    ("pop_key_groups", "pop_resident"),
    ("n_ehr", "pop_resident"),
];

/// Figures of 2024 at the default size; they change only when the generator is changed on purpose.
const GOLDEN: &[(&str, &str, &str)] = &[
    ("SL-H1", "beds_total", "1681"),
    ("SL-H1", "drg_weight_sum", "55180.5433"),
    ("SL-H1", "exp_total", "93617.42"),
    ("SL-C2-GH", "staff_nurses", "471"),
    ("SL-C4-MCH", "maternal_sys_managed", "1279"),
    ("SL-C1", "pop_resident", "401788"),
    ("SL-CITY", "life_expectancy_value", "78.6"),
];

struct City {
    catalogue: Catalogue,
    workspace: Workspace,
    units: Vec<Unit>,
    returns: Vec<UnitReturn>,
}

fn city(size: DemoSize) -> City {
    let catalogue = shipped_catalogue().expect("the shipped catalogue is sound");
    let (workspace, units, returns) = demo_workspace(&catalogue, size, LAST_YEAR).expect("its ids are ids");
    City { catalogue, workspace, units, returns }
}

fn known(found: &UnitReturn, element: &str) -> Option<Decimal> {
    found.figure(&element.parse().expect("an element id")).known()
}

fn find<'a>(city: &'a City, unit: &str, year: i32) -> Option<&'a UnitReturn> {
    city.returns
        .iter()
        .find(|found| found.key.unit.as_str() == unit && found.key.period == Period::year(year))
}

fn sizes() -> [DemoSize; 4] {
    let small = DemoSize::default();
    [
        small,
        DemoSize { seed: 7, ..small },
        DemoSize { counties: 1, units: 900, years: 2, seed: 3 },
        DemoSize { counties: 23, units: 400, years: 9, seed: 4 },
    ]
}

#[test]
fn the_same_seed_gives_the_same_city() {
    let (one, other) = (city(DemoSize::default()), city(DemoSize::default()));
    assert_eq!((&one.workspace, &one.units, &one.returns), (&other.workspace, &other.units, &other.returns));
    let another = city(DemoSize { seed: 1, ..DemoSize::default() });
    assert_eq!(one.units, another.units);
    assert_ne!(one.returns, another.returns);
}

#[test]
fn figures_are_the_same_on_every_machine() {
    let city = city(DemoSize::default());
    for (unit, element, value) in GOLDEN {
        let found = find(&city, unit, 2024).expect("its return");
        assert_eq!(
            known(found, element).map(|value| value.to_string()).as_deref(),
            Some(*value),
            "{unit} {element}"
        );
    }
}

#[test]
fn everything_says_that_it_is_made_up() {
    for size in sizes() {
        let city = city(size);
        assert!(city.workspace.synthetic);
        assert!(
            city.units
                .iter()
                .all(|unit| unit.name.zh.starts_with("示例") && unit.name.en.starts_with("Sample"))
        );
        assert!(city.returns.iter().all(|found| found.synthetic));
        let names: BTreeSet<_> = city.units.iter().map(|unit| &unit.name.zh).collect();
        assert_eq!(names.len(), city.units.len(), "two units of one name");
        let english: BTreeSet<_> = city.units.iter().map(|unit| &unit.name.en).collect();
        assert_eq!(english.len(), city.units.len(), "two units of one English name");
    }
}

#[test]
fn every_figure_lies_in_its_elements_range() {
    for size in sizes() {
        let city = city(size);
        for found in &city.returns {
            for (id, entry) in &found.entries {
                let element = city.catalogue.element(id).expect("an element of the catalogue");
                let at = format!("{} {id}", found.key);
                assert!(element.taken_from.is_none(), "{at} is taken from another and must not be stored");
                match &entry.figure {
                    Figure::Known(value) => {
                        assert!(element.min.is_none_or(|min| *value >= min), "{at}: {value} is too small");
                        assert!(element.max.is_none_or(|max| *value <= max), "{at}: {value} is too large");
                        assert!(
                            value.normalize().scale() <= element.decimals(),
                            "{at}: {value} has too many decimals"
                        );
                        assert!(!value.is_sign_negative(), "{at}: {value} is negative");
                        let choices = element.choices();
                        let chosen = choices.iter().any(|choice| Decimal::from(choice.code) == *value);
                        assert!(!element.is_choice() || chosen, "{at}: {value} is no choice");
                        assert_ne!(element.kind, ElementKind::Text, "{at}: words became a number");
                    }
                    Figure::NotApplicable(reason) => assert!(!reason.is_empty(), "{at}: no reason"),
                    Figure::Unread(text) => assert!(!text.is_empty(), "{at}: no text"),
                    Figure::Blank => panic!("{at}: a blank cell is stored"),
                }
            }
        }
    }
}

#[test]
fn parts_stay_within_their_wholes() {
    for size in sizes() {
        let city = city(size);
        let mut seen = BTreeMap::new();
        for found in &city.returns {
            for (part, whole) in PARTS {
                if let (Some(less), Some(more)) = (known(found, part), known(found, whole)) {
                    assert!(less <= more, "{}: {part} {less} > {whole} {more}", found.key);
                    *seen.entry((part, whole)).or_insert(0) += 1;
                }
            }
            if let (Some(icu), Some(beds)) = (known(found, "beds_icu"), known(found, "beds_total")) {
                assert!(
                    icu * Decimal::from(100) <= beds * Decimal::from(8),
                    "{}: {icu} of {beds}",
                    found.key
                );
            }
            if let (Some(staff), Some(physicians), Some(nurses)) = (
                known(found, "staff_health_total"),
                known(found, "staff_physicians"),
                known(found, "staff_nurses"),
            ) {
                assert!(physicians + nurses <= staff, "{}: {physicians} + {nurses} > {staff}", found.key);
            }
            let is_no = |flag: &str| known(found, flag) == Some(Decimal::ZERO);
            for (flag, count) in [
                ("dept_icu", "beds_icu"),
                ("ward_tcm", "beds_tcm_general_hosp"),
                ("flag_obstetric", "cs_deliveries"),
                ("flag_foodborne", "foodborne_due"),
            ] {
                let counted = known(found, count).is_some_and(|count| !count.is_zero());
                assert!(!(is_no(flag) && counted), "{}: {count} without {flag}", found.key);
            }
            if let (Some(weight), Some(cases)) = (known(found, "drg_weight_sum"), known(found, "drg_cases"))
                && cases > Decimal::from(500)
            {
                let cmi = weight / cases;
                assert!(
                    (Decimal::new(75, 2)..=Decimal::new(120, 2)).contains(&cmi),
                    "{}: CMI {cmi}",
                    found.key
                );
            }
        }
        assert_eq!(seen.len(), PARTS.len(), "a pair was never seen");
    }
}

#[test]
fn every_open_unit_has_its_forms_in_every_full_year() {
    for size in sizes() {
        let city = city(size);
        let tree = Tree::new(city.units.clone()).expect("a sound register");
        let by_key: BTreeMap<_, _> = city.returns.iter().map(|found| (found.key.clone(), found)).collect();
        assert_eq!(by_key.len(), city.returns.len(), "two returns of one key");
        let mut unanswered = Vec::new();
        let mut expected = 0;
        for year in LAST_YEAR - size.years as i32 + 1..LAST_YEAR {
            let period = Period::year(year);
            for unit in tree.all().filter(|unit| unit.is_open(period.last_day())) {
                for form in city.catalogue.forms_of(unit) {
                    let key =
                        duibiao::returns::ReturnKey { unit: unit.id.clone(), form: form.id.clone(), period };
                    let found = by_key.get(&key).unwrap_or_else(|| panic!("{key} is missing"));
                    expected += 1;
                    assert_eq!(found.status(), Status::Accepted);
                    assert_eq!(found.form_version, form.version);
                    assert_eq!(found.revision, found.entries.len() as u64);
                    let asked = form.elements().filter_map(|id| city.catalogue.element(id));
                    let typed = asked
                        .filter(|element| element.taken_from.is_none() && element.kind != ElementKind::Text);
                    for element in typed.filter(|element| !found.figure(&element.id).is_answered()) {
                        unanswered.push(format!("{key} {}", element.id));
                    }
                }
            }
        }
        assert!(expected > 0);
        if size.counties == 4 {
            assert_eq!(
                unanswered,
                ["2022/primary_care/SL-C1-T1 beds_total", "2023/primary_care/SL-C2-T1 visits_all"]
            );
        }
    }
}

#[test]
fn closed_and_unopened_units_do_not_report() {
    let city = city(DemoSize::default());
    let years =
        |unit: &str| (2020..=2025).filter(|year| find(&city, unit, *year).is_some()).collect::<Vec<_>>();
    assert_eq!(years("SL-C1-CHS1"), [2020, 2021, 2022]);
    assert!(years("SL-C2-CHC1").starts_with(&[2022, 2023, 2024]));
    let tcm = |year| find(&city, "SL-TCM", year).and_then(|found| known(found, "hospital_grade"));
    assert_eq!((tcm(2022), tcm(2023)), (Some(Decimal::from(32)), Some(Decimal::from(33))));
}

#[test]
fn the_register_holds_all_kinds_and_about_as_many_units_as_asked() {
    let city = city(DemoSize::default());
    let institutions = city.units.iter().filter(|unit| unit.kind != UnitKind::Bureau).count();
    assert!((24..=36).contains(&institutions), "{institutions} institutions");
    assert_eq!(city.units.iter().filter(|unit| unit.kind == UnitKind::Bureau).count(), 5);
    for kind in [
        UnitKind::GeneralHospital,
        UnitKind::TcmHospital,
        UnitKind::SpecialtyHospital,
        UnitKind::Mch,
        UnitKind::CommunityCentre,
        UnitKind::CommunityStation,
        UnitKind::TownshipCentre,
        UnitKind::Cdc,
        UnitKind::Supervision,
        UnitKind::Insurance,
    ] {
        assert!(city.units.iter().any(|unit| unit.kind == kind), "no {}", kind.code());
    }
    assert!(
        city.units.iter().flat_map(|unit| &unit.standings).any(|standing| !standing.ownership.is_public())
    );
    for (counties, units) in [(1, 10), (6, 200), (40, 3_000)] {
        let wanted = DemoSize { counties, units, years: 0, seed: 1 };
        let made = self::city(wanted).units.iter().filter(|unit| unit.kind != UnitKind::Bureau).count();
        assert!(made.abs_diff(units as usize) <= 6, "{made} of {units}");
    }
}

#[test]
fn the_desk_is_a_hospital_whose_last_year_waits() {
    let city = city(DemoSize::default());
    assert_eq!(city.workspace.role, Role::Demo);
    let ours = city.units.iter().find(|unit| unit.id == city.workspace.unit).expect("our unit");
    assert_eq!((ours.name.zh.as_str(), ours.kind), ("示例市人民医院", UnitKind::GeneralHospital));
    let cells = |year| find(&city, "SL-H1", year).map_or(0, |found| found.entries.len());
    assert!(cells(LAST_YEAR) > 0 && cells(LAST_YEAR) * 10 < cells(LAST_YEAR - 1));
    let whole = |unit: &Unit| {
        let count = |year| find(&city, unit.id.as_str(), year).map_or(0, |found| found.entries.len());
        (count(LAST_YEAR), count(LAST_YEAR - 1))
    };
    let counts: Vec<_> = city.units.iter().map(whole).filter(|(_, before)| *before > 0).collect();
    let share = |fits: &dyn Fn(usize, usize) -> bool| {
        counts.iter().filter(|(now, before)| fits(*now, *before)).count() * 100 / counts.len()
    };
    assert!((40..=65).contains(&share(&|now, before| now + 2 >= before)), "complete");
    assert!((10..=40).contains(&share(&|now, before| now > 0 && now + 2 < before)), "partly");
    assert!((10..=40).contains(&share(&|now, _| now == 0)), "not started");
    assert!(
        city.returns
            .iter()
            .filter(|found| found.key.period == Period::year(LAST_YEAR))
            .all(|found| found.status().is_open())
    );
    assert!(
        city.returns
            .iter()
            .any(|found| found.entries.values().any(|entry| entry.note.starts_with("示例说明")))
    );
}

fn statements(city: &City, period: Period) -> Statements {
    let of_unit = |unit: &Unit| {
        let returns = city
            .returns
            .iter()
            .filter(|found| found.key.unit == unit.id && found.key.period == period)
            .cloned();
        (unit.id.clone(), Arc::new(Statement::of_returns(unit, period, returns, &city.catalogue)))
    };
    city.units.iter().map(of_unit).collect()
}

/// Indicator, lowest and highest in the first year, lowest and highest in the last full year.
const STORY: &[(&str, [f64; 4])] = &[
    ("beds_per_1000", [6.2, 6.5, 6.95, 7.2]),
    ("beds_municipal_per_1000", [2.2, 2.6, 2.4, 2.8]),
    ("beds_county_per_1000", [2.9, 3.2, 3.2, 3.5]),
    ("physicians_per_1000", [3.1, 3.25, 3.7, 3.8]),
    ("nurses_per_1000", [3.2, 3.35, 4.05, 4.2]),
    ("gp_per_10000", [2.2, 2.5, 3.2, 3.4]),
    ("doctor_nurse_ratio", [1.0, 1.06, 1.08, 1.14]),
    ("bed_staff_ratio", [1.3, 1.5, 1.45, 1.62]),
    ("emr_level_avg", [2.1, 2.6, 3.0, 3.4]),
    ("tcm_bed_share", [3.0, 4.2, 4.3, 6.0]),
    ("childcare_places_per_1000", [2.1, 2.5, 3.9, 4.4]),
    ("key_specialty_national", [1.0, 1.0, 3.0, 3.0]),
    ("key_specialty_provincial", [7.0, 7.0, 12.0, 12.0]),
    ("key_specialty_municipal", [11.0, 11.0, 17.0, 17.0]),
    ("maternal_sys_mgmt_rate", [89.5, 93.5, 92.0, 95.5]),
    ("under3_sys_mgmt_rate", [86.0, 91.0, 89.0, 93.5]),
    ("prenatal_screening_rate", [64.0, 72.0, 74.0, 82.0]),
    ("cs_rate", [35.0, 50.0, 35.0, 50.0]),
    ("cmi", [0.8, 1.0, 0.9, 1.1]),
    ("county_visit_rate", [81.5, 86.5, 87.0, 91.0]),
    ("urban_medical_groups", [2.0, 2.0, 3.0, 3.0]),
    ("county_medcomm_built", [0.0, 0.0, 3.0, 3.0]),
    ("ems_radius_rural", [26.0, 28.0, 18.0, 20.0]),
];

#[test]
fn the_city_tells_its_story_against_the_plan() {
    for seed in [DemoSize::default().seed, 1, 2, 99] {
        let city = city(DemoSize { seed, ..DemoSize::default() });
        let tree = Tree::new(city.units.clone()).expect("a sound register");
        let root = "SL-CITY".parse().expect("an id");
        let years: Vec<_> =
            (2020..LAST_YEAR).map(Period::year).map(|period| (period, statements(&city, period))).collect();
        for (id, [low_first, high_first, low_last, high_last]) in STORY {
            let indicator = city.catalogue.indicator(&id.parse().expect("an id")).expect("an indicator");
            let values: Vec<f64> = years
                .iter()
                .map(|(period, statements)| {
                    let scene = Scene {
                        catalogue: &city.catalogue,
                        tree: &tree,
                        statements,
                        root: &root,
                        period: *period,
                        narrowed: None,
                    };
                    let value = evaluate(&scene, &indicator.formula)
                        .value
                        .unwrap_or_else(|| panic!("{id} {period} has no value"));
                    value.to_string().parse().expect("a number")
                })
                .collect();
            let (first, last) = (values[0], values[values.len() - 1]);
            assert!((*low_first..=*high_first).contains(&first), "seed {seed} {id} {values:?}");
            assert!((*low_last..=*high_last).contains(&last), "seed {seed} {id} {values:?}");
            let span = (last - first).abs().max(first.abs() * 0.12);
            for pair in values.windows(2) {
                let slack = if first.fract() == 0.0 { 3.0 } else { span * 0.6 };
                assert!((pair[1] - pair[0]).abs() <= slack, "seed {seed} {id} jumps: {values:?}");
            }
        }
    }
}

#[test]
fn population_falls_and_straddles_300_000() {
    let city = city(DemoSize::default());
    let people = |unit: &str, year| {
        find(&city, unit, year).and_then(|found| known(found, "pop_resident")).expect("its people")
    };
    let counties = ["SL-C1", "SL-C2", "SL-C3", "SL-C4"];
    for year in 2020..LAST_YEAR {
        assert_eq!(
            counties.iter().map(|county| people(county, year)).sum::<Decimal>(),
            people("SL-CITY", year)
        );
    }
    assert!(people("SL-C1", 2024) > Decimal::from(300_000) && people("SL-C4", 2020) < Decimal::from(300_000));
    let (first, last) = (people("SL-CITY", 2020), people("SL-CITY", 2024));
    assert!(last < first && last > first * Decimal::new(97, 2), "{first} {last}");
}

#[test]
fn files_of_the_city_read_back_the_same() {
    let city = city(DemoSize { years: 2, ..DemoSize::default() });
    let text = units_text(&city.units).expect("it can be written");
    assert_eq!(units_from_text(text.as_bytes()).expect("it can be read"), city.units);
    for found in &city.returns {
        let text = return_text(found).expect("it can be written");
        assert_eq!(return_from_text(text.as_bytes()).expect("it can be read"), *found);
    }
}
