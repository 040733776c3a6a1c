//! The header every file begins with, and the digest over what follows.

use std::borrow::Cow;

use ron::{Options, error::SpannedError, extensions::Extensions, ser::PrettyConfig};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use sm3::{Digest as _, Sm3};

use crate::{
    base::Bilingual,
    wire::{Place, WireError},
};

/// The largest file that is parsed.
pub const MAX_BYTES: usize = 8 * 1024 * 1024;

/// Whether a file must carry a digest: what the program wrote must, what a person authored need not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Digested {
    /// Refused without one.
    Always,
    /// Checked only if it is there.
    IfPresent,
    /// Not checked: for saying more precisely what is wrong with a file that is refused anyway.
    Unchecked,
}

/// The header alone: what a file says it is, whatever its body holds.
#[derive(Deserialize)]
struct Header {
    format: String,
    version: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Envelope<T> {
    format: String,
    version: u32,
    #[serde(default)]
    digest: Option<String>,
    body: T,
}

fn options() -> Options {
    Options::default().with_default_extension(Extensions::IMPLICIT_SOME)
}

/// Writes a value as pretty RON without a header.
pub(crate) fn plain_text<T: Serialize>(value: &T) -> Result<String, ron::Error> {
    options().to_string(value)
}

/// Reads a value from RON without a header.
pub(crate) fn from_plain_text<T: DeserializeOwned>(text: &str) -> Result<T, WireError> {
    if text.len() > MAX_BYTES {
        return Err(WireError::Large { bytes: text.len(), limit: MAX_BYTES });
    }
    refuse_attributes(text)?;
    options().from_str(text).map_err(|fault| syntax(&fault))
}

/// Writes a file: header, digest, body. The same value gives the same bytes on every machine.
///
/// # Errors
/// Only if the value holds something RON cannot write.
pub fn seal<T: Serialize>(format: &str, version: u32, body: &T) -> Result<String, ron::Error> {
    let pretty = PrettyConfig::new().new_line("\n").indentor("    ").struct_names(false).depth_limit(6);
    let body = options().to_string_pretty(body, pretty)?;
    let mut rest = String::with_capacity(body.len() * 5 / 4);
    rest.push_str("    body: ");
    for (at, line) in body.lines().enumerate() {
        if at > 0 {
            rest.push_str("\n    ");
        }
        rest.push_str(line);
    }
    rest.push_str(",\n)\n");
    let head = head_of(format, version);
    let digest = digest_of(&head, &rest);
    Ok(format!("{head}    digest: \"{digest}\",\n{rest}"))
}

fn digest_of(head: &str, rest: &str) -> String {
    use std::fmt::Write as _;
    let mut sum = Sm3::new();
    sum.update(head.as_bytes());
    sum.update(rest.as_bytes());
    let mut text = String::from("sm3:");
    for byte in sum.finalize() {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// Reads a file: size, text, grammar, kind, version, digest, then the body.
///
/// # Errors
/// Everything a [`WireError`] names; nothing of a refused file is taken.
pub fn open<T: DeserializeOwned>(
    bytes: &[u8],
    format: &str,
    newest: u32,
    digested: Digested,
) -> Result<T, WireError> {
    open_of(bytes, format, newest, digested).map(|(_, body)| body)
}

/// Reads a file as [`open`] does and gives its version as well.
pub(crate) fn open_of<T: DeserializeOwned>(
    bytes: &[u8],
    format: &str,
    newest: u32,
    digested: Digested,
) -> Result<(u32, T), WireError> {
    let text = text_of(bytes)?;
    refuse_attributes(&text)?;
    // A fault with a place says more than a digest that does not fit, so the text is read first; but of a file of
    // another kind or of a newer program it is told what it is, not where its body is strange.
    let envelope: Envelope<T> = match options().from_str(&text) {
        Ok(envelope) => envelope,
        Err(fault) => {
            let header: Header = options().from_str(&text).map_err(|fault| syntax(&fault))?;
            check_header(&header.format, header.version, (format, newest))?;
            return Err(syntax(&fault));
        }
    };
    check_header(&envelope.format, envelope.version, (format, newest))?;
    match (&envelope.digest, digested) {
        (Some(digest), Digested::Always | Digested::IfPresent) => {
            check_digest(&text, (format, envelope.version), digest)?;
        }
        (None, Digested::Always) => return Err(WireError::Digest),
        (None, Digested::IfPresent) | (_, Digested::Unchecked) => {}
    }
    Ok((envelope.version, envelope.body))
}

fn check_header(found: &str, version: u32, (format, newest): (&str, u32)) -> Result<(), WireError> {
    if found != format {
        return Err(WireError::Format { found: found.to_owned(), expected: format.to_owned() });
    }
    if version > newest || version == 0 {
        return Err(WireError::Newer { found: version, known: newest });
    }
    Ok(())
}

/// Checks the digest alone of a file that was read before and must carry one; nothing is parsed again.
pub(crate) fn verify(bytes: &[u8], format: &str, version: u32) -> Result<(), WireError> {
    let text = text_of(bytes)?;
    let digest = text.strip_prefix(&head_of(format, version)).and_then(|rest| rest.strip_prefix(DIGEST));
    let digest = digest.and_then(|rest| rest.split_once('"')).map(|(digest, _)| digest);
    check_digest(&text, (format, version), digest.ok_or(WireError::Digest)?)
}

const DIGEST: &str = "    digest: \"";

fn head_of(format: &str, version: u32) -> String {
    format!("(\n    format: \"{format}\",\n    version: {version},\n")
}

fn text_of(bytes: &[u8]) -> Result<Cow<'_, str>, WireError> {
    if bytes.len() > MAX_BYTES {
        return Err(WireError::Large { bytes: bytes.len(), limit: MAX_BYTES });
    }
    let text = std::str::from_utf8(bytes).map_err(|fault| WireError::NotText(fault.valid_up_to()))?;
    if let Some(at) = text.find('\0') {
        return Err(WireError::NotText(at));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    Ok(if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n")) } else { Cow::Borrowed(text) })
}

/// Refuses what changes the grammar: at the beginning of a line, or behind the comments a file may begin with.
fn refuse_attributes(text: &str) -> Result<(), WireError> {
    let in_line = text.lines().position(|line| line.trim_start().starts_with("#!"));
    let rest = after_comments(text);
    let at_start = rest.starts_with("#!").then(|| text[..text.len() - rest.len()].matches('\n').count());
    in_line.or(at_start).map_or(Ok(()), |at| Err(WireError::Attribute(at + 1)))
}

/// Gives a text from the first thing that is neither space nor comment; block comments nest.
fn after_comments(text: &str) -> &str {
    let mut rest = text.trim_start();
    loop {
        if let Some(line) = rest.strip_prefix("//") {
            rest = line.split_once('\n').map_or("", |(_, rest)| rest).trim_start();
        } else if rest.starts_with("/*") {
            let mut depth = 0_usize;
            let mut at = 0;
            while let Some(found) = rest[at..].find(['/', '*']) {
                at += found;
                let pair = rest.get(at..at + 2).unwrap_or_default();
                match pair {
                    "/*" => depth += 1,
                    "*/" => depth -= 1,
                    _ => {
                        at += 1;
                        continue;
                    }
                }
                at += 2;
                if depth == 0 {
                    break;
                }
            }
            if depth > 0 {
                return "";
            }
            rest = rest[at..].trim_start();
        } else {
            return rest;
        }
    }
}

/// The digest covers every byte but its own line, whose form is fixed; so any change is noticed.
fn check_digest(text: &str, (format, version): (&str, u32), digest: &str) -> Result<(), WireError> {
    let head = head_of(format, version);
    let line = format!("{DIGEST}{digest}\",\n");
    let rest = text.strip_prefix(&head).and_then(|rest| rest.strip_prefix(&line));
    match rest {
        Some(rest) if digest_of(&head, rest) == digest => Ok(()),
        _ => Err(WireError::Digest),
    }
}

/// Turns RON's words into ours.
fn syntax(fault: &SpannedError) -> WireError {
    use ron::Error as Code;
    let at = Place { line: fault.span.start.line, column: fault.span.start.col };
    let what = match &fault.code {
        Code::Eof | Code::ExpectedStringEnd | Code::UnclosedBlockComment => Bilingual::new(
            "文件在此处中断，后面的内容缺失。",
            "The file breaks off here; the rest is missing.",
        ),
        Code::NoSuchStructField { found, expected, .. } => Bilingual::new(
            format!("没有“{found}”这一项；可用的有：{}。", expected.join("、")),
            format!("There is no field '{found}'; known are {}.", expected.join(", ")),
        ),
        Code::MissingStructField { field, .. } => {
            Bilingual::new(format!("缺少“{field}”。"), format!("The field '{field}' is missing."))
        }
        Code::DuplicateStructField { field, .. } => {
            Bilingual::new(format!("“{field}”重复出现。"), format!("The field '{field}' stands twice."))
        }
        Code::NoSuchEnumVariant { found, expected, .. } => Bilingual::new(
            format!("“{found}”不是可用的选项；可用的有：{}。", expected.join("、")),
            format!("'{found}' is not one of {}.", expected.join(", ")),
        ),
        Code::ExceededRecursionLimit => {
            Bilingual::new("括号嵌套过深，未读取。", "Brackets are nested too deeply; it was not read.")
        }
        other => {
            let words = other.to_string();
            Bilingual::new(format!("此处写法不对({words})。"), format!("Not written as expected: {words}."))
        }
    };
    WireError::Syntax { at, what }
}

/// Finds where an id stands for the n-th time after a field name, for the message about duplicates.
pub(crate) fn place_of(bytes: &[u8], field: &str, id: &str, nth: usize) -> Place {
    let needle = format!("{field}: \"{id}\"");
    let text = String::from_utf8_lossy(bytes);
    let hit = text.lines().enumerate().filter_map(|(at, line)| Some((at, line.find(&needle)?))).nth(nth);
    hit.map_or_else(Place::default, |(line, column)| Place { line: line + 1, column: column + 1 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_found_behind_comments_and_nowhere_else() {
        let check = |text: &str, line: Option<usize>| {
            let expected = line.map_or(Ok(()), |line| Err(WireError::Attribute(line)));
            assert_eq!(refuse_attributes(text), expected, "{text:?}");
        };
        check("(a: 1)", None);
        check("#![enable(implicit_some)]\n(a: 1)", Some(1));
        check("  /* x */ #![enable(implicit_some)] (a: 1)", Some(1));
        check("// x\n/* /* y */\n */ #![enable(implicit_some)] (a: 1)", Some(3));
        check("/* not closed #![x]", None);
        check("(a: \"见 #![x] 一节\")", None);
        check("/*/ */ (a: 1)", None);
    }
}
