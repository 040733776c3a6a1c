//! RON's faults in our words: what is wrong at a place, and what belongs there.

use ron::{Error as Code, error::SpannedError};

use crate::{
    base::Bilingual,
    wire::{Place, WireError},
};

/// Turns RON's words into ours.
pub(crate) fn syntax(fault: &SpannedError) -> WireError {
    let at = Place { line: fault.span.start.line, column: fault.span.start.col };
    WireError::Syntax { at, what: what(&fault.code) }
}

fn what(code: &Code) -> Bilingual {
    let say = |zh: &str, en: &str| Bilingual::new(zh, en);
    let sign = |sign: &str| {
        Bilingual::new(format!("此处缺少“{sign}”，请补上。"), format!("'{sign}' is missing here. Put it in."))
    };
    let kind = |zh: &str, en: &str| {
        Bilingual::new(format!("此处应为{zh}，请更正。"), format!("{en} belongs here. Mend it."))
    };
    match code {
        Code::Eof | Code::ExpectedStringEnd | Code::UnclosedBlockComment | Code::UnclosedLineComment => {
            say("文件在此处中断，后面的内容缺失。", "The file breaks off here; the rest is missing.")
        }
        Code::NoSuchStructField { found, expected, .. } => Bilingual::new(
            format!("没有“{}”这一项；可用的有：{}。", shown(found), expected.join("、")),
            format!("There is no field '{}'; known are {}.", shown(found), expected.join(", ")),
        ),
        Code::MissingStructField { field, .. } => {
            Bilingual::new(format!("缺少“{field}”。"), format!("The field '{field}' is missing."))
        }
        Code::DuplicateStructField { field, .. } => {
            Bilingual::new(format!("“{field}”重复出现。"), format!("The field '{field}' stands twice."))
        }
        Code::NoSuchEnumVariant { found, expected, .. } => Bilingual::new(
            format!("“{}”不是可用的选项；可用的有：{}。", shown(found), expected.join("、")),
            format!("'{}' is not one of {}.", shown(found), expected.join(", ")),
        ),
        Code::ExceededRecursionLimit => {
            say("括号嵌套过深，未读取。", "Brackets are nested too deeply; it was not read.")
        }
        Code::ExpectedArray => sign("["),
        Code::ExpectedArrayEnd => sign("]"),
        Code::ExpectedMap => sign("{"),
        Code::ExpectedMapEnd => sign("}"),
        Code::ExpectedMapColon => sign(":"),
        Code::ExpectedComma => sign(","),
        Code::ExpectedStructLike
        | Code::ExpectedNamedStructLike(_)
        | Code::ExpectedDifferentStructName { .. }
        | Code::ExpectedStructName(_)
        | Code::ExpectedUnit => sign("("),
        Code::ExpectedOption | Code::ExpectedOptionEnd | Code::ExpectedStructLikeEnd => sign(")"),
        Code::ExpectedBoolean => kind(" true 或 false", "true or false"),
        Code::ExpectedInteger
        | Code::ExpectedFloat
        | Code::FloatUnderscore
        | Code::UnderscoreAtBeginning
        | Code::InvalidIntegerDigit { .. } => kind("一个数", "A number"),
        Code::ExpectedString | Code::ExpectedByteString | Code::ExpectedChar | Code::ExpectedByteLiteral => {
            kind("引号内的文字", "Text in quotes")
        }
        Code::ExpectedIdentifier | Code::InvalidIdentifier(_) | Code::SuggestRawIdentifier(_) => {
            kind("项目名称", "The name of a field")
        }
        Code::IntegerOutOfBounds => {
            say("这个数超出允许的范围，请更正。", "This number is out of range. Mend it.")
        }
        Code::InvalidEscape(_) => say(
            "反斜杠后面的写法不对；反斜杠本身写作 \\\\。",
            "What follows the backslash is not known; a backslash itself is written \\\\.",
        ),
        Code::UnexpectedChar(sign) => Bilingual::new(
            format!("此处不应有“{}”，请删去。", shown(&sign.to_string())),
            format!("'{}' does not belong here. Remove it.", shown(&sign.to_string())),
        ),
        Code::TrailingCharacters => say(
            "文件内容到此已结束，后面还有多余的内容，请删去。",
            "The file ends here, yet more follows. Remove it.",
        ),
        Code::InvalidValueForType { expected, found } => value(expected, found),
        Code::ExpectedDifferentLength { found, .. } => Bilingual::new(
            format!("此处的项数不对(有 {found} 项)，请补齐或删去。"),
            format!("The number of items ({found}) is not the one that belongs here. Add or remove some."),
        ),
        Code::Message(words) => message(words),
        _ => say(
            "此处写法不对，请对照同类文件更正。",
            "Not written as expected. Compare it with a sound file.",
        ),
    }
}

/// A value of another kind than belongs there.
fn value(expected: &str, found: &str) -> Bilingual {
    let has = |part: &str| expected.contains(part);
    let (zh, en) = if has("Decimal") {
        ("引号内的有限小数，如 \"12.5\"", "a finite decimal number in quotes, such as \"12.5\",")
    } else if has("date and time") {
        ("日期和时间，如 \"2025-12-31T10:42:07\"", "a date with a time, such as \"2025-12-31T10:42:07\",")
    } else if has("date") {
        ("日期，如 \"2025-12-31\"", "a date, such as \"2025-12-31\",")
    } else if has("string") {
        ("引号内的文字", "text in quotes")
    } else if has("sequence") || has("tuple") {
        ("方括号或圆括号内的一列", "a list in brackets")
    } else if has("bool") {
        (" true 或 false", "true or false")
    } else if ["u8", "u32", "u64", "usize", "i32", "i64", "f32", "f64"].into_iter().any(has) {
        ("一个数", "a number")
    } else {
        ("另一种写法", "something else")
    };
    let found = match found.split_once(['"', '`']) {
        Some((_, text)) => shown(text.trim_end_matches(['"', '`'])),
        None => String::new(),
    };
    if found.is_empty() {
        return Bilingual::new(
            format!("此处应为{zh}，请更正。"),
            format!("Here belongs {en} instead. Mend it."),
        );
    }
    Bilingual::new(
        format!("此处应为{zh}，而写的是“{found}”，请更正。"),
        format!("Here belongs {en} instead of '{found}'. Mend it."),
    )
}

/// What a value's own reader says.
fn message(words: &str) -> Bilingual {
    let has = |part: &str| words.contains(part);
    if has("may hold only") {
        let id = shown(quoted(words));
        Bilingual::new(
            format!("代码“{id}”只能含字母、数字和 _ - .，且不以 . 开头，请更正。"),
            format!(
                "The id '{id}' may hold only letters, digits, _, - and ., and starts with no dot. Mend it."
            ),
        )
    } else if has("an id is empty") {
        Bilingual::new("代码为空，请填上。", "The id is empty. Fill it in.")
    } else if has("is longer than 64") {
        let id = shown(quoted(words));
        Bilingual::new(
            format!("代码“{id}…”超过 64 个字符，请改短。"),
            format!("The id '{id}…' is longer than 64 characters. Shorten it."),
        )
    } else if has("no reporting period") {
        let period = shown(quoted(words));
        Bilingual::new(
            format!("“{period}”不是报告期；请写成 2025、2025H1、2025Q3 或 2025-03。"),
            format!("'{period}' is no reporting period; write 2025, 2025H1, 2025Q3 or 2025-03."),
        )
    } else if has("out of range") || has("impossible") {
        Bilingual::new(
            "没有这样的日期或时间(如 2 月 30 日)，请更正。",
            "There is no such date or time (like 30 February). Mend it.",
        )
    } else if has("invalid characters") || has("premature end") || has("trailing input") {
        Bilingual::new(
            "日期应写成 \"2025-12-31\"，带时间的写成 \"2025-12-31T10:42:07\"，请更正。",
            "A date is written \"2025-12-31\", with a time \"2025-12-31T10:42:07\". Mend it.",
        )
    } else if has("stands twice") {
        let key = shown(quoted(words));
        Bilingual::new(
            format!("“{key}”重复出现。请只保留一处。"),
            format!("'{key}' stands twice. Keep one of them."),
        )
    } else {
        Bilingual::new(
            "这里的内容读不懂，请对照同类文件更正。",
            "What stands here cannot be read. Compare it with a sound file.",
        )
    }
}

/// Gives what stands in quotes, as it is escaped there.
fn quoted(words: &str) -> &str {
    words.split_once('"').and_then(|(_, rest)| rest.rsplit_once('"')).map_or("", |(inside, _)| inside)
}

/// Shows a text from a file in a sentence: at most 64 characters, and none that hides or turns what follows.
pub(crate) fn shown(text: &str) -> String {
    let mut shown = String::new();
    for (at, c) in text.chars().enumerate() {
        if at == 64 {
            shown.push('…');
            break;
        }
        let hides = c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
        if hides { shown.extend(c.escape_unicode()) } else { shown.push(c) }
    }
    shown
}

/// Names the item a fault stands in: the last line at or before it that holds the item's field, in a list.
pub(crate) fn with_item(
    fault: WireError,
    bytes: &[u8],
    list: &str,
    field: &str,
    (zh, en): (&str, &str),
) -> WireError {
    let WireError::Syntax { at, what } = &fault else { return fault };
    let text = String::from_utf8_lossy(bytes);
    let (list, field) = (format!("{list}: ["), format!("{field}: \""));
    let lines: Vec<&str> = text.lines().take(at.line).collect();
    let Some(begin) = lines.iter().rposition(|line| line.contains(&list)) else { return fault };
    // A list that ends above the fault does not hold it.
    let indent = |line: &str| line.len() - line.trim_start().len();
    let ends = |line: &&&str| line.trim_start().starts_with(']') && indent(line) == indent(lines[begin]);
    if lines[begin + 1..].iter().any(|line| ends(&line)) {
        return fault;
    }
    let within = lines[begin..].iter().rev();
    let item = within.filter_map(|line| line.split_once(&field)?.1.split('"').next()).next();
    match item {
        Some(id) => {
            let id = shown(id);
            let what = Bilingual::new(format!("{zh} {id}：{}", what.zh), format!("{en} {id}: {}", what.en));
            WireError::Syntax { at: *at, what }
        }
        None => fault,
    }
}
