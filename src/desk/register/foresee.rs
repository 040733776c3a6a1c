//! What follows from a change of the register, said before it is made.

use chrono::NaiveDate;

use super::change::UnitChange;
use crate::{
    base::{Bilingual, Lang, UnitId},
    desk::Desk,
    unit::{Tree, Unit},
};

fn said(zh: String, en: String) -> Bilingual {
    Bilingual::new(zh, en)
}

impl Desk {
    /// Says what follows from a change of one unit: returns, totals, forms, who stands below.
    ///
    /// # Errors
    /// Why it cannot be changed so.
    pub fn foresee(&self, id: &UnitId, change: &UnitChange) -> Result<Vec<Bilingual>, Bilingual> {
        let after = self.supposed_register(id, change)?;
        let mut told = Vec::new();
        let new = after.unit(id);
        match (change, self.tree.unit(id), new) {
            (UnitChange::Add(_), _, Some(new)) => {
                told.push(self.forms_follow(new));
                told.extend(self.same_name(&after, new));
            }
            (UnitChange::Close(on), Some(old), _) => told.push(self.close_follows(old, *on)),
            (UnitChange::Merge { into, on }, Some(old), _) => {
                told.push(self.close_follows(old, *on));
                let into = self.unit_name(into);
                told.push(said(
                    format!("此后的数由“{}”填报；此前各期仍记在“{}”名下。", into.zh, old.name.zh),
                    format!(
                        "From then on {} reports; earlier periods stay with {}.",
                        into.en,
                        old.name.text(Lang::En)
                    ),
                ));
            }
            (UnitChange::Move { to, on }, Some(old), _) => {
                let from = old.parent.as_ref().map(|id| self.unit_name(id)).unwrap_or_default();
                let to = self.unit_name(to);
                told.push(said(
                    format!("{on} 及以后结束的报告期计入“{}”，此前的仍计入“{}”。", to.zh, from.zh),
                    format!(
                        "Periods that end on {on} or later count with {}, earlier ones with {}.",
                        to.en, from.en
                    ),
                ));
                let below = self.tree.below(id).len() - 1;
                if below > 0 {
                    told.push(said(
                        format!("其下 {below} 家机构随之划转。"),
                        format!("The {below} units below it go with it."),
                    ));
                }
                told.push(self.returns_follow(old));
            }
            (UnitChange::Promote { from, .. }, Some(_), Some(new)) => {
                told.push(said(
                    format!("{from} 及以后结束的报告期按新的级别和举办主体归类，此前的不变。"),
                    format!(
                        "Periods that end on {from} or later are classed anew; earlier ones stay as they are."
                    ),
                ));
                told.push(self.forms_follow(new));
            }
            (UnitChange::Correct(_), Some(old), Some(new)) => {
                told.push(said(
                    "按登记错误更正：视为一直如此，以前各期的汇总也随之改变，不留变动历史。".to_owned(),
                    "Taken as a mistake: as if it had always been so. Totals of earlier periods change as well."
                        .to_owned(),
                ));
                if old.kind != new.kind {
                    told.push(self.forms_follow(new));
                }
            }
            (UnitChange::Remove, Some(_), None) => told.push(said(
                "没有填报件，从名录中去掉；修改记录里仍有这一笔。".to_owned(),
                "It has no returns and is taken out; the journal keeps that it was there.".to_owned(),
            )),
            _ => {}
        }
        Ok(told)
    }

    fn forms_follow(&self, unit: &Unit) -> Bilingual {
        let forms: Vec<&Bilingual> = self.catalogue.forms_of(unit).map(|form| &form.name).collect();
        if forms.is_empty() {
            return said("不填任何报表。".to_owned(), "It fills in no form.".to_owned());
        }
        let zh: Vec<&str> = forms.iter().map(|name| name.zh.as_str()).collect();
        let en: Vec<&str> = forms.iter().map(|name| name.en.as_str()).collect();
        said(format!("填报：{}。", zh.join("、")), format!("It fills in: {}.", en.join(", ")))
    }

    fn close_follows(&self, unit: &Unit, on: NaiveDate) -> Bilingual {
        let mine = |key: &crate::returns::ReturnKey| key.unit == unit.id;
        let later = self.returns.keys().filter(|key| mine(key) && key.period.last_day() >= on).count();
        let all = self.returns.keys().filter(|key| mine(key)).count();
        let kept = all - later;
        let (mut zh, mut en) = (
            format!("{on} 及以后结束的报告期不再应报；此前 {kept} 份填报件保留，照常计入汇总。"),
            format!(
                "It owes nothing for periods that end on {on} or later; its {kept} earlier returns stay and count."
            ),
        );
        if later > 0 {
            zh.push_str(&format!("此后各期已有 {later} 份填报件，保留但不再计入汇总。"));
            en.push_str(&format!(" The {later} returns of later periods stay but no longer count."));
        }
        said(zh, en)
    }

    fn returns_follow(&self, unit: &Unit) -> Bilingual {
        let all = self.returns.keys().filter(|key| key.unit == unit.id).count();
        said(format!("已有 {all} 份填报件，都不改动。"), format!("Its {all} returns stay as they are."))
    }

    fn same_name(&self, after: &Tree, new: &Unit) -> Option<Bilingual> {
        let other = after.all().find(|other| other.id != new.id && other.name.zh == new.name.zh)?;
        let parent = other.parent.as_ref().map(|id| self.unit_name(id)).unwrap_or_default();
        Some(said(
            format!("“{}”下也有一家“{}”（{}），请核对是不是同一家。", parent.zh, other.name.zh, other.id),
            format!("{} has one of the same name ({}); check that it is another.", parent.en, other.id),
        ))
    }
}
