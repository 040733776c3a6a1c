//! What the program has to say in passing, over the right end of the status bar; nothing moves for it, and nothing that
//! is typed into is covered but by a long one.

use std::time::Duration;

use chrono::NaiveDateTime;
use egui::{Align2, Area, Button, Frame, Label, Margin, Order, RichText, Sense, Stroke, Ui, Vec2};

use crate::ui::theme::Theme;

/// How long it stays, in seconds: what was done, what was refused and has to be read, and where something lies, which is
/// looked for.
const SECONDS: [i64; 3] = [6, 12, 30];
/// How wide it may grow, so that most of what is said stands in one line over the status bar.
const WIDTH: f32 = 640.0;

/// 通知: the words, whether something was refused, and since when they stand there.
pub(super) type Notice = (String, bool, NaiveDateTime);

/// Drops a notice that has stood long enough; gives how long it has left otherwise.
pub(super) fn notice_left(
    notice: &mut Option<Notice>,
    is_place: bool,
    now: NaiveDateTime,
) -> Option<Duration> {
    let (_, refused, since) = notice.as_ref()?;
    let stays = SECONDS[if is_place { 2 } else { usize::from(*refused) }];
    let left = stays - (now - *since).num_seconds();
    if left <= 0 {
        *notice = None;
        return None;
    }
    Some(Duration::from_secs(left.unsigned_abs()))
}

/// Draws the notice; a click puts it away.
///
/// Where a way back or onward is offered, `way` is its word; says whether it was taken.
pub(super) fn notice_ui(ui: &Ui, notice: &mut Option<Notice>, way: Option<&str>, theme: &Theme) -> bool {
    let Some((words, refused, _)) = notice.as_ref() else { return false };
    let (fill, ink) =
        if *refused { (theme.soft_ground(), theme.soft()) } else { (theme.accent_ground(), theme.accent()) };
    let text = RichText::new(words).color(ink).font(theme.grid());
    let area = Area::new(egui::Id::unique("notice")).order(Order::Foreground);
    let shown = area.anchor(Align2::RIGHT_BOTTOM, Vec2::new(-2.0, -1.0)).show(ui.ctx(), |ui| {
        let frame = Frame::new().fill(fill).stroke(Stroke::new(1.0, ink)).corner_radius(6);
        frame.inner_margin(Margin::symmetric(8, 2)).show(ui, |ui| {
            ui.set_max_width(WIDTH);
            let read = ui.add(Label::new(text).wrap().sense(Sense::click())).clicked();
            let word = |word| RichText::new(word).color(ink).font(theme.grid()).underline();
            let taken = way.is_some_and(|way| ui.add(Button::new(word(way)).frame(false)).clicked());
            (read, taken)
        })
    });
    let (read, taken) = shown.inner.inner;
    if read || taken {
        *notice = None;
    }
    taken
}
