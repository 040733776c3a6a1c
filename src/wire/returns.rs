//! The format of a return, version 2. Version 1 knew figures, notes and the status; it is read as it was written.

use std::{collections::BTreeMap, fmt::Write as _};

use serde::{Deserialize, Serialize};
use sm3::{Digest as _, Sm3};

use crate::{
    base::{Decimal, ElementId, Figure, FormId, Period, UnitId},
    returns::{Entry, ReturnKey, UnitReturn},
    wire::{
        Digested, WireError,
        cell::{FigureV1, HeadV2, MarksV2, StatusV2, is_default, is_false},
        envelope::{MAX_BYTES, check_revision, open_of, place_of, plain_text, stated, sum_text, verify},
        grammar::with_item,
        plain_cells::element_id,
        seal,
    },
};

const FORMAT: &str = "duibiao-return";
const VERSION: u32 = 2;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReturnV2 {
    unit: UnitId,
    form: FormId,
    form_version: u32,
    period: Period,
    /// Where version 1 had it.
    #[serde(default, skip_serializing)]
    status: Option<StatusV2>,
    #[serde(default, skip_serializing_if = "is_default")]
    head: HeadV2,
    revision: u64,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    chain: String,
    #[serde(default, skip_serializing_if = "is_false")]
    on_behalf: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    synthetic: bool,
    cells: Vec<CellV2>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CellV2 {
    element: ElementId,
    figure: FigureV1,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    note: String,
    #[serde(default, skip_serializing_if = "is_default")]
    marks: MarksV2,
}

fn cells_of(unit_return: &UnitReturn) -> Vec<CellV2> {
    let cells =
        unit_return.entries.iter().filter(|(_, entry)| !entry.is_empty()).map(|(element, entry)| CellV2 {
            element: element.clone(),
            figure: (&entry.figure).into(),
            note: entry.note.clone(),
            marks: entry.into(),
        });
    cells.collect()
}

/// Writes a return as a file. Cells stand in the order of their ids, empty ones are left out.
///
/// # Errors
/// Only if RON cannot write a text.
pub fn return_text(unit_return: &UnitReturn) -> Result<String, ron::Error> {
    seal(FORMAT, VERSION, &return_to_body(unit_return))
}

pub(crate) fn return_to_body(unit_return: &UnitReturn) -> ReturnV2 {
    ReturnV2 {
        unit: unit_return.key.unit.clone(),
        form: unit_return.key.form.clone(),
        form_version: unit_return.form_version,
        period: unit_return.key.period,
        status: None,
        head: (&unit_return.head).into(),
        revision: unit_return.revision,
        chain: unit_return.chain.clone(),
        on_behalf: unit_return.on_behalf,
        synthetic: unit_return.synthetic,
        cells: cells_of(unit_return),
    }
}

/// Reads a return, of this version or an older one.
///
/// # Errors
/// Everything a [`WireError`] names, an element that stands twice included.
pub fn return_from_text(bytes: &[u8]) -> Result<UnitReturn, WireError> {
    let (version, body): (u32, ReturnV2) = open_of(bytes, FORMAT, VERSION, Digested::Unchecked)
        .map_err(|fault| with_item(fault, bytes, "cells", "element", ("数据项", "element")))?;
    let unit_return = return_of_body(body, Vec::new(), bytes)?;
    verify(bytes, FORMAT, version)?;
    Ok(unit_return)
}

/// Gives the digest that a return's file says it has, without looking whether it has it; `None` for older versions and
/// for what is no such file.
pub fn stated_digest(bytes: &[u8]) -> Option<[u8; 32]> {
    stated(bytes, FORMAT, VERSION)
}

/// Says whether a return's file of the present version is what its digest says; it is not read further.
pub fn is_sealed_return(bytes: &[u8]) -> bool {
    bytes.len() <= MAX_BYTES && verify(bytes, FORMAT, VERSION).is_ok()
}

/// Says whether a file is what this return is written as, byte by byte, its digest included: reading the file would give
/// this return.
pub fn is_return_text(unit_return: &UnitReturn, bytes: &[u8]) -> bool {
    bytes.len() <= MAX_BYTES && return_text(unit_return).is_ok_and(|text| text.as_bytes() == bytes)
}

/// Makes a return of its body and of cells that were lifted out of it; `bytes` are only for saying where something stands
/// twice.
pub(crate) fn return_of_body(
    body: ReturnV2,
    lifted: Vec<(ElementId, Entry)>,
    bytes: &[u8],
) -> Result<UnitReturn, WireError> {
    check_revision(body.revision, bytes)?;
    let twice = |field: &str, id: &str| {
        let at = place_of(bytes, field, id, 1);
        Err(WireError::Duplicate { at, id: id.to_owned() })
    };
    let mut cells = lifted;
    cells.reserve(body.cells.len());
    for cell in body.cells {
        if let Some(check) = cell.marks.twice() {
            return twice("check", check.as_str());
        }
        let element = element_id(cell.element.as_str()).unwrap_or(cell.element);
        cells.push((element, cell.marks.into_entry(cell.figure, cell.note)));
    }
    // A tree made of what is sorted already is many times quicker than one grown cell by cell.
    if !cells.is_sorted_by(|(one, _), (other, _)| one < other) {
        cells.sort_by(|(one, _), (other, _)| one.cmp(other));
        if let Some(same) = cells.windows(2).find(|two| two[0].0 == two[1].0) {
            return twice("element", same[0].0.as_str());
        }
    }
    let entries: BTreeMap<_, _> = cells.into_iter().collect();
    Ok(UnitReturn {
        key: ReturnKey { unit: body.unit, form: body.form, period: body.period },
        form_version: body.form_version,
        head: body.head.with_status(body.status).into(),
        revision: body.revision,
        chain: body.chain,
        on_behalf: body.on_behalf,
        synthetic: body.synthetic,
        entries,
    })
}

/// What a return says, and nothing of how it came to it: the same on every machine.
#[derive(Serialize)]
struct SaidV1<'a> {
    unit: &'a UnitId,
    form: &'a FormId,
    form_version: u32,
    period: Period,
    cells: Vec<SaidCellV1<'a>>,
}

/// Element, figure, note, and what was explained by check.
type SaidCellV1<'a> = (&'a ElementId, FigureV1, &'a str, Vec<(&'a str, &'a str)>);

/// 摘要 of what a return says: its figures, notes and explanations. SM3, `sm3:` and 64 hexadecimal digits.
///
/// # Errors
/// Only if RON cannot write a text.
pub fn return_digest(unit_return: &UnitReturn) -> Result<String, ron::Error> {
    Ok(sum_text(&Sm3::digest(said_text(unit_return)?.as_bytes())))
}

/// Writes a [`SaidV1`]: what stands above the cells and cells with words by RON, plain figures, which are nearly all, at
/// once.
fn said_text(unit_return: &UnitReturn) -> Result<String, ron::Error> {
    let mut text = plain_text(&SaidV1 {
        unit: &unit_return.key.unit,
        form: &unit_return.key.form,
        form_version: unit_return.form_version,
        period: unit_return.key.period,
        cells: Vec::new(),
    })?;
    text.truncate(text.len() - END.len());
    text.reserve(unit_return.entries.len() * 40);
    let mut comma = "";
    for (element, entry) in &unit_return.entries {
        let is_plain = entry.note.is_empty() && entry.explanations.is_empty();
        match entry.figure {
            Figure::Blank if is_plain => continue,
            Figure::Known(quantity) if is_plain => {
                text.push_str(comma);
                text.push_str("(\"");
                text.push_str(element.as_str());
                text.push_str("\",Known(\"");
                push_plain(&mut text, quantity.normalize());
                text.push_str("\"),\"\",[])");
            }
            _ => {
                text.push_str(comma);
                text.push_str(&plain_text(&said_cell(element, entry))?);
            }
        }
        comma = ",";
    }
    text.push_str(END);
    Ok(text)
}

/// Writes a number as [`Decimal`] shows it. Whole ones, which are nearly all, in a third of the time.
fn push_plain(text: &mut String, number: Decimal) {
    match i64::try_from(number.mantissa()) {
        Ok(whole) if number.scale() == 0 => text.push_str(&whole.to_string()),
        // Writing to a String cannot fail.
        _ => {
            let _ = write!(text, "{number}");
        }
    }
}

/// What follows the last cell.
const END: &str = "])";

fn said_cell<'a>(element: &'a ElementId, entry: &'a Entry) -> SaidCellV1<'a> {
    let explained = entry.explanations.iter().map(|(check, said)| (check.as_str(), said.text.as_str()));
    (element, (&entry.figure).into(), entry.note.as_str(), explained.collect())
}

/// 指纹: eight decimal digits of a digest, for people to compare; empty for what is no digest.
///
/// ```
/// use duibiao::wire::fingerprint;
/// assert_eq!(fingerprint("sm3:0000000005f5e101ff"), "00000001");
/// assert_eq!(fingerprint("none"), "");
/// ```
pub fn fingerprint(digest: &str) -> String {
    let hex = digest.strip_prefix("sm3:").and_then(|hex| hex.get(..16));
    hex.and_then(|hex| u64::from_str_radix(hex, 16).ok())
        .map(|number| format!("{:08}", number % 100_000_000))
        .unwrap_or_default()
}
