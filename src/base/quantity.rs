//! Reading and writing quantities: the only place where typed text becomes a number.

use rust_decimal::Decimal;
use thiserror::Error;

/// Why a text is no quantity. The text itself is kept by the caller as an unread figure.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum QuantityError {
    /// The text is no number at all.
    #[error("not a number")]
    NotANumber,
    /// The number has more decimals than the element allows.
    #[error("more than {allowed} decimals")]
    Decimals {
        /// How many are allowed.
        allowed: u32,
    },
    /// The text ends in a unit that is not the element's.
    #[error("the unit {found:?} is not {expected:?}")]
    Unit {
        /// What was typed.
        found: String,
        /// What the element is counted in.
        expected: String,
    },
    /// The number has more digits than can be held exactly.
    #[error("too many digits")]
    TooLong,
}

/// What a text was read as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Read {
    /// Nothing, or one of the signs people write for nothing: `—`, `-`, `/`.
    Blank,
    /// A quantity.
    Quantity(Decimal),
}

/// Characters people group thousands with: half and full-width comma, apostrophe and all kinds of spaces.
const GROUPING: [char; 9] =
    [',', '\u{ff0c}', '\'', ' ', '\u{a0}', '\u{2009}', '\u{202f}', '\u{3000}', '\u{2007}'];
/// The signs a sum in yuan is written with.
const YUAN: [char; 2] = ['¥', '\u{ffe5}'];
/// The signs of other money, which no element is counted in.
const OTHER_MONEY: [char; 3] = ['$', '€', '£'];

fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3002}' => '.',
        '\u{2212}' | '\u{2010}'..='\u{2013}' => '-',
        '\u{3000}' => ' ',
        other => other,
    }
}

/// Says whether a character takes no room: web pages and chat programs leave them behind.
const fn is_unseen(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Reads a typed or pasted quantity exactly.
///
/// Full-width digits, the Chinese full stop as decimal point, thousand separators in groups of three, a sign before
/// or behind `￥`, the round brackets bookkeepers write for minus, `万` and `亿`, the element's own unit behind the
/// number, and the apostrophe with which a spreadsheet marks text are accepted. Nothing is rounded and nothing
/// becomes 0. `无` is no blank: it may mean 0, not applicable, or not known, and a person must say which.
///
/// ```
/// use duibiao::base::{quantity_from_text, Decimal, Read};
/// assert_eq!(quantity_from_text("１，２００张", 0, "张"), Ok(Read::Quantity(Decimal::from(1200))));
/// assert_eq!(quantity_from_text("（1,234）", 0, "张"), Ok(Read::Quantity(Decimal::from(-1234))));
/// assert_eq!(quantity_from_text(" — ", 0, "张"), Ok(Read::Blank));
/// assert!(quantity_from_text("48.5", 0, "张").is_err());
/// ```
///
/// # Errors
/// Says why the text is no quantity of this element.
pub fn quantity_from_text(text: &str, decimals: u32, unit: &str) -> Result<Read, QuantityError> {
    let plain: String = text.chars().filter(|c| !is_unseen(*c)).map(half_width).collect();
    let plain = plain.trim();
    let plain = plain.strip_prefix(['\'', '\u{2018}', '\u{2019}']).unwrap_or(plain).trim_start();
    if is_blank_sign(plain) {
        return Ok(Read::Blank);
    }
    let (negative, body) = without_sign(plain);
    if body.starts_with(OTHER_MONEY) {
        let found = body.chars().take(1).collect();
        return Err(QuantityError::Unit { found, expected: unit.to_owned() });
    }
    let end = body
        .char_indices()
        .find(|(_, c)| !(c.is_ascii_digit() || *c == '.' || GROUPING.contains(c)))
        .map_or(body.len(), |(at, _)| at);
    let (digits, tail) = body.split_at(end);
    if !digits.bytes().any(|b| b.is_ascii_digit()) {
        return Err(QuantityError::NotANumber);
    }
    let tail = tail.trim();
    let tail = tail.strip_prefix('(').and_then(|tail| tail.strip_suffix(')')).unwrap_or(tail).trim();
    let (scale, tail) = if is_unit(tail, unit) { (1, "") } else { scale_and_unit(tail) };
    // 1.2亿 of an element counted in 万元 is 12 000 of them.
    let (scale, base) = match unit.strip_prefix('万') {
        Some(base) if scale > 10_000 => (scale / 10_000, base),
        _ => (scale, unit),
    };
    check_unit(tail, base).map_err(|fault| match fault {
        QuantityError::Unit { found, .. } => QuantityError::Unit { found, expected: unit.to_owned() },
        other => other,
    })?;
    let value = decimal_from_digits(digits.trim_end())?;
    let value = value.checked_mul(Decimal::from(scale)).ok_or(QuantityError::TooLong)?.normalize();
    if value.scale() > decimals {
        return Err(QuantityError::Decimals { allowed: decimals });
    }
    Ok(Read::Quantity(if negative && !value.is_zero() { -value } else { value }))
}

/// Says whether a text is empty or only a sign for nothing. `-` alone is one too: a sheet of accounts shows 0 so.
fn is_blank_sign(text: &str) -> bool {
    text == "/" || (text.len() <= 12 && text.chars().all(|c| matches!(c, '-' | '—' | '―' | '─')))
}

/// Takes sign, currency and bookkeepers' brackets off the front, in any order and each once; says whether it is minus.
fn without_sign(text: &str) -> (bool, &str) {
    let (mut rest, mut sign, mut has_currency) = (text, None, false);
    loop {
        rest = rest.trim_start();
        if let Some(behind) = rest.strip_prefix(YUAN).filter(|_| !has_currency) {
            (rest, has_currency) = (behind, true);
        } else if let Some(behind) = rest.strip_prefix(['+', '-']).filter(|_| sign.is_none()) {
            sign = Some(rest.starts_with('-'));
            rest = behind;
        } else if let Some(inner) = bracketed(rest).filter(|_| sign.is_none()) {
            sign = Some(true);
            rest = inner;
        } else {
            return (sign.unwrap_or(false), rest);
        }
    }
}

/// Gives what stands in round brackets, if that is a number and the brackets mean minus.
fn bracketed(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('(')?.strip_suffix(')')?;
    let is_number =
        |c: char| c.is_ascii_digit() || c == '.' || c == '%' || GROUPING.contains(&c) || YUAN.contains(&c);
    inner.chars().all(is_number).then_some(inner)
}

fn scale_and_unit(tail: &str) -> (u64, &str) {
    if let Some(rest) = tail.strip_prefix('万') {
        (10_000, rest.trim())
    } else if let Some(rest) = tail.strip_prefix('亿') {
        (100_000_000, rest.trim())
    } else {
        (1, tail)
    }
}

/// Says whether what stands behind a number is its own unit or the beginning of it (万 of 万元).
fn is_unit(tail: &str, unit: &str) -> bool {
    tail.is_empty() || tail.eq_ignore_ascii_case(unit) || unit.starts_with(tail)
}

fn check_unit(tail: &str, unit: &str) -> Result<(), QuantityError> {
    let bare = tail.trim_end_matches(['.', ';', '；']);
    if is_unit(bare, unit) {
        return Ok(());
    }
    let looks_like_unit = bare.chars().all(|c| c.is_alphabetic() || matches!(c, '%' | '‰' | '/'));
    if looks_like_unit {
        Err(QuantityError::Unit { found: bare.to_owned(), expected: unit.to_owned() })
    } else {
        Err(QuantityError::NotANumber)
    }
}

fn decimal_from_digits(digits: &str) -> Result<Decimal, QuantityError> {
    let unsigned = digits.trim_start();
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let groups: Vec<&str> = whole.split(|c| GROUPING.contains(&c)).collect();
    let grouped_well = groups.len() == 1
        || (matches!(groups[0].len(), 1..=3) && groups[1..].iter().all(|group| group.len() == 3));
    let all_digits = groups.iter().all(|group| group.bytes().all(|b| b.is_ascii_digit()));
    let fraction_fits = fraction.bytes().all(|b| b.is_ascii_digit());
    let has_digits = !(whole.is_empty() && fraction.is_empty());
    if !(grouped_well && all_digits && fraction_fits && has_digits) {
        return Err(QuantityError::NotANumber);
    }
    let joined = groups.concat();
    if joined.len() + fraction.len() > 24 {
        return Err(QuantityError::TooLong);
    }
    let whole = if joined.is_empty() { "0" } else { &joined };
    let exact = if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") };
    Decimal::from_str_exact(&exact).map_err(|_| QuantityError::TooLong)
}

/// Writes a quantity with thin thousand separators; `decimals` fixes the places shown, rounding half up.
///
/// ```
/// use duibiao::base::{quantity_text, Decimal};
/// assert_eq!(quantity_text(Decimal::from(2_496_000), 0), "2\u{2009}496\u{2009}000");
/// assert_eq!(quantity_text(Decimal::new(-6905, 3), 2), "\u{2212}6.91");
/// ```
pub fn quantity_text(quantity: Decimal, decimals: u32) -> String {
    let rounded =
        quantity.round_dp_with_strategy(decimals, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
    let plain = format!("{:.*}", decimals as usize, rounded.abs());
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let mut out = String::new();
    if rounded.is_sign_negative() && !rounded.is_zero() {
        out.push('\u{2212}');
    }
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push('\u{2009}');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    out
}
