//! `plans`: the packs, and each row of a pack.

use std::path::Path;

use rust_decimal::Decimal;

use crate::{
    base::{Bilingual, Cell, Lang, PlanId, Table},
    cli::{
        CliError, Exit,
        args::{PlansArgs, PlansTask},
        terminal::Terminal,
        workspace::Packs,
    },
    indicator::{Catalogue, IndicatorKind},
    plan::{Baseline, Deliverable, Mark, Plan, Progress, Target},
    report::table_csv,
};

const PLANS: [&str; 10] = [
    "plan",
    "title",
    "region",
    "issuer",
    "document_no",
    "from:from_year",
    "to:to_year",
    "targets",
    "baselines",
    "deliverables",
];

const ROWS: [&str; 19] = [
    "plan",
    "row",
    "class",
    "indicator",
    "section",
    "name_zh",
    "name_en",
    "kind",
    "comparator",
    "value",
    "value2",
    "unit",
    "due",
    "nature",
    "hedge",
    "scope",
    "better",
    "responsible",
    "doubt",
];

const ROWS_FOR_PEOPLE: [&str; 9] = [
    "row",
    "class",
    "section:clause",
    "name:name_of_row",
    "printed",
    "unit:unit_of_value",
    "due",
    "nature",
    "scope",
];

pub(super) fn run(
    asked: &PlansArgs,
    saves: Option<&Path>,
    terminal: &mut Terminal<'_>,
) -> Result<Exit, CliError> {
    let packs = Packs::open(saves, terminal)?;
    match &asked.task {
        None => {
            let mut table = terminal.table(&PLANS);
            for plan in packs.plans() {
                table.push(plan_cells(plan, terminal.lang()));
            }
            terminal.put_table(&table, asked.csv)?;
        }
        Some(PlansTask::Show { plan, csv }) => {
            let plan = known_plan(packs.plans().iter().map(AsRef::as_ref), plan)?;
            let rows = rows_of(plan, packs.catalogue(), terminal.lang());
            if *csv {
                let text = table_csv(&table_for_scripts(&rows, plan, terminal));
                terminal.put(&with_comparators(&text))?;
            } else {
                terminal.put_table(&table_for_people(&rows, terminal), false)?;
            }
        }
    }
    Ok(Exit::Done)
}

/// Gives comparators as printed: the guard against formulas also takes a `=`, which alone runs nothing.
pub(super) fn with_comparators(csv: &str) -> String {
    csv.replace(",'=,", ",=,")
}

/// Finds a plan, or names those there are.
pub(super) fn known_plan<'a>(
    plans: impl Iterator<Item = &'a Plan> + Clone,
    id: &PlanId,
) -> Result<&'a Plan, CliError> {
    plans.clone().find(|plan| plan.id == *id).ok_or_else(|| {
        let known = plans.map(|plan| plan.id.as_str()).collect::<Vec<_>>().join(", ");
        CliError::refused("no_plan", [("plan", id.to_string()), ("known", known)])
    })
}

fn plan_cells(plan: &Plan, lang: Lang) -> Vec<Cell> {
    let text = |text: &Bilingual| Cell::text(text.text(lang));
    // A year is a number without separators.
    let year = |year: i32| Cell { is_number: true, ..Cell::text(year.to_string()) };
    let count = |count: usize| Cell::number(Decimal::from(count), 0);
    vec![
        Cell::text(plan.id.as_str()),
        text(&plan.title),
        text(&plan.region),
        text(&plan.issuer),
        Cell::text(&plan.document_no),
        year(plan.from),
        year(plan.to),
        count(plan.targets.len()),
        count(plan.baselines.len()),
        count(plan.deliverables.len()),
    ]
}

/// What a row of a pack is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Target,
    Baseline,
    Deliverable,
}

impl Class {
    const fn code(self) -> &'static str {
        match self {
            Self::Target => "target",
            Self::Baseline => "baseline",
            Self::Deliverable => "deliverable",
        }
    }
}

/// One row of the inventory; a row that repeats another has its own id and clause.
struct PlanRow<'a> {
    class: Class,
    row: &'a str,
    clause: &'a str,
    indicator: &'a str,
    name: Bilingual,
    kind: &'a str,
    comparator: &'static str,
    value: String,
    value2: String,
    printed: String,
    unit: &'a str,
    due: String,
    nature: &'static str,
    hedge: &'a str,
    scope: &'a Bilingual,
    better: &'static str,
    responsible: &'a str,
    doubt: Bilingual,
}

fn rows_of<'a>(plan: &'a Plan, catalogue: &'a Catalogue, lang: Lang) -> Vec<PlanRow<'a>> {
    let mut rows = Vec::new();
    for target in &plan.targets {
        for (row, clause) in own_and_repeated(&target.row, &target.clause, &target.also) {
            let shown = target_row(target, (row, clause), catalogue, lang);
            rows.push(if is_deliverable_row(row) { as_deliverable(shown) } else { shown });
        }
    }
    rows.extend(plan.baselines.iter().map(|past| baseline_row(past, catalogue, lang)));
    for item in &plan.deliverables {
        for (row, clause) in own_and_repeated(&item.row, &item.clause, &item.also) {
            rows.push(deliverable_row(item, row, clause, lang));
        }
    }
    rows.sort_by_key(|row| (row.class, row.row));
    rows
}

fn own_and_repeated<'a>(
    row: &'a str,
    clause: &'a str,
    also: &'a [(String, String)],
) -> impl Iterator<Item = (&'a str, &'a str)> {
    std::iter::once((row, clause)).chain(also.iter().map(|(row, clause)| (row.as_str(), clause.as_str())))
}

/// Says whether the inventory counts a row among the deliverables; a target may be repeated as one, without its figure.
fn is_deliverable_row(row: &str) -> bool {
    row.split('-').nth(1) == Some("D")
}

fn as_deliverable(row: PlanRow<'_>) -> PlanRow<'_> {
    PlanRow {
        class: Class::Deliverable,
        comparator: "progress",
        value: String::new(),
        value2: String::new(),
        printed: String::new(),
        due: String::new(),
        better: "",
        ..row
    }
}

fn target_row<'a>(
    target: &'a Target,
    (row, clause): (&'a str, &'a str),
    catalogue: &'a Catalogue,
    lang: Lang,
) -> PlanRow<'a> {
    let (value, value2) = target.mark.values();
    let indicator = catalogue.indicator(&target.indicator);
    PlanRow {
        class: Class::Target,
        row,
        clause,
        indicator: target.indicator.as_str(),
        name: indicator.map(|indicator| indicator.name.clone()).unwrap_or_default(),
        kind: match (&target.each, target.unit.as_str()) {
            // Counted over areas, in the unit the plan prints.
            (Some(_), "%") => IndicatorKind::Percent.code(),
            (Some(_), "是/否") => IndicatorKind::Boolean.code(),
            _ => indicator.map_or("", |indicator| indicator.kind.code()),
        },
        comparator: target.mark.comparator().0,
        value,
        value2,
        printed: target.mark.shown(lang),
        unit: &target.unit,
        due: match target.due {
            Some(due) => due.0.to_string(),
            None if target.annual => "annual".to_owned(),
            None => String::new(),
        },
        nature: target.nature.code(),
        hedge: &target.hedge,
        scope: &target.scope_text,
        better: indicator.map_or("", |indicator| indicator.better.code()),
        responsible: &target.responsible,
        doubt: target.doubts(),
    }
}

fn baseline_row<'a>(past: &'a Baseline, catalogue: &'a Catalogue, lang: Lang) -> PlanRow<'a> {
    let (value, value2) = past.mark.values();
    let indicator = catalogue.indicator(&past.indicator);
    PlanRow {
        class: Class::Baseline,
        row: &past.row,
        clause: &past.clause,
        indicator: past.indicator.as_str(),
        name: indicator.map(|indicator| indicator.name.clone()).unwrap_or_default(),
        kind: indicator.map_or("", |indicator| indicator.kind.code()),
        comparator: past.mark.comparator().0,
        value,
        value2,
        printed: past.mark.shown(lang),
        unit: &past.unit,
        due: past.span.to_string(),
        nature: "",
        hedge: "",
        scope: &past.scope_text,
        better: indicator.map_or("", |indicator| indicator.better.code()),
        responsible: "",
        doubt: past.doubt.clone(),
    }
}

fn deliverable_row<'a>(item: &'a Deliverable, row: &'a str, clause: &'a str, lang: Lang) -> PlanRow<'a> {
    let (comparator, asked) = match &item.progress {
        Progress::Done => ("done", None),
        Progress::Count(asked) => ("progress", *asked),
        Progress::Rises => ("trend_up", None),
        Progress::NotExceed => ("not_exceed", None),
    };
    let printed = match (&item.progress, asked) {
        (_, Some(asked)) => Mark::Equal(asked).shown(lang),
        (Progress::Done, None) => Mark::Done.shown(lang),
        (Progress::Rises, None) => Mark::TrendUp.shown(lang),
        (Progress::NotExceed, None) => "≤".to_owned(),
        (Progress::Count(_), None) => String::new(),
    };
    PlanRow {
        class: Class::Deliverable,
        row,
        clause,
        indicator: item.code.as_str(),
        name: item.name.clone(),
        kind: &item.kind,
        comparator,
        value: asked.map(|asked| asked.normalize().to_string()).unwrap_or_default(),
        value2: String::new(),
        printed,
        unit: &item.unit,
        due: item.due.map_or_else(|| item.when.clone(), |due| due.0.to_string()),
        nature: "",
        hedge: &item.hedge,
        scope: &item.scope_text,
        better: if item.progress == Progress::NotExceed { "lower" } else { "higher" },
        responsible: &item.responsible,
        doubt: item.doubt.clone(),
    }
}

/// Makes a cell of a value as printed: a number where it is one, else words such as 三级甲等.
fn value_cell(value: &str) -> Cell {
    let is_number = value.parse::<Decimal>().is_ok();
    Cell { is_number, ..Cell::text(value) }
}

fn table_for_scripts(rows: &[PlanRow<'_>], plan: &Plan, terminal: &Terminal<'_>) -> Table {
    let lang = terminal.lang();
    let mut table = Table::plain(&ROWS);
    for row in rows {
        table.push(vec![
            Cell::text(plan.id.as_str()),
            Cell::text(row.row),
            Cell::text(row.class.code()),
            Cell::text(row.indicator),
            Cell::text(row.clause),
            Cell::text(&row.name.zh),
            Cell::text(&row.name.en),
            Cell::text(row.kind),
            Cell::text(row.comparator),
            value_cell(&row.value),
            value_cell(&row.value2),
            Cell::text(row.unit),
            Cell::text(&row.due),
            Cell::text(row.nature),
            Cell::text(row.hedge),
            Cell::text(row.scope.text(lang)),
            Cell::text(row.better),
            Cell::text(row.responsible),
            Cell::text(row.doubt.text(lang)),
        ]);
    }
    table
}

fn table_for_people(rows: &[PlanRow<'_>], terminal: &Terminal<'_>) -> Table {
    let lang = terminal.lang();
    let mut table = terminal.table(&ROWS_FOR_PEOPLE);
    for row in rows {
        let class = terminal.words(&format!("cli.class.{}", row.class.code()), &[]);
        let nature =
            [row.nature, row.hedge].into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        table.push(vec![
            Cell::text(row.row),
            Cell::text(class),
            Cell::text(row.clause),
            Cell::text(row.name.text(lang)),
            Cell::text(&row.printed),
            Cell::text(row.unit),
            Cell::text(&row.due),
            Cell::text(nature),
            Cell::text(row.scope.text(lang)),
        ]);
    }
    table
}
