//! The format of a rolled-up statement that travels upward (汇总上报文件), version 1.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    base::{ElementId, Figure, FormId, Period, UnitId},
    returns::{Coverage, ReturnKey, UnitReturn},
    wire::{
        Digested, Sender, WireError,
        cell::FigureV1,
        envelope::{open_of, place_of, plain_text, seal_cells, verify},
        file_digest,
        grammar::with_item,
        package::{ItemV1, item_of, returns_of},
        plain_cells::{Lifted, LiftedCells, lifted},
    },
};

pub(crate) const FORMAT: &str = "duibiao-statement";
const VERSION: u32 = 1;

/// One figure of a rolled-up statement, with how many of the units that were asked have answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SummedFigure {
    /// Which element.
    pub element: ElementId,
    /// Its sum; blank where nobody answered.
    pub figure: Figure,
    /// 已报 of 应报.
    pub coverage: Coverage,
}

/// 组成: a return that was counted, by the digest of what it says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StatementMember {
    /// Which return.
    pub key: ReturnKey,
    /// Digest of its figures, as in its own package.
    pub digest: String,
}

/// 汇总上报文件: the figures of a bureau with everything below it, and what they were counted from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountyStatement {
    /// Whose desk it was written at.
    pub from: Sender,
    /// The bureau whose figures they are.
    pub unit: UnitId,
    /// Of which period.
    pub period: Period,
    /// 示例数据.
    pub synthetic: bool,
    /// Digests of the statements of this unit and period that were handed up before, oldest first.
    pub earlier: Vec<String>,
    /// The figures, by element.
    pub figures: Vec<SummedFigure>,
    /// What was counted, by unit, form and period.
    pub members: Vec<StatementMember>,
    /// The members' returns; empty if they do not travel along.
    pub returns: Vec<UnitReturn>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StatementV1 {
    from: Sender,
    unit: UnitId,
    period: Period,
    #[serde(default, skip_serializing_if = "crate::wire::cell::is_false")]
    synthetic: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    earlier: Vec<String>,
    figures: Vec<SummedV1>,
    members: Vec<MemberV1>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    returns: Vec<ItemV1>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SummedV1 {
    element: ElementId,
    figure: FigureV1,
    reported: u32,
    expected: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct MemberV1 {
    unit: UnitId,
    form: FormId,
    digest: String,
}

/// Writes a statement. The same figures and members give the same bytes on every machine but for the sender.
///
/// # Errors
/// Only if RON cannot write a text.
pub fn statement_text(statement: &CountyStatement) -> Result<String, ron::Error> {
    let summed = |one: &SummedFigure| SummedV1 {
        element: one.element.clone(),
        figure: (&one.figure).into(),
        reported: one.coverage.reported,
        expected: one.coverage.expected,
    };
    let member = |one: &StatementMember| MemberV1 {
        unit: one.key.unit.clone(),
        form: one.key.form.clone(),
        digest: one.digest.clone(),
    };
    let body = StatementV1 {
        from: statement.from.clone(),
        unit: statement.unit.clone(),
        period: statement.period,
        synthetic: statement.synthetic,
        earlier: statement.earlier.clone(),
        figures: statement.figures.iter().map(summed).collect(),
        members: statement.members.iter().map(member).collect(),
        returns: statement.returns.iter().map(item_of).collect::<Result<_, _>>()?,
    };
    seal_cells(FORMAT, VERSION, &body)
}

/// What a statement says, and nothing of how it came: the same on every machine.
#[derive(Serialize)]
struct SaidV1<'a> {
    unit: &'a UnitId,
    period: Period,
    figures: Vec<(&'a ElementId, FigureV1, u32, u32)>,
    members: Vec<(&'a UnitId, &'a FormId, &'a str)>,
}

/// 摘要 of what a statement says: its figures with their coverage, and the digests of its members.
///
/// # Errors
/// Only if RON cannot write a text.
pub fn statement_digest(statement: &CountyStatement) -> Result<String, ron::Error> {
    let figures = statement
        .figures
        .iter()
        .map(|one| (&one.element, (&one.figure).into(), one.coverage.reported, one.coverage.expected));
    let members = statement.members.iter();
    let said = SaidV1 {
        unit: &statement.unit,
        period: statement.period,
        figures: figures.collect(),
        members: members.map(|one| (&one.key.unit, &one.key.form, one.digest.as_str())).collect(),
    };
    Ok(file_digest(plain_text(&said)?.as_bytes()))
}

/// Reads a statement.
///
/// # Errors
/// Everything a [`WireError`] names; an element or member that stands twice, and a return that is not what its own
/// digest or the list of members says, included.
pub fn statement_from_text(bytes: &[u8]) -> Result<CountyStatement, WireError> {
    statement_with_digests(bytes).map(|(statement, _)| statement)
}

/// Reads a statement and gives the digest of each return that travels along as well.
pub(crate) fn statement_with_digests(bytes: &[u8]) -> Result<(CountyStatement, Vec<String>), WireError> {
    if let Some(Lifted { rest, cells }) = lifted(bytes)
        && let Ok(opened) = open_of::<StatementV1>(rest.as_bytes(), FORMAT, VERSION, Digested::Unchecked)
        && opened.1.returns.len() == cells.len()
        && let Ok(found) = statement_of(opened, cells, bytes)
    {
        return Ok(found);
    }
    let opened = open_of(bytes, FORMAT, VERSION, Digested::Unchecked)
        .map_err(|fault| with_item(fault, bytes, "figures", "element", ("数据项", "element")))?;
    statement_of(opened, Vec::new(), bytes)
}

/// Makes a statement of what was read; every digest of the file must fit.
fn statement_of(
    (version, body): (u32, StatementV1),
    lifted: LiftedCells,
    bytes: &[u8],
) -> Result<(CountyStatement, Vec<String>), WireError> {
    let StatementV1 { from, unit, period, synthetic, earlier, figures: summed, members: counted, returns } =
        body;
    let twice = |field: &str, id: &str| {
        let at = place_of(bytes, field, id, 1);
        Err(WireError::Duplicate { at, id: id.to_owned() })
    };
    let mut seen = BTreeSet::new();
    let mut figures = Vec::with_capacity(summed.len());
    for one in summed {
        if !seen.insert(one.element.clone()) {
            return twice("element", one.element.as_str());
        }
        let coverage = Coverage { reported: one.reported, expected: one.expected };
        figures.push(SummedFigure { element: one.element, figure: one.figure.into(), coverage });
    }
    let mut members = Vec::with_capacity(counted.len());
    let mut keys = BTreeSet::new();
    for one in counted {
        let key = ReturnKey { unit: one.unit, form: one.form, period };
        if !keys.insert(key.clone()) {
            return twice("unit", key.unit.as_str());
        }
        members.push(StatementMember { key, digest: one.digest });
    }
    let (returns, digests) = returns_of(returns, lifted, bytes)?;
    let is_member = |found: &UnitReturn| keys.contains(&found.key);
    if !returns.iter().all(is_member) {
        return Err(WireError::Digest);
    }
    verify(bytes, FORMAT, version)?;
    Ok((CountyStatement { from, unit, period, synthetic, earlier, figures, members, returns }, digests))
}
