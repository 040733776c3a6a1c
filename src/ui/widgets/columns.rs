//! The columns of a painted row.

use egui::{Pos2, Rect, Vec2};

/// Gives the places of columns beside each other from the left, each with so much left free on either side; one without
/// width takes no room.
pub fn columns<const N: usize>(row: Rect, widths: [f32; N], free: Vec2) -> [Rect; N] {
    let mut x = row.left();
    widths.map(|width| {
        let rect = Rect::from_min_size(Pos2::new(x, row.top()), Vec2::new(width, row.height()));
        x += width;
        if width > 0.0 { rect.shrink2(free) } else { rect }
    })
}

/// Gives the places of columns at the right end of a row, and before them what is left for a name.
pub fn columns_behind<const N: usize>(
    row: Rect,
    widths: [f32; N],
    (name_free, free): (f32, f32),
) -> (Rect, [Rect; N]) {
    let (name, rest) = row.split_left_right_at_x(row.right() - widths.iter().sum::<f32>());
    (name.shrink2(Vec2::new(name_free, 0.0)), columns(rest, widths, Vec2::new(free, 0.0)))
}
