//! The format of a return, version 1.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    base::{ElementId, Figure, FormId, Period, UnitId},
    returns::{Entry, ReturnKey, Status, UnitReturn},
    wire::{
        Digested, WireError,
        envelope::{place_of, verify},
        open, seal,
    },
};

const FORMAT: &str = "duibiao-return";
const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReturnV1 {
    unit: UnitId,
    form: FormId,
    form_version: u32,
    period: Period,
    status: StatusV1,
    revision: u64,
    #[serde(default, skip_serializing_if = "is_false")]
    on_behalf: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    synthetic: bool,
    cells: Vec<CellV1>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CellV1 {
    element: ElementId,
    figure: FigureV1,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    note: String,
}

/// The four states as they stand in files; quantities are written in quotes so that they stay exact.
#[derive(Serialize, Deserialize)]
pub(crate) enum FigureV1 {
    Known(Decimal),
    NotApplicable(String),
    Blank,
    Unread(String),
}

#[derive(Serialize, Deserialize)]
enum StatusV1 {
    Draft,
    Submitted,
    Accepted,
    SentBack,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde's skip_serializing_if asks for a reference")]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

impl From<&Figure> for FigureV1 {
    fn from(figure: &Figure) -> Self {
        match figure {
            Figure::Known(quantity) => Self::Known(quantity.normalize()),
            Figure::NotApplicable(reason) => Self::NotApplicable(reason.clone()),
            Figure::Blank => Self::Blank,
            Figure::Unread(text) => Self::Unread(text.clone()),
        }
    }
}

impl From<FigureV1> for Figure {
    fn from(figure: FigureV1) -> Self {
        match figure {
            FigureV1::Known(quantity) => Self::Known(quantity),
            FigureV1::NotApplicable(reason) => Self::NotApplicable(reason),
            FigureV1::Blank => Self::Blank,
            FigureV1::Unread(text) => Self::Unread(text),
        }
    }
}

/// Writes a return as a file. Cells stand in the order of their ids, empty ones are left out.
///
/// # Errors
/// Only if RON cannot write a text.
pub fn return_text(unit_return: &UnitReturn) -> Result<String, ron::Error> {
    let cells = unit_return.entries.iter().filter(|(_, entry)| !entry.is_empty()).map(|(element, entry)| {
        CellV1 { element: element.clone(), figure: (&entry.figure).into(), note: entry.note.clone() }
    });
    let body = ReturnV1 {
        unit: unit_return.key.unit.clone(),
        form: unit_return.key.form.clone(),
        form_version: unit_return.form_version,
        period: unit_return.key.period,
        status: match unit_return.status {
            Status::Draft => StatusV1::Draft,
            Status::Submitted => StatusV1::Submitted,
            Status::Accepted => StatusV1::Accepted,
            Status::SentBack => StatusV1::SentBack,
        },
        revision: unit_return.revision,
        on_behalf: unit_return.on_behalf,
        synthetic: unit_return.synthetic,
        cells: cells.collect(),
    };
    seal(FORMAT, VERSION, &body)
}

/// Reads a return.
///
/// # Errors
/// Everything a [`WireError`] names, an element that stands twice included.
pub fn return_from_text(bytes: &[u8]) -> Result<UnitReturn, WireError> {
    let body: ReturnV1 = open(bytes, FORMAT, VERSION, Digested::Unchecked)?;
    let mut entries = BTreeMap::new();
    for cell in body.cells {
        let entry = Entry { figure: cell.figure.into(), note: cell.note };
        if entries.insert(cell.element.clone(), entry).is_some() {
            let at = place_of(bytes, "element", cell.element.as_str(), 1);
            return Err(WireError::Duplicate { at, id: cell.element.to_string() });
        }
    }
    verify(bytes, FORMAT, VERSION)?;
    Ok(UnitReturn {
        key: ReturnKey { unit: body.unit, form: body.form, period: body.period },
        form_version: body.form_version,
        status: match body.status {
            StatusV1::Draft => Status::Draft,
            StatusV1::Submitted => Status::Submitted,
            StatusV1::Accepted => Status::Accepted,
            StatusV1::SentBack => Status::SentBack,
        },
        revision: body.revision,
        on_behalf: body.on_behalf,
        synthetic: body.synthetic,
        entries,
    })
}
