//! Where the items of a pack stand in its text: RON keeps no places once it is read.

use crate::base::ItemKind;

/// An item of a pack, as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item<'t> {
    pub(super) kind: ItemKind,
    /// Its id, row or day; empty if it has none.
    pub(super) id: &'t str,
    /// The line of its id, or where it begins.
    pub(super) line: usize,
    /// Its first and last line; the last of a text that breaks off is that of its end.
    pub(super) lines: (usize, usize),
}

/// A bracket that is open, and the field read last within it.
#[derive(Clone, Copy)]
struct Open<'t> {
    field: &'t str,
    line: usize,
}

/// Lists the items of a pack in order; of a text that is no pack whatever looks like one.
pub(super) fn items(text: &str) -> Vec<Item<'_>> {
    let mut reader = Reader { rest: text, line: 1, open: Vec::new(), word: "", found: Vec::new() };
    while reader.step() {}
    let line = reader.line;
    for item in reader.found.iter_mut().filter(|item| item.lines.1 == usize::MAX) {
        item.lines.1 = line;
    }
    reader.found
}

struct Reader<'t> {
    rest: &'t str,
    line: usize,
    open: Vec<Open<'t>>,
    /// The name read last, until something else follows.
    word: &'t str,
    found: Vec<Item<'t>>,
}

impl<'t> Reader<'t> {
    /// Takes a piece off the text and counts its lines.
    fn take(&mut self, length: usize) -> &'t str {
        let (piece, rest) = self.rest.split_at(length.min(self.rest.len()));
        self.line += piece.bytes().filter(|byte| *byte == b'\n').count();
        self.rest = rest;
        piece
    }

    fn step(&mut self) -> bool {
        let Some(first) = self.rest.chars().next() else { return false };
        let find = |rest: &str, end: &str, from: usize| {
            rest.get(from..).and_then(|rest| rest.find(end)).map_or(rest.len(), |at| from + at + end.len())
        };
        match first {
            '/' if self.rest.starts_with("//") => {
                self.take(find(self.rest, "\n", 0));
            }
            '/' if self.rest.starts_with("/*") => {
                self.take(find(self.rest, "*/", 2));
            }
            '"' => {
                let line = self.line;
                let length = text_length(self.rest);
                let piece = self.take(length);
                self.text(piece.trim_matches('"'), line);
            }
            'r' if self.rest[1..].trim_start_matches('#').starts_with('"') => {
                let hashes = self.rest[1..].find('"').unwrap_or_default();
                let end = format!("\"{}", "#".repeat(hashes));
                let line = self.line;
                let length = find(self.rest, &end, hashes + 2);
                let piece = self.take(length);
                self.text(piece[1..].trim_matches('#').trim_matches('"'), line);
            }
            '(' | '[' | '{' => self.begin(),
            ')' | ']' | '}' => {
                self.take(1);
                if self.is_item()
                    && let Some(item) = self.found.last_mut()
                {
                    item.lines.1 = self.line;
                }
                self.open.pop();
            }
            ':' => {
                self.take(1);
                let word = std::mem::take(&mut self.word);
                if let Some(open) = self.open.last_mut() {
                    open.field = word;
                }
            }
            c if c.is_alphanumeric() || c == '_' => {
                let length =
                    self.rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(self.rest.len());
                self.word = self.take(length);
            }
            c => {
                self.take(c.len_utf8());
            }
        }
        true
    }

    /// Says whether the innermost bracket is an item: `body: (`, a list of it, and one bracket within.
    fn is_item(&self) -> bool {
        matches!(&self.open[..], [head, body, list, _] if head.field == "body"
            && ItemKind::of_list(body.field).is_some() && list.field.is_empty())
    }

    fn begin(&mut self) {
        let line = self.line;
        self.take(1);
        self.open.push(Open { field: "", line });
        if self.is_item()
            && let Some(kind) = self.open.get(1).and_then(|body| ItemKind::of_list(body.field))
        {
            self.found.push(Item { kind, id: "", line, lines: (line, usize::MAX) });
        }
    }

    /// Takes a text as the id of the item it names.
    fn text(&mut self, text: &'t str, line: usize) {
        let field = self.open.last().map_or("", |open| open.field);
        if let [head, body] = &self.open[..]
            && head.field == "body"
            && body.field == "id"
        {
            self.found.push(Item { kind: ItemKind::Plan, id: text, line, lines: (body.line, usize::MAX) });
        } else if self.is_item()
            && matches!(field, "id" | "row" | "on")
            && let Some(item) = self.found.last_mut()
            && item.id.is_empty()
        {
            (item.id, item.line) = (text, line);
        }
    }
}

/// Gives how long a text in quotes is, both of them counted.
fn text_length(rest: &str) -> usize {
    let mut is_escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}
