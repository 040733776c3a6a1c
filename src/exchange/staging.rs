//! 暂存: every return that arrived gets one of six outcomes; nothing is written before a person takes them.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    base::{Bilingual, ElementId, Figure, FormId, Period, UnitId},
    exchange::{Lineage, ReadFile, Reason, Register, Source, Stand, lineage::Fits, notes},
    returns::{ReturnKey, UnitReturn},
    wire::{Branch, CountyStatement, FormPack, Issue, Query, ReceiptLine, SentBackNote, Travelling},
};

/// 结果 of what arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Outcome {
    /// 新.
    New,
    /// 更新.
    Update,
    /// 重复.
    Duplicate,
    /// 旧版.
    Superseded,
    /// 冲突.
    Conflict,
    /// 拒收.
    Rejected,
}

impl Outcome {
    /// Every outcome, in the order they are counted in.
    pub const ALL: [Self; 6] =
        [Self::New, Self::Update, Self::Duplicate, Self::Superseded, Self::Conflict, Self::Rejected];

    /// Gives the code used on the command line.
    pub const fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Update => "update",
            Self::Duplicate => "duplicate",
            Self::Superseded => "superseded",
            Self::Conflict => "conflict",
            Self::Rejected => "rejected",
        }
    }

    /// Gives the name in both languages.
    pub fn name(self) -> Bilingual {
        match self {
            Self::New => Bilingual::new("新", "New"),
            Self::Update => Bilingual::new("更新", "Update"),
            Self::Duplicate => Bilingual::new("重复", "Duplicate"),
            Self::Superseded => Bilingual::new("旧版", "Superseded"),
            Self::Conflict => Bilingual::new("冲突", "Conflict"),
            Self::Rejected => Bilingual::new("拒收", "Rejected"),
        }
    }

    /// Says whether it is taken with one click for all that is plain.
    pub const fn is_plain(self) -> bool {
        matches!(self, Self::New | Self::Update)
    }
}

/// 六个数: how many arrived with each outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts([usize; 6]);

impl Counts {
    /// Counts outcomes.
    ///
    /// ```
    /// use duibiao::exchange::{Counts, Outcome};
    /// let counts = Counts::of([Outcome::New, Outcome::Rejected, Outcome::New]);
    /// assert_eq!((counts.count(Outcome::New), counts.sum()), (2, 3));
    /// ```
    pub fn of(outcomes: impl IntoIterator<Item = Outcome>) -> Self {
        let mut counts = Self::default();
        for outcome in outcomes {
            counts.0[outcome as usize] += 1;
        }
        counts
    }

    /// Gives one of the six.
    pub const fn count(self, outcome: Outcome) -> usize {
        self.0[outcome as usize]
    }

    /// Gives their sum: everything that arrived.
    pub fn sum(self) -> usize {
        self.0.iter().sum()
    }
}

/// 审核计数: what the checks say of a return that arrived.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CheckCounts {
    /// 逻辑.
    pub hard: usize,
    /// 经验 that nobody has explained.
    pub soft: usize,
    /// 提示.
    pub hints: usize,
}

impl CheckCounts {
    /// Says whether something was to be mended or explained before it was handed in.
    pub const fn is_open(self) -> bool {
        self.hard + self.soft > 0
    }
}

/// What one staged line is about.
#[derive(Clone, Debug)]
pub enum Piece {
    /// A return.
    Return(Arc<UnitReturn>),
    /// A rolled-up statement.
    Statement(Arc<CountyStatement>),
    /// One return of a receipt.
    Receipt(ReceiptLine),
    /// A return that was sent back.
    SentBack(Arc<SentBackNote>),
    /// Questions, or their answers.
    Query(Arc<Query>),
    /// A form pack.
    FormPack(Arc<FormPack>),
    /// A file that cannot be read.
    Nothing,
}

/// One line of what arrived.
#[derive(Clone, Debug)]
pub struct Staged {
    /// The file, as people know it.
    pub name: Arc<str>,
    /// Digest of the file.
    pub file: Arc<str>,
    /// Where the file can be read again.
    pub source: Source,
    /// Who wrote it: unit and person.
    pub sender: Option<(UnitId, String)>,
    /// Which unit it is about.
    pub unit: Option<UnitId>,
    /// Which form.
    pub form: Option<FormId>,
    /// Which period.
    pub period: Option<Period>,
    /// What it is.
    pub piece: Piece,
    /// The outcome.
    pub outcome: Outcome,
    /// Why, where that is not plain.
    pub reason: Option<Reason>,
    /// What is to be noticed beside it.
    pub notice: Option<Reason>,
    /// What our checks say of it, once they were asked.
    pub checks: Option<CheckCounts>,
    /// Of an update, the figures that are others than in the version before it, once they were looked for.
    pub changes: Option<Arc<[FigureChange]>>,
}

/// A figure that came to another value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureChange {
    /// Which one.
    pub element: ElementId,
    /// What it was.
    pub before: Figure,
    /// What it is now.
    pub now: Figure,
}

/// Finds the figures of a return that are others than those of the version before it, in the order of their ids.
///
/// ```
/// use duibiao::{base::{Figure, Period}, exchange::figure_changes, returns::{Entry, ReturnKey, UnitReturn}};
/// let key = ReturnKey { unit: "H1".parse()?, form: "hospital".parse()?, period: Period::year(2025) };
/// let (before, mut now) = (UnitReturn::new(key.clone(), 1), UnitReturn::new(key, 1));
/// now.replace(&"beds_total".parse()?, Entry::of(Figure::Known(80.into())));
/// let changes = figure_changes(&before, &now);
/// assert_eq!((changes.len(), changes[0].now.clone()), (1, Figure::Known(80.into())));
/// # Ok::<(), duibiao::base::IdError>(())
/// ```
pub fn figure_changes(before: &UnitReturn, now: &UnitReturn) -> Vec<FigureChange> {
    let elements: BTreeSet<&ElementId> = before.entries.keys().chain(now.entries.keys()).collect();
    let pairs = elements.into_iter().map(|element| (element, before.figure(element), now.figure(element)));
    pairs
        .filter(|(_, before, now)| before != now)
        .map(|(element, before, now)| FigureChange {
            element: element.clone(),
            before: before.clone(),
            now: now.clone(),
        })
        .collect()
}

impl Staged {
    /// Lets go of a return's figures, which somebody else is about to hold; what else there is stays to be shown.
    pub fn let_go(&mut self) {
        if matches!(self.piece, Piece::Return(_)) {
            self.piece = Piece::Nothing;
        }
    }

    /// Gives the key of the return it is about.
    pub fn key(&self) -> Option<ReturnKey> {
        let (unit, form) = (self.unit.clone()?, self.form.clone()?);
        Some(ReturnKey { unit, form, period: self.period? })
    }
}

/// What is at hand, shared with the desk.
#[derive(Clone, Debug, Default)]
pub struct AtHand {
    /// The returns.
    pub returns: Arc<BTreeMap<ReturnKey, Arc<UnitReturn>>>,
    /// What there is of them beside the version at hand.
    pub branches: Arc<BTreeMap<ReturnKey, Vec<Branch>>>,
    /// The statements of bureaus below.
    pub statements: Arc<BTreeMap<(UnitId, Period), Arc<CountyStatement>>>,
    /// What there is of them beside the version at hand.
    pub statement_branches: Arc<BTreeMap<(UnitId, Period), Vec<Branch>>>,
    /// The questions on returns.
    pub queries: Arc<BTreeMap<ReturnKey, Arc<Query>>>,
    /// What was issued to us, or by us.
    pub issues: Arc<[Issue]>,
}

impl AtHand {
    /// Gives where a return stands.
    pub fn stand(&self, key: &ReturnKey) -> Stand {
        let branches = self.branches.get(key).cloned().unwrap_or_default();
        Stand::of_return(self.returns.get(key).map(AsRef::as_ref), branches)
    }

    /// Gives where a bureau's statement stands.
    pub fn statement_stand(&self, of: &(UnitId, Period)) -> Stand {
        let at_hand = self.statements.get(of).map(|known| Lineage::of_statement(known));
        let branches = self.statement_branches.get(of).cloned().unwrap_or_default();
        Stand { at_hand, before_draft: None, branches }
    }
}

/// 暂存区: a value of its own that a worker can fill, file by file.
#[derive(Clone, Debug)]
pub struct Stage {
    register: Register,
    at_hand: AtHand,
    stands: BTreeMap<ReturnKey, Stand>,
    statement_stands: BTreeMap<(UnitId, Period), Stand>,
    staged: Vec<Staged>,
    arrived: usize,
}

impl Stage {
    /// Starts with nothing staged.
    pub fn new(register: Register, at_hand: AtHand) -> Self {
        let (stands, statement_stands) = (BTreeMap::new(), BTreeMap::new());
        Self { register, at_hand, stands, statement_stands, staged: Vec::new(), arrived: 0 }
    }

    /// Gives what is staged, in the order it came.
    pub fn staged(&self) -> &[Staged] {
        &self.staged
    }

    /// Gives what is staged, for what the checks say of it.
    pub fn staged_mut(&mut self) -> &mut [Staged] {
        &mut self.staged
    }

    /// Hands over what is staged.
    pub fn into_staged(self) -> Vec<Staged> {
        self.staged
    }

    /// Counts the outcomes; their sum is what arrived.
    pub fn counts(&self) -> Counts {
        let counts = Counts::of(self.staged.iter().map(|staged| staged.outcome));
        assert_eq!(counts.sum(), self.arrived, "everything that arrived has one outcome");
        counts
    }

    /// Stages one file.
    pub fn take(&mut self, read: ReadFile) {
        let ReadFile { name, digest, source, said, what } = read;
        let mut said = said.into_iter();
        let empty = Staged {
            name: name.into(),
            file: digest.into(),
            source,
            sender: None,
            unit: None,
            form: None,
            period: None,
            piece: Piece::Nothing,
            outcome: Outcome::Rejected,
            reason: None,
            notice: None,
            checks: None,
            changes: None,
        };
        let what = match what {
            Ok(what) => what,
            Err(reason) => {
                self.arrived += 1;
                self.staged.push(Staged { reason: Some(reason), ..empty });
                return;
            }
        };
        let (unit, _, who, made_at) = what.sender();
        let empty = Staged { sender: Some((unit.clone(), who.to_owned())), ..empty };
        match what {
            Travelling::Package(package) => {
                self.arrived += package.returns.len();
                for found in package.returns {
                    self.take_return(&empty, found, said.next(), made_at);
                }
            }
            Travelling::Statement(mut statement) => {
                let returns = std::mem::take(&mut statement.returns);
                self.arrived += 1 + returns.len();
                // The members first: whether they are as counted is said of the statement.
                for found in returns {
                    self.take_return(&empty, found, said.next(), made_at);
                }
                self.take_statement(empty, *statement);
            }
            Travelling::Receipt(receipt) => {
                self.arrived += receipt.lines.len();
                for line in receipt.lines {
                    let (outcome, reason) = notes::receipt(&self.register, &self.at_hand, &receipt.to, &line);
                    let place = keyed(&empty, &line.key);
                    self.staged.push(Staged { piece: Piece::Receipt(line), outcome, reason, ..place });
                }
            }
            Travelling::SentBack(note) => {
                self.arrived += 1;
                let (outcome, reason) = notes::sent_back(&self.register, &self.at_hand, &note);
                let place = keyed(&empty, &note.key);
                let piece = Piece::SentBack(Arc::new(*note));
                self.staged.push(Staged { piece, outcome, reason, ..place });
            }
            Travelling::Query(query) => {
                self.arrived += 1;
                let (outcome, reason) = notes::query(&self.register, &self.at_hand, &query);
                let place = keyed(&empty, &query.key);
                self.staged.push(Staged { piece: Piece::Query(Arc::new(*query)), outcome, reason, ..place });
            }
            Travelling::FormPack(pack) => {
                self.arrived += 1;
                let (outcome, reason) = notes::form_pack(&self.register, &self.at_hand, &pack);
                let unit = Some(pack.from.unit.clone());
                let piece = Piece::FormPack(Arc::new(*pack));
                self.staged.push(Staged { unit, piece, outcome, reason, ..empty });
            }
        }
    }

    /// Stages a line anew that was staged before and not taken, without reading its file again.
    pub fn take_again(&mut self, mut line: Staged) {
        self.arrived += 1;
        if let (Piece::Return(found), true) = (&line.piece, line.outcome != Outcome::Rejected) {
            (line.outcome, line.reason) = self.outcome_of(found, &line.file);
        }
        if let (Piece::Statement(found), true) = (&line.piece, line.outcome != Outcome::Rejected) {
            (line.outcome, line.reason) = self.outcome_of_statement(found, &line.file);
        }
        self.staged.push(line);
    }

    fn take_return(
        &mut self,
        empty: &Staged,
        mut found: UnitReturn,
        said: Option<String>,
        made_at: chrono::NaiveDateTime,
    ) {
        let place = keyed(empty, &found.key);
        let (outcome, reason) = match self.register.refusal(&found, said.as_deref()) {
            Some(refusal) => (Outcome::Rejected, Some(refusal)),
            None => self.outcome_of(&found, &empty.file),
        };
        let is_taken = outcome != Outcome::Rejected;
        if !is_taken {
            found.entries.clear();
        }
        let notice = self.register.notice(made_at, found.synthetic).filter(|_| is_taken);
        self.staged.push(Staged { piece: Piece::Return(Arc::new(found)), outcome, reason, notice, ..place });
    }

    fn outcome_of(&mut self, found: &UnitReturn, file: &str) -> (Outcome, Option<Reason>) {
        let at_hand = &self.at_hand;
        let stand = self.stands.entry(found.key.clone()).or_insert_with(|| at_hand.stand(&found.key));
        let tip = stand.at_hand.as_ref().and_then(Lineage::tip).unwrap_or_default().to_owned();
        let (file, at) = (file.to_owned(), self.register.now);
        let branch = |lineage| Branch { lineage, set_aside: false, file, at };
        fate(stand.take(&Lineage::of(&found.head), branch), tip)
    }

    fn take_statement(&mut self, empty: Staged, statement: CountyStatement) {
        let (unit, period) = (statement.unit.clone(), statement.period);
        let refusal = if !self.register.is_bureau {
            Some(Reason::NotABureau)
        } else if unit == self.register.seat {
            Some(Reason::Ours)
        } else if self.register.tree.unit(&unit).is_none() {
            Some(Reason::UnknownUnit(unit.clone()))
        } else if !self.register.tree.is_within(&unit, &self.register.seat) {
            Some(Reason::WrongCounty(unit.clone()))
        } else {
            None
        };
        let (outcome, reason) = match refusal {
            Some(refusal) => (Outcome::Rejected, Some(refusal)),
            None => self.outcome_of_statement(&statement, &empty.file),
        };
        let at_hand = self.at_hand.returns.as_ref();
        let differ = statement.members.iter().filter(|member| {
            let tip = at_hand.get(&member.key).map(|found| Lineage::of(&found.head));
            let staged = self.stands.get(&member.key).and_then(|stand| stand.at_hand.clone());
            staged.or(tip).is_none_or(|line| line.tip() != Some(&member.digest))
        });
        let differ = differ.count();
        let notice = self
            .register
            .notice(statement.from.at, statement.synthetic)
            .or((differ > 0).then_some(Reason::MembersDiffer(differ)));
        let piece = Piece::Statement(Arc::new(statement));
        let (unit, period) = (Some(unit), Some(period));
        self.staged.push(Staged { unit, period, piece, outcome, reason, notice, ..empty });
    }

    fn outcome_of_statement(&mut self, statement: &CountyStatement, file: &str) -> (Outcome, Option<Reason>) {
        let of = (statement.unit.clone(), statement.period);
        let at_hand = &self.at_hand;
        let stand = self.statement_stands.entry(of).or_insert_with_key(|of| at_hand.statement_stand(of));
        let tip = stand.at_hand.as_ref().and_then(Lineage::tip).unwrap_or_default().to_owned();
        let (file, at) = (file.to_owned(), self.register.now);
        let branch = |lineage| Branch { lineage, set_aside: false, file, at };
        fate(stand.take(&Lineage::of_statement(statement), branch), tip)
    }
}

/// Gives the outcome of what fits so; `tip` is the digest of what is at hand.
fn fate(fits: Fits, tip: String) -> (Outcome, Option<Reason>) {
    match fits {
        Fits::First => (Outcome::New, None),
        Fits::Follows => (Outcome::Update, None),
        Fits::Known => (Outcome::Duplicate, Some(Reason::SameFigures)),
        Fits::Older => (Outcome::Superseded, Some(Reason::LaterAtHand)),
        Fits::Apart => (Outcome::Conflict, Some(Reason::Apart(tip))),
    }
}

fn keyed(empty: &Staged, key: &ReturnKey) -> Staged {
    Staged {
        unit: Some(key.unit.clone()),
        form: Some(key.form.clone()),
        period: Some(key.period),
        ..empty.clone()
    }
}
