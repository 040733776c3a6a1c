//! What goes out of a roll-up.

use chrono::NaiveDateTime;

use super::Session;
use crate::{
    base::{Period, UnitId},
    ui::{
        act::SumsFile,
        export::Saving,
        export_sums::{HandingOver, HandingUp},
        look::Look,
    },
};

impl Session {
    /// Asks for a place and saves a roll-up there.
    pub(super) fn save_sums(
        &mut self,
        file: SumsFile,
        unit: &UnitId,
        period: Period,
        ctx: &egui::Context,
        look: &Look,
        now: NaiveDateTime,
    ) {
        let beside = self.desk.root().join("outbox");
        match file {
            SumsFile::Statement { with_returns } => {
                let of = self.desk.tree().unit(unit).map(|unit| look.text(&unit.name).to_owned());
                let name = format!(
                    "{unit}-{}-{}-{}",
                    of.unwrap_or_default(),
                    look.say("sum.statement"),
                    period.label(look.lang)
                );
                let name =
                    format!("{name}.duibiao").replace(['/', '\\', ':', '*', '?', '"', '<', '>', '|'], "_");
                let what = HandingUp {
                    desk: self.desk.detached(),
                    unit: unit.clone(),
                    period,
                    with_returns,
                    now,
                    name,
                };
                self.chooser.hand_up(what, beside, look.lang, ctx);
            }
            SumsFile::HandOver => {
                let what = HandingOver {
                    desk: self.desk.detached(),
                    unit: unit.clone(),
                    period,
                    made_on: look.today,
                };
                self.chooser.hand_over(what, beside, look.lang, ctx);
            }
            SumsFile::Book | SumsFile::Csv | SumsFile::Page => {
                let saving = Saving::sums(self.desk.detached(), file, unit.clone(), period, look);
                self.save(saving, ctx);
            }
        }
    }
}
