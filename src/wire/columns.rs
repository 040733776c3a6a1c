//! The format of the cache, version 1: the returns of one form and period, column by column.
//!
//! It holds nothing that a return's file does not hold, and is thrown away rather than migrated. `DBCACHE`, the version,
//! the SM3 of the rest; then the texts, each once; then what stands above the cells, a column each; then for every
//! element the states of all returns and what belongs to them.

use std::collections::{BTreeMap, BTreeSet};

use sm3::{Digest as _, Sm3};

use crate::{
    base::{CheckId, ElementId, Figure},
    returns::{
        Beside, Entry, Explanation, Head, ReturnKey, ReturnReason, SentBack, Signer, Signers, Status,
        Submission, UnitReturn,
    },
    wire::{
        envelope::is_revision,
        packed::{Packer, Unpacker},
    },
};

const MAGIC: &[u8; 7] = b"DBCACHE";
const VERSION: u8 = 1;
const SUM: usize = 32;

/// The largest cache that is read.
pub const MAX_COLUMNS: usize = 64 * 1024 * 1024;

/// A return as the cache has it, and the digest that its file stated when it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CachedReturn {
    /// What the file stated.
    pub digest: [u8; 32],
    /// The return.
    pub unit_return: UnitReturn,
}

// The low bits of a state say what stands in the cell, each of the others that something stands beside it.
const ABSENT: u8 = 0;
const KNOWN: u8 = 1;
const NOT_APPLICABLE: u8 = 2;
const BLANK: u8 = 3;
const UNREAD: u8 = 4;
const KIND: u8 = 0x0f;
const CARRIED: u8 = 0x10;
const FLAGGED: u8 = 0x20;
const NOTED: u8 = 0x40;
const EXPLAINED: u8 = 0x80;

const ON_BEHALF: u8 = 1;
const SYNTHETIC: u8 = 2;

/// Writes the returns of one form and period; `None` if there is none, or one of another form or period among them.
pub fn columns_bytes(rows: &[CachedReturn]) -> Option<Vec<u8>> {
    let key = &rows.first()?.unit_return.key;
    let period = key.period.to_string();
    let returns: Vec<&UnitReturn> = rows.iter().map(|row| &row.unit_return).collect();
    if returns.iter().any(|row| (&row.key.form, row.key.period) != (&key.form, key.period)) {
        return None;
    }
    let mut to = Packer::default();
    to.text(key.form.as_str());
    to.text(&period);
    to.count(rows.len());
    rows.iter().for_each(|row| to.bytes(&row.digest));
    returns.iter().for_each(|row| to.text(row.key.unit.as_str()));
    returns.iter().for_each(|row| to.number(row.form_version));
    returns.iter().for_each(|row| to.number(row.revision));
    returns.iter().for_each(|row| to.text(&row.chain));
    for row in &returns {
        to.byte(u8::from(row.on_behalf) * ON_BEHALF + u8::from(row.synthetic) * SYNTHETIC);
    }
    returns.iter().for_each(|row| push_head(&mut to, &row.head));
    let elements: BTreeSet<&ElementId> = returns.iter().flat_map(|row| row.entries.keys()).collect();
    to.count(elements.len());
    for element in elements {
        to.text(element.as_str());
        let cells: Vec<Option<&Entry>> =
            returns.iter().map(|row| row.entries.get(element).filter(|entry| !entry.is_empty())).collect();
        cells.iter().for_each(|entry| to.byte(state_of(*entry)));
        cells.iter().flatten().for_each(|entry| push_cell(&mut to, entry));
    }
    let body = to.finish();
    let mut whole = Vec::with_capacity(body.len() + MAGIC.len() + 1 + SUM);
    whole.extend_from_slice(MAGIC);
    whole.push(VERSION);
    whole.extend_from_slice(&Sm3::digest(&body));
    whole.extend_from_slice(&body);
    Some(whole)
}

fn state_of(entry: Option<&Entry>) -> u8 {
    let Some(entry) = entry else { return ABSENT };
    let kind = match entry.figure {
        Figure::Known(_) => KNOWN,
        Figure::NotApplicable(_) => NOT_APPLICABLE,
        Figure::Blank => BLANK,
        Figure::Unread(_) => UNREAD,
    };
    let mark = |is_there: bool, mark: u8| if is_there { mark } else { 0 };
    kind | mark(entry.carried, CARRIED)
        | mark(entry.flagged, FLAGGED)
        | mark(!entry.note.is_empty(), NOTED)
        | mark(!entry.explanations.is_empty(), EXPLAINED)
}

fn push_cell<'a>(to: &mut Packer<'a>, entry: &'a Entry) {
    match &entry.figure {
        Figure::Known(quantity) => to.decimal(*quantity),
        Figure::NotApplicable(text) | Figure::Unread(text) => to.text(text),
        Figure::Blank => {}
    }
    if !entry.note.is_empty() {
        to.text(&entry.note);
    }
    if !entry.explanations.is_empty() {
        to.count(entry.explanations.len());
        for (check, said) in entry.explanations.iter() {
            to.text(check.as_str());
            to.text(&said.text);
            to.text(&said.who);
            to.time(said.at);
            to.text(&said.reading);
        }
    }
}

fn push_head<'a>(to: &mut Packer<'a>, head: &'a Head) {
    to.count(Status::ALL.iter().position(|status| *status == head.status).unwrap_or_default());
    for signer in [&head.signers.filler, &head.signers.statistician, &head.signers.head] {
        to.text(&signer.name);
        to.text(&signer.phone);
    }
    to.byte(head.correcting.is_some().into());
    if let Some(why) = &head.correcting {
        to.text(why);
    }
    to.count(head.submissions.len());
    for one in &head.submissions {
        to.time(one.at);
        to.text(&one.who);
        to.number(one.revision);
        to.text(&one.fingerprint);
        to.text(&one.digest);
    }
    to.byte(head.sent_back.is_some().into());
    if let Some(back) = &head.sent_back {
        to.time(back.at);
        to.text(&back.who);
        to.text(back.reason.code());
        to.text(&back.words);
        to.byte(back.due.is_some().into());
        back.due.into_iter().for_each(|due| to.day(due));
        to.count(back.remarks.len());
        for (element, remark) in &back.remarks {
            to.text(element.as_str());
            to.text(remark);
        }
    }
}

/// Reads a cache; `None` if it is torn, changed, of another version or none at all.
///
/// What is given is well formed, and still of the time it was written: a return counts as read only if its file has
/// that digest now.
pub fn columns_from_bytes(bytes: &[u8]) -> Option<Vec<CachedReturn>> {
    if bytes.len() > MAX_COLUMNS {
        return None;
    }
    let (sum, body) = bytes.strip_prefix(MAGIC)?.strip_prefix(&[VERSION])?.split_at_checked(SUM)?;
    if Sm3::digest(body).as_slice() != sum {
        return None;
    }
    let mut from = Unpacker::new(body)?;
    let (form, period) = (from.text()?.parse().ok()?, from.text()?.parse().ok()?);
    let count = from.count()?;
    from.make_room(count.checked_mul(SUM)?)?;
    let digests = column(count, || from.bytes(SUM)?.try_into().ok())?;
    from.make_room(count.checked_mul(size_of::<CachedReturn>())?)?;
    let units = column(count, || from.text()?.parse().ok())?;
    let mut rows: Vec<CachedReturn> = units
        .into_iter()
        .zip(digests)
        .map(|(unit, digest)| {
            let key = ReturnKey { unit, form: Clone::clone(&form), period };
            CachedReturn { digest, unit_return: UnitReturn::new(key, 0) }
        })
        .collect();
    let mut returns: Vec<&mut UnitReturn> = rows.iter_mut().map(|row| &mut row.unit_return).collect();
    for row in &mut returns {
        row.form_version = from.number()?;
    }
    for row in &mut returns {
        row.revision = from.number().filter(|revision| is_revision(*revision))?;
    }
    for row in &mut returns {
        row.chain = from.text()?.to_owned();
    }
    for row in &mut returns {
        let marks = from.byte()?;
        (row.on_behalf, row.synthetic) = (marks & ON_BEHALF != 0, marks & SYNTHETIC != 0);
    }
    for row in &mut returns {
        row.head = head(&mut from)?;
    }
    for _ in 0..from.count()? {
        let element: ElementId = from.text()?.parse().ok()?;
        let states = from.bytes(count)?;
        for (row, state) in returns.iter_mut().zip(states).filter(|(_, state)| **state != ABSENT) {
            let entry = cell(&mut from, *state).filter(|entry| !entry.is_empty())?;
            if row.entries.insert(element.clone(), entry).is_some() {
                return None;
            }
        }
    }
    from.is_at_end().then_some(rows)
}

fn column<T>(count: usize, mut one: impl FnMut() -> Option<T>) -> Option<Vec<T>> {
    (0..count).map(|_| one()).collect()
}

fn flag(from: &mut Unpacker<'_>) -> Option<bool> {
    match from.byte()? {
        0 => Some(false),
        1 => Some(true),
        _ => None,
    }
}

fn cell(from: &mut Unpacker<'_>, state: u8) -> Option<Entry> {
    from.make_room(size_of::<(ElementId, Entry)>())?;
    let figure = match state & KIND {
        KNOWN => Figure::Known(from.decimal()?),
        NOT_APPLICABLE => Figure::NotApplicable(from.text()?.to_owned()),
        BLANK => Figure::Blank,
        UNREAD => Figure::Unread(from.text()?.to_owned()),
        _ => return None,
    };
    let note = if state & NOTED != 0 { from.text()?.to_owned() } else { String::new() };
    let mut explanations = BTreeMap::new();
    if state & EXPLAINED != 0 {
        for _ in 0..from.count()? {
            from.make_room(size_of::<(CheckId, Explanation)>())?;
            let check = from.text()?.parse().ok()?;
            let (text, who) = (from.text()?.to_owned(), from.text()?.to_owned());
            let (at, reading) = (from.time()?, from.text()?.to_owned());
            explanations.insert(check, Explanation { text, who, at, reading });
        }
    }
    let (carried, flagged) = (state & CARRIED != 0, state & FLAGGED != 0);
    let beside = Beside { note, carried, flagged, explanations };
    if beside != Beside::default() {
        from.make_room(size_of::<Beside>())?;
    }
    Some(Entry::new(figure, beside))
}

fn head(from: &mut Unpacker<'_>) -> Option<Head> {
    let status = *Status::ALL.get(from.number::<usize>()?)?;
    let mut signer = || Some(Signer { name: from.text()?.to_owned(), phone: from.text()?.to_owned() });
    let signers = Signers { filler: signer()?, statistician: signer()?, head: signer()? };
    let correcting = if flag(from)? { Some(from.text()?.to_owned()) } else { None };
    let submission = |from: &mut Unpacker<'_>| {
        from.make_room(size_of::<Submission>())?;
        let (at, who, revision) = (from.time()?, from.text()?.to_owned(), from.number()?);
        let (fingerprint, digest) = (from.text()?.to_owned(), from.text()?.to_owned());
        Some(Submission { at, who, revision, fingerprint, digest })
    };
    let count = from.count()?;
    let submissions = column(count, || submission(from))?;
    let sent_back = if flag(from)? { Some(sent_back(from)?) } else { None };
    Some(Head { status, signers, correcting, submissions, sent_back })
}

fn sent_back(from: &mut Unpacker<'_>) -> Option<SentBack> {
    let (at, who) = (from.time()?, from.text()?.to_owned());
    let (reason, words) = (ReturnReason::of_code(from.text()?)?, from.text()?.to_owned());
    let due = if flag(from)? { Some(from.day()?) } else { None };
    let mut remarks = BTreeMap::new();
    for _ in 0..from.count()? {
        from.make_room(size_of::<(ElementId, String)>())?;
        remarks.insert(from.text()?.parse().ok()?, from.text()?.to_owned());
    }
    Some(SentBack { at, who, reason, words, due, remarks })
}
