//! A table as a page that any browser prints: for a list that goes on paper where no office program is.

use chrono::NaiveDate;

use crate::base::{Align, Lang, Table};

/// Writes a table as one HTML page of its own, A4 across, its head on every sheet; words are escaped.
///
/// ```
/// use duibiao::{base::{Lang, Table}, report::table_html};
/// let page = table_html(&Table::new("未报 <名单>", []), Lang::Zh, "2026-03-01".parse().expect("a day"));
/// assert!(page.contains("未报 &lt;名单&gt;") && !page.contains("<script"));
/// ```
pub fn table_html(table: &Table, lang: Lang, made_on: NaiveDate) -> String {
    let title = escaped(&table.title);
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\"><title>{title}</title>\n<style>\n{STYLE}</style></head><body>\n<h1>{title}</h1>\n<table><thead><tr>",
        lang.tag()
    );
    let class = |align: Align| if align == Align::Right { " class=\"n\"" } else { "" };
    for column in &table.columns {
        out.push_str(&format!("<th{}>{}</th>", class(column.align), escaped(&column.title)));
    }
    out.push_str("</tr></thead><tbody>\n");
    for row in &table.rows {
        out.push_str("<tr>");
        for (cell, column) in row.iter().zip(&table.columns) {
            out.push_str(&format!("<td{}>{}</td>", class(column.align), escaped(&cell.shown)));
        }
        out.push_str("</tr>\n");
    }
    out.push_str(&format!("</tbody></table>\n<p>{made_on}</p>\n</body></html>\n"));
    out
}

const STYLE: &str = "@page { size: A4 landscape; margin: 14mm; }
body { font: 10.5pt \"Noto Sans SC\", \"Microsoft YaHei\", \"WenQuanYi Micro Hei\", sans-serif; }
h1 { font-size: 14pt; font-weight: 600; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 0.4pt solid #888; padding: 2pt 5pt; text-align: left; }
th { background: #eee; }
.n { text-align: right; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
p { color: #555; }
";

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
