//! 单行数据: cells that stand on a line each, as the program writes files that travel, read without the reader of RON,
//! which takes ten times as long.
//!
//! It is strict: a line that is not exactly what the program writes for a known figure is left to RON. What it finds is
//! taken only where every digest of the file fits; else the whole text is read by RON, which also says what is wrong.

use std::{cell::RefCell, collections::HashMap};

use rust_decimal::Decimal;

use crate::{
    base::{ElementId, Figure},
    returns::Entry,
    wire::envelope::MAX_BYTES,
};

/// A text without its plain cells.
pub(crate) struct Lifted {
    /// What is left of the text.
    pub(crate) rest: String,
    /// The cells that were taken out of it, for each list of cells in turn.
    pub(crate) cells: LiftedCells,
}

/// Cells that were lifted out of a text, for each return in turn; none of a text that is read by RON alone.
pub(crate) type LiftedCells = Vec<Vec<(ElementId, Entry)>>;

thread_local! {
    /// The elements that were read here: a thousand returns share their ids, which would else take a third of the room
    /// of a cell.
    static KNOWN: RefCell<Known> = RefCell::default();
}

/// Ids in the order in which they were first read. Returns of one form have theirs in one order: after one of them comes,
/// nearly always, the one that came after it the last time.
#[derive(Default)]
struct Known {
    order: Vec<ElementId>,
    places: HashMap<ElementId, usize>,
    /// The place after the last that was asked for.
    next: usize,
}

/// Takes the plain cells out of a file; `None` of one that is no text.
pub(crate) fn lifted(bytes: &[u8]) -> Option<Lifted> {
    if bytes.len() > MAX_BYTES {
        return None;
    }
    lift(std::str::from_utf8(bytes).ok()?)
}

/// Takes the plain cells out of a text; `None` where lines are no bounds of texts, or something is a comment.
fn lift(text: &str) -> Option<Lifted> {
    let mut rest = String::with_capacity(text.len() / 4);
    let mut cells = LiftedCells::new();
    let mut is_list = false;
    let mut left = text;
    while !left.is_empty() {
        if is_list && let (Some((cell, after)), Some(list)) = (cell(left), cells.last_mut()) {
            list.push(cell);
            left = after;
            continue;
        }
        let (line, after) = left.split_at(left.find('\n').map_or(left.len(), |end| end + 1));
        left = after;
        let words = line.trim_start_matches(' ');
        if !is_whole(words) {
            return None;
        }
        match words {
            "cells: [\n" => {
                cells.push(Vec::new());
                is_list = true;
            }
            "],\n" => is_list = false,
            _ => {}
        }
        rest.push_str(line);
    }
    Some(Lifted { rest, cells })
}

/// Reads the line `(element: "beds_icu", figure: Known("12")),` that a text begins with, and gives what follows it.
fn cell(text: &str) -> Option<((ElementId, Entry), &str)> {
    let begin = text.bytes().position(|byte| byte != b' ')?;
    let (element, rest) = up_to_quote(text.get(begin..)?.strip_prefix("(element: \"")?)?;
    let (figure, rest) = up_to_quote(rest.strip_prefix(", figure: Known(\"")?)?;
    let after = rest.strip_prefix(")),\n")?;
    let figure = Figure::Known(plain_decimal(figure)?);
    Some(((element_id(element)?, Entry::of(figure)), after))
}

/// Gives what stands before the next quotation mark, and after it: texts this short are searched byte by byte.
fn up_to_quote(text: &str) -> Option<(&str, &str)> {
    let at = text.bytes().position(|byte| byte == b'"')?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// Gives an element's id, the same for the same text.
pub(crate) fn element_id(text: &str) -> Option<ElementId> {
    /// More than all forms have; of more than that none is kept, so that strange files fill no memory.
    const MOST: usize = 4_096;
    KNOWN.with_borrow_mut(|known| {
        let is_next = known.order.get(known.next).is_some_and(|id| id.as_str() == text);
        let place = if is_next { Some(known.next) } else { known.places.get(text).copied() };
        if let Some(place) = place {
            known.next = place + 1;
            return known.order.get(place).cloned();
        }
        let new: ElementId = text.parse().ok()?;
        if known.order.len() < MOST {
            known.places.insert(new.clone(), known.order.len());
            known.order.push(new.clone());
            known.next = known.order.len();
        }
        Some(new)
    })
}

/// Reads digits with at most one point among them; a longer number, or one with a sign, is left to RON.
fn plain_decimal(text: &str) -> Option<Decimal> {
    const MOST: usize = 18;
    let (whole, places) = text.split_once('.').unwrap_or((text, ""));
    if whole.is_empty() || text.ends_with('.') || whole.len() + places.len() > MOST {
        return None;
    }
    let mut number = 0_i64;
    for digit in whole.bytes().chain(places.bytes()) {
        let digit = char::from(digit).to_digit(10)?;
        number = number * 10 + i64::from(digit);
    }
    Some(Decimal::new(number, places.len() as u32))
}

/// Says whether every text of a line ends on it, and none is of a kind the program does not write.
fn is_whole(line: &str) -> bool {
    let mut bytes = line.bytes();
    let mut before = b' ';
    while let Some(byte) = bytes.next() {
        match byte {
            b'/' | b'#' | b'\'' => return false,
            b'"' if before.is_ascii_alphanumeric() => return false,
            b'"' => loop {
                match bytes.next() {
                    Some(b'"') => break,
                    Some(b'\\') => {
                        bytes.next();
                    }
                    Some(b'\n') | None => return false,
                    Some(_) => {}
                }
            },
            _ => {}
        }
        before = byte;
    }
    true
}
