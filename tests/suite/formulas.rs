//! Formulas against figures worked out by hand: every form, every state of a figure, every scope and date.

mod shipped;
mod town;
mod worked;

use duibiao::{indicator::Formula, wire::shipped_catalogue};

use town::{Ask, line, outcome, tree};

/// 沙河口 2020 as the plan prints it, and the anomalies of the inventory that are sums.
const PRINTED: &[(&str, &str, &str, &str)] = &[
    ("smd_standard_rate", "D1 smd_registered=2523 smd_standard_managed=2188", "86.7222", "86.72"),
    ("smd_face_visit_rate", "D1 smd_registered=2523 smd_face_visited=2027", "80.3409", "80.34"),
    ("family_doctor_rate", "C1 pop_resident=711466; Z1 fd_signed=82032", "11.53", "11.53"),
    ("family_doctor_key_rate", "C1 pop_key_groups=106670; Z1 fd_signed_key=36961", "34.6499", "34.65"),
    ("smd_registered_rate", "C1 pop_resident=718599; D1 smd_registered=2523", "3.511", "3.511"),
    ("htn_standard_managed", "Z1 htn_standard_managed=33500", "3.35", "3.35"),
    ("hiv_followup_rate", "D1 hiv_registered=737 hiv_followed=631", "85.6174", "85.62"),
    ("hiv_treatment_rate", "D1 hiv_registered=737 hiv_treated=716", "97.1506", "97.15"),
    // A03: 4.2 nurses to 3.8 physicians.
    ("doctor_nurse_ratio", "G1 staff_physicians=3800 staff_nurses=4200", "1.1053", "1.11"),
    // A04: 7.5 beds at 1 : 1.62 need 12.15 persons.
    ("bed_staff_ratio", "G1 beds_total=7500 staff_health_total=12150", "1.62", "1.62"),
];

#[test]
fn what_the_plans_print_is_what_the_formulas_give() {
    let catalogue = shipped_catalogue().expect("sound");
    let tree = tree();
    let ask = Ask { root: "C1", year: 2020, narrowed: "" };
    for (id, figures, expected, shown) in PRINTED {
        let indicator = catalogue.indicator(&id.parse().expect("an id")).unwrap_or_else(|| panic!("no {id}"));
        let value = outcome(&catalogue, &tree, &indicator.formula, figures, &ask).value;
        let value = value.unwrap_or_else(|| panic!("{id} has no value"));
        assert_eq!(town::rounded(value), *expected, "{id}");
        assert_eq!(duibiao::base::quantity_text(value, indicator.decimals), *shown, "{id}");
    }
}

/// A01: the plan's three parts come to 9.2, more than its total of 7.5; the program lets both stand.
#[test]
fn parts_of_the_plan_are_not_forced_to_add_up() {
    let catalogue = shipped_catalogue().expect("sound");
    let tree = tree();
    let figures = "CITY pop_resident=1000000; H1 beds_total=2200; G1 beds_total=3500; Z1 beds_total=3500";
    let ask = Ask { root: "CITY", year: 2024, narrowed: "" };
    let value = |id: &str| {
        let formula = &catalogue.indicator(&id.parse().expect("an id")).expect("there").formula;
        town::rounded(outcome(&catalogue, &tree, formula, figures, &ask).value.expect("a value"))
    };
    let parts = ["beds_municipal_per_1000", "beds_county_per_1000", "beds_primary_per_1000"].map(value);
    assert_eq!(parts, ["2.2", "3.5", "3.5"]);
    assert_eq!(value("beds_per_1000"), "9.2");
}

/// What a case is, formula in RON, figures, `root [year] [scope]`, expected line.
type Case = (&'static str, &'static str, &'static str, &'static str, &'static str);

const DAY: &str =
    r#"Rate(numerator:(elements:["surg_day"]),denominator:(elements:["surg_elective"]),per:100)"#;
const BEDS: &str =
    r#"Rate(numerator:(elements:["beds_total"]),denominator:(elements:["pop_resident"]),per:1000)"#;
const LIFE: &str = r#"Sum((elements:["life_expectancy_value"]))"#;
const NURSES: &str = r#"Ratio(one:(elements:["staff_physicians"]),other:(elements:["staff_nurses"]))"#;
const SPECIALTIES: &str = r#"Sum((elements:["n_keyspec_national"]))"#;
const GRADES34: &str = r#"Sum((elements:["surg_grade3","surg_grade4"]))"#;
const GERIATRICS: &str = r#"ShareUnits((scope:"public_general_2plus",test:Yes("dept_geriatrics")))"#;
const EMR: &str = r#"Mean(element:"emr_level",scope:"public_hospitals")"#;
const INFECTIOUS: &str =
    r#"MinOverAreas(area:county,count:(scope:"general_hospitals",test:Yes("dept_infectious")))"#;
const PSYCH: &str = r#"MinOverAreas(area:county,only_above:("pop_resident","300000"),count:(scope:"public_hospitals",test:Yes("ward_psych")))"#;
const TOWNSHIP: &str =
    r#"MinOverAreas(area:county,count:(scope:"township_centres",test:Yes("flag_thc_strengthened")))"#;
const CENTRES: &str =
    r#"ShareAreas(area:county,any:(scope:"institutions_2plus",test:AllYes(["ctr_stroke","ctr_trauma"])))"#;
const GP: &str =
    r#"ShareUnits((scope:"community_and_township",test:ShareAtLeast("staff_gp","staff_physicians","10")))"#;
const SOME: &str = r#"CountUnits((test:SomeYes(2,["ctr_stroke","ctr_trauma","ctr_maternal"])))"#;

#[rustfmt::skip]
const CASES: &[Case] = &[
    // 率 of units that answered both sides.
    ("only units with both", DAY, "H1 surg_day=300 surg_elective=1000; G1 surg_day=50; G2 surg_elective=500", "CITY",
        "30 [300/1000] 1/9 Unanswered surg_day K1,S1,M1,G2,K2,G3,T1"),
    ("sums first: 30% and 10% are not 20%", DAY, "G1 surg_day=300 surg_elective=1000; K1 surg_day=300 surg_elective=3000; S1 surg_day=0 surg_elective=0; M1 surg_day=0 surg_elective=0", "C1",
        "15 [600/4000] 4/4"),
    ("not applicable stands apart", DAY, "G1 surg_day=300 surg_elective=1000; K1 surg_day=na surg_elective=3000; S1 surg_day=na surg_elective=na; M1 surg_day=0 surg_elective=0", "C1",
        "30 [300/1000] 4/4"),
    ("not applicable alone is not 0", DAY, "G1 surg_day=na surg_elective=500", "G1", "- [-/-] 1/1 NotApplicable surg_day"),
    ("not applicable beside blank", DAY, "G2 surg_day=na surg_elective=500", "C2", "- [-/-] 1/2 Unanswered surg_day K2"),
    ("zero is a figure", DAY, "G1 surg_day=0 surg_elective=400", "G1", "0 [0/400] 1/1"),
    ("zero denominator", DAY, "G1 surg_day=0 surg_elective=0", "G1", "- [0/0] 1/1 ZeroDenominator"),
    ("blank is not 0", DAY, "G1 surg_elective=400", "G1", "- [-/-] 0/1 Unanswered surg_day G1"),
    ("unread is not 0", DAY, "G1 surg_day=? surg_elective=400", "G1", "- [-/-] 0/1 Unanswered surg_day G1"),
    ("nobody is asked", DAY, "", "Z1", "- [-/-] 0/0 NotAsked surg_day"),
    // 率 over a bureau's own figure.
    ("the topmost bureau's own figure", BEDS, "CITY pop_resident=1000000; C1 pop_resident=400000; G1 beds_total=300; G2 beds_total=200", "CITY",
        "0.5 [500/1000000] 2/12 Unanswered beds_total K1,S1,M1,Z1,K2,Z2,G3,X1,H1,T1"),
    ("else those below it", BEDS, "C1 pop_resident=400000; C2 pop_resident=250000; C3 pop_resident=150000; G3 beds_total=400; X1 beds_total=0", "CITY",
        "0.5 [400/800000] 2/12 Unanswered beds_total G1,K1,S1,M1,Z1,G2,K2,Z2,H1,T1"),
    ("one county lacks: no value", BEDS, "C1 pop_resident=400000; C2 pop_resident=250000; G1 beds_total=300", "CITY",
        "- [300/650000] 1/12 Unanswered pop_resident C3"),
    ("a county by its own figure", BEDS, "CITY pop_resident=1000000; C3 pop_resident=150000; G3 beds_total=150; X1 beds_total=30", "C3",
        "1.2 [180/150000] 2/2"),
    ("population of 0", BEDS, "C3 pop_resident=0; G3 beds_total=150; X1 beds_total=30", "C3", "- [180/0] 2/2 ZeroDenominator"),
    ("no population asked below", BEDS, "G3 beds_total=150", "G3", "- [-/-] 0/0 NotAsked pop_resident"),
    ("populations of areas add up", r#"Sum((elements:["pop_resident"]))"#, "C1 pop_resident=200; C2 pop_resident=100; C3 pop_resident=0", "CITY", "300 [300/-] 3/3"),
    ("own counts do not: two counties name one hospital", r#"Sum((elements:["n_alliance_hospitals"]))"#, "C1 n_alliance_hospitals=2; C2 n_alliance_hospitals=1; C3 n_alliance_hospitals=0", "CITY", "- [-/-] 0/1 Unanswered n_alliance_hospitals CITY"),
    ("life expectancies of areas do not", LIFE, "C1 life_expectancy_value=78; C2 life_expectancy_value=77; C3 life_expectancy_value=79", "CITY", "- [-/-] 0/1 Unanswered life_expectancy_value CITY"),
    ("the city's own does", LIFE, "CITY life_expectancy_value=78.5; C1 life_expectancy_value=78", "CITY", "78.5 [78.5/-] 1/1"),
    ("and the county's own in the county", LIFE, "CITY life_expectancy_value=78.5; C1 life_expectancy_value=78", "C1", "78 [78/-] 1/1"),
    ("nothing answered", BEDS, "", "C3", "- [-/-] 0/2 Unanswered beds_total G3,X1"),
    // 比.
    ("1 : b from totals", NURSES, "G3 staff_physicians=50 staff_nurses=80; X1 staff_physicians=50 staff_nurses=40", "C3", "1.2 [120/100] 2/2"),
    ("no physician", NURSES, "G3 staff_physicians=0 staff_nurses=80", "G3", "- [80/0] 1/1 ZeroDenominator"),
    ("the CDC has no nurses by its nature", NURSES, "D1 staff_physicians=10 staff_nurses=na; G1 staff_physicians=100 staff_nurses=120", "C1",
        "1.2 [120/100] 2/6 Unanswered staff_nurses K1,S1,M1,Z1"),
    ("beds without their staff stay out, a CDC without beds does not",
        r#"Ratio(one:(elements:["beds_total"]),other:(elements:["staff_health_total"]))"#,
        "G1 beds_total=50 staff_health_total=80; K1 beds_total=100; D1 staff_health_total=10", "C1",
        "1.8 [90/50] 2/6 Unanswered staff_health_total K1,S1,M1,Z1"),
    // 合计.
    ("not applicable adds nothing", SPECIALTIES, "G2 n_keyspec_national=2; K2 n_keyspec_national=na", "C2", "2 [2/-] 2/2"),
    ("blank is left out and named", SPECIALTIES, "G2 n_keyspec_national=2", "C2", "2 [2/-] 1/2 Unanswered n_keyspec_national K2"),
    ("a sum of not applicable is not 0", SPECIALTIES, "G2 n_keyspec_national=na; K2 n_keyspec_national=na", "C2", "- [-/-] 2/2 NotApplicable n_keyspec_national"),
    ("two elements, one blank", GRADES34, "G2 surg_grade3=100", "G2", "- [-/-] 0/1 Unanswered surg_grade4 G2"),
    ("two elements, one not applicable", GRADES34, "G2 surg_grade3=100 surg_grade4=na", "G2", "100 [100/-] 1/1"),
    ("over a scope", r#"Sum((elements:["beds_total"],scope:"county_hospitals"))"#, "H1 beds_total=9999; G1 beds_total=300; K1 beds_total=80; S1 beds_total=7; G2 beds_total=200; K2 beds_total=60; G3 beds_total=100", "CITY",
        "740 [740/-] 5/5"),
    ("taken by ownership", r#"Sum((elements:["beds_municipal_hosp"]))"#, "H1 beds_total=2000; T1 beds_total=500; G1 beds_total=300", "CITY", "2500 [2500/-] 2/2"),
    ("too large to hold", SPECIALTIES, "G2 n_keyspec_national=50000000000000000000000000000; K2 n_keyspec_national=50000000000000000000000000000", "C2", "- [-/-] 2/2 Overflow"),
    // 合计换算.
    ("in ten thousands", r#"Scaled(part:(elements:["htn_managed"]),divide_by:10000)"#, "Z1 htn_managed=12345", "C1", "1.2345 [1.2345/-] 1/1"),
    ("in ten thousands, blank", r#"Scaled(part:(elements:["htn_managed"]),divide_by:10000)"#, "", "C1", "- [-/-] 0/1 Unanswered htn_managed Z1"),
    // 家数.
    ("counts yes", r#"CountUnits((scope:"hospitals_and_mch",test:Yes("flag_internet_hospital")))"#, "G1 flag_internet_hospital=1; K1 flag_internet_hospital=0; S1 flag_internet_hospital=1; M1 flag_internet_hospital=na", "C1", "2 [2/3] 4/4"),
    ("none of one is 0", r#"CountUnits((scope:"hospitals_and_mch",test:Yes("flag_internet_hospital")))"#, "G1 flag_internet_hospital=0", "G1", "0 [0/1] 1/1"),
    ("none of nobody is no value", r#"CountUnits((scope:"hospitals_and_mch",test:Yes("flag_internet_hospital")))"#, "", "G1", "- [-/-] 0/1 Unanswered flag_internet_hospital G1"),
    ("在建 is not 已建成", r#"CountUnits((test:Yes("ctr_stroke")))"#, "G1 ctr_stroke=1; K1 ctr_stroke=2; S1 ctr_stroke=0", "C1", "1 [1/3] 3/3"),
    ("the register alone", r#"CountUnits((scope:"tcm_hospitals",test:InScope("tcm_hospitals")))"#, "", "CITY", "3 [3/3] 3/3"),
    ("the register has none here", r#"CountUnits((scope:"tcm_hospitals",test:InScope("tcm_hospitals")))"#, "", "C3", "- [-/-] 0/0 NoUnit tcm_hospitals"),
    ("how many of the hospitals are public", r#"ShareUnits((scope:"hospitals",test:InScope("public_hospitals")))"#, "", "C1", "66.6667 [2/3] 3/3"),
    ("two of three, one blank", SOME, "G1 ctr_stroke=2 ctr_trauma=2", "G1", "1 [1/1] 1/1"),
    ("the blank one could decide", SOME, "G1 ctr_stroke=2 ctr_trauma=1", "G1", "- [-/-] 0/1 Unanswered ctr_stroke G1"),
    ("the blank one cannot decide", SOME, "G1 ctr_stroke=1 ctr_trauma=0", "G1", "0 [0/1] 1/1"),
    ("not applicable counts as no beside others", SOME, "G1 ctr_stroke=2 ctr_trauma=na ctr_maternal=0", "G1", "0 [0/1] 1/1"),
    ("all not applicable", SOME, "G1 ctr_stroke=na ctr_trauma=na ctr_maternal=na", "G1", "- [-/-] 1/1 NotApplicable ctr_stroke"),
    // 占比.
    ("share of units", GERIATRICS, "H1 dept_geriatrics=1; G1 dept_geriatrics=0; G2 dept_geriatrics=na; G3 dept_geriatrics=1", "CITY", "50 [1/2] 3/3"),
    ("level 1 is outside the scope", GERIATRICS, "G3 dept_geriatrics=1", "C3", "- [-/-] 0/0 NoUnit public_general_2plus"),
    ("level 2 from 2025 on", GERIATRICS, "G3 dept_geriatrics=1", "C3 2025", "100 [1/1] 1/1"),
    ("grade B until 2022", r#"ShareUnits((scope:"tcm_county_2a",test:Yes("flag_two_spec_one_center")))"#, "K1 flag_two_spec_one_center=1", "CITY 2022", "- [-/-] 0/0 NoUnit tcm_county_2a"),
    ("grade A from 2023 on", r#"ShareUnits((scope:"tcm_county_2a",test:Yes("flag_two_spec_one_center")))"#, "K1 flag_two_spec_one_center=1", "CITY 2023", "100 [1/1] 1/1"),
    ("before the register's first day the first entry holds", r#"ShareUnits((scope:"tcm_2plus",test:Yes("dept_icu")))"#, "K1 dept_icu=1; K2 dept_icu=0; T1 dept_icu=1", "CITY 2012", "66.6667 [2/3] 3/3"),
    ("part of a whole in one unit", GP, "Z1 staff_gp=2 staff_physicians=20; X1 staff_gp=1 staff_physicians=20", "CITY", "50 [1/2] 2/2"),
    ("no whole, no share", GP, "Z1 staff_gp=0 staff_physicians=0", "Z1", "0 [0/1] 1/1"),
    // 平均级别.
    ("mean of who has one", EMR, "H1 emr_level=4; T1 emr_level=3; G1 emr_level=na; G2 emr_level=2; S1 emr_level=8", "CITY", "3 [9/3] 4/7 Unanswered emr_level K1,K2,G3"),
    ("narrowed to tertiary", EMR, "H1 emr_level=4; T1 emr_level=3; G1 emr_level=na; G2 emr_level=2", "CITY 2024 tertiary_public", "3.5 [7/2] 2/2"),
    ("narrowed to secondary", EMR, "H1 emr_level=4; T1 emr_level=3; G1 emr_level=na; G2 emr_level=2", "CITY 2024 secondary_public", "2 [2/1] 2/4 Unanswered emr_level K1,K2"),
    ("level 0 is a level", EMR, "G1 emr_level=0; K1 emr_level=3", "C1", "1.5 [3/2] 2/2"),
    ("none assessed", EMR, "G1 emr_level=na", "G1", "- [-/-] 1/1 NotApplicable emr_level"),
    ("no public hospital here", EMR, "S1 emr_level=8", "S1", "- [-/-] 0/0 NoUnit public_hospitals"),
    // 各地最小值.
    ("the county that has fewest", INFECTIOUS, "G1 dept_infectious=1; G2 dept_infectious=0; G3 dept_infectious=1", "CITY", "0 [0/-] 3/3"),
    ("a county without an answer is left out", INFECTIOUS, "G1 dept_infectious=1; G3 dept_infectious=1", "CITY", "1 [1/-] 2/3 Unanswered dept_infectious G2"),
    ("no answer anywhere", INFECTIOUS, "", "CITY", "- [-/-] 0/3 Unanswered dept_infectious G1"),
    ("not applicable throughout a county", INFECTIOUS, "G1 dept_infectious=na; G2 dept_infectious=1; G3 dept_infectious=1", "CITY", "1 [1/-] 3/3"),
    ("a county without any such unit has 0", TOWNSHIP, "X1 flag_thc_strengthened=1", "CITY", "0 [0/-] 1/1"),
    ("but says nothing alone", TOWNSHIP, "", "C1", "- [-/-] 0/0 NoUnit township_centres"),
    ("only counties above 300 000", PSYCH, "C1 pop_resident=300001; C2 pop_resident=300000; C3 pop_resident=150000; G1 ward_psych=1; K1 ward_psych=1; G2 ward_psych=0; K2 ward_psych=0", "CITY", "2 [2/-] 2/2"),
    ("no county above 300 000", PSYCH, "C1 pop_resident=300000; C2 pop_resident=250000; C3 pop_resident=150000; G1 ward_psych=1", "CITY", "- [-/-] 0/0 NoArea county"),
    ("a county of unknown size", PSYCH, "C2 pop_resident=350000; C3 pop_resident=150000; G2 ward_psych=1; K2 ward_psych=0", "CITY", "1 [1/-] 2/3 Unanswered pop_resident C1"),
    // 覆盖率.
    ("one unit covers its county", CENTRES, "G1 ctr_stroke=2 ctr_trauma=2; G2 ctr_stroke=2 ctr_trauma=1; K2 ctr_stroke=0 ctr_trauma=0", "CITY", "33.3333 [1/3] 3/3 Unanswered ctr_stroke K1,S1"),
    ("a county that has not answered is left out", CENTRES, "G1 ctr_stroke=2 ctr_trauma=2; G2 ctr_stroke=2 ctr_trauma=1", "CITY", "50 [1/2] 2/3 Unanswered ctr_stroke K1,S1"),
    ("not applicable throughout a county stands apart", CENTRES, "G1 ctr_stroke=2 ctr_trauma=2; G2 ctr_stroke=na ctr_trauma=na; K2 ctr_stroke=na ctr_trauma=na", "CITY", "50 [1/2] 3/3 Unanswered ctr_stroke K1,S1"),
    ("nothing answered", CENTRES, "", "CITY", "- [-/-] 1/3 Unanswered ctr_stroke G1,K1,S1"),
    ("no such unit", CENTRES, "", "C3", "- [-/-] 1/1 NoUnit institutions_2plus"),
    // 最高级别, 位次, 直接填报.
    ("highest", r#"Highest(element:"hospital_grade",scope:"hospitals")"#, "G1 hospital_grade=23; K1 hospital_grade=22; S1 hospital_grade=na", "C1", "23 [23/-] 3/3"),
    ("highest of none", r#"Highest(element:"hospital_grade",scope:"hospitals")"#, "S1 hospital_grade=na", "S1", "- [-/-] 1/1 NotApplicable hospital_grade"),
    ("the best rank below", r#"Rank("rank_cmi")"#, "H1 rank_cmi=12; T1 rank_cmi=3", "CITY", "3 [3/-] 2/8 Unanswered rank_cmi G1,K1,S1,G2,K2,G3"),
    ("no rank", r#"Rank("rank_cmi")"#, "", "H1", "- [-/-] 0/1 Unanswered rank_cmi H1"),
    ("entered directly", r#"Entered("tcm_clinic_count")"#, "CITY tcm_clinic_count=12; C1 tcm_clinic_count=7", "CITY", "12 [12/-] 1/1"),
    ("not entered yet", r#"Entered("tcm_clinic_count")"#, "C1 tcm_clinic_count=7", "CITY", "- [-/-] 0/1 Unanswered tcm_clinic_count CITY"),
    ("entered directly, hospital", r#"Entered("tcm_clinic_count")"#, "", "H1", "- [-/-] 0/0 NotEntered"),
    // 开业, 撤销.
    ("before it opens it is not asked", BEDS, "C3 pop_resident=100000; G3 beds_total=100", "C3 2022", "1 [100/100000] 1/1"),
    ("once open it is", BEDS, "C3 pop_resident=100000; G3 beds_total=100", "C3 2023", "1 [100/100000] 1/2 Unanswered beds_total X1"),
    ("in its last year it counts", BEDS, "C2 pop_resident=100000; G2 beds_total=90; K2 beds_total=0; Z2 beds_total=10", "C2 2024", "1 [100/100000] 3/3"),
    ("once closed it does not", BEDS, "C2 pop_resident=100000; G2 beds_total=90; K2 beds_total=0", "C2 2025", "0.9 [90/100000] 2/2"),
];

#[test]
fn every_form_of_formula_by_hand() {
    let catalogue = shipped_catalogue().expect("sound");
    let tree = tree();
    let options = ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
    let mut wrong = Vec::new();
    for (case, formula, figures, ask, expected) in CASES {
        let formula: Formula = options.from_str(formula).unwrap_or_else(|fault| panic!("{case}: {fault}"));
        let mut words = ask.split(' ');
        let root = words.next().expect("a root");
        let year = words.next().map_or(2024, |year| year.parse().expect("a year"));
        let ask = Ask { root, year, narrowed: words.next().unwrap_or_default() };
        let found = line(&outcome(&catalogue, &tree, &formula, figures, &ask));
        if found != *expected {
            wrong.push(format!("{case} ({root} {year}):\n  expected {expected}\n  found    {found}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), CASES.len(), wrong.join("\n"));
}

/// Every form of formula stands in the cases at least twice.
#[test]
fn no_form_of_formula_is_left_out() {
    for form in [
        "Rate(",
        "Ratio(",
        "Sum(",
        "Scaled(",
        "CountUnits(",
        "ShareUnits(",
        "Mean(",
        "MinOverAreas(",
        "ShareAreas(",
        "Highest(",
        "Rank(",
        "Entered(",
    ] {
        let count = CASES.iter().filter(|(_, formula, ..)| formula.starts_with(form)).count();
        assert!(count >= 2, "{form} has {count} cases");
    }
}
