//! Reads Rust sources as far as the rules need: code without comments and texts, and the texts apart.

use std::{fs, path::Path};

/// One source file.
pub struct File {
    /// Its path under `src`, or under `tests/suite`.
    pub name: String,
    /// Its code on the same lines; comments are gone and texts are empty.
    pub code: String,
    /// Its texts in order.
    pub literals: Vec<Literal>,
    /// How many lines it has.
    pub lines: usize,
}

/// One text in the code.
pub struct Literal {
    pub line: usize,
    pub text: String,
    /// It stands as the key in `say(…)` or `say_with(…)`.
    pub asked_for: bool,
}

/// Gives the files under `src`.
pub fn tree() -> Vec<File> {
    read_all("src")
}

/// Gives the files of the test binary.
pub fn suite() -> Vec<File> {
    read_all("tests/suite")
}

fn read_all(folder: &str) -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files = Vec::new();
    let mut open = vec![root.clone()];
    while let Some(at) = open.pop() {
        for path in fs::read_dir(&at).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let name = path.strip_prefix(&root).expect("inside").to_string_lossy().replace('\\', "/");
                files.push(File::of(name, &fs::read_to_string(&path).expect("UTF-8")));
            }
        }
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    files
}

/// Gives where a whole word ends in a text, each time it stands there.
pub fn ends_of<'t>(text: &'t str, word: &'t str) -> impl Iterator<Item = usize> + 't {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).map(|(at, found)| (at, at + found.len())).filter_map(move |(at, end)| {
        let alone = !text[..at].ends_with(is_word) && !text[end..].starts_with(is_word);
        alone.then_some(end)
    })
}

impl File {
    /// Takes a source apart.
    pub fn of(name: String, source: &str) -> Self {
        let mut reader = Reader { rest: source, code: String::new(), literals: Vec::new() };
        while reader.step() {}
        Self { name, code: reader.code, literals: reader.literals, lines: source.lines().count() }
    }

    /// Says whether it lies in a folder of the crate, or is that module's one file.
    pub fn is_in(&self, folder: &str) -> bool {
        self.name.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/') || rest == ".rs")
    }

    /// Names the top-level module it belongs to; none for the roots of library and programs.
    pub fn layer(&self) -> Option<String> {
        let first = self.name.split('/').next()?;
        (!matches!(first, "lib.rs" | "main.rs" | "bin")).then(|| first.trim_end_matches(".rs").to_owned())
    }

    /// Gives the top-level modules it names, with the line, by `crate::` or by enough `super::`.
    pub fn uses(&self) -> Vec<(usize, String)> {
        let parts = self.name.trim_end_matches(".rs").trim_end_matches("/mod").split('/').count();
        let to_root = "super::".repeat(parts);
        let mut found = Vec::new();
        for root in ["crate::", to_root.as_str()] {
            for (at, _) in self.code.match_indices(root) {
                let is_longer = self.code[..at].ends_with("super::")
                    || self.code[..at].ends_with(|c: char| c.is_alphanumeric());
                if !is_longer {
                    self.names_from(at + root.len(), &mut found);
                }
            }
        }
        found.sort();
        found.dedup();
        found
    }

    /// Gathers the name at a place, or the names of a group in braces.
    fn names_from(&self, at: usize, into: &mut Vec<(usize, String)>) {
        let line_of = |at: usize| self.code[..at].matches('\n').count() + 1;
        let name_at = |at: usize| -> String {
            self.code[at..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
        };
        if !self.code[at..].starts_with('{') {
            into.push((line_of(at), name_at(at)));
            return;
        }
        let (mut depth, mut fresh) = (0, false);
        for (step, c) in self.code[at..].char_indices() {
            match c {
                '{' => {
                    depth += 1;
                    fresh = depth == 1;
                }
                '}' if depth == 1 => return,
                '}' => depth -= 1,
                ',' => fresh = depth == 1,
                c if fresh && (c.is_alphanumeric() || c == '_') => {
                    into.push((line_of(at + step), name_at(at + step)));
                    fresh = false;
                }
                _ => {}
            }
        }
    }
}

struct Reader<'s> {
    rest: &'s str,
    code: String,
    literals: Vec<Literal>,
}

impl Reader<'_> {
    fn line(&self) -> usize {
        self.code.matches('\n').count() + 1
    }

    /// Drops a piece but keeps its line ends.
    fn drop_piece(&mut self, length: usize) {
        let (piece, rest) = self.rest.split_at(length);
        self.code.extend(piece.chars().filter(|c| *c == '\n'));
        self.rest = rest;
    }

    /// Takes one piece: a comment, a text, a character, or one character of code.
    fn step(&mut self) -> bool {
        let Some(first) = self.rest.chars().next() else { return false };
        let after_word = self.code.ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let raw = self.rest.strip_prefix('b').unwrap_or(self.rest).strip_prefix('r').filter(|_| !after_word);
        let hashes = raw.map(|raw| raw.len() - raw.trim_start_matches('#').len());
        if self.rest.starts_with("//") {
            let length = self.rest.find('\n').unwrap_or(self.rest.len());
            self.drop_piece(length);
        } else if self.rest.starts_with("/*") {
            let length = self.rest.find("*/").map_or(self.rest.len(), |at| at + 2);
            self.drop_piece(length);
        } else if let (Some(raw), Some(hashes)) = (raw, hashes)
            && raw[hashes..].starts_with('"')
        {
            let close = format!("\"{}", "#".repeat(hashes));
            let inner = &raw[hashes + 1..];
            let text = inner[..inner.find(&close).unwrap_or(inner.len())].to_owned();
            let length = self.rest.len() - inner.len() + text.len() + close.len();
            self.take_text(text, length);
        } else if first == '"' {
            let mut text = String::new();
            let mut length = 1;
            let mut chars = self.rest[1..].chars();
            while let Some(c) = chars.next() {
                length += c.len_utf8();
                match c {
                    '"' => break,
                    '\\' => {
                        let next = chars.next().unwrap_or_default();
                        length += next.len_utf8();
                        text.push(if next == 'n' { '\n' } else { next });
                    }
                    c => text.push(c),
                }
            }
            self.take_text(text, length);
        } else if let Some(length) = char_length(self.rest) {
            self.code.push_str("' '");
            self.drop_piece(length);
        } else {
            self.code.push(first);
            self.rest = &self.rest[first.len_utf8()..];
        }
        true
    }

    fn take_text(&mut self, text: String, length: usize) {
        let line = self.line();
        let before = self.code.trim_end();
        // `say("…"`, `say_with("…"`, and with the language before the key.
        let call = before.rsplit_once('(').filter(|(_, between)| {
            let between = between.trim();
            between.is_empty()
                || (between.ends_with(',')
                    && between.chars().all(|c| c.is_alphanumeric() || "_.,& ()".contains(c))
                    && between.matches(',').count() == 1)
        });
        let asked_for = call.is_some_and(|(name, _)| {
            ["say", "say_with"].iter().any(|said| ends_of(name, said).last() == Some(name.len()))
        });
        self.literals.push(Literal { line, text, asked_for });
        self.code.push_str("\"\"");
        self.drop_piece(length);
    }
}

/// Gives how long a character literal is; a lifetime is none.
fn char_length(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('\'')?;
    let first = inner.chars().next()?;
    if first == '\\' {
        return inner[2..].find('\'').map(|at| at + 4);
    }
    inner[first.len_utf8()..].starts_with('\'').then(|| first.len_utf8() + 2)
}
