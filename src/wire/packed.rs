//! Numbers, texts and times as bytes, and back: nothing that is read is believed, and nothing is taken before its bytes
//! are there.

use std::collections::HashMap;

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveDateTime};
use rust_decimal::Decimal;

/// How much memory may come of one file: a short one can name a long text often, and a byte can be a whole cell.
const MAX_ROOM: usize = 256 * 1024 * 1024;

/// Writes columns; each text stands once and is named by its number.
#[derive(Default)]
pub(crate) struct Packer<'a> {
    out: Vec<u8>,
    texts: Vec<&'a str>,
    numbers: HashMap<&'a str, usize>,
}

impl<'a> Packer<'a> {
    pub(crate) fn byte(&mut self, byte: u8) {
        self.out.push(byte);
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.out.extend_from_slice(bytes);
    }

    pub(crate) fn number(&mut self, number: impl Into<u128>) {
        push_number(&mut self.out, number.into());
    }

    pub(crate) fn count(&mut self, count: usize) {
        push_number(&mut self.out, count as u128);
    }

    pub(crate) fn text(&mut self, text: &'a str) {
        let next = self.texts.len();
        let number = *self.numbers.entry(text).or_insert(next);
        if number == next {
            self.texts.push(text);
        }
        self.count(number);
    }

    pub(crate) fn decimal(&mut self, decimal: Decimal) {
        let decimal = decimal.normalize();
        self.byte(u8::try_from(decimal.scale()).unwrap_or(u8::MAX));
        self.signed(decimal.mantissa());
    }

    pub(crate) fn day(&mut self, day: NaiveDate) {
        self.signed(day.num_days_from_ce().into());
    }

    pub(crate) fn time(&mut self, at: NaiveDateTime) {
        let at = at.and_utc();
        self.signed(at.timestamp().into());
        self.number(at.timestamp_subsec_nanos());
    }

    /// Numbers near zero are short, whatever their sign.
    fn signed(&mut self, number: i128) {
        self.number(((number << 1) ^ (number >> 127)).cast_unsigned());
    }

    /// Gives the texts, then everything that was written.
    pub(crate) fn finish(self) -> Vec<u8> {
        let mut whole = Vec::with_capacity(self.out.len() * 2);
        push_number(&mut whole, self.texts.len() as u128);
        for text in self.texts {
            push_number(&mut whole, text.len() as u128);
            whole.extend_from_slice(text.as_bytes());
        }
        whole.extend_from_slice(&self.out);
        whole
    }
}

/// Seven bits a byte, the lowest first.
fn push_number(out: &mut Vec<u8>, mut number: u128) {
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Reads what [`Packer`] wrote; `None` wherever the bytes are none of it.
pub(crate) struct Unpacker<'a> {
    rest: &'a [u8],
    texts: Vec<&'a str>,
    room: usize,
}

impl<'a> Unpacker<'a> {
    /// Reads the texts that stand first.
    pub(crate) fn new(bytes: &'a [u8]) -> Option<Self> {
        let mut made = Self { rest: bytes, texts: Vec::new(), room: MAX_ROOM };
        let count = made.count()?;
        for _ in 0..count {
            made.make_room(size_of::<&str>())?;
            let length = made.count()?;
            let text = std::str::from_utf8(made.bytes(length)?).ok()?;
            made.texts.push(text);
        }
        Some(made)
    }

    /// Takes so many bytes of memory for what is read, if they are left.
    pub(crate) fn make_room(&mut self, bytes: usize) -> Option<()> {
        self.room = self.room.checked_sub(bytes)?;
        Some(())
    }

    /// Says whether everything was read.
    pub(crate) const fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    pub(crate) fn byte(&mut self) -> Option<u8> {
        self.bytes(1)?.first().copied()
    }

    pub(crate) fn bytes(&mut self, count: usize) -> Option<&'a [u8]> {
        let (bytes, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(bytes)
    }

    pub(crate) fn number<T: TryFrom<u128>>(&mut self) -> Option<T> {
        let mut number = 0_u128;
        for shift in (0..128).step_by(7) {
            let byte = self.byte()?;
            let part = u128::from(byte & 0x7f);
            // Bits above the highest are no number of ours.
            if (part << shift) >> shift != part {
                return None;
            }
            number |= part << shift;
            if byte < 0x80 {
                return T::try_from(number).ok();
            }
        }
        None
    }

    /// Reads how many of something follow, each of at least a byte.
    pub(crate) fn count(&mut self) -> Option<usize> {
        self.number::<usize>().filter(|count| *count <= self.rest.len())
    }

    pub(crate) fn text(&mut self) -> Option<&'a str> {
        let number: usize = self.number()?;
        let text = *self.texts.get(number)?;
        self.make_room(text.len())?;
        Some(text)
    }

    pub(crate) fn decimal(&mut self) -> Option<Decimal> {
        let scale = self.byte()?;
        let decimal = Decimal::try_from_i128_with_scale(self.signed()?, scale.into()).ok()?;
        Some(decimal.normalize())
    }

    pub(crate) fn day(&mut self) -> Option<NaiveDate> {
        NaiveDate::from_num_days_from_ce_opt(i32::try_from(self.signed()?).ok()?)
    }

    pub(crate) fn time(&mut self) -> Option<NaiveDateTime> {
        let seconds = i64::try_from(self.signed()?).ok()?;
        DateTime::from_timestamp(seconds, self.number()?).map(|at| at.naive_utc())
    }

    fn signed(&mut self) -> Option<i128> {
        let number: u128 = self.number()?;
        Some((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }
}
