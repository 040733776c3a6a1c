//! The header every file begins with, and the digest over what follows.

use std::borrow::Cow;

use ron::{Options, extensions::Extensions, ser::PrettyConfig};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use sm3::{Digest as _, Sm3};

use crate::{
    base::Bilingual,
    wire::{
        Place, WireError,
        grammar::{shown, syntax},
    },
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
    refuse_strangers(text)?;
    options().from_str(text).map_err(|fault| syntax(&fault))
}

/// How deep a body is laid out over lines; what lies deeper stands on the line it begins on.
const DEPTH: usize = 6;

/// Writes a file: header, digest, body. The same value gives the same bytes on every machine.
///
/// # Errors
/// Only if the value holds something RON cannot write.
pub fn seal<T: Serialize>(format: &str, version: u32, body: &T) -> Result<String, ron::Error> {
    seal_to(DEPTH, format, version, body)
}

/// Writes a file of returns as [`seal`] does, each cell on a line of its own: half as long as a line for each field.
pub(crate) fn seal_cells<T: Serialize>(format: &str, version: u32, body: &T) -> Result<String, ron::Error> {
    seal_to(DEPTH - 1, format, version, body)
}

fn seal_to<T: Serialize>(depth: usize, format: &str, version: u32, body: &T) -> Result<String, ron::Error> {
    let pretty = PrettyConfig::new().new_line("\n").indentor("    ").struct_names(false).depth_limit(depth);
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
    let mut sum = Sm3::new();
    sum.update(head.as_bytes());
    sum.update(rest.as_bytes());
    sum_text(&sum.finalize())
}

/// Writes a digest: `sm3:` and 64 hexadecimal digits.
pub(crate) fn sum_text(sum: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut text = String::from("sm3:");
    for byte in sum {
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
    refuse_strangers(&text)?;
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

/// Names the format a file says it is, without reading its body where its first line has the form the program writes.
///
/// # Errors
/// Of a text that is no file of ours, why.
pub(crate) fn format_of(bytes: &[u8]) -> Result<String, WireError> {
    let text = text_of(bytes)?;
    refuse_strangers(&text)?;
    let written = text.strip_prefix(HEAD).and_then(|rest| rest.split_once('"')).map(|(format, _)| format);
    if let Some(format) = written {
        return Ok(format.to_owned());
    }
    let header: Header = options().from_str(&text).map_err(|fault| syntax(&fault))?;
    Ok(header.format)
}

fn check_header(found: &str, version: u32, (format, newest): (&str, u32)) -> Result<(), WireError> {
    if found != format {
        return Err(WireError::Format { found: shown(found), expected: format.to_owned() });
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

/// Gives the digest that a file of this kind and version says it has; whether it has it is not looked at.
pub(crate) fn stated(bytes: &[u8], format: &str, version: u32) -> Option<[u8; 32]> {
    let rest = bytes.strip_prefix(head_of(format, version).as_bytes())?.strip_prefix(DIGEST.as_bytes())?;
    let digits = std::str::from_utf8(rest.strip_prefix(b"sm3:")?.get(..64)?).ok()?;
    let mut sum = [0; 32];
    for (byte, two) in sum.iter_mut().zip(digits.as_bytes().chunks_exact(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok()?;
    }
    Some(sum)
}

/// Gives the digest that a file of ours says it has; whether it has it is not looked at.
pub(crate) fn stated_seal(bytes: &[u8]) -> Option<String> {
    parts(&text_of(bytes).ok()?).map(|(_, digest, _)| digest.to_owned())
}

/// Gives the digest that a file of ours says it has, if it has it.
pub(crate) fn fitting_seal(bytes: &[u8]) -> Option<String> {
    let text = text_of(bytes).ok()?;
    let (head, digest, rest) = parts(&text)?;
    (digest_of(head, rest) == digest).then(|| digest.to_owned())
}

/// Parts a file of ours into what stands above its digest, the digest, and what follows.
fn parts(text: &str) -> Option<(&str, &str, &str)> {
    let (head, rest) = text.split_at(text.find(DIGEST)?);
    let is_head = head.starts_with(HEAD) && head.matches('\n').count() == 3;
    let (digest, rest) = rest.strip_prefix(DIGEST)?.split_once("\",\n")?;
    is_head.then_some((head, digest, rest))
}

const HEAD: &str = "(\n    format: \"";
const DIGEST: &str = "    digest: \"";

fn head_of(format: &str, version: u32) -> String {
    format!("{HEAD}{format}\",\n    version: {version},\n")
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

/// Refuses what is no file of ours from its first sign on, and attributes: RON takes them before anything else but white
/// space and comments; what stands later is text.
fn refuse_strangers(text: &str) -> Result<(), WireError> {
    let mut rest = text.trim_start();
    loop {
        let end = match rest {
            _ if rest.starts_with("//") => rest.find('\n'),
            _ if rest.starts_with("/*") => comment_end(rest),
            _ if rest.starts_with('#') => {
                let above = &text[..text.len() - rest.len()];
                return Err(WireError::Attribute(above.matches('\n').count() + 1));
            }
            _ if rest.starts_with(['(', 'F']) => return Ok(()),
            _ => {
                let above = &text[..text.len() - rest.len()];
                let column = above.chars().rev().take_while(|c| *c != '\n').count() + 1;
                let at = Place { line: above.matches('\n').count() + 1, column };
                let what = if rest.is_empty() {
                    Bilingual::new(
                        "文件是空的，或内容缺失。",
                        "The file is empty, or its contents are missing.",
                    )
                } else {
                    Bilingual::new(
                        "这不是本程序的文件：内容应以“(”开头。",
                        "This is no file of this program: its contents begin with '('.",
                    )
                };
                return Err(WireError::Syntax { at, what });
            }
        };
        rest = end.map_or("", |end| &rest[end..]).trim_start();
    }
}

/// Finds the end of a comment in `/*` and `*/`, which may hold others.
fn comment_end(text: &str) -> Option<usize> {
    let (mut depth, mut at) = (0_usize, 0);
    loop {
        let rest = text.get(at..)?;
        let next = rest.find(['/', '*'])?;
        match rest.get(next..next + 2) {
            Some("/*") => (depth, at) = (depth + 1, at + next + 2),
            Some("*/") if depth == 1 => return Some(at + next + 2),
            Some("*/") => (depth, at) = (depth - 1, at + next + 2),
            _ => at += next + 1,
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

/// Finds where an id stands for the n-th time after a field name, for the message about duplicates.
pub(crate) fn place_of(bytes: &[u8], field: &str, id: &str, nth: usize) -> Place {
    let needle = format!("{field}: \"{id}\"");
    let text = String::from_utf8_lossy(bytes);
    let hit = text.lines().enumerate().filter_map(|(at, line)| Some((at, line.find(&needle)?))).nth(nth);
    hit.map_or_else(Place::default, |(line, column)| Place { line: line + 1, column: column + 1 })
}

/// 版本号 above which a revision is no count of edits any more; counting on from there stays a number.
const MAX_REVISION: u64 = u32::MAX as u64;

/// Says whether a number of edits makes this revision.
pub(crate) const fn is_revision(revision: u64) -> bool {
    revision <= MAX_REVISION
}

/// Refuses a revision that no number of edits makes.
pub(crate) fn check_revision(revision: u64, bytes: &[u8]) -> Result<(), WireError> {
    if is_revision(revision) {
        return Ok(());
    }
    let text = String::from_utf8_lossy(bytes);
    let needles = [format!("revision: {revision}"), format!("revision:{revision}")];
    let found = |line: &str| needles.iter().find_map(|needle| line.find(needle));
    let hit = text.lines().enumerate().find_map(|(at, line)| Some((at, found(line)?)));
    let at = hit.map_or_else(Place::default, |(line, column)| Place { line: line + 1, column: column + 1 });
    let what = Bilingual::new(
        format!("版本号 {revision} 不可能，最大为 {MAX_REVISION}，请更正。"),
        format!("The revision {revision} is not possible, the highest is {MAX_REVISION}. Mend it."),
    );
    Err(WireError::Syntax { at, what })
}
