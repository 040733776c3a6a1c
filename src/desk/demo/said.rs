//! 情况说明 of the years that are accepted: what the checks asked then was answered.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{NaiveDate, NaiveDateTime};

use crate::{
    base::{CheckId, ElementId, Finding, Period, Severity, UnitId},
    check::{CheckBook, Scene},
    desk::check_packs::shipped_checks,
    indicator::Catalogue,
    returns::{Explanation, Statement, Status, UnitReturn},
    unit::{Tree, Unit},
};

/// What is said of a check; of others the last.
const WORDS: [(&str, &str); 8] = [
    ("icu_share_usual", "示例说明：重症医学科当年在建，床位次年启用。"),
    ("icu_beds_change_usual", "示例说明：重症医学科当年建成启用，床位已按固定床位统计。"),
    ("mch_midwifery_has_neonatology", "示例说明：新生儿病室由儿科兼管，暂未单独设科。"),
    ("tier3_capability_reaches_rec_std", "示例说明：已通过三级医院能力评估，推荐标准复评结果次年公布。"),
    ("counsel_room_has_counsellor", "示例说明：心理咨询师由上级医院每周派驻，编制不在本院。"),
    ("contracts_have_basic_package", "示例说明：当年统一改签个性化服务包，基础包并入其中。"),
    ("tertiary_general_has_rehab", "示例说明：康复业务由医联体内的康复医院承担。"),
    ("", "示例说明：与业务科室和原始台账核对，数值属实。"),
];

/// Answers every 经验 finding of the returns that are accepted.
pub(super) fn answer(catalogue: &Catalogue, units: &[Unit], returns: &mut [UnitReturn]) {
    let Ok(packs) = shipped_checks() else { return };
    let checks = packs.iter().flat_map(|pack| pack.body.checks.iter().cloned());
    // Another catalogue than the shipped one has other checks, or none.
    let (Ok(book), Ok(tree)) = (CheckBook::new(checks, catalogue), Tree::new(units.to_vec())) else { return };
    let mut by_unit: BTreeMap<UnitId, Vec<usize>> = BTreeMap::new();
    for (at, found) in returns.iter().enumerate() {
        by_unit.entry(found.key.unit.clone()).or_default().push(at);
    }
    let mut said: Vec<(usize, ElementId, CheckId, Explanation)> = Vec::new();
    for (id, own) in &by_unit {
        let Some(unit) = tree.unit(id) else { continue };
        let periods: std::collections::BTreeSet<Period> =
            own.iter().map(|at| returns[*at].key.period).collect();
        let statement = |period: Period| {
            let of_period =
                own.iter().map(|at| &returns[*at]).filter(|found| found.key.period == period).cloned();
            Statement::of_returns(unit, period, of_period, catalogue)
        };
        let statements: BTreeMap<Period, Arc<Statement>> =
            periods.into_iter().map(|period| (period, Arc::new(statement(period)))).collect();
        let of = |period: Period| statements.get(&period).map(AsRef::as_ref);
        for at in own.iter().copied().filter(|at| returns[*at].status() == Status::Accepted) {
            let found = &returns[at];
            let Some(form) = catalogue.form(&found.key.form) else { continue };
            let period = found.key.period;
            let scene = Scene {
                catalogue,
                tree: &tree,
                plan: None,
                unit,
                form,
                period,
                unit_return: Some(found),
                statements: &of,
            };
            let Some(written) = written_at(period) else { continue };
            let is_asked = |finding: &&Finding| {
                // What only some plan asks for is not on the sheet under another.
                finding.severity == Severity::Soft && catalogue.entered(&finding.element).is_none()
            };
            for finding in book.judge(&scene).values().filter(is_asked) {
                let words =
                    WORDS.iter().find(|(check, _)| *check == finding.check.as_str() || check.is_empty());
                let explanation = Explanation {
                    text: words.map(|(_, text)| (*text).to_owned()).unwrap_or_default(),
                    who: "示例填报员".to_owned(),
                    at: written,
                    reading: finding.reading.clone(),
                };
                said.push((at, finding.element.clone(), finding.check.clone(), explanation));
            }
        }
    }
    for (at, element, check, explanation) in said {
        returns[at].entries.entry(element).or_default().explanations.insert(check, explanation);
    }
}

/// Gives when a return of a period was explained: in the January after it.
fn written_at(period: Period) -> Option<NaiveDateTime> {
    let year =
        period.last_day().checked_add_days(chrono::Days::new(1)).map(|day| chrono::Datelike::year(&day))?;
    NaiveDate::from_ymd_opt(year, 1, 16)?.and_hms_opt(9, 30, 0)
}
