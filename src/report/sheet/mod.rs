//! 打印表: a return on A4 paper, to be signed, sealed and filed: one plain value, written as text, PDF and xlsx.
//!
//! What is on the page is decided once, in [`ReturnSheet`]: figures and sentences arrive in the reader's language,
//! the fixed words of the paper (表号, 填表人, 盖章 …) stand here, because paper knows no locale file.

mod closing;
mod code;
mod face;
mod grid;
mod page;
mod paper;
mod pdf;
mod text;
mod words;
mod xlsx;
mod xlsx_look;

use chrono::NaiveDate;

use crate::base::{Cell, FormId, Lang, Period, UnitId};

pub use code::SheetCode;
pub use page::{SHEET_MARGIN, SHEET_SIZE, SheetMark, SheetPage, sheet_pages};
pub use pdf::sheet_pdf;
pub use xlsx::sheet_xlsx;

/// 打印表: everything that stands on the paper of one return.
///
/// Texts are in the language of `lang` and are shown as they are; an empty one leaves its place out, or leaves a
/// line to write on where a person signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnSheet {
    /// The language of the fixed words.
    pub lang: Lang,
    /// 表名: the form's title.
    pub title: String,
    /// 表号, such as 对标医1表.
    pub number: String,
    /// 制定机关: who issued the form; empty where nobody did.
    pub authority: String,
    /// The form's id, for the QR code.
    pub form: FormId,
    /// The unit's id, printed behind its name.
    pub unit: UnitId,
    /// 填报单位: the unit's name.
    pub unit_name: String,
    /// 报告期.
    pub period: Period,
    /// 规划: the title of the plan in force; empty without one.
    pub plan: String,
    /// 状态 in words.
    pub status: String,
    /// 修订: which revision of the return this is.
    pub revision: u64,
    /// 示例数据: said on every page.
    pub synthetic: bool,
    /// The figures, in the order of the form.
    pub sections: Vec<SheetSection>,
    /// 填报备注.
    pub notes: Vec<SheetNote>,
    /// 审核说明.
    pub explanations: Vec<SheetExplanation>,
    /// Who answers for the return.
    pub signers: SheetSigners,
    /// 报出日期 in words; empty leaves a place to write it.
    pub reported_on: String,
    /// The day of printing; also the date of the file.
    pub printed_on: NaiveDate,
    /// 指纹: the digits that name these figures; `None` as long as the return was not submitted.
    pub fingerprint: Option<String>,
}

/// 分组: a section of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SheetSection {
    /// Its title.
    pub name: String,
    /// Its lines, in order.
    pub lines: Vec<SheetLine>,
}

/// One line of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SheetLine {
    /// 序号: its number within the form, from 1.
    pub number: u32,
    /// 指标名称.
    pub name: String,
    /// 计量单位; empty for answers in words.
    pub unit: String,
    /// This period's figure.
    pub figure: Cell,
    /// The period before's figure; empty where there is none.
    pub last: Cell,
    /// 增减: how it changed. Where a number is shown in percent, its exact value is the share, 0.032 for `+3.2%`.
    pub change: Cell,
    /// What kind of figure it is.
    pub mark: LineMark,
}

/// What is to be known of a line's figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LineMark {
    /// 填报: a person answered.
    #[default]
    Typed,
    /// 计算: the program computed it.
    Computed,
    /// 不适用; the reason stands in the notes.
    NotApplicable,
    /// 未填.
    Blank,
    /// 未识别: the text as typed, which is no figure.
    Unread,
}

/// 填报备注: what was written beside a figure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SheetNote {
    /// The line's number.
    pub number: u32,
    /// The line's name.
    pub name: String,
    /// The note.
    pub text: String,
}

/// 审核说明: a finding and what the unit says to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SheetExplanation {
    /// The line's number; `None` for a finding about the whole form.
    pub number: Option<u32>,
    /// The line's name, or what the finding is about.
    pub name: String,
    /// The finding's sentence.
    pub finding: String,
    /// The explanation; empty where there is none yet.
    pub explanation: String,
    /// Who explained.
    pub by: String,
    /// When, as shown.
    pub at: String,
}

/// The three who answer for a return.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SheetSigners {
    /// 填表人.
    pub clerk: SheetSigner,
    /// 统计负责人.
    pub statistician: SheetSigner,
    /// 单位负责人.
    pub head: SheetSigner,
}

/// One who signs; what is empty is left to be written by hand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SheetSigner {
    /// Name.
    pub name: String,
    /// 联系电话.
    pub phone: String,
}

impl ReturnSheet {
    /// Starts the sheet of a return that says nothing yet.
    ///
    /// ```
    /// use duibiao::{base::Lang, report::{ReturnSheet, sheet_pdf}};
    /// let day = chrono::NaiveDate::from_ymd_opt(2026, 1, 21).unwrap();
    /// let mut sheet = ReturnSheet::new(Lang::Zh, "hospital".parse()?, "h01".parse()?, "2025".parse()?, day);
    /// sheet.revision = 3;
    /// sheet.fingerprint = Some("48213907".to_owned());
    /// assert_eq!(sheet.grouped_fingerprint().as_deref(), Some("4821 3907"));
    /// assert_eq!(sheet.code_text().as_deref(), Some("DUIBIAO1;h01;hospital;2025;3;48213907"));
    /// assert!(sheet_pdf(&sheet)?.starts_with(b"%PDF"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(lang: Lang, form: FormId, unit: UnitId, period: Period, printed_on: NaiveDate) -> Self {
        Self {
            lang,
            title: String::new(),
            number: String::new(),
            authority: String::new(),
            form,
            unit,
            unit_name: String::new(),
            period,
            plan: String::new(),
            status: String::new(),
            revision: 0,
            synthetic: false,
            sections: Vec::new(),
            notes: Vec::new(),
            explanations: Vec::new(),
            signers: SheetSigners::default(),
            reported_on: String::new(),
            printed_on,
            fingerprint: None,
        }
    }

    /// Writes the fingerprint in groups of four; `None` where there is none.
    pub fn grouped_fingerprint(&self) -> Option<String> {
        let digits: Vec<char> = self.fingerprint.as_deref()?.chars().filter(|c| !c.is_whitespace()).collect();
        let groups: Vec<String> = digits.chunks(4).map(|group| group.iter().collect()).collect();
        Some(groups.join(" "))
    }

    /// Writes the line the QR code holds: `DUIBIAO1;unit;form;period;revision;fingerprint`.
    ///
    /// Ids and periods hold no `;`, so the line is read back by splitting it. `None` without a fingerprint.
    pub fn code_text(&self) -> Option<String> {
        let fingerprint = self.fingerprint.as_deref()?;
        let digits: String = fingerprint.chars().filter(char::is_ascii_alphanumeric).collect();
        let Self { unit, form, period, revision, .. } = self;
        Some(format!("DUIBIAO1;{unit};{form};{period};{revision};{digits}"))
    }

    /// Writes the unit with its id behind it.
    fn unit_text(&self) -> String {
        match self.lang {
            Lang::Zh => format!("{}（{}）", self.unit_name, self.unit),
            Lang::En => format!("{} ({})", self.unit_name, self.unit),
        }
    }

    /// Gives the words of the last column: what kind of figure it is, and whether the sheet says more of it below.
    fn remark(&self, line: &SheetLine) -> String {
        let words = words::words(self.lang);
        let kind = match line.mark {
            LineMark::Computed => words.computed,
            LineMark::Unread => words.unread,
            LineMark::Typed | LineMark::NotApplicable | LineMark::Blank => "",
        };
        let noted = self.notes.iter().any(|note| note.number == line.number);
        let explained = self.explanations.iter().any(|found| found.number == Some(line.number));
        let parts = [
            kind,
            if noted { words.see_note } else { "" },
            if explained { words.see_explanation } else { "" },
        ];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        parts.join(words.and)
    }

    /// Gives what stands in the place of this period's figure.
    fn shown<'a>(&self, line: &'a SheetLine) -> &'a str {
        let words = words::words(self.lang);
        match line.mark {
            LineMark::NotApplicable if line.figure.shown.is_empty() => words.not_applicable,
            LineMark::Blank if line.figure.shown.is_empty() => words.blank,
            _ => &line.figure.shown,
        }
    }
}

impl SheetSigners {
    /// Gives the signers in the order paper has them, the head first, with what each is called.
    fn in_order(&self, lang: Lang) -> [(&'static str, &SheetSigner); 3] {
        let words = words::words(lang);
        [(words.head, &self.head), (words.statistician, &self.statistician), (words.clerk, &self.clerk)]
    }
}
