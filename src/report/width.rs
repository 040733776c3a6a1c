//! How wide a text is: in columns of a terminal, and in ems of Noto Sans SC.
//!
//! A fixed list in place of font metrics: layout needs to know only whether labels meet, and must not depend
//! on the fonts of the machine.

/// Gives the columns a character takes on a terminal: East Asian wide and full-width ones two, marks none.
///
/// Ambiguous ones (`·`, `≥`, `—`) count one, as terminals draw them by default.
pub(super) const fn terminal_columns(c: char) -> usize {
    match c as u32 {
        0x0300..=0x036F | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x2069 | 0xFE00..=0xFE0F | 0xFEFF => 0,
        0x1100..=0x115F
        | 0x2E80..=0x303E
        | 0x3041..=0xA4CF
        | 0xAC00..=0xD7A3
        | 0xF900..=0xFAFF
        | 0xFE30..=0xFE4F
        | 0xFF00..=0xFF60
        | 0xFFE0..=0xFFE6
        | 0x1F300..=0x1FAFF
        | 0x20000..=0x3FFFD => 2,
        _ => 1,
    }
}

/// Gives the columns a text takes on a terminal.
pub(super) fn terminal_width(text: &str) -> usize {
    text.chars().map(terminal_columns).sum()
}

/// How much wider than the regular weight letters and digits of the semibold are; Chinese characters are not.
const HEAVIER: f64 = 1.045;

fn em(c: char, heavy: bool) -> f64 {
    let width = regular_em(c);
    if heavy && width < 1.0 { width * HEAVIER } else { width }
}

fn regular_em(c: char) -> f64 {
    match c {
        '0'..='9' | '+' | '=' | '<' | '>' | '\u{2212}' | '±' | '×' => 0.56,
        '.' | ',' | ':' | ';' | '!' | '\'' | '|' | 'i' | 'j' | 'l' | 'I' => 0.29,
        ' ' | '\u{a0}' => 0.224,
        '\u{2009}' | '\u{202f}' => 0.2,
        '(' | ')' | '[' | ']' | '-' | 'f' | 'r' | 't' => 0.37,
        '/' | '"' | '*' => 0.42,
        'm' | 'w' | 'M' | 'W' | '%' | '—' | '‰' => 0.92,
        'a'..='z' | '–' => 0.57,
        'A'..='Z' | '\u{a1}'..='\u{24f}' if c != '·' => 0.67,
        _ => 1.0,
    }
}

/// Gives the width of a text drawn at `size`, in the unit of `size`.
pub(super) fn drawn_width(text: &str, size: f64, heavy: bool) -> f64 {
    text.chars().map(|c| em(c, heavy)).sum::<f64>() * size
}

/// Shortens a text with `…` so that it is no wider than `room`.
pub(super) fn shortened(text: &str, size: f64, heavy: bool, room: f64) -> String {
    if drawn_width(text, size, heavy) <= room {
        return text.to_owned();
    }
    let mut out = String::new();
    for c in text.chars() {
        out.push(c);
        if drawn_width(&out, size, heavy) + size > room {
            out.pop();
            break;
        }
    }
    format!("{}…", out.trim_end_matches([' ', '·', '、', '\u{ff0c}']))
}

/// Shortens a name in its middle, so that the value at its end stays.
pub(super) fn shortened_inside(name: &str, size: f64, room: f64) -> String {
    const KEPT: usize = 8;
    if drawn_width(name, size, false) <= room {
        return name.to_owned();
    }
    let tail_start = name.char_indices().rev().nth(KEPT - 1).map_or(0, |(at, _)| at);
    let (head, tail) = name.split_at(tail_start);
    format!("{}{tail}", shortened(head, size, false, room - drawn_width(tail, size, false)))
}

/// Breaks a text into at most `most` lines no wider than `room`; what is left over is shortened with `…`.
///
/// Lines break after a ` · `, a space or a Chinese character, never before closing punctuation.
pub(super) fn wrapped(text: &str, size: f64, heavy: bool, room: f64, most: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        if lines.len() + 1 >= most {
            lines.push(shortened(rest, size, heavy, room));
            break;
        }
        let at = break_place(rest, room, |c| em(c, heavy) * size);
        let (line, after) = rest.split_at(at);
        lines.push(line.trim_end_matches([' ', '·']).to_owned());
        rest = after.trim_start_matches([' ', '·']);
    }
    lines
}

/// Gives how much of a text, in bytes and at least one character, goes on a line, each character as wide as `width` says.
pub(super) fn break_place(text: &str, room: f64, width: impl Fn(char) -> f64) -> usize {
    let mut used = 0.0;
    let (mut last_any, mut last_part) = (None, None);
    let mut previous = ' ';
    for (at, c) in text.char_indices() {
        let closing = matches!(
            c,
            ',' | '.'
                | ';'
                | ':'
                | ')'
                | '%'
                | '·'
                | '、'
                | '。'
                | '〕'
                | '》'
                | '”'
                | '？'
                | '！'
                | '」'
                | '】'
                | '\u{ff0c}'
                | '\u{ff1b}'
                | '\u{ff1a}'
                | '\u{ff09}'
        );
        let opening = matches!(previous, '(' | '〔' | '《' | '“' | '「' | '【' | '\u{ff08}');
        let breakable =
            c == ' ' || previous == ' ' || terminal_columns(c) == 2 || terminal_columns(previous) == 2;
        if at > 0 && breakable && !closing && !opening {
            last_any = Some(at);
            if previous == ' ' && text[..at].ends_with("· ") {
                last_part = Some(at);
            }
        }
        used += width(c);
        if used > room {
            // A break between parts is nicer than a full line, unless it leaves most of the line empty.
            let part = last_part.filter(|part| text[..*part].chars().map(&width).sum::<f64>() > room * 0.6);
            return part.or(last_any).unwrap_or(at.max(c.len_utf8()));
        }
        previous = c;
    }
    text.len()
}
