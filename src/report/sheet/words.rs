//! The fixed words of the paper, in both languages.

use crate::base::{Lang, Period};

/// The words of one language.
pub(super) struct Words {
    pub form_number: &'static str,
    pub authority: &'static str,
    pub period: &'static str,
    pub unit: &'static str,
    pub plan: &'static str,
    pub status: &'static str,
    /// Behind a name, before what it is: `：`.
    pub colon: &'static str,
    /// Between two remarks.
    pub and: &'static str,
    /// Between two facts on one line.
    pub gap: &'static str,
    /// The columns of the figures; the fourth and fifth get their period on a second line.
    pub columns: [&'static str; 7],
    /// The letters under them, as in statutory forms: words by letters, figures by numbers.
    pub letters: [&'static str; 7],
    pub computed: &'static str,
    pub unread: &'static str,
    pub not_applicable: &'static str,
    pub blank: &'static str,
    pub see_note: &'static str,
    pub see_explanation: &'static str,
    pub notes: &'static str,
    pub note_columns: [&'static str; 3],
    pub explanations: &'static str,
    pub explanation_columns: [&'static str; 5],
    pub not_explained: &'static str,
    pub clerk: &'static str,
    pub statistician: &'static str,
    pub head: &'static str,
    pub phone: &'static str,
    pub signature: &'static str,
    pub reported_on: &'static str,
    /// What is left to be filled in by hand.
    pub empty_date: &'static str,
    pub printed_on: &'static str,
    pub seal: &'static str,
    pub sealed_unit: &'static str,
    pub fingerprint: &'static str,
    pub no_fingerprint: &'static str,
    pub code_use: &'static str,
    pub nothing_follows: &'static str,
    pub overleaf: &'static str,
    pub continued: &'static str,
    pub synthetic: &'static str,
}

static ZH: Words = Words {
    form_number: "表　　号",
    authority: "制定机关",
    period: "报\u{2002}告\u{2002}期",
    unit: "填报单位",
    plan: "规　　划",
    status: "状　　态",
    colon: "：",
    and: "、",
    gap: "，",
    columns: ["序号", "指标名称", "计量单位", "本期", "上期", "增减", "备注"],
    letters: ["甲", "乙", "丙", "1", "2", "3", "丁"],
    computed: "计算",
    unread: "未识别",
    not_applicable: "不适用",
    blank: "未填",
    see_note: "附注",
    see_explanation: "说明",
    notes: "填报附注",
    note_columns: ["序号", "指标名称", "附注"],
    explanations: "审核说明",
    explanation_columns: ["序号", "指标名称", "审核结果", "情况说明", "说明人、时间"],
    not_explained: "尚未说明",
    clerk: "填表人",
    statistician: "统计负责人",
    head: "单位负责人",
    phone: "联系电话",
    signature: "签字",
    reported_on: "报出日期",
    empty_date: "　　　　年　　月　　日",
    printed_on: "打印日期",
    seal: "（盖章）",
    sealed_unit: "填报单位",
    fingerprint: "指纹",
    no_fingerprint: "未上报，无指纹",
    code_use: "扫码核对单位、报表、报告期、修订与指纹",
    nothing_follows: "（以下空白）",
    overleaf: "（转下页）",
    continued: "（续）",
    synthetic: "示例数据，不是真实数据",
};

static EN: Words = Words {
    form_number: "Form",
    authority: "Issued by",
    period: "Period",
    unit: "Unit",
    plan: "Plan",
    status: "Status",
    colon: ": ",
    and: ", ",
    gap: ", ",
    columns: ["No.", "Element", "Unit", "This period", "Last period", "Change", "Remarks"],
    letters: ["A", "B", "C", "1", "2", "3", "D"],
    computed: "computed",
    unread: "not read",
    not_applicable: "n/a",
    blank: "blank",
    see_note: "note",
    see_explanation: "explained",
    notes: "Notes",
    note_columns: ["No.", "Element", "Note"],
    explanations: "Explanations",
    explanation_columns: ["No.", "Element", "Finding", "Explanation", "By, when"],
    not_explained: "not explained yet",
    clerk: "Filled in by",
    statistician: "Head of statistics",
    head: "Head of unit",
    phone: "Phone",
    signature: "Signature",
    reported_on: "Reported on",
    empty_date: "____________________",
    printed_on: "Printed on",
    seal: "(seal)",
    sealed_unit: "Unit",
    fingerprint: "Fingerprint",
    no_fingerprint: "Not submitted, no fingerprint",
    code_use: "The code holds unit, form, period, revision and fingerprint",
    nothing_follows: "(nothing follows)",
    overleaf: "(continued overleaf)",
    continued: " (continued)",
    synthetic: "Sample data, not real",
};

/// Gives the words of a language.
pub(super) const fn words(lang: Lang) -> &'static Words {
    match lang {
        Lang::Zh => &ZH,
        Lang::En => &EN,
    }
}

/// Says which page of how many.
pub(super) fn page_of(lang: Lang, page: &str, pages: &str) -> String {
    match lang {
        Lang::Zh => format!("第 {page} 页，共 {pages} 页"),
        Lang::En => format!("Page {page} of {pages}"),
    }
}

/// Says which revision.
pub(super) fn revision(lang: Lang, revision: u64) -> String {
    match lang {
        Lang::Zh => format!("第 {revision} 版"),
        Lang::En => format!("revision {revision}"),
    }
}

/// Gives the titles of the columns of figures; those of two periods have the period on a second line.
pub(super) fn column_titles(lang: Lang, period: Period) -> [String; 7] {
    let mut titles = words(lang).columns.map(str::to_owned);
    for (title, period) in titles[3..5].iter_mut().zip([period, period.previous()]) {
        title.push('\n');
        title.push_str(&period.label(lang));
    }
    titles
}
