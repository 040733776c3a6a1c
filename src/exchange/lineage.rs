//! 沿革: which version of a return follows on which.
//!
//! The lineage of a return is the sequence of digests of what was handed in. One that is the beginning of another
//! precedes it; where neither begins the other, two desks went different ways. That order is partial and transitive, so
//! what is known of a return is the same whatever order its versions arrived in.

use std::collections::BTreeSet;

use crate::{
    returns::{Head, UnitReturn},
    wire::{Branch, CountyStatement, return_digest, statement_digest},
};

/// 沿革 of one version, oldest first; the last digest is that of its figures.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Lineage(Vec<String>);

impl Lineage {
    /// Takes the lineage of a return; the same handed in twice in a row counts once.
    pub fn of(head: &Head) -> Self {
        Self::new(head.submissions.iter().map(|one| one.digest.clone()))
    }

    /// Takes the lineage of a bureau's statement.
    pub fn of_statement(statement: &CountyStatement) -> Self {
        Self::new(statement.earlier.iter().cloned().chain(statement_digest(statement).ok()))
    }

    /// Takes the lineage of a return at hand. Figures that were typed here and not handed in count as a version of their
    /// own, so that nothing goes over them unseen.
    pub fn at_hand(found: &UnitReturn) -> Self {
        let line = Self::of(&found.head);
        if !found.status().is_open() || (line.is_empty() && found.entries.is_empty()) {
            return line;
        }
        let draft = return_digest(found).ok();
        Self::new(line.0.into_iter().chain(draft))
    }

    /// Makes a lineage of digests, oldest first.
    ///
    /// ```
    /// use duibiao::exchange::Lineage;
    /// let line = |text: &str| Lineage::new(text.split(' ').map(str::to_owned));
    /// assert!(line("a").precedes(&line("a b")) && line("a a") == line("a"));
    /// assert!(!line("a b").precedes(&line("a c")) && !line("a c").precedes(&line("a b")));
    /// assert_eq!(line("a b d").last_common(&line("a b c")), Some("b"));
    /// ```
    pub fn new(digests: impl IntoIterator<Item = String>) -> Self {
        let mut line: Vec<String> = digests.into_iter().collect();
        line.dedup();
        Self(line)
    }

    /// Gives the digests, oldest first.
    pub fn digests(&self) -> &[String] {
        &self.0
    }

    /// Gives the digest of the figures; `None` of what was never handed in.
    pub fn tip(&self) -> Option<&str> {
        self.0.last().map(String::as_str)
    }

    /// Says whether nothing was handed in.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Says whether the other follows on this one.
    pub fn precedes(&self, other: &Self) -> bool {
        self.0.len() < other.0.len() && other.0.starts_with(&self.0)
    }

    /// Says whether the other is this one or follows on it.
    pub fn is_within(&self, other: &Self) -> bool {
        other.0.starts_with(&self.0)
    }

    /// Gives the digest of the last version both have in common.
    pub fn last_common(&self, other: &Self) -> Option<&str> {
        let common = self.0.iter().zip(&other.0).take_while(|(one, other)| one == other);
        common.last().map(|(digest, _)| digest.as_str())
    }
}

impl Branch {
    /// Says whether it is a version or follows on it.
    fn is_after_or_same(&self, line: &Lineage) -> bool {
        self.lineage.starts_with(&line.0)
    }
}

impl From<&Branch> for Lineage {
    fn from(branch: &Branch) -> Self {
        Self::new(branch.lineage.iter().cloned())
    }
}

/// Where one more version stands to what is known of a return.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fits {
    /// Nothing is at hand.
    First,
    /// It follows on what is at hand.
    Follows,
    /// It is at hand, or waits already; or its figures are those at hand, whatever way they came.
    Known,
    /// What is at hand, or what a person has chosen against, follows on it.
    Older,
    /// It goes its own way.
    Apart,
}

/// What is known of one return: the version at hand, and the versions that came beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stand {
    /// The version at hand.
    pub at_hand: Option<Lineage>,
    /// What was handed in of it, where it goes on with figures that were only typed here.
    pub before_draft: Option<Lineage>,
    /// Versions that went another way, and what they came from.
    pub branches: Vec<Branch>,
}

impl Stand {
    /// Gives the stand of a return at hand, with the versions beside it.
    pub fn of_return(at_hand: Option<&UnitReturn>, branches: Vec<Branch>) -> Self {
        let draft = at_hand.map(Lineage::at_hand);
        let handed_in = at_hand.map(|found| Lineage::of(&found.head));
        let before_draft = handed_in.filter(|line| draft.as_ref() != Some(line));
        Self { at_hand: draft, before_draft, branches }
    }

    /// Gives the other versions nobody has decided on: those no other follows on, with other figures than those at hand.
    pub fn waiting(&self) -> impl Iterator<Item = &Branch> {
        let tip = self.at_hand.as_ref().and_then(Lineage::tip);
        let is_other =
            move |branch: &&Branch| !branch.set_aside && branch.lineage.last().map(String::as_str) != tip;
        self.branches.iter().filter(is_other).filter(|branch| !self.has_later(&branch.lineage))
    }

    /// Says whether a version is known that follows on one.
    fn has_later(&self, line: &[String]) -> bool {
        let follows = |other: &[String]| other.len() > line.len() && other.starts_with(line);
        self.at_hand.as_ref().is_some_and(|at_hand| follows(&at_hand.0))
            || self.branches.iter().any(|other| follows(&other.lineage))
    }

    /// Gives the versions no other follows on, the one at hand among them: the same whatever order they came in.
    pub fn newest(&self) -> BTreeSet<Lineage> {
        let all = self.at_hand.iter().cloned().chain(self.branches.iter().map(Lineage::from));
        all.filter(|line| !self.has_later(&line.0)).collect()
    }

    /// Takes note of one more version and says where it stands.
    ///
    /// Which versions are newest afterwards does not depend on the order in which they come; only which of two that went
    /// different ways is at hand depends on which came first.
    ///
    /// ```
    /// use duibiao::{exchange::{Fits, Lineage, Stand}, wire::Branch};
    /// let line = |text: &str| Lineage::new(text.split(' ').map(str::to_owned));
    /// let branch = |lineage| Branch { lineage, set_aside: false, file: String::new(), at: Default::default() };
    /// let mut stand = Stand::default();
    /// assert_eq!(stand.take(&line("a b"), branch), Fits::First);
    /// assert_eq!(stand.take(&line("a"), branch), Fits::Older);
    /// assert_eq!(stand.take(&line("a c"), branch), Fits::Apart);
    /// assert_eq!((stand.newest().len(), stand.waiting().count()), (2, 1));
    /// ```
    pub fn take(&mut self, arriving: &Lineage, branch: impl FnOnce(Vec<String>) -> Branch) -> Fits {
        let has_tip = |at_hand: &Lineage| at_hand.tip() == arriving.tip();
        // The draft at hand was handed in meanwhile, as it stands: that is no duplicate.
        let is_draft = self.at_hand.as_ref().is_some_and(has_tip)
            && self.before_draft.as_ref().is_some_and(|handed_in| handed_in.precedes(arriving));
        if is_draft {
            (self.at_hand, self.before_draft) = (Some(arriving.clone()), None);
            return Fits::Follows;
        }
        let has_these_figures = self.at_hand.as_ref().is_some_and(has_tip);
        let older = || if has_these_figures { Fits::Known } else { Fits::Older };
        if let Some(at_hand) = &self.at_hand
            && arriving.is_within(at_hand)
        {
            return older();
        }
        if self.branches.iter().any(|known| known.is_after_or_same(arriving)) {
            let waits = self.waiting().any(|known| known.lineage == arriving.0);
            return if waits { Fits::Known } else { older() };
        }
        match &self.at_hand {
            None => {
                self.at_hand = Some(arriving.clone());
                Fits::First
            }
            Some(at_hand) if at_hand.precedes(arriving) => {
                (self.at_hand, self.before_draft) = (Some(arriving.clone()), None);
                Fits::Follows
            }
            Some(_) => {
                self.remember(branch(arriving.digests().to_vec()));
                if has_these_figures { Fits::Known } else { Fits::Apart }
            }
        }
    }

    /// Keeps a version others may have come from, unless it is there.
    pub fn remember(&mut self, branch: Branch) {
        let is_there = self.at_hand.as_ref().is_some_and(|at_hand| at_hand.0 == branch.lineage)
            || self.branches.iter().any(|known| known.lineage == branch.lineage);
        if !is_there {
            self.branches.push(branch);
            self.branches.sort();
        }
    }
}
