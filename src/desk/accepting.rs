//! 批量审核: which of the returns that wait may pass without a look at each, and why the others may not.

use chrono::NaiveDateTime;

use crate::{
    base::Bilingual,
    check::same_as_before,
    desk::{Answer, Desk, Moving, Notice},
    returns::ReturnKey,
};

/// 须看的缘由: why a return is looked at by a person before it is accepted, the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Doubt {
    /// Another version of it waits beside it.
    Conflict,
    /// 逻辑校验 of ours finds something.
    Hard,
    /// 经验校验 finds something that nobody explained.
    Unexplained,
    /// A question on it has no answer.
    Unanswered,
    /// It has no figure at all.
    Empty,
    /// Every amount is that of the period before.
    Same,
    /// Something unusual was explained, and an explanation is there to be read.
    Explained,
    /// Cells stand blank; a total counts them as not reported.
    Blank,
}

impl Doubt {
    /// Every reason, the gravest first.
    pub const ALL: [Self; 8] = [
        Self::Conflict,
        Self::Hard,
        Self::Unexplained,
        Self::Unanswered,
        Self::Empty,
        Self::Same,
        Self::Explained,
        Self::Blank,
    ];

    /// Gives the name in both languages.
    pub fn name(self) -> Bilingual {
        match self {
            Self::Conflict => Bilingual::new("有冲突待处理", "Conflict to settle"),
            Self::Hard => Bilingual::new("逻辑校验有问题", "Logical checks fail"),
            Self::Unexplained => Bilingual::new("经验校验待说明", "Unusual, not explained"),
            Self::Unanswered => Bilingual::new("查询未答复", "Query without answer"),
            Self::Empty => Bilingual::new("一个数也没有", "No figures at all"),
            Self::Same => Bilingual::new("与上期完全相同", "Same as last period"),
            Self::Explained => Bilingual::new("有情况说明待看", "Explanations to read"),
            Self::Blank => Bilingual::new("有未填的格子", "Blank cells"),
        }
    }

    /// Says whether a person may let such returns pass together, without a look at each.
    pub const fn is_mild(self) -> bool {
        matches!(self, Self::Explained | Self::Blank)
    }
}

impl Desk {
    /// Gives why a return is to be looked at before it is accepted, the gravest reason first; nothing if nothing speaks
    /// against it. How far its figures lie from those of its peers is no reason: see [`Desk::review`].
    pub fn doubts(&self, key: &ReturnKey) -> Vec<Doubt> {
        let Some(found) = self.unit_return(key) else { return Vec::new() };
        let findings = self.findings(key);
        let explained = || findings.list.iter().any(|view| matches!(view.answer, Answer::Given(_)));
        let is_empty = || found.entries.values().all(|entry| entry.figure.known().is_none());
        let is_same = || {
            let before = self.said_by(&key.unit, key.period.previous());
            same_as_before(found, &self.catalogue, |id| before?.get(id)?.known()).is_some()
        };
        let holds = |doubt: &Doubt| match doubt {
            Doubt::Conflict => self.has_conflict(key),
            Doubt::Hard => findings.hard > 0,
            Doubt::Unexplained => findings.unexplained > 0,
            Doubt::Unanswered => self.unanswered(key) > 0,
            Doubt::Empty => is_empty(),
            Doubt::Same => is_same(),
            Doubt::Explained => explained(),
            Doubt::Blank => self.readiness(key).blank > 0,
        };
        Doubt::ALL.into_iter().filter(holds).collect()
    }

    /// Accepts several returns; those that cannot be accepted any more are counted and stay as they are.
    pub(super) fn accept_all(&mut self, keys: &[ReturnKey], now: NaiveDateTime) -> Vec<Notice> {
        let mut refused: Vec<Notice> = Vec::new();
        let mut accepted = 0;
        for key in keys {
            let refusals = self.move_without_saving(key, Moving::Accept, now);
            accepted += usize::from(refusals.is_empty());
            refused.extend(refusals);
        }
        self.flush();
        let Some(first) = refused.first() else { return Vec::new() };
        let message = Bilingual::new(
            format!("审核通过 {accepted} 份，另有 {} 份未能通过，例如：{}", refused.len(), first.message.zh),
            format!("{accepted} accepted, {} not, for example: {}", refused.len(), first.message.en),
        );
        vec![Notice { element: None, refused: true, message }]
    }
}
