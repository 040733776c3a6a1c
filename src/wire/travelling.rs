//! One reader for everything that travels between desks; the first lines of a file say what it is.

use chrono::NaiveDateTime;

use crate::{
    base::{Bilingual, UnitId},
    wire::{
        CountyStatement, FormPack, Package, Query, Receipt, SentBackNote, WireError,
        county::{self, statement_with_digests},
        envelope::{fitting_seal, format_of, stated_seal},
        file_digest, form_pack, form_pack_from_text,
        notes::{RECEIPT, SENT_BACK},
        package::{self, package_with_digests},
        query, query_from_text, receipt_from_text, sent_back_from_text,
    },
};

/// 来件: a file that came from another desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Travelling {
    /// 上报文件.
    Package(Package),
    /// 汇总上报文件.
    Statement(Box<CountyStatement>),
    /// 回执.
    Receipt(Receipt),
    /// 退回.
    SentBack(Box<SentBackNote>),
    /// 查询, or the answers to one.
    Query(Box<Query>),
    /// 报表任务包.
    FormPack(Box<FormPack>),
}

impl Travelling {
    /// Gives the format's name, as it stands in the file.
    pub const fn format(&self) -> &'static str {
        match self {
            Self::Package(_) => package::FORMAT,
            Self::Statement(_) => county::FORMAT,
            Self::Receipt(_) => RECEIPT,
            Self::SentBack(_) => SENT_BACK,
            Self::Query(_) => query::FORMAT,
            Self::FormPack(_) => form_pack::FORMAT,
        }
    }

    /// Gives what people call such a file.
    pub fn name(&self) -> Bilingual {
        match self {
            Self::Package(_) => Bilingual::new("上报文件", "Package"),
            Self::Statement(_) => Bilingual::new("汇总上报文件", "Rolled-up statement"),
            Self::Receipt(_) => Bilingual::new("回执", "Receipt"),
            Self::SentBack(_) => Bilingual::new("退回", "Sent back"),
            Self::Query(_) => Bilingual::new("查询", "Query"),
            Self::FormPack(_) => Bilingual::new("报表任务包", "Form pack"),
        }
    }

    /// Gives unit, name and person it was written by, and when.
    pub fn sender(&self) -> (&UnitId, &str, &str, NaiveDateTime) {
        let from = match self {
            Self::Package(found) => return (&found.from, &found.from_name, &found.made_by, found.made_at),
            Self::Statement(found) => &found.from,
            Self::Receipt(found) => &found.from,
            Self::SentBack(found) => &found.from,
            Self::Query(found) => &found.from,
            Self::FormPack(found) => &found.from,
        };
        (&from.unit, &from.name, &from.who, from.at)
    }

    /// Gives the version of the program that wrote it.
    pub fn program(&self) -> &str {
        match self {
            Self::Package(found) => &found.program,
            Self::Statement(found) => &found.from.program,
            Self::Receipt(found) => &found.from.program,
            Self::SentBack(found) => &found.from.program,
            Self::Query(found) => &found.from.program,
            Self::FormPack(found) => &found.from.program,
        }
    }
}

/// Reads whatever travels.
///
/// # Errors
/// Everything a [`WireError`] names; [`WireError::Format`] for a file of ours that does not travel.
pub fn travelling_from_text(bytes: &[u8]) -> Result<Travelling, WireError> {
    travelling_with_digests(bytes).map(|(found, _)| found)
}

/// Reads whatever travels, and gives the digest of what each of its returns says, in their order: whoever takes them in
/// need not make it again.
///
/// # Errors
/// As for [`travelling_from_text`].
pub fn travelling_with_digests(bytes: &[u8]) -> Result<(Travelling, Vec<String>), WireError> {
    let found = match format_of(bytes)?.as_str() {
        county::FORMAT => {
            let (found, digests) = statement_with_digests(bytes)?;
            return Ok((Travelling::Statement(Box::new(found)), digests));
        }
        RECEIPT => receipt_from_text(bytes).map(Travelling::Receipt),
        SENT_BACK => sent_back_from_text(bytes).map(Box::new).map(Travelling::SentBack),
        query::FORMAT => query_from_text(bytes).map(Box::new).map(Travelling::Query),
        form_pack::FORMAT => form_pack_from_text(bytes).map(Box::new).map(Travelling::FormPack),
        // Of anything else the reader of packages says what it is.
        _ => {
            let (found, digests) = package_with_digests(bytes)?;
            return Ok((Travelling::Package(found), digests));
        }
    }?;
    Ok((found, Vec::new()))
}

/// Gives the digest a file that travels is known by: the one it carries, where its bytes fit it, else that of its bytes.
/// So it is the same file however its lines end.
pub fn arrival_digest(bytes: &[u8]) -> String {
    fitting_seal(bytes).unwrap_or_else(|| file_digest(bytes))
}

/// Gives the same of a file that was read and found to fit its digest: nothing is computed again.
pub fn read_arrival_digest(bytes: &[u8]) -> String {
    stated_seal(bytes).unwrap_or_else(|| file_digest(bytes))
}
