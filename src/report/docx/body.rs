//! The text of a .docx.

use std::fmt::Write as _;

use crate::{
    base::{Align, Table},
    report::{
        docx::{Paper, PaperBlock, escaped, parts},
        width::terminal_width,
    },
};

/// The text stands 156 mm wide (GB/T 9704—2012), in twentieths of a point.
const TEXT_WIDTH: usize = 8844;
/// In English Metric Units.
const TEXT_WIDTH_EMU: u64 = 156 * 36_000;
/// The narrowest column.
const NARROWEST: usize = 560;
/// Up to so many half-width characters a column is kept on one line.
const SHORT: usize = 12;
/// A half-width character of a cell, in twentieths of a point.
const HALF_WIDTH: usize = 92;
/// What a cell keeps free on both sides together.
const PADDING: usize = 190;
/// What a column of words needs at the least.
const ROOMY: usize = 1_300;

/// A4 with the margins of GB/T 9704—2012: 37 mm above, 28 mm at the binding, 26 mm outside, 35 mm below.
const SECTION: &str = "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId4\"/><w:footerReference w:type=\"even\" r:id=\"rId5\"/><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1588\" w:header=\"851\" w:footer=\"1587\" w:gutter=\"0\"/></w:sectPr>";

/// Writes the whole text.
pub(super) fn document(paper: &Paper) -> String {
    let mut out = String::from(concat!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:document",
        " xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"",
        " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"",
        " xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\"",
        " xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"",
        " xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><w:body>",
    ));
    out.push_str(&paragraph("PaperTitle", &paper.title));
    for line in &paper.under {
        out.push_str(&paragraph("Under", line));
    }
    let mut pictures = 0;
    for block in &paper.blocks {
        match block {
            PaperBlock::Heading(depth, text) => {
                let style = match depth {
                    0 | 1 => "Heading1",
                    2 => "Heading2",
                    _ => "Heading3",
                };
                out.push_str(&paragraph(style, text));
            }
            PaperBlock::Text(text) => out.push_str(&paragraph("PaperText", text)),
            PaperBlock::Note(text) => out.push_str(&paragraph("Note", text)),
            PaperBlock::Table(found) => out.push_str(&table(found)),
            PaperBlock::Picture { caption, size, .. } => {
                pictures += 1;
                out.push_str(&picture(pictures, *size, caption));
            }
            PaperBlock::Signed(name, day) => out.push_str(&signed(name, day)),
            PaperBlock::NewPage => out.push_str("<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>"),
        }
    }
    out.push_str(SECTION);
    out.push_str("</w:body></w:document>");
    out
}

fn paragraph(style: &str, text: &str) -> String {
    format!(
        "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p>",
        escaped(text)
    )
}

/// Writes 落款 without a seal: an empty line, the name two characters from the right, below it the day, which begins two
/// characters after the name; where the day is the longer one it stands two characters from the right, and the name gives
/// way (GB/T 9704—2012, 7.3.5.2).
fn signed(name: &str, day: &str) -> String {
    // In half characters.
    let (name_wide, day_wide) = (terminal_width(name), terminal_width(day));
    let day_free = (name_wide + 4).saturating_sub(4 + day_wide).max(4);
    let name_free = (day_free + day_wide + 4).saturating_sub(name_wide).max(4);
    let line = |text: &str, free: usize| {
        let (hundredths, twips) = (free * 50, free * 160);
        format!(
            "<w:p><w:pPr><w:pStyle w:val=\"PaperText\"/><w:keepLines/><w:ind w:rightChars=\"{hundredths}\" w:right=\"{twips}\" w:firstLineChars=\"0\" w:firstLine=\"0\"/><w:jc w:val=\"right\"/></w:pPr><w:r><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p>",
            escaped(text)
        )
    };
    format!("{}{}{}", paragraph("PaperText", ""), line(name, name_free), line(day, day_free))
}

/// Writes a table with its name above; the head stands again on every page, and no row is broken.
fn table(table: &Table) -> String {
    let mut out = String::new();
    if !table.title.is_empty() {
        out.push_str(&paragraph("Heading3", &table.title));
    }
    let widths = widths(table);
    out.push_str(concat!(
        "<w:tbl><w:tblPr><w:tblW w:w=\"5000\" w:type=\"pct\"/><w:tblBorders>",
        "<w:top w:val=\"single\" w:sz=\"8\"/><w:left w:val=\"single\" w:sz=\"4\"/>",
        "<w:bottom w:val=\"single\" w:sz=\"8\"/><w:right w:val=\"single\" w:sz=\"4\"/>",
        "<w:insideH w:val=\"single\" w:sz=\"4\"/><w:insideV w:val=\"single\" w:sz=\"4\"/></w:tblBorders>",
        "<w:tblLayout w:type=\"fixed\"/>",
        "<w:tblCellMar><w:left w:w=\"57\" w:type=\"dxa\"/><w:right w:w=\"57\" w:type=\"dxa\"/></w:tblCellMar>",
        "</w:tblPr><w:tblGrid>",
    ));
    for width in &widths {
        let _ = write!(out, "<w:gridCol w:w=\"{width}\"/>");
    }
    out.push_str("</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
    let head = format!("<w:rPr><w:rFonts w:eastAsia=\"{}\"/></w:rPr>", parts::head_font());
    for (column, width) in table.columns.iter().zip(&widths) {
        out.push_str(&cell(*width, "center", &head, &column.title));
    }
    out.push_str("</w:tr>");
    for row in &table.rows {
        out.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        for ((at, column), width) in table.columns.iter().enumerate().zip(&widths) {
            let side = if column.align == Align::Right { "right" } else { "left" };
            let shown = row.get(at).map_or("", |cell| cell.shown.as_str());
            out.push_str(&cell(*width, side, "", shown));
        }
        out.push_str("</w:tr>");
    }
    // Two tables without a paragraph between them would become one.
    out.push_str("</w:tbl><w:p><w:pPr><w:pStyle w:val=\"Note\"/></w:pPr></w:p>");
    out
}

fn cell(width: usize, side: &str, run: &str, text: &str) -> String {
    format!(
        "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/><w:vAlign w:val=\"center\"/></w:tcPr><w:p><w:pPr><w:pStyle w:val=\"Cell\"/><w:jc w:val=\"{side}\"/></w:pPr><w:r>{run}<w:t xml:space=\"preserve\">{}</w:t></w:r></w:p></w:tc>",
        escaped(text)
    )
}

/// Gives each column its width: short ones what their longest cell asks, so that no figure is broken, and the others
/// the rest, by what nine of ten of their cells ask for, long words at a third.
fn widths(table: &Table) -> Vec<usize> {
    let shared = shared_widths(table);
    let longest = |at: usize| {
        let cells = table.rows.iter().filter_map(|row| row.get(at)).map(|cell| terminal_width(&cell.shown));
        cells.chain([terminal_width(&table.columns[at].title)]).max().unwrap_or(0)
    };
    let short: Vec<Option<usize>> = (0..shared.len())
        .map(|at| {
            Some(longest(at)).filter(|most| *most <= SHORT).map(|most| most.max(2) * HALF_WIDTH + PADDING)
        })
        .collect();
    let taken: usize = short.iter().flatten().sum();
    let rest: usize =
        shared.iter().zip(&short).filter(|(_, short)| short.is_none()).map(|(all, _)| all).sum();
    let flexible = short.iter().filter(|short| short.is_none()).count();
    // Where little would be left for words, everybody gives way.
    if flexible == 0 || taken + flexible * ROOMY > TEXT_WIDTH {
        return shared;
    }
    let left = TEXT_WIDTH - taken;
    short.iter().zip(&shared).map(|(short, all)| short.unwrap_or(left * all / rest.max(1))).collect()
}

fn shared_widths(table: &Table) -> Vec<usize> {
    let asked: Vec<usize> = (0..table.columns.len())
        .map(|at| {
            let mut cells: Vec<usize> = table
                .rows
                .iter()
                .filter_map(|row| row.get(at))
                .map(|cell| terminal_width(&cell.shown))
                .collect();
            cells.sort_unstable();
            let most = cells.get(cells.len().saturating_sub(1) * 9 / 10).copied().unwrap_or(0);
            let title = terminal_width(&table.columns[at].title).min(8);
            let most = if most > 16 { 16 + (most - 16) / 3 } else { most };
            most.max(title).clamp(3, 44)
        })
        .collect();
    let all: usize = asked.iter().sum::<usize>().max(1);
    let free = TEXT_WIDTH.saturating_sub(NARROWEST * asked.len());
    asked.iter().map(|asked| NARROWEST + free * asked / all).collect()
}

/// Writes a picture across the text with its caption below.
fn picture(nth: usize, (across, down): (u32, u32), caption: &str) -> String {
    let height = TEXT_WIDTH_EMU * u64::from(down.max(1)) / u64::from(across.max(1));
    let (caption, wide) = (escaped(caption), TEXT_WIDTH_EMU);
    format!(
        "<w:p><w:pPr><w:keepNext/><w:jc w:val=\"center\"/></w:pPr><w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{wide}\" cy=\"{height}\"/><wp:docPr id=\"{nth}\" name=\"picture{nth}\" descr=\"{caption}\"/><a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic><pic:nvPicPr><pic:cNvPr id=\"{nth}\" name=\"picture{nth}.png\"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed=\"rIdP{nth}\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{wide}\" cy=\"{height}\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>{}",
        format_args!(
            "<w:p><w:pPr><w:pStyle w:val=\"Note\"/><w:jc w:val=\"left\"/></w:pPr><w:r><w:t xml:space=\"preserve\">{caption}</w:t></w:r></w:p>"
        )
    )
}
