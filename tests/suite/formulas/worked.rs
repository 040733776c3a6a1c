//! A worked example for every indicator of the six main sections: figures, and what they come to by hand.
//!
//! What the table does not give is answered with 0 or no, so that every indicator is complete.

use std::collections::BTreeSet;

use duibiao::{
    base::{ElementId, Figure, Period},
    indicator::{Catalogue, Formula},
    rollup::{Scene, evaluate},
    wire::{catalogue_parts_from_text, shipped_catalogue},
};

use super::town::{figures, rounded, statements, tree};

const MAIN: [&str; 6] = [
    include_str!("../../../assets/catalogue/elements-register.ron"),
    include_str!("../../../assets/catalogue/elements-beds.ron"),
    include_str!("../../../assets/catalogue/elements-staff.ron"),
    include_str!("../../../assets/catalogue/elements-specialties.ron"),
    include_str!("../../../assets/catalogue/elements-emr.ron"),
    include_str!("../../../assets/catalogue/elements-tcm.ron"),
];

const YEAR: i32 = 2024;

const FIGURES: &str = "
CITY pop_resident=1000000 n_platform_integrations=3 n_platform_databases=2 n_regional_centers=4
CITY n_prof_shared_centers=10 n_tcm_featured_hosp=1 n_tcm_epidemic_base=2 n_tcm_epidemic_base_prov=1
C1 pop_resident=400000
C2 pop_resident=350000
C3 pop_resident=250000

H1 beds_total=2000 beds_tcm_general_hosp=60 staff_health_total=3000 staff_physicians=800 staff_nurses=1000
T1 beds_total=500 staff_health_total=700 staff_physicians=200 staff_nurses=240
G1 beds_total=800 beds_tcm_general_hosp=40 staff_health_total=1000 staff_physicians=300 staff_nurses=350
G2 beds_total=500 beds_tcm_general_hosp=32 staff_health_total=600 staff_physicians=180 staff_nurses=200
G3 beds_total=200 beds_tcm_general_hosp=50 staff_health_total=250 staff_physicians=70 staff_nurses=80
K1 beds_total=300 staff_health_total=350 staff_physicians=100 staff_nurses=110
K2 beds_total=200 staff_health_total=250 staff_physicians=70 staff_nurses=80
S1 beds_total=100 staff_health_total=120 staff_physicians=30 staff_nurses=40
M1 beds_total=150 staff_health_total=220 staff_physicians=70 staff_nurses=90
Z1 beds_total=50 staff_health_total=90 staff_physicians=30 staff_nurses=30
Z2 beds_total=0 staff_health_total=8 staff_physicians=3 staff_nurses=3
X1 beds_total=100 staff_health_total=120 staff_physicians=40 staff_nurses=40
D1 staff_health_total=100 staff_physicians=20 staff_nurses=5 staff_ph_inst_total=100 staff_ph_inst_tech=82
M1 staff_ph_inst_total=220 staff_ph_inst_tech=198

H1 staff_public_health=15 staff_gp=20
T1 staff_public_health=5 staff_gp=5
G1 staff_public_health=8 staff_gp=12
G2 staff_public_health=6 staff_gp=8
G3 staff_public_health=3 staff_gp=6
K1 staff_public_health=4 staff_gp=4
K2 staff_public_health=3 staff_gp=3
S1 staff_public_health=1 staff_gp=1
M1 staff_public_health=30 staff_gp=1
Z1 staff_public_health=10 staff_gp=15
Z2 staff_public_health=2 staff_gp=2
X1 staff_public_health=12 staff_gp=20
D1 staff_public_health=60

H1 emr_level=5 flag_internet_hospital=1 flag_ehealth_card=1 flag_result_recognition=1 flag_telemedicine=1
T1 emr_level=4 flag_internet_hospital=1 flag_ehealth_card=1 flag_result_recognition=1 flag_telemedicine=1
G1 emr_level=4 flag_internet_hospital=1 flag_ehealth_card=1 flag_result_recognition=1 flag_telemedicine=1
G2 emr_level=3 flag_ehealth_card=1 flag_telemedicine=1
G3 emr_level=1 flag_ehealth_card=1 flag_result_recognition=1 flag_telemedicine=1
K1 emr_level=3 flag_result_recognition=1 flag_telemedicine=1
K2 emr_level=na
S1 emr_level=8 flag_internet_hospital=1 flag_ehealth_card=1
M1 emr_level=2 flag_ehealth_card=1 flag_result_recognition=1

H1 hospital_grade=33 rank_specialties=7 rank_cmi=12 rank_grade4=15
T1 hospital_grade=33 rank_specialties=9 rank_cmi=3 rank_grade4=na
G1 hospital_grade=23 rank_specialties=na rank_cmi=na rank_grade4=na
G2 hospital_grade=22 rank_specialties=na rank_cmi=na rank_grade4=na
G3 hospital_grade=12 rank_specialties=na rank_cmi=na rank_grade4=na
K1 hospital_grade=23 rank_specialties=na rank_cmi=na rank_grade4=na
K2 hospital_grade=22 rank_specialties=na rank_cmi=na rank_grade4=na
S1 hospital_grade=20 rank_specialties=na rank_cmi=na rank_grade4=na

H1 n_keyspec_national=3 n_keyspec_provincial=8 n_keyspec_municipal=5 n_keyspec_prov_incubating=2 n_keyspec_prov_featured=1
T1 n_keyspec_national=1 n_tcm_keyspec_national=2 n_tcm_keyspec_provincial=4
G1 n_keyspec_provincial=1 n_keyspec_municipal=4 n_tcm_keyspec_municipal=1
G2 n_keyspec_municipal=3 n_keyspec_prov_featured=1
K1 n_tcm_keyspec_national=1 n_tcm_keyspec_provincial=1
K2 n_tcm_keyspec_municipal=2
H1 n_tcm_keyspec_provincial=1 n_tcm_studio=1 n_tcm_wm_keyspec=2 n_priority_diseases=6
T1 n_tcm_studio=3 n_tcm_wm_keyspec=1 n_priority_diseases=4
G1 n_tcm_wm_keyspec=1 n_priority_diseases=3
K1 n_tcm_studio=1 flag_two_spec_one_center=1
S1 flag_tcm_service=1
Z1 n_tcm_hall=1 n_guoyitang=1 n_tcm_tech_types=6
Z2 n_tcm_tech_types=3
X1 n_tcm_hall=1 n_tcm_tech_types=4

H1 dept_infectious=1 dept_icu=1 dept_tcm=1 ward_tcm=1 flag_obstetric=1 dept_neonatology=1 dept_psych_clinic=1
H1 dept_geriatrics=1 dept_pccm=1 dept_fever_clinic=1 dept_enteric_clinic=1
T1 dept_infectious=1 dept_icu=1 dept_fever_clinic=1
G1 dept_infectious=1 dept_tcm=1 ward_tcm=1 flag_obstetric=1 ward_paed=1 dept_psych_clinic=1 ward_psych=1
G1 dept_geriatrics=1 dept_fever_clinic=1 dept_enteric_clinic=1 flag_county_rec_std=1 flag_tier3_capability=1 flag_infectious_ward=1
G2 dept_infectious=1 dept_tcm=1 ward_paed=1 ward_psych=1 dept_geriatrics=1 dept_fever_clinic=1 dept_enteric_clinic=1 flag_county_rec_std=1
G3 ward_paed=1 dept_fever_clinic=1
K1 dept_infectious=1
K2 ward_psych=1
S1 dept_fever_clinic=na dept_enteric_clinic=na
M1 flag_obstetric=1 dept_neonatology=1 dept_fever_clinic=1

G1 ctr_chest_pain=2 ctr_stroke=2 ctr_trauma=2 ctr_maternal=2 ctr_child_newborn=2
G2 ctr_chest_pain=2 ctr_stroke=2 ctr_trauma=1 ctr_maternal=2 ctr_child_newborn=2
G3 ctr_chest_pain=2 ctr_stroke=2 ctr_trauma=2 ctr_maternal=2 ctr_child_newborn=2
G1 ctr_tumour=2 ctr_chronic=2 ctr_minimal=2 ctr_anaes_pain=2 ctr_icu=2 ctr_tcm_prevent=2 ctr_tcm_rehab=2
G2 ctr_tumour=2 ctr_chronic=2 ctr_minimal=2 ctr_anaes_pain=2 ctr_icu=2 ctr_tcm_prevent=2 ctr_tcm_rehab=2
G1 ctr_lab=2 ctr_imaging=2 ctr_ecg=2 ctr_pathology=2 ctr_cssd=2 ctr_pharmacy=1
K1 ctr_lab=2 ctr_imaging=2 ctr_ecg=2 ctr_pathology=2 ctr_cssd=2 ctr_pharmacy=2

H1 drg_weight_sum=66000.5 drg_cases=60000 surg_inpatient_total=20000 surg_grade3=6000 surg_grade4=4000
T1 drg_weight_sum=9000 drg_cases=10000 surg_inpatient_total=2000 surg_grade3=500 surg_grade4=200
G1 drg_weight_sum=20000 drg_cases=20000 surg_inpatient_total=5000 surg_grade3=900 surg_grade4=300
G2 drg_weight_sum=8999.5 drg_cases=10000 surg_inpatient_total=3000 surg_grade3=400 surg_grade4=100
M1 surg_inpatient_total=1000 surg_grade3=100
H1 cp_entered=9000 cp_eligible=12000 surg_day=2400 surg_elective=12000 day_care_cases=5000
T1 surg_elective=800 day_care_cases=1000
G1 cp_entered=1500 cp_eligible=2000 surg_day=300 surg_elective=3000 day_care_cases=800
G2 surg_day=100 surg_elective=1000
M1 day_care_cases=200
";

/// Indicator, what is computed, what it comes to (four decimals at most).
#[rustfmt::skip]
const EXPECTED: &[(&str, &str, &str)] = &[
    ("beds_per_1000", "(2000+500+800+500+200+300+200+100+150+50+0+100) / 1 000 000 × 1000", "4.9"),
    ("beds_municipal_per_1000", "(2000+500) / 1 000 000 × 1000", "2.5"),
    ("beds_county_per_1000", "(800+500+200+300+200) / 1 000 000 × 1000; the private 100 and MCH 150 stay out", "2"),
    ("beds_primary_per_1000", "(50+0+100) / 1 000 000 × 1000", "0.15"),
    ("bed_staff_ratio", "6808 persons, the CDC's 100 included, / 4900 beds", "1.3894"),
    ("physicians_per_1000", "1913 / 1 000 000 × 1000", "1.913"),
    ("nurses_per_1000", "2268 / 1 000 000 × 1000", "2.268"),
    ("public_health_staff_per_1000", "159 / 1 000 000 × 1000", "0.159"),
    ("gp_per_10000", "97 / 1 000 000 × 10 000", "0.97"),
    ("doctor_nurse_ratio", "2268 / 1913", "1.1856"),
    ("gp_total", "20+5+12+8+6+4+3+1+1+15+2+20", "97"),
    ("ph_inst_technical_share", "(82+198) / (100+220)", "87.5"),
    ("emr_level_avg", "(5+4+4+3+1+3) / 6: one not assessed, the private one's 8 and the MCH's 2 stay out", "3.3333"),
    ("internet_hospital_count", "H1 T1 G1 S1", "4"),
    ("tcm_internet_hospital_count", "T1", "1"),
    ("ehealth_card_rate", "H1 T1 G1 G2 M1 of these and K1 K2: 5/7", "71.4286"),
    ("result_mutual_recognition_cov", "H1 T1 G1 K1 of these and G2 K2 S1: 4/7", "57.1429"),
    ("platform_integrations", "3", "3"),
    ("platform_databases", "2", "2"),
    ("telemedicine_coverage", "H1 T1 G1 G2 G3 K1 of these and K2 S1 M1: 6/9", "66.6667"),
    ("tcm_bed_share", "(60+40+32) / (2000+800+500): level 1 stays out", "4"),
    ("tcm_key_specialty_national", "2+1", "3"),
    ("tcm_key_specialty_provincial", "4+1+1", "6"),
    ("tcm_key_specialty_municipal", "1+2", "3"),
    ("infectious_dept_tcm_rate", "T1 K1 of these and K2: 2/3", "66.6667"),
    ("icu_dept_tcm_rate", "T1 of T1 K1 K2: 1/3", "33.3333"),
    ("tcm_featured_hospital", "1", "1"),
    ("tcm_3a_municipal_cov", "T1 of T1", "100"),
    ("tcm_2a_county_cov", "K1 (23) of K1 K2 (22)", "50"),
    ("tcm_dept_general_cov", "H1 G1 G2 of these and G3", "75"),
    ("tcm_ward_general_cov", "H1 G1 of H1 G1 G2", "66.6667"),
    ("tcm_service_specialty_cov", "S1 of S1", "100"),
    ("tcm_service_mch_cov", "none of M1", "0"),
    ("tcm_two_spec_one_center_cov", "K1 of K1: K2 is grade B", "100"),
    ("tcm_epidemic_base_municipal", "2", "2"),
    ("tcm_epidemic_base_provincial", "1", "1"),
    ("tcm_master_studio_total", "1+3+1", "5"),
    ("tcm_master_studio_per_specialty", "5 / (2+1+1)", "1.25"),
    ("tcm_main_diseases_per_specialty", "(6+4+3) / 4", "3.25"),
    ("tcm_hospital_count", "T1 K1 K2", "3"),
    ("guoyitang_count", "1", "1"),
    ("tcm_hall_count", "1+1", "2"),
    ("tcm_tech6_center_rate", "Z1 (6) of Z1", "100"),
    ("tcm_tech4_station_rate", "Z2 (3) of Z2", "0"),
    ("tcm_dept_level12_cov", "G1 G2 of these and G3", "66.6667"),
    ("neonatology_dept_cov", "H1 M1 of H1 G1 M1: G2 has no midwifery", "66.6667"),
    ("paed_ward_per_county", "one in each county", "1"),
    ("chs_institutions", "Z1 Z2", "2"),
    ("regional_medical_centers", "4", "4"),
    ("county_hosp_rec_std_count", "G1 G2", "2"),
    ("county_hosp_rec_std_rate", "G1 G2 of these and G3", "66.6667"),
    ("county_hosp_tier3_count", "G1", "1"),
    ("hospital_grade_upgrade", "highest of 33 33 23 22 12 23 22 20", "33"),
    ("infectious_ward_county_cov", "G1 of G1 G2 G3", "33.3333"),
    ("prof_shared_centers", "10", "10"),
    ("key_specialty_national", "3+1", "4"),
    ("key_specialty_provincial", "8+1", "9"),
    ("key_specialty_municipal", "5+4+3", "12"),
    ("provincial_specialty_incubating", "2", "2"),
    ("provincial_specialty_featured", "1+1", "2"),
    ("emergency5_centers", "C1 by G1; in C2 trauma is 在建; C3 has no level 2: 1/3", "33.3333"),
    ("emergency5_hosp_per_county", "C1 1, C2 0, C3 1", "0"),
    ("clinical_centers_cov", "C1 and C2: 2/3", "66.6667"),
    ("shared_centers_cov", "C1 by K1, not by G1 whose pharmacy is 在建: 1/3", "33.3333"),
    ("psych_clinic_cov", "H1 G1 of H1 G1 G2", "66.6667"),
    ("psych_ward_pop300k", "C1 1 (G1), C2 2 (G2 K2); C3 has 250 000 people", "1"),
    ("geriatrics_dept_rate", "H1 G1 G2 of these", "100"),
    ("pccm_tertiary_cov", "H1 of H1", "100"),
    ("fever_clinic_cov", "H1 T1 G1 G2 M1 of these and K1 K2; S1 not applicable: 5/7", "71.4286"),
    ("enteric_clinic_cov", "H1 G1 G2 of 7", "42.8571"),
    ("infectious_dept_per_county", "C1 1, C2 1, C3 0", "0"),
    ("cmi", "(66000.5+9000+20000+8999.5) / 100 000", "1.04"),
    ("grade4_surgery_share", "4600 / 31 000", "14.8387"),
    ("grade34_surgery_count", "(6000+500+900+400+100) + 4600", "12500"),
    ("grade34_surgery_share", "12 500 / 31 000", "40.3226"),
    ("clinical_pathway_rate", "10 500 / 14 000", "75"),
    ("day_surgery_share", "2800 / 16 800", "16.6667"),
    ("day_surgery_count", "2400+300+100", "2800"),
    ("provincial_rank_specialties", "best of 7 9", "7"),
    ("provincial_rank_cmi", "best of 12 3", "3"),
    ("provincial_rank_grade4", "15", "15"),
    ("day_care_services", "5000+1000+800+200", "7000"),
];

fn main_elements() -> BTreeSet<ElementId> {
    let files = MAIN.map(|text| catalogue_parts_from_text(text.as_bytes()).expect("a catalogue file"));
    files.into_iter().flat_map(|file| file.elements).map(|element| element.id).collect()
}

fn is_main(formula: &Formula, main: &BTreeSet<ElementId>) -> bool {
    *formula != Formula::Entered && formula.elements().iter().all(|element| main.contains(*element))
}

/// An indicator that is added to the six sections wants a worked example here.
#[test]
fn every_indicator_of_the_main_sections_is_worked_out() {
    let catalogue = shipped_catalogue().expect("sound");
    let main = main_elements();
    let computable: BTreeSet<&str> = catalogue
        .indicators()
        .filter(|indicator| is_main(&indicator.formula, &main))
        .map(|indicator| indicator.id.as_str())
        .collect();
    let worked: BTreeSet<&str> = EXPECTED.iter().map(|(id, ..)| *id).collect();
    assert_eq!(worked.len(), EXPECTED.len(), "an indicator stands twice");
    assert_eq!(worked, computable);
}

fn filled(catalogue: &Catalogue) -> duibiao::rollup::Statements {
    let tree = tree();
    let day = Period::year(YEAR).last_day();
    let mut given = figures(FIGURES);
    for unit in tree.all().filter(|unit| unit.is_open(day)) {
        // A county that leaves its own figures to the city is no gap.
        let of_unit = given.entry(unit.id.clone()).or_default();
        for id in main_elements() {
            let typed = catalogue.element(&id).is_some_and(|element| element.taken_from.is_none());
            if typed && catalogue.asks(unit, &id, day) {
                of_unit.entry(id).or_insert_with(|| Figure::Known(0.into()));
            }
        }
    }
    statements(catalogue, &tree, YEAR, &given)
}

#[test]
fn the_main_sections_come_to_what_they_come_to_by_hand() {
    let catalogue = shipped_catalogue().expect("sound");
    let tree = tree();
    let statements = filled(&catalogue);
    let root = "CITY".parse().expect("an id");
    let period = Period::year(YEAR);
    let scene = Scene {
        catalogue: &catalogue,
        tree: &tree,
        statements: &statements,
        root: &root,
        period,
        narrowed: None,
    };
    let mut wrong = Vec::new();
    for (id, working, expected) in EXPECTED {
        let indicator = catalogue.indicator(&id.parse().expect("an id")).unwrap_or_else(|| panic!("no {id}"));
        let found = evaluate(&scene, &indicator.formula);
        let value = found.value.map_or_else(|| "-".to_owned(), rounded);
        if value != *expected || !found.coverage.is_complete() || !found.lacks.is_empty() {
            wrong.push(format!(
                "{id}: {working} = {expected}, found {value} ({:?} {:?})",
                found.coverage, found.lacks
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
