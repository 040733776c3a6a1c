//! Reading a day as people write it.

use chrono::NaiveDate;

/// Reads a day: `2025-03-01`, `2025/3/1`, `2025.3.1`, `2025年3月1日`, `20250301`, also in full-width characters.
///
/// A year or a month alone is no day: nothing is made up for what was not written. Only 1900–2199 are taken.
///
/// ```
/// use duibiao::base::day_from_text;
/// let day = chrono::NaiveDate::from_ymd_opt(2025, 3, 1);
/// assert_eq!(day_from_text("2025年3月1日"), day);
/// assert_eq!(day_from_text(" ２０２５／３／１ "), day);
/// assert_eq!(day_from_text("2025-03"), None);
/// ```
pub fn day_from_text(text: &str) -> Option<NaiveDate> {
    let plain: String = text
        .trim()
        .chars()
        .map(|c| match c {
            '０'..='９' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            '年' | '月' | '/' | '.' | '／' | '．' | '。' | '－' | '—' | '–' => '-',
            other => other,
        })
        .collect();
    let plain = plain.trim_end_matches('日');
    let is_compact = plain.len() == 8 && plain.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = if is_compact {
        vec![&plain[..4], &plain[4..6], &plain[6..]]
    } else {
        plain.split('-').map(str::trim).collect()
    };
    let [year, month, day] = parts.as_slice() else { return None };
    let is_number = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !parts.iter().all(is_number) {
        return None;
    }
    let year = year.parse().ok().filter(|year| (1900..2200).contains(year))?;
    NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?)
}
