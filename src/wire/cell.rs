//! A cell and what stands above the cells, as they are written in files and in the journal.

use std::{collections::BTreeMap, fmt};

use chrono::{NaiveDate, NaiveDateTime};
use rust_decimal::Decimal;
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{self, MapAccess, Visitor},
};

use crate::{
    base::{CheckId, ElementId, Figure},
    returns::{
        Beside, Entry, Explanation, Head, ReturnReason, SentBack, Signer, Signers, Status, Submission,
    },
};

/// The four states as they stand in files; quantities are written in quotes so that they stay exact.
#[derive(Serialize, Deserialize)]
pub(crate) enum FigureV1 {
    Known(Decimal),
    NotApplicable(String),
    Blank,
    Unread(String),
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

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde's skip_serializing_if asks for a reference")]
pub(crate) const fn is_false(flag: &bool) -> bool {
    !*flag
}

pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExplanationV2 {
    check: CheckId,
    text: String,
    who: String,
    at: NaiveDateTime,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    reading: String,
}

/// What version 2 knows of a cell beside figure and note.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MarksV2 {
    #[serde(default, skip_serializing_if = "is_false")]
    carried: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    flagged: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    explanations: Vec<ExplanationV2>,
}

impl From<&Entry> for MarksV2 {
    fn from(entry: &Entry) -> Self {
        let explanation = |(check, explanation): (&CheckId, &Explanation)| ExplanationV2 {
            check: check.clone(),
            text: explanation.text.clone(),
            who: explanation.who.clone(),
            at: explanation.at,
            reading: explanation.reading.clone(),
        };
        Self {
            carried: entry.carried,
            flagged: entry.flagged,
            explanations: entry.explanations.iter().map(explanation).collect(),
        }
    }
}

impl MarksV2 {
    /// Makes the cell of a figure, a note and these.
    pub(crate) fn into_entry(self, figure: FigureV1, note: String) -> Entry {
        let explanation = |found: ExplanationV2| {
            let ExplanationV2 { check, text, who, at, reading } = found;
            (check, Explanation { text, who, at, reading })
        };
        let explanations: BTreeMap<_, _> = self.explanations.into_iter().map(explanation).collect();
        let (carried, flagged) = (self.carried, self.flagged);
        Entry::new(figure.into(), Beside { note, carried, flagged, explanations })
    }

    /// Gives a check that is explained twice, which is no sound cell.
    pub(crate) fn twice(&self) -> Option<&CheckId> {
        let mut seen = std::collections::BTreeSet::new();
        self.explanations.iter().map(|found| &found.check).find(|check| !seen.insert(*check))
    }
}

#[derive(Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub(crate) enum StatusV2 {
    #[default]
    Draft,
    Submitted,
    Received,
    Accepted,
    SentBack,
}

#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SignerV2 {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    phone: String,
}

#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SignersV2 {
    #[serde(default, skip_serializing_if = "is_default")]
    filler: SignerV2,
    #[serde(default, skip_serializing_if = "is_default")]
    statistician: SignerV2,
    #[serde(default, skip_serializing_if = "is_default")]
    head: SignerV2,
}

#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SubmissionV2 {
    at: NaiveDateTime,
    who: String,
    revision: u64,
    fingerprint: String,
    digest: String,
}

#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SentBackV2 {
    at: NaiveDateTime,
    who: String,
    reason: ReasonV2,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    words: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    due: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "once_each")]
    remarks: BTreeMap<ElementId, String>,
}

/// Reads a map in which no key stands twice; RON alone keeps the last.
fn once_each<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<ElementId, String>, D::Error> {
    struct Once;
    impl<'de> Visitor<'de> for Once {
        type Value = BTreeMap<ElementId, String>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a map")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
            let mut map = BTreeMap::new();
            while let Some((key, text)) = entries.next_entry::<ElementId, String>()? {
                if map.contains_key(&key) {
                    return Err(de::Error::custom(format_args!("\"{key}\" stands twice")));
                }
                map.insert(key, text);
            }
            Ok(map)
        }
    }
    from.deserialize_map(Once)
}

#[derive(Clone, Copy, PartialEq, Serialize, Deserialize)]
enum ReasonV2 {
    WrongFigure,
    Incomplete,
    Definition,
    Explanation,
    WrongReturn,
    Other,
}

/// Everything of a return but its cells, as version 2 writes it; version 1 knew the status only.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct HeadV2 {
    #[serde(default, skip_serializing_if = "is_default")]
    status: StatusV2,
    #[serde(default, skip_serializing_if = "is_default")]
    signers: SignersV2,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    correcting: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    submissions: Vec<SubmissionV2>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sent_back: Option<SentBackV2>,
}

impl HeadV2 {
    /// Takes the status a file of version 1 has in its body.
    pub(crate) fn with_status(self, status: Option<StatusV2>) -> Self {
        Self { status: status.unwrap_or(self.status), ..self }
    }
}

macro_rules! same_names {
    ($one:ty, $other:ty: $($name:ident),+) => {
        impl From<$one> for $other {
            fn from(one: $one) -> Self {
                match one { $(<$one>::$name => Self::$name,)+ }
            }
        }
        impl From<$other> for $one {
            fn from(other: $other) -> Self {
                match other { $(<$other>::$name => Self::$name,)+ }
            }
        }
    };
}

same_names!(Status, StatusV2: Draft, Submitted, Received, Accepted, SentBack);
same_names!(ReturnReason, ReasonV2: WrongFigure, Incomplete, Definition, Explanation, WrongReturn, Other);

impl From<&Signers> for SignersV2 {
    fn from(signers: &Signers) -> Self {
        let one = |signer: &Signer| SignerV2 { name: signer.name.clone(), phone: signer.phone.clone() };
        Self {
            filler: one(&signers.filler),
            statistician: one(&signers.statistician),
            head: one(&signers.head),
        }
    }
}

impl From<SignersV2> for Signers {
    fn from(signers: SignersV2) -> Self {
        let one = |signer: SignerV2| Signer { name: signer.name, phone: signer.phone };
        Self { filler: one(signers.filler), statistician: one(signers.statistician), head: one(signers.head) }
    }
}

impl From<&Head> for HeadV2 {
    fn from(head: &Head) -> Self {
        let submission = |one: &Submission| SubmissionV2 {
            at: one.at,
            who: one.who.clone(),
            revision: one.revision,
            fingerprint: one.fingerprint.clone(),
            digest: one.digest.clone(),
        };
        Self {
            status: head.status.into(),
            signers: (&head.signers).into(),
            correcting: head.correcting.clone(),
            submissions: head.submissions.iter().map(submission).collect(),
            sent_back: head.sent_back.as_ref().map(Into::into),
        }
    }
}

impl From<&SentBack> for SentBackV2 {
    fn from(found: &SentBack) -> Self {
        Self {
            at: found.at,
            who: found.who.clone(),
            reason: found.reason.into(),
            words: found.words.clone(),
            due: found.due,
            remarks: found.remarks.clone(),
        }
    }
}

impl From<SentBackV2> for SentBack {
    fn from(found: SentBackV2) -> Self {
        let SentBackV2 { at, who, reason, words, due, remarks } = found;
        Self { at, who, reason: reason.into(), words, due, remarks }
    }
}

impl From<HeadV2> for Head {
    fn from(head: HeadV2) -> Self {
        let submission = |one: SubmissionV2| {
            let SubmissionV2 { at, who, revision, fingerprint, digest } = one;
            Submission { at, who, revision, fingerprint, digest }
        };
        Self {
            status: head.status.into(),
            signers: head.signers.into(),
            correcting: head.correcting,
            submissions: head.submissions.into_iter().map(submission).collect(),
            sent_back: head.sent_back.map(Into::into),
        }
    }
}
