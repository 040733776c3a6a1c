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
    /// Nothing, or one of the signs people write for nothing: `—`, `-`, `/`, `无`.
    Blank,
    /// A quantity.
    Quantity(Decimal),
}

/// Characters people group thousands with: half and full-width comma, apostrophe and all kinds of spaces.
const GROUPING: [char; 9] =
    [',', '\u{ff0c}', '\'', ' ', '\u{a0}', '\u{2009}', '\u{202f}', '\u{3000}', '\u{2007}'];

fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3002}' => '.',
        '\u{2212}' | '\u{2013}' => '-',
        '\u{3000}' => ' ',
        other => other,
    }
}

/// Reads a typed or pasted quantity exactly.
///
/// Full-width digits, the Chinese full stop as decimal point, thousand separators in groups of three,
/// a leading currency sign, `万` and `亿`, and the element's own unit behind the number are accepted.
/// Nothing is rounded and nothing becomes 0.
///
/// ```
/// use duibiao::base::{quantity_from_text, Decimal, Read};
/// assert_eq!(quantity_from_text("１，２００张", 0, "张"), Ok(Read::Quantity(Decimal::from(1200))));
/// assert_eq!(quantity_from_text(" — ", 0, "张"), Ok(Read::Blank));
/// assert!(quantity_from_text("48.5", 0, "张").is_err());
/// ```
///
/// # Errors
/// Says why the text is no quantity of this element.
pub fn quantity_from_text(text: &str, decimals: u32, unit: &str) -> Result<Read, QuantityError> {
    let plain: String = text.trim().trim_matches('\u{feff}').chars().map(half_width).collect();
    let plain = plain.trim();
    if matches!(plain, "" | "-" | "--" | "—" | "——" | "/" | "无" | "n/a" | "N/A") {
        return Ok(Read::Blank);
    }
    let body = plain.trim_start_matches(['¥', '￥', '\u{ffe5}']).trim_start();
    let end = body
        .char_indices()
        .find(|(_, c)| !(c.is_ascii_digit() || matches!(c, '+' | '-' | '.') || GROUPING.contains(c)))
        .map_or(body.len(), |(at, _)| at);
    let (digits, tail) = body.split_at(end);
    if !digits.bytes().any(|b| b.is_ascii_digit()) {
        return Err(QuantityError::NotANumber);
    }
    let tail = tail.trim();
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
    Ok(Read::Quantity(value))
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
    let (sign, unsigned) = match digits.as_bytes().first() {
        Some(b'-') => ("-", &digits[1..]),
        Some(b'+') => ("", &digits[1..]),
        _ => ("", digits),
    };
    let unsigned = unsigned.trim_start();
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
    let exact =
        if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") };
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
