//! Files for other desks, put into the outbox: 退回, 查询 and answers, 报表任务包.

use std::path::Path;

use chrono::NaiveDateTime;

use super::Session;
use crate::{
    base::{Bilingual, ElementId},
    desk::NewFormPack,
    returns::ReturnKey,
    ui::{act::Route, export, look::Look},
};

impl Session {
    /// Looks at a table that was dropped on the register; any other file, and any other screen, is not ours.
    pub(super) fn take_dropped(&mut self, ctx: &egui::Context) {
        if self.route != Route::Register || self.desk.is_read_only() {
            return;
        }
        let is_table = |path: &Path| {
            let end = path.extension().and_then(|end| end.to_str()).unwrap_or_default();
            ["csv", "xlsx"].iter().any(|known| known.eq_ignore_ascii_case(end))
        };
        // Taken out of the input, so that nobody else takes it for a file from another desk.
        let table = ctx.input_mut(|input| {
            let dropped = &mut input.raw.dropped_files;
            let at = dropped.iter().position(|file| is_table(file.path()))?;
            Some(dropped.remove(at).path().to_owned())
        });
        if let Some(path) = table {
            self.picking.read(path, ctx);
        }
    }

    /// Puts the 退回 of a return into the outbox and says where it is; nothing if it was not sent back.
    pub(super) fn pack_sent_back(&mut self, key: &ReturnKey, look: &Look, now: NaiveDateTime) {
        // What kept it from being sent back was told.
        let Ok(text) = self.desk.sent_back_note(key, now) else { return };
        self.put_out_of(key, "review.file_sent_back", &text, look, now);
    }

    /// Asks a unit, and puts the question into the outbox with what was asked before.
    pub(super) fn ask(
        &mut self,
        key: &ReturnKey,
        asked: &[(ElementId, String)],
        look: &Look,
        now: NaiveDateTime,
    ) {
        match self.desk.ask(key, asked, now) {
            Ok(text) => {
                self.submit.refusals.questions.sent(key);
                self.put_out_of(key, "review.file_query", &text, look, now);
            }
            Err(why) => self.tell_refused(look.text(&why).to_owned(), now),
        }
    }

    /// Answers a question, and puts the answer into the outbox.
    pub(super) fn reply(
        &mut self,
        key: &ReturnKey,
        number: u32,
        text: &str,
        look: &Look,
        now: NaiveDateTime,
    ) {
        match self.desk.answer(key, number, text, now) {
            Ok(text) => {
                self.submit.refusals.questions.sent(key);
                self.put_out_of(key, "review.file_answer", &text, look, now);
            }
            Err(why) => self.tell_refused(look.text(&why).to_owned(), now),
        }
    }

    /// Makes a 报表任务包 and puts it into the outbox.
    pub(super) fn issue(&mut self, new: &NewFormPack, look: &Look, now: NaiveDateTime) {
        match self.desk.issue(new, now) {
            Ok(text) => {
                let unit = look.text(&self.desk.unit_name(self.desk.seat())).to_owned();
                let period = new.period.label(look.lang);
                let name = look.say_with("issue.file", &[("unit", &unit), ("period", &period)]);
                self.put_out(&name, &text, look, now);
            }
            Err(why) => self.tell_refused(look.text(&why).to_owned(), now),
        }
    }

    /// Puts a file about a return into the outbox.
    fn put_out_of(&mut self, key: &ReturnKey, word: &str, text: &str, look: &Look, now: NaiveDateTime) {
        let Bilingual { zh: unit, .. } = self.desk.unit_name(&key.unit);
        let form = self.desk.catalogue().form(&key.form).map(|form| look.text(&form.name).to_owned());
        let name =
            format!("{}-{}-{unit}-{}-{}", look.say(word), key.unit, form.unwrap_or_default(), key.period);
        self.put_out(&name, text, look, now);
    }

    fn put_out(&mut self, name: &str, text: &str, look: &Look, now: NaiveDateTime) {
        let name = format!("{name}.duibiao").replace(['/', '\\', ':', '*', '?', '"', '<', '>', '|'], "_");
        let path = self.desk.root().join("outbox").join(name);
        match export::put(&path, text.as_bytes()) {
            Ok(path) => {
                let fill = [("path", path.display().to_string())];
                self.tell_at(look.say_with("review.put_out", &[("path", &fill[0].1)]), &path, now);
            }
            Err(why) => self.tell_refused(look.text(&why).to_owned(), now),
        }
    }
}
