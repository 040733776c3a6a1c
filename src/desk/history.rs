//! The history of a return as people read it and as a table.

use crate::{
    base::{Bilingual, Cell, Figure, Lang, Table},
    desk::Desk,
    returns::{Change, Entry, Head, ReturnKey},
    wire::JournalLine,
};

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
                (String::new(), word.to_owned(), status(old), status(new), print)
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
