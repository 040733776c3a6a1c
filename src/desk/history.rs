//! The history of a return: whether it is whole, what it says has changed since, and its table.

use crate::{
    base::{Bilingual, Cell, ElementId, Figure, Lang, Table},
    desk::Desk,
    returns::{Change, Entry, Head, ReturnKey, SentBack},
    wire::{JournalLine, chained},
};

/// One figure that is another than when the return was handed in last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedSince {
    /// Which cell.
    pub element: ElementId,
    /// What was handed in.
    pub old: Entry,
    /// What stands there now.
    pub new: Entry,
    /// Why it was changed, as said with the newest edit.
    pub why: String,
}

/// Gives the words of why an edit was made: those of a code, else what a person wrote.
pub fn why_words(why: &str) -> Bilingual {
    if let Some(day) = why.strip_prefix("restored day ") {
        return Bilingual::new(format!("恢复到 {day} 的快照"), format!("brought back as of {day}"));
    }
    if let Some(revision) = why.strip_prefix("restored revision ") {
        return Bilingual::new(
            format!("恢复到第 {revision} 版"),
            format!("brought back to revision {revision}"),
        );
    }
    if let Some((side, print)) = why.strip_prefix("settled ").and_then(|rest| rest.split_once(' ')) {
        let (zh, en) = match side {
            "ours" => ("冲突：保留现存，未取指纹", "conflict settled: kept ours, set aside fingerprint"),
            "theirs" => ("冲突：采用来件，替换指纹", "conflict settled: took theirs over fingerprint"),
            _ => ("冲突：逐项取舍，来件指纹", "conflict settled cell by cell with fingerprint"),
        };
        return Bilingual::new(format!("{zh} {print}"), format!("{en} {print}"));
    }
    let (zh, en) = match why {
        "typed" => ("填写", "typed"),
        "pasted" => ("粘贴", "pasted"),
        "cleared" => ("清除", "cleared"),
        "filled down" => ("向下填充", "filled down"),
        "undo" => ("撤销", "undone"),
        "redo" => ("重做", "redone"),
        "explained" => ("情况说明", "explained"),
        "carried" => ("结转上期", "carried forward"),
        "confirmed" => ("确认结转", "confirmed"),
        "nil" => ("零报告", "nil return"),
        "signers" => ("签名人", "signers"),
        "declined" => ("未恢复", "not brought back"),
        "outside" => ("采用外部版本", "taken from outside"),
        "recovered" => ("恢复", "brought back"),
        "second" => ("双录核对", "double entry"),
        "submit" => ("上报", "submitted"),
        "receive" => ("接收", "received"),
        "accept" => ("审核通过", "accepted"),
        "send_back" => ("退回", "sent back"),
        words => (words, words),
    };
    Bilingual::new(zh, en)
}

pub(super) fn figure(figure: &Figure) -> String {
    match figure {
        Figure::Known(value) => value.normalize().to_string(),
        Figure::NotApplicable(reason) => format!("不适用：{reason}"),
        Figure::Blank => String::new(),
        Figure::Unread(text) => text.clone(),
    }
}

fn beside(entry: &Entry) -> String {
    let mut parts = Vec::new();
    if !entry.note.is_empty() {
        parts.push(entry.note.clone());
    }
    parts.extend(entry.explanations.iter().map(|(check, said)| format!("{check}: {}", said.text)));
    parts.join("; ")
}

/// Writes reason, words and remarks of a 退回 as one text.
fn said_text(said: &SentBack, lang: Lang) -> String {
    let mut parts = vec![said.reason.name().text(lang).to_owned()];
    parts.extend((!said.words.is_empty()).then(|| said.words.clone()));
    parts.extend(said.remarks.iter().map(|(element, remark)| format!("{element}: {remark}")));
    parts.join("; ")
}

/// Writes the history of a return as a table, one edit a row, oldest first.
pub fn history_table(desk: &Desk, key: &ReturnKey, lines: &[JournalLine], lang: Lang) -> Table {
    let titles = match lang {
        Lang::Zh => {
            ["修订", "时间", "修改人", "代码", "数据项", "原值", "新值", "备注和说明", "缘由", "校验链"]
        }
        Lang::En => ["Revision", "At", "Who", "Code", "Element", "Old", "New", "Note", "Why", "Chain"],
    };
    let mut table = Table::plain(&titles);
    let unit = desk.tree().unit(&key.unit).map(|unit| unit.name.text(lang).to_owned()).unwrap_or_default();
    let word = if lang == Lang::Zh { "修改记录" } else { "history" };
    table.title = format!("{unit}-{}-{}-{word}", key.form, key.period);
    for line in lines {
        let edit = &line.edit;
        let status = |head: &Head| head.status.name().text(lang).to_owned();
        let (code, name, old, new, note) = match &edit.change {
            Change::Cell { element, old, new } => {
                let name = desk.catalogue().element(element).map(|found| found.name.text(lang).to_owned());
                (
                    element.to_string(),
                    name.unwrap_or_default(),
                    figure(&old.figure),
                    figure(&new.figure),
                    beside(new),
                )
            }
            Change::Head { old, new } => {
                let word = if lang == Lang::Zh { "流转" } else { "status" };
                let print = new.submission().map(|found| found.fingerprint.clone()).unwrap_or_default();
                // What was said when it was sent back stays here when the return has long gone on.
                let said = new.sent_back.as_ref().filter(|said| old.sent_back.as_ref() != Some(said));
                let note = said.map_or(print, |said| said_text(said, lang));
                (String::new(), word.to_owned(), status(old), status(new), note)
            }
        };
        table.push(vec![
            Cell::text(line.revision.to_string()),
            Cell::text(edit.at.format("%Y-%m-%d %H:%M:%S").to_string()),
            Cell::text(&edit.who),
            Cell::text(code),
            Cell::text(name),
            Cell::text(old),
            Cell::text(new),
            Cell::text(note),
            Cell::text(why_words(&edit.why).text(lang)),
            Cell::text(&line.chain),
        ]);
    }
    table
}

impl Desk {
    /// Says where the history of a return no longer hangs together; `None` if every line is there as it was written.
    ///
    /// Each line carries a digest over the one before it, and the return the last of them: a line that was taken out,
    /// put in or changed shows, the newest one included. Lines of before there was a chain are not judged.
    pub fn history_break(&self, key: &ReturnKey) -> Option<Bilingual> {
        let lines = self.history(key, None);
        let broken = |revision: u64| {
            Some(Bilingual::new(
                format!("修改记录在第 {revision} 次修改处不连续：有记录被删除、插入或改动过。"),
                format!(
                    "The history does not hang together at revision {revision}: a line was removed, added or changed."
                ),
            ))
        };
        let mut before = String::new();
        let mut chained_so_far = false;
        for line in &lines {
            if line.chain.is_empty() {
                if chained_so_far {
                    return broken(line.revision);
                }
                continue;
            }
            // The first of the chain stands on nothing, whatever was done before there was one.
            if chained(&before, line).ok().as_ref() != Some(&line.chain) {
                return broken(line.revision);
            }
            chained_so_far = true;
            before.clone_from(&line.chain);
        }
        let end = self.returns.get(key)?;
        // Another window may have written on since this one read the return.
        let newest = lines.iter().rev().find(|line| line.revision <= end.revision);
        let at_end = end.chain.is_empty() || newest.is_some_and(|line| line.chain == end.chain);
        if at_end { None } else { broken(lines.last().map_or(1, |line| line.revision) + 1) }
    }

    /// Gives what is different now from what was handed in last, by cell; empty if it never was.
    pub fn changed_since_submission(&self, key: &ReturnKey) -> Vec<ChangedSince> {
        let head = self.head(key);
        let open = head.status.is_open();
        // Of a return that was handed in again, the changes since the time before.
        let mut handed_in = head.submissions.iter().rev();
        let since = if open { handed_in.next() } else { handed_in.nth(1) };
        let Some(since) = since.map(|submission| submission.revision) else { return Vec::new() };
        let mut changed: Vec<ChangedSince> = Vec::new();
        for line in self.history(key, None).into_iter().filter(|line| line.revision > since) {
            let Change::Cell { element, old, new } = line.edit.change else { continue };
            match changed.iter_mut().find(|found| found.element == element) {
                Some(found) => (found.new, found.why) = (new, line.edit.why),
                None => changed.push(ChangedSince { element, old, new, why: line.edit.why }),
            }
        }
        changed.retain(|found| found.old != found.new);
        changed
    }
}
