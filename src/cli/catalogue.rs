//! `catalogue`: every element and every indicator.

use std::path::Path;

use rust_decimal::Decimal;

use crate::{
    base::Cell,
    cli::{
        CliError, Exit,
        args::{CatalogueArgs, CatalogueTask},
        terminal::Terminal,
        workspace::Packs,
    },
    indicator::{Element, Indicator},
};

const ELEMENTS: [&str; 13] = [
    "element",
    "form",
    "section",
    "name_zh",
    "name_en",
    "type",
    "unit:unit_of_value",
    "decimals",
    "min",
    "max",
    "reporter",
    "combine",
    "used_by",
];

const INDICATORS: [&str; 9] = [
    "indicator",
    "name_zh",
    "name_en",
    "kind:indicator_kind",
    "unit:unit_of_value",
    "better",
    "formula",
    "elements",
    "plans",
];

/// What stands between several codes in one cell.
const JOIN: &str = ";";

pub(super) fn run(
    asked: &CatalogueArgs,
    saves: Option<&Path>,
    terminal: &mut Terminal<'_>,
) -> Result<Exit, CliError> {
    let packs = Packs::open(saves, terminal)?;
    match asked.task {
        CatalogueTask::Elements { csv } => {
            let mut table = terminal.table(&ELEMENTS);
            for element in packs.catalogue().elements() {
                table.push(element_cells(element, &packs, terminal));
            }
            terminal.put_table(&table, csv)?;
        }
        CatalogueTask::Indicators { csv } => {
            let mut table = terminal.table(&INDICATORS);
            for indicator in packs.catalogue().indicators() {
                table.push(indicator_cells(indicator, &packs, terminal));
            }
            terminal.put_table(&table, csv)?;
        }
    }
    Ok(Exit::Done)
}

fn joined<'a>(codes: impl Iterator<Item = &'a str>) -> String {
    codes.collect::<Vec<_>>().join(JOIN)
}

/// Writes an element that stands on several forms once, with the forms and its sections there in the same order.
fn element_cells(element: &Element, packs: &Packs, terminal: &Terminal<'_>) -> Vec<Cell> {
    let lang = terminal.lang();
    let places: Vec<_> = packs
        .catalogue()
        .forms()
        .iter()
        .flat_map(|form| form.sections.iter().map(move |section| (form, section)))
        .filter(|(_, section)| section.elements.contains(&element.id))
        .collect();
    let limit = |limit: Option<Decimal>| limit.map_or_else(Cell::default, plain_number);
    vec![
        Cell::text(element.id.as_str()),
        Cell::text(joined(places.iter().map(|(form, _)| form.id.as_str()))),
        Cell::coded(
            joined(places.iter().map(|(_, section)| section.id.as_str())),
            joined(places.iter().map(|(_, section)| section.name.text(lang))),
        ),
        Cell::text(&element.name.zh),
        Cell::text(&element.name.en),
        Cell::text(element.kind.code()),
        Cell::text(element.unit.text(lang)),
        Cell::number(Decimal::from(element.decimals()), 0),
        limit(element.min),
        limit(element.max),
        Cell::coded(element.reporter.code(), element.reporter.name().text(lang)),
        Cell::text(element.combine.code()),
        Cell::text(joined(packs.catalogue().used_by(&element.id).iter().map(|id| id.as_str()))),
    ]
}

fn plain_number(value: Decimal) -> Cell {
    Cell::number(value, value.normalize().scale())
}

fn indicator_cells(indicator: &Indicator, packs: &Packs, terminal: &Terminal<'_>) -> Vec<Cell> {
    let lang = terminal.lang();
    let named = packs.plans().iter().filter(|plan| {
        plan.targets.iter().any(|target| target.indicator == indicator.id)
            || plan.baselines.iter().any(|past| past.indicator == indicator.id)
            || plan.deliverables.iter().any(|item| item.code == indicator.id)
    });
    vec![
        Cell::text(indicator.id.as_str()),
        Cell::text(&indicator.name.zh),
        Cell::text(&indicator.name.en),
        Cell::text(indicator.kind.code()),
        Cell::text(indicator.unit.text(lang)),
        Cell::text(indicator.better.code()),
        Cell::text(indicator.formula.code()),
        Cell::text(joined(indicator.formula.elements().iter().map(|id| id.as_str()))),
        Cell::text(joined(named.map(|plan| plan.id.as_str()))),
    ]
}
