//! Where a command reads and writes: data to stdout, words to stderr.

use std::{
    io::{IsTerminal as _, Read, Write},
    path::Path,
};

use chrono::{NaiveDate, NaiveDateTime};

use crate::{
    base::{Align, Bilingual, Lang, Table},
    cli::{CliError, args::Args},
    report::{table_csv, table_text},
    store::{Disk as _, RealDisk, Step, StoreError, is_removable, write_file},
    words::{say, say_with},
};

/// What stands for stdin or stdout where a file is named.
const DASH: &str = "-";

/// 终端.
pub(super) struct Terminal<'a> {
    input: &'a mut dyn Read,
    out: &'a mut dyn Write,
    err: &'a mut dyn Write,
    lang: Lang,
    lang_is_asked: bool,
    quiet: bool,
    /// The day that counts as today for what is due and where a path stands.
    pub(super) today: NaiveDate,
    /// Local time, for the journal and the lock.
    pub(super) now: NaiveDateTime,
    /// When what passes between desks is handed in or received: the clock's time, on the day that counts as today.
    pub(super) passed_at: NaiveDateTime,
}

impl<'a> Terminal<'a> {
    pub(super) fn new(
        input: &'a mut dyn Read,
        out: &'a mut dyn Write,
        err: &'a mut dyn Write,
        args: &Args,
        now: NaiveDateTime,
    ) -> Self {
        let today = args.today.unwrap_or(now.date());
        Self {
            input,
            out,
            err,
            lang: args.lang.unwrap_or_default(),
            lang_is_asked: args.lang.is_some(),
            quiet: args.quiet,
            today,
            now,
            passed_at: today.and_time(now.time()),
        }
    }

    pub(super) const fn lang(&self) -> Lang {
        self.lang
    }

    /// Takes a workspace's language, unless `--lang` asked for one.
    pub(super) const fn follow(&mut self, lang: Lang) {
        if !self.lang_is_asked {
            self.lang = lang;
        }
    }

    /// Gives a text of the locale files.
    pub(super) fn words(&self, key: &str, fill: &[(&str, &str)]) -> String {
        say_with(self.lang, key, fill)
    }

    /// Says how a command went; `--quiet` keeps it silent.
    pub(super) fn tell(&mut self, key: &str, fill: &[(&str, &str)]) {
        if !self.quiet {
            let text = self.words(key, fill);
            self.write_err(&text);
        }
    }

    /// Says a sentence unless `--quiet` keeps it silent.
    pub(super) fn tell_text(&mut self, text: &Bilingual) {
        if !self.quiet && !text.text(self.lang).is_empty() {
            let text = text.text(self.lang).to_owned();
            self.write_err(&text);
        }
    }

    /// Says what nobody may miss: refusals, findings, unread cells.
    pub(super) fn warn(&mut self, text: &Bilingual) {
        let text = text.text(self.lang).to_owned();
        self.write_err(&text);
    }

    fn write_err(&mut self, text: &str) {
        // With stderr closed there is nobody left to tell.
        let _ = writeln!(self.err, "{text}");
    }

    /// Writes text to stdout.
    pub(super) fn put(&mut self, text: &str) -> Result<(), CliError> {
        self.put_bytes(text.as_bytes())
    }

    fn put_bytes(&mut self, bytes: &[u8]) -> Result<(), CliError> {
        self.out.write_all(bytes).map_err(CliError::Output)
    }

    pub(super) fn flush(&mut self) -> Result<(), CliError> {
        self.out.flush().map_err(CliError::Output)
    }

    /// Writes a table to stdout, for scripts or for people.
    pub(super) fn put_table(&mut self, table: &Table, csv: bool) -> Result<(), CliError> {
        self.put(&if csv { table_csv(table) } else { table_text(table) })
    }

    /// Starts a table of fixed columns, titled in the reader's language; `name:key` has a title other than its name's.
    pub(super) fn table(&self, columns: &[&'static str]) -> Table {
        let titled = columns.iter().map(|column| {
            let (name, key) = column.split_once(':').unwrap_or((column, column));
            (name, column_title(self.lang, key), Align::Left)
        });
        Table::new("", titled)
    }

    /// Reads a file, or stdin for `-`.
    pub(super) fn read(&mut self, path: &Path) -> Result<Vec<u8>, CliError> {
        if path.as_os_str() != DASH {
            return bytes_of(path);
        }
        let mut bytes = Vec::new();
        let mut input = &mut *self.input;
        let read = Read::take(&mut input, MOST_BYTES + 1).read_to_end(&mut bytes);
        read.map_err(|fault| CliError::refused("stdin", [("why", fault.to_string())]))?;
        checked_size(bytes, path)
    }

    /// Writes a file, or stdout for `-`, and names the file.
    pub(super) fn write(&mut self, path: &Path, bytes: &[u8]) -> Result<(), CliError> {
        if path.as_os_str() == DASH {
            return self.put_bytes(bytes);
        }
        write_file(path, bytes)?;
        let told = if is_removable(path) { "cli.told.written_and_read" } else { "cli.told.written" };
        self.tell(told, &[("path", &path.display().to_string())]);
        Ok(())
    }

    /// Draws how far a long job is, on a terminal only; `done == all` clears it.
    pub(super) fn progress(&mut self, done: usize, all: usize) {
        const WIDTH: usize = 30;
        if self.quiet || !std::io::stderr().is_terminal() {
            return;
        }
        let full = (done * WIDTH).checked_div(all).unwrap_or(WIDTH);
        let text = if done >= all {
            format!("\r{}\r", " ".repeat(WIDTH + 30))
        } else {
            format!("\r[{}{}] {done}/{all}", "#".repeat(full), ".".repeat(WIDTH - full))
        };
        let _ = self.err.write_all(text.as_bytes());
        let _ = self.err.flush();
    }
}

/// The largest file taken.
const MOST_BYTES: u64 = 8 * 1024 * 1024;

/// Reads a file that is not too large.
fn bytes_of(path: &Path) -> Result<Vec<u8>, CliError> {
    let bytes = RealDisk.read(path).map_err(|fault| StoreError::Io {
        what: Step::Read,
        path: path.to_owned(),
        source_text: fault.to_string(),
    })?;
    checked_size(bytes, path)
}

fn checked_size(bytes: Vec<u8>, path: &Path) -> Result<Vec<u8>, CliError> {
    if bytes.len() as u64 > MOST_BYTES {
        return Err(CliError::refused("large", [("path", path.display().to_string())]));
    }
    Ok(bytes)
}

/// Says whether a file name stands for stdin or stdout.
pub(super) fn is_dash(path: &Path) -> bool {
    path.as_os_str() == DASH
}

/// Gives the title people read above a column.
pub(super) fn column_title(lang: Lang, name: &str) -> String {
    say(lang, &format!("cli.column.{name}")).into_owned()
}
