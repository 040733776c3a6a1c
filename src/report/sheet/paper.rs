//! Paper being filled: pages, the place reached, and what is put there.

use crate::report::{
    mark::Anchor,
    sheet::{
        face::Faces,
        page::{SHEET_MARGIN, SHEET_SIZE, SheetMark, SheetPage},
    },
};

/// Left and right end of what is written, in points.
pub(super) const LEFT: f64 = SHEET_MARGIN;
pub(super) const RIGHT: f64 = SHEET_SIZE.0 - SHEET_MARGIN;
/// Upper and lower end of what is written, without running head and foot.
pub(super) const TOP: f64 = SHEET_MARGIN;
pub(super) const BOTTOM: f64 = SHEET_SIZE.1 - SHEET_MARGIN;

/// So much room below the last words is said to be left empty.
const EMPTY: f64 = 36.0;

/// Where the base line stands in a line of Chinese characters, in ems below its upper edge.
pub(super) const ASCENT: f64 = 0.88;

/// How words look.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Hand {
    pub size: f64,
    pub heavy: bool,
    pub pale: bool,
}

impl Hand {
    /// Plain words.
    pub(super) const fn plain(size: f64) -> Self {
        Self { size, heavy: false, pale: false }
    }

    /// Words of a heading.
    pub(super) const fn heavy(size: f64) -> Self {
        Self { size, heavy: true, pale: false }
    }

    /// Words beside the matter.
    pub(super) const fn pale(size: f64) -> Self {
        Self { size, heavy: false, pale: true }
    }
}

/// Pages in the making.
pub(super) struct Paper<'a> {
    pub faces: &'a Faces,
    /// How far down the page is filled.
    pub y: f64,
    done: Vec<SheetPage>,
    open: SheetPage,
    /// One page that ends earlier than the others: its number from 0, and where.
    short: Option<(usize, f64)>,
    /// Written where a page ends early.
    overleaf: &'static str,
}

impl<'a> Paper<'a> {
    /// Takes the first page; one page may end early.
    pub(super) fn new(faces: &'a Faces, short: Option<(usize, f64)>, overleaf: &'static str) -> Self {
        Self { faces, y: TOP, done: Vec::new(), open: SheetPage::default(), short, overleaf }
    }

    /// Gives the page reached and how far down, so that the same may be laid out again with that page cut short.
    pub(super) const fn reached(&self) -> (usize, f64) {
        (self.done.len(), self.y)
    }

    /// Takes the next page; one with much room left says that it goes on, so that nobody adds to it.
    pub(super) fn turn(&mut self) {
        self.ended(self.overleaf, BOTTOM);
        self.done.push(std::mem::take(&mut self.open));
        self.y = TOP;
    }

    /// Gives the pages.
    pub(super) fn finished(mut self) -> Vec<SheetPage> {
        self.done.push(self.open);
        self.done
    }

    /// Gives the height left on the page.
    pub(super) fn room(&self) -> f64 {
        let bottom =
            self.short.filter(|(page, _)| *page == self.done.len()).map_or(BOTTOM, |(_, bottom)| bottom);
        bottom - self.y
    }

    /// Writes below the last words of a page why the rest of it, down to a height, is empty.
    pub(super) fn ended(&mut self, why: &str, bottom: f64) {
        if bottom - self.y > EMPTY {
            let at = ((LEFT + RIGHT) / 2.0, self.y + 18.0);
            self.words(why, at, Anchor::Middle, Hand::pale(9.0));
        }
    }

    /// Puts a mark on the page.
    pub(super) fn put(&mut self, mark: SheetMark) {
        self.open.marks.push(mark);
    }

    /// Puts a line of words on the page; `at` is on the base line, on the side `anchor` says.
    pub(super) fn words(&mut self, words: &str, at: (f64, f64), anchor: Anchor, hand: Hand) {
        let mark = words_mark(self.faces, words, at, anchor, hand);
        self.put(mark);
    }

    /// Puts words on the page that break into lines no wider than `room`; gives the base line below the last.
    pub(super) fn block(&mut self, words: &str, at: (f64, f64), room: f64, leading: f64, hand: Hand) -> f64 {
        let mut base = at.1;
        for line in self.faces.lines(words, hand.size, hand.heavy, room) {
            self.words(&line, (at.0, base), Anchor::Start, hand);
            base += leading;
        }
        base
    }

    /// Draws a straight line.
    pub(super) fn line(&mut self, from: (f64, f64), to: (f64, f64), width: f64) {
        self.put(SheetMark::Line { from, to, width });
    }

    /// Draws a line across the whole page at a height.
    pub(super) fn rule(&mut self, y: f64, width: f64) {
        self.line((LEFT, y), (RIGHT, y), width);
    }
}

/// Makes words with their place resolved to the left end of the base line.
pub(super) fn words_mark(
    faces: &Faces,
    words: &str,
    at: (f64, f64),
    anchor: Anchor,
    hand: Hand,
) -> SheetMark {
    let width = faces.width(words, hand.size, hand.heavy);
    let left = match anchor {
        Anchor::Start => at.0,
        Anchor::Middle => at.0 - width / 2.0,
        Anchor::End => at.0 - width,
    };
    let Hand { size, heavy, pale } = hand;
    SheetMark::Words { words: words.to_owned(), at: (left, at.1), width, size, heavy, pale }
}
