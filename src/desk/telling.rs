//! The history of a return in words: one line for each thing a person did, what was done to many cells folded into one.

use chrono::NaiveDateTime;

use crate::{
    base::{Bilingual, ElementId, Figure},
    desk::{ChangedSince, Desk, history::why_words, sheet::element_text},
    indicator::Element,
    returns::{Change, Entry, Head, Signer},
    wire::JournalLine,
};

/// 修改记录 as people read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// When, local time.
    pub at: NaiveDateTime,
    /// Who did it.
    pub who: String,
    /// The cell, if it is about one.
    pub element: Option<ElementId>,
    /// What it is about: the cell's name, 签名人, 流转, or how many cells.
    pub name: Bilingual,
    /// What became of it, in full.
    pub change: Bilingual,
    /// Why, in a person's words or the program's; empty where the change says it.
    pub why: Bilingual,
    /// The cells of one command on many, or the remarks of a 退回.
    pub parts: Vec<Self>,
}

/// What an edit did to a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Did {
    Carried,
    Confirmed,
    Figure,
    Explained,
    Noted,
    Flagged,
}

impl Did {
    fn of(old: &Entry, new: &Entry) -> Self {
        if new.carried && !old.carried {
            Self::Carried
        } else if old.figure != new.figure {
            Self::Figure
        } else if old.carried != new.carried {
            Self::Confirmed
        } else if old.explanations != new.explanations {
            Self::Explained
        } else if old.note != new.note {
            Self::Noted
        } else {
            Self::Flagged
        }
    }

    fn word(self) -> Bilingual {
        let (zh, en) = match self {
            Self::Carried => ("结转上期", "Carried forward"),
            Self::Confirmed => ("确认结转", "Confirmed"),
            Self::Figure => ("改数", "Figure"),
            Self::Explained => ("情况说明", "Explanation"),
            Self::Noted => ("备注", "Note"),
            Self::Flagged => ("待跟踪", "Follow-up"),
        };
        Bilingual::new(zh, en)
    }
}

fn join(old: &Bilingual, new: &Bilingual) -> Bilingual {
    Bilingual::new(format!("{} → {}", old.zh, new.zh), format!("{} → {}", old.en, new.en))
}

fn led(word: &Bilingual, text: &Bilingual) -> Bilingual {
    Bilingual::new(format!("{}：{}", word.zh, text.zh), format!("{}: {}", word.en, text.en))
}

fn plain(text: &str) -> Bilingual {
    if text.is_empty() { Bilingual::new("（空）", "(blank)") } else { Bilingual::new(text, text) }
}

fn figure_words(element: Option<&Element>, figure: &Figure) -> Bilingual {
    match (figure, element) {
        (Figure::Known(value), Some(element)) => element_text(element, *value),
        (Figure::Known(value), None) => plain(&value.normalize().to_string()),
        (Figure::NotApplicable(reason), _) => {
            Bilingual::new(format!("不适用（{reason}）"), format!("n/a ({reason})"))
        }
        (Figure::Blank, _) => Bilingual::new("空", "blank"),
        (Figure::Unread(text), _) => Bilingual::new(format!("“{text}”"), format!("'{text}'")),
    }
}

fn cell_words(element: Option<&Element>, old: &Entry, new: &Entry) -> Bilingual {
    let did = Did::of(old, new);
    let figure = |entry: &Entry| figure_words(element, &entry.figure);
    match did {
        Did::Figure => join(&figure(old), &figure(new)),
        Did::Carried | Did::Confirmed => led(&did.word(), &figure(new)),
        Did::Noted => led(&did.word(), &join(&plain(&old.note), &plain(&new.note))),
        Did::Flagged if new.flagged => Bilingual::new("标记待跟踪", "Marked for follow-up"),
        Did::Flagged => Bilingual::new("去掉跟踪标记", "Follow-up mark taken off"),
        Did::Explained => {
            let other = |(check, said): &(&crate::base::CheckId, &crate::returns::Explanation)| {
                old.explanations.get(*check) != Some(*said)
            };
            let said: Vec<&str> =
                new.explanations.iter().filter(other).map(|(_, said)| said.text.as_str()).collect();
            led(&did.word(), &plain(&said.join("；")))
        }
    }
}

fn signer_words(old: &Head, new: &Head) -> Bilingual {
    let text = |signer: &Signer| match (signer.name.is_empty(), signer.phone.is_empty()) {
        (_, true) => plain(&signer.name),
        (_, false) => plain(&format!("{} {}", signer.name, signer.phone)),
    };
    let rows = [
        (("填表人", "Filled in by"), &old.signers.filler, &new.signers.filler),
        (("统计负责人", "Statistician"), &old.signers.statistician, &new.signers.statistician),
        (("单位负责人", "Head"), &old.signers.head, &new.signers.head),
    ];
    let changed = rows.into_iter().filter(|(_, old, new)| old != new);
    let told: Vec<Bilingual> = changed
        .map(|((zh, en), old, new)| led(&Bilingual::new(zh, en), &join(&text(old), &text(new))))
        .collect();
    Bilingual::new(
        told.iter().map(|one| one.zh.as_str()).collect::<Vec<_>>().join("；"),
        told.iter().map(|one| one.en.as_str()).collect::<Vec<_>>().join("; "),
    )
}

impl Desk {
    /// Says what became of a cell since its return was handed in last.
    pub fn change_words(&self, changed: &ChangedSince) -> Bilingual {
        cell_words(self.catalogue.element(&changed.element), &changed.old, &changed.new)
    }

    /// Tells edits in words, the newest first; what one command did to many cells is one line with its parts.
    pub fn told(&self, lines: &[JournalLine]) -> Vec<Told> {
        let mut told: Vec<Told> = Vec::new();
        let mut at = 0;
        while let Some(line) = lines.get(at) {
            let together = lines[at..].iter().take_while(|other| is_one(line, other)).count().max(1);
            let parts: Vec<Told> = lines[at..at + together].iter().map(|line| self.told_one(line)).collect();
            told.extend(folded(line, parts));
            at += together;
        }
        told.reverse();
        told
    }

    fn told_one(&self, line: &JournalLine) -> Told {
        let edit = &line.edit;
        let mut told = Told {
            at: edit.at,
            who: edit.who.clone(),
            element: edit.change.element().cloned(),
            name: Bilingual::default(),
            change: Bilingual::default(),
            why: why_words(&edit.why),
            parts: Vec::new(),
        };
        match &edit.change {
            Change::Cell { element, old, new } => {
                let found = self.catalogue.element(element);
                told.name = found.map_or_else(|| plain(element.as_str()), |found| found.name.clone());
                told.change = cell_words(found, old, new);
                if told.why == Did::of(old, new).word()
                    || matches!(edit.why.as_str(), "carried" | "confirmed" | "explained")
                {
                    told.why = Bilingual::default();
                }
            }
            Change::Head { old, new } if old.status == new.status => {
                told.name = Bilingual::new("签名人", "Signers");
                told.change = signer_words(old, new);
                told.why = Bilingual::default();
            }
            Change::Head { old, new } => {
                told.name = Bilingual::new("流转", "Status");
                told.change = join(&old.status.name(), &new.status.name());
                if let Some(said) = new.sent_back.as_ref().filter(|said| old.sent_back.as_ref() != Some(said))
                {
                    self.tell_sent_back(&mut told, said);
                }
            }
        }
        told
    }

    /// Tells why a return was sent back, and the remarks on its cells.
    fn tell_sent_back(&self, told: &mut Told, said: &crate::returns::SentBack) {
        let reason = said.reason.name();
        let mut why = vec![(reason.zh, reason.en)];
        why.extend((!said.words.is_empty()).then(|| (said.words.clone(), said.words.clone())));
        why.extend(said.due.map(|due| (format!("{due} 前重报"), format!("wanted by {due}"))));
        told.why = Bilingual::new(
            why.iter().map(|(zh, _)| zh.as_str()).collect::<Vec<_>>().join("，"),
            why.iter().map(|(_, en)| en.as_str()).collect::<Vec<_>>().join(", "),
        );
        told.parts = said
            .remarks
            .iter()
            .map(|(element, remark)| Told {
                at: told.at,
                who: told.who.clone(),
                element: Some(element.clone()),
                name: self
                    .catalogue
                    .element(element)
                    .map_or_else(|| plain(element.as_str()), |found| found.name.clone()),
                change: Bilingual::new(format!("退回意见：{remark}"), format!("Remark: {remark}")),
                why: Bilingual::default(),
                parts: Vec::new(),
            })
            .collect();
    }
}

/// Says whether two edits come of one command: at one moment, for one reason, the same done to each cell.
fn is_one(one: &JournalLine, other: &JournalLine) -> bool {
    let (a, b) = (&one.edit, &other.edit);
    let (Change::Cell { old, new, .. }, Change::Cell { old: was, new: is, .. }) = (&a.change, &b.change)
    else {
        return false;
    };
    // Typing is told cell by cell, however quick the hand.
    a.at == b.at
        && a.who == b.who
        && a.why == b.why
        && a.why != "typed"
        && Did::of(old, new) == Did::of(was, is)
}

fn folded(line: &JournalLine, mut parts: Vec<Told>) -> Option<Told> {
    if parts.len() < 2 {
        return parts.pop();
    }
    let Change::Cell { old, new, .. } = &line.edit.change else { return parts.pop() };
    let count = parts.len();
    let did = Did::of(old, new);
    let first = parts.first()?.change.clone();
    let change = match did {
        Did::Figure => why_words(&line.edit.why),
        // One explanation of several cells is told in full.
        _ if parts.iter().all(|part| part.change == first) => first,
        _ => did.word(),
    };
    Some(Told {
        at: line.edit.at,
        who: line.edit.who.clone(),
        element: None,
        name: Bilingual::new(format!("{count} 项"), format!("{count} cells")),
        why: if did == Did::Figure { Bilingual::default() } else { parts.first()?.why.clone() },
        change,
        parts,
    })
}
