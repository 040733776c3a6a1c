//! The register as a table, with the columns an import takes.

use chrono::NaiveDate;

use super::{import::COLUMNS, unit_cells};
use crate::{
    base::{Align, Bilingual, Cell, Lang, Table},
    unit::Unit,
};

/// Gives the titles of a column of the register; of an unknown one its name.
pub(super) fn column_titles(name: &str) -> Bilingual {
    let (zh, en) = match name {
        "unit" => ("机构代码", "Unit code"),
        "name" => ("机构名称", "Unit name"),
        "kind" => ("机构类别", "Kind of unit"),
        "level" => ("级别", "Level"),
        "grade" => ("等次", "Grade"),
        "ownership" => ("举办主体", "Ownership"),
        "parent" => ("上级代码", "Parent code"),
        "opened" => ("成立日期", "Opened"),
        "closed" => ("撤销日期", "Closed"),
        "name_en" => ("英文名称", "English name"),
        "area" => ("行政层级", "Area"),
        "from" => ("级别起始日期", "Level from"),
        "moved" => ("划转日期", "Moved"),
        other => (other, other),
    };
    Bilingual::new(zh, en)
}

/// Writes units as a table as of a day; what it writes, an import takes again and finds unchanged.
pub fn register_table<'a>(
    title: String,
    units: impl IntoIterator<Item = &'a Unit>,
    lang: Lang,
    on: NaiveDate,
) -> Table {
    let titles =
        COLUMNS[..11].iter().map(|name| (*name, column_titles(name).text(lang).to_owned(), Align::Left));
    let mut table = Table::new(title, titles);
    for unit in units {
        let mut row = unit_cells(unit, lang, on);
        // The names stand in columns of their own, whatever the reader's language is.
        row[1] = Cell::text(unit.name.zh.as_str());
        row.push(Cell::text(unit.name.en.as_str()));
        row.push(
            unit.area.map_or_else(Cell::default, |area| Cell::coded(area.code(), area.name().text(lang))),
        );
        table.push(row);
    }
    table
}
