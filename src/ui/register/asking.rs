//! What is asked before the register is changed, as it is being filled in, and what it would come to.

use chrono::{Datelike as _, NaiveDate};

use crate::{
    base::{Bilingual, UnitId, day_from_text},
    desk::{Correction, Desk, Rank, UnitChange},
    unit::{Area, Grade, Ownership, Standing, Unit, UnitKind},
};

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Question {
    /// 新增.
    Add(Box<Draft>),
    /// 撤销.
    Close,
    /// 合并 into a unit.
    Merge(Option<UnitId>),
    /// 划转 to a bureau.
    Move(Option<UnitId>),
    /// 变更 of level, grade and owner.
    Promote(RankDraft),
    /// 更正.
    Correct(Box<Correction>, RankDraft),
    /// 删除.
    Remove,
}

/// Level, grade and owner being chosen; the owner may still be open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct RankDraft {
    pub(super) level: u8,
    pub(super) grade: Option<Grade>,
    pub(super) ownership: Option<Ownership>,
}

impl RankDraft {
    fn of(rank: Option<Rank>) -> Self {
        rank.map_or_else(Self::default, |rank| Self {
            level: rank.level,
            grade: rank.grade,
            ownership: Some(rank.ownership),
        })
    }

    pub(super) fn rank(self) -> Option<Rank> {
        let ownership = self.ownership?;
        Some(Rank { level: self.level, grade: self.grade.filter(|_| self.level > 0), ownership })
    }
}

/// A unit that is being added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Draft {
    pub(super) id: String,
    pub(super) zh: String,
    pub(super) en: String,
    pub(super) kind: UnitKind,
    pub(super) area: Option<Area>,
    pub(super) parent: UnitId,
    pub(super) rank: RankDraft,
}

/// 变动询问: one question about one unit.
#[derive(Debug)]
pub(super) struct Asking {
    pub(super) unit: UnitId,
    pub(super) question: Question,
    /// The day as it is typed.
    pub(super) day: String,
    pub(super) why: String,
    /// What was last foreseen, of which change and register.
    foreseen: Option<((UnitChange, u64), Foreseen)>,
}

/// What follows, or why it cannot be.
pub(super) type Foreseen = Result<Vec<Bilingual>, Bilingual>;

impl Asking {
    fn new(unit: &UnitId, question: Question, today: NaiveDate) -> Self {
        // Changes of a register mostly hold from the first of a year; what is asked for is changed at once.
        let day = match question {
            Question::Add(_) => String::new(),
            _ => NaiveDate::from_ymd_opt(today.year(), 1, 1).unwrap_or(today).to_string(),
        };
        Self { unit: unit.clone(), question, day, why: String::new(), foreseen: None }
    }

    pub(super) fn add(parent: &UnitId, today: NaiveDate) -> Self {
        let draft = Draft {
            id: String::new(),
            zh: String::new(),
            en: String::new(),
            kind: UnitKind::GeneralHospital,
            area: None,
            parent: parent.clone(),
            rank: RankDraft::default(),
        };
        Self::new(parent, Question::Add(Box::new(draft)), today)
    }

    pub(super) fn about(unit: &Unit, what: What, on: NaiveDate, today: NaiveDate) -> Self {
        let rank = || RankDraft::of(Rank::of(unit, on));
        let question = match what {
            What::Close => Question::Close,
            What::Merge => Question::Merge(None),
            What::Move => Question::Move(None),
            What::Promote => Question::Promote(rank()),
            What::Correct => Question::Correct(Box::new(Correction::of(unit, on)), rank()),
            What::Remove => Question::Remove,
        };
        Self::new(&unit.id, question, today)
    }

    /// Says whether a day belongs to the question.
    pub(super) const fn has_day(&self) -> bool {
        !matches!(self.question, Question::Correct(..) | Question::Remove)
    }

    /// Gives the unit that is changed and the change; `None` while something is still to be filled in.
    pub(super) fn change(&self, today: NaiveDate) -> Option<(UnitId, UnitChange)> {
        let on = day_from_text(&self.day);
        let change = match &self.question {
            Question::Add(draft) => {
                return draft
                    .unit(&self.day, today)
                    .map(|unit| (unit.id.clone(), UnitChange::Add(Box::new(unit))));
            }
            Question::Close => UnitChange::Close(on?),
            Question::Merge(into) => UnitChange::Merge { into: into.clone()?, on: on? },
            Question::Move(to) => UnitChange::Move { to: to.clone()?, on: on? },
            Question::Promote(rank) => UnitChange::Promote { rank: rank.rank()?, from: on? },
            Question::Correct(correction, rank) => {
                let is_ranked = rank.ownership.is_some() || rank.level > 0 || rank.grade.is_some();
                let rank = if is_ranked { Some(rank.rank()?) } else { None };
                UnitChange::Correct(Correction { rank, ..Correction::clone(correction) })
            }
            Question::Remove => UnitChange::Remove,
        };
        Some((self.unit.clone(), change))
    }

    /// Says whether the unit would stay as it is: rank, owner and what it is are those it has.
    pub(super) fn changes_nothing(&self, desk: &Desk, today: NaiveDate) -> bool {
        let Some(((_, change), unit)) = self.change(today).zip(desk.tree().unit(&self.unit)) else {
            return false;
        };
        match change {
            UnitChange::Promote { rank, from } => Rank::of(unit, from) == Some(rank),
            UnitChange::Correct(correction) => correction == Correction::of(unit, correction.on),
            _ => false,
        }
    }

    /// Says what would follow; `None` while something is still to be filled in. Kept until the question or the register
    /// is another.
    pub(super) fn foreseen(&mut self, desk: &Desk, today: NaiveDate) -> Option<&Foreseen> {
        let (unit, change) = self.change(today)?;
        let of = (change, desk.generation());
        if self.foreseen.as_ref().is_none_or(|(known, _)| *known != of) {
            let told = desk.foresee(&unit, &of.0);
            self.foreseen = Some((of, told));
        }
        self.foreseen.as_ref().map(|(_, told)| told)
    }
}

/// What a person wants to do with a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Close,
    Merge,
    Move,
    Promote,
    Correct,
    Remove,
}

impl Draft {
    /// Gives the unit; `None` while code or name are missing, or a day or owner does not fit.
    fn unit(&self, opened: &str, today: NaiveDate) -> Option<Unit> {
        let opened = match opened.trim() {
            "" => None,
            text => Some(day_from_text(text)?),
        };
        let id: UnitId = self.id.trim().parse().ok()?;
        let has_rank = self.rank.level > 0 || self.rank.grade.is_some() || self.rank.ownership.is_some();
        let standings: Vec<Standing> =
            if has_rank { vec![self.rank.rank()?.from(opened.unwrap_or(today))] } else { Vec::new() };
        let name = Bilingual::new(self.zh.trim(), self.en.trim());
        let is_named = !name.zh.is_empty();
        let unit = Unit {
            area: self.area.filter(|_| self.kind == UnitKind::Bureau),
            parent: Some(self.parent.clone()),
            opened,
            standings,
            ..Unit::new(id, name, self.kind)
        };
        is_named.then_some(unit)
    }
}
