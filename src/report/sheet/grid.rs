//! Ruled tables that flow over pages: the head comes again on each, no band stands alone at a page's foot.

use crate::report::{
    mark::Anchor,
    sheet::{
        face::Faces,
        page::SheetMark,
        paper::{ASCENT, BOTTOM, Hand, LEFT, Paper, RIGHT, TOP},
    },
};

const SIZE: f64 = 9.0;
const LEADING: f64 = 12.5;
/// Free above and below the lines of a row, and left and right of a cell's.
const PAD: (f64, f64) = (3.5, 2.6);
/// A number is drawn smaller rather than broken, down to this size.
const SMALLEST: f64 = 6.5;
/// Rules: at both ends of a table, and inside.
const THICK: f64 = 1.2;
const THIN: f64 = 0.4;
/// Height of a table's title.
const TITLE: f64 = 26.0;

/// One cell.
pub(super) struct GridCell {
    pub text: String,
    pub anchor: Anchor,
    pub pale: bool,
}

impl GridCell {
    /// Makes a cell.
    pub(super) fn new(text: impl Into<String>, anchor: Anchor) -> Self {
        Self { text: text.into(), anchor, pale: false }
    }
}

/// One row.
pub(super) enum GridRow {
    Cells(Vec<GridCell>),
    /// A title across the table on a grey ground.
    Band(String),
}

/// A table before it is laid out; it is as wide as the page.
pub(super) struct Grid<'a> {
    /// Stands above; may be empty.
    pub title: &'a str,
    pub widths: Vec<f64>,
    /// Rows of the head.
    pub head: Vec<Vec<String>>,
    pub rows: Vec<GridRow>,
    /// Put behind a band's title where it comes again on the next page.
    pub continued: &'a str,
}

/// A row with its lines broken.
struct Laid {
    cells: Vec<LaidCell>,
    /// It is one cell across.
    band: bool,
}

struct LaidCell {
    lines: Vec<String>,
    anchor: Anchor,
    hand: Hand,
}

impl Laid {
    fn of_cells(cells: &[GridCell], widths: &[f64], faces: &Faces) -> Self {
        let laid = |(cell, width): (&GridCell, &f64)| {
            let room = width - 2.0 * PAD.0;
            let needed = faces.width(&cell.text, SIZE, false);
            let is_number = cell.anchor == Anchor::End;
            let size =
                if is_number && needed > room { (SIZE * room / needed * 0.999).max(SMALLEST) } else { SIZE };
            let lines = faces.lines(&cell.text, size, false, room);
            LaidCell { lines, anchor: cell.anchor, hand: Hand { size, heavy: false, pale: cell.pale } }
        };
        Self { cells: cells.iter().zip(widths).map(laid).collect(), band: false }
    }

    fn head(titles: &[String], widths: &[f64], faces: &Faces) -> Self {
        let laid = |(title, width): (&String, &f64)| {
            let lines = faces.lines(title, SIZE, false, width - 2.0);
            LaidCell { lines, anchor: Anchor::Middle, hand: Hand::plain(SIZE) }
        };
        Self { cells: titles.iter().zip(widths).map(laid).collect(), band: false }
    }

    fn band(title: &str, faces: &Faces) -> Self {
        let hand = Hand::heavy(SIZE);
        let lines = faces.lines(title, hand.size, hand.heavy, RIGHT - LEFT - 2.0 * PAD.0);
        Self { cells: vec![LaidCell { lines, anchor: Anchor::Start, hand }], band: true }
    }

    fn height(&self) -> f64 {
        let most = self.cells.iter().map(|cell| cell.lines.len()).max().unwrap_or(0).max(1);
        most as f64 * LEADING + 2.0 * PAD.1
    }

    /// Takes off the first lines that fit in a height, at least one.
    fn split(&mut self, height: f64) -> Self {
        let most = (((height - 2.0 * PAD.1) / LEADING).floor() as usize).max(1);
        let first = |cell: &mut LaidCell| {
            let rest = cell.lines.split_off(most.min(cell.lines.len()));
            let lines = std::mem::replace(&mut cell.lines, rest);
            LaidCell { lines, anchor: cell.anchor, hand: cell.hand }
        };
        Self { cells: self.cells.iter_mut().map(first).collect(), band: self.band }
    }

    /// Draws the row at the place reached, with the rule below it and those between its cells.
    fn draw(&self, widths: &[f64], paper: &mut Paper<'_>) {
        let (top, height) = (paper.y, self.height());
        if self.band {
            paper.put(SheetMark::Band { left: LEFT, top, right: RIGHT, bottom: top + height });
            paper.rule(top, THIN);
        }
        let across = [RIGHT - LEFT];
        let widths = if self.band { &across[..] } else { widths };
        let mut left = LEFT;
        for (cell, width) in self.cells.iter().zip(widths) {
            let free = height - cell.lines.len() as f64 * LEADING;
            let mut base = top + free / 2.0 + (LEADING - cell.hand.size) / 2.0 + ASCENT * cell.hand.size;
            let x = match cell.anchor {
                Anchor::Start => left + PAD.0,
                Anchor::Middle => left + width / 2.0,
                Anchor::End => left + width - PAD.0,
            };
            for line in &cell.lines {
                paper.words(line, (x, base), cell.anchor, cell.hand);
                base += LEADING;
            }
            if left > LEFT {
                paper.line((left, top), (left, top + height), THIN);
            }
            left += width;
        }
        paper.y += height;
        paper.rule(paper.y, THIN);
    }
}

impl Grid<'_> {
    /// Draws the table from the place reached on, over as many pages as it takes.
    pub(super) fn draw(&self, paper: &mut Paper<'_>) {
        let head: Vec<Laid> =
            self.head.iter().map(|row| Laid::head(row, &self.widths, paper.faces)).collect();
        let head_height: f64 = head.iter().map(Laid::height).sum();
        let full = BOTTOM - TOP - head_height;
        let rows: Vec<Laid> = self
            .rows
            .iter()
            .map(|row| match row {
                GridRow::Cells(cells) => Laid::of_cells(cells, &self.widths, paper.faces),
                GridRow::Band(title) => Laid::band(title, paper.faces),
            })
            .collect();
        // What must fit for a row to begin here: the whole row, or some lines of one that is taller than a page; and
        // below a band, the same of its first row.
        let mut needed = vec![0.0; rows.len() + 1];
        for at in (0..rows.len()).rev() {
            let height = rows[at].height();
            let own = if height < full { height } else { 6.0 * LEADING };
            needed[at] = if rows[at].band { own + needed[at + 1] } else { own };
        }
        let title = if self.title.is_empty() { 0.0 } else { TITLE };
        if paper.y > TOP && paper.room() < title + head_height + needed[0] {
            paper.turn();
        }
        if !self.title.is_empty() {
            let base = paper.y + TITLE - 8.0;
            paper.words(self.title, (LEFT, base), Anchor::Start, Hand::heavy(10.5));
            paper.y += TITLE;
        }
        self.draw_head(&head, paper);
        let mut section: Option<&str> = None;
        for ((mut row, source), needed) in rows.into_iter().zip(&self.rows).zip(needed) {
            if let GridRow::Band(title) = source {
                section = Some(title);
            }
            let mut fresh = false;
            while row.height() > paper.room() || (!fresh && needed > paper.room()) {
                if fresh || needed <= paper.room() {
                    row.split(paper.room()).draw(&self.widths, paper);
                }
                paper.rule(paper.y, THICK);
                paper.turn();
                self.draw_head(&head, paper);
                if let Some(title) = section.filter(|_| !row.band) {
                    Laid::band(&format!("{title}{}", self.continued), paper.faces).draw(&self.widths, paper);
                }
                fresh = true;
            }
            row.draw(&self.widths, paper);
        }
        paper.rule(paper.y, THICK);
    }

    fn draw_head(&self, head: &[Laid], paper: &mut Paper<'_>) {
        paper.rule(paper.y, THICK);
        for row in head {
            row.draw(&self.widths, paper);
        }
    }
}
