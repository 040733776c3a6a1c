//! Why something that arrived is what it is, in words.

use chrono::{NaiveDate, NaiveDateTime};

use crate::{
    base::{Bilingual, ElementId, FormId, Lang, Period, PeriodKind, UnitId},
    wire::{WireError, fingerprint},
};

/// 缘由 of an outcome, or what is to be noticed beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The file cannot be read.
    Unreadable(WireError),
    /// The system could not read it.
    Disk(String),
    /// The file is larger than anything that travels.
    TooLarge {
        /// Its size in bytes.
        bytes: u64,
        /// The largest that is read.
        limit: u64,
    },
    /// A zip that is damaged or encrypted.
    ZipDamaged,
    /// A zip that unpacks to too much, or holds too many files.
    ZipBomb,
    /// A name in a zip that leads out of it.
    ZipName(String),
    /// A zip in a zip.
    ZipInZip,
    /// Folders nested too deeply.
    TooDeep,
    /// The register does not know the unit.
    UnknownUnit(UnitId),
    /// The unit is not below us.
    WrongCounty(UnitId),
    /// It is our own return.
    Ours,
    /// It is meant for another unit.
    NotForUs(UnitId),
    /// There is no such form.
    UnknownForm(FormId),
    /// The unit does not fill in this form.
    NotAsked(FormId),
    /// The form has another version here.
    FormVersion {
        /// The version it was filled in.
        found: u32,
        /// The version here.
        here: u32,
    },
    /// The form is not asked for that period.
    PeriodNotIssued(Period),
    /// The unit was not open.
    Closed(UnitId, NaiveDate),
    /// It was never handed in, or was opened again.
    NotHandedIn,
    /// Its figures are not those that were handed in.
    BodyDiffers,
    /// Its revision is no count of edits.
    Revision(u64),
    /// A cell the form does not ask for.
    StrangeCell(ElementId),
    /// There is no such return here.
    NoReturn,
    /// Only a bureau takes in returns.
    NotABureau,
    /// These figures are at hand already.
    SameFigures,
    /// A later version is at hand.
    LaterAtHand,
    /// It does not follow on what is at hand; the digest of that.
    Apart(String),
    /// The bureau holds figures that were not handed in from here; their digest.
    OtherAtBureau(String),
    /// It was taken in before.
    TakenBefore,
    /// The file is not what it was when it was read, or not there any more.
    Gone,
    /// It came from the future; by which clock.
    Future(NaiveDateTime),
    /// Its figures are made up.
    Synthetic,
    /// Its figures are not those its members make; which are not at hand as counted.
    MembersDiffer(usize),
    /// Every figure it shares with this earlier period is the same; how many.
    SameAsBefore(Period, usize),
}

fn both(zh: impl Into<String>, en: impl Into<String>) -> Bilingual {
    Bilingual::new(zh, en)
}

impl Reason {
    /// Gives the code used on the command line.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "unreadable",
            Self::Disk(_) => "disk",
            Self::TooLarge { .. } => "too_large",
            Self::ZipDamaged => "zip_damaged",
            Self::ZipBomb => "zip_bomb",
            Self::ZipName(_) => "zip_name",
            Self::ZipInZip => "zip_in_zip",
            Self::TooDeep => "too_deep",
            Self::UnknownUnit(_) => "unknown_unit",
            Self::WrongCounty(_) => "wrong_county",
            Self::Ours => "ours",
            Self::NotForUs(_) => "not_for_us",
            Self::UnknownForm(_) => "unknown_form",
            Self::NotAsked(_) => "not_asked",
            Self::FormVersion { .. } => "form_version",
            Self::PeriodNotIssued(_) => "period_not_issued",
            Self::Closed(..) => "unit_closed",
            Self::NotHandedIn => "not_handed_in",
            Self::BodyDiffers => "body_differs",
            Self::Revision(_) => "revision",
            Self::StrangeCell(_) => "strange_cell",
            Self::NoReturn => "no_return",
            Self::NotABureau => "not_a_bureau",
            Self::SameFigures => "same_figures",
            Self::LaterAtHand => "later_at_hand",
            Self::Apart(_) => "apart",
            Self::OtherAtBureau(_) => "other_at_bureau",
            Self::TakenBefore => "taken_before",
            Self::Gone => "gone",
            Self::Future(_) => "future",
            Self::Synthetic => "synthetic",
            Self::MembersDiffer(_) => "members_differ",
            Self::SameAsBefore(..) => "same_as_before",
        }
    }

    /// Says it in words, with what to do.
    pub fn sentence(&self) -> Bilingual {
        match self {
            // What came from elsewhere has no older revision here: the sender has the good one.
            Self::Unreadable(WireError::Digest) => both(
                "校验码与内容不符：文件发出后被改动，或在传送中损坏。请对方重新保存，再发一次。",
                "The digest does not fit the contents: the file was changed after it was written, or damaged on its way. Ask the sender to save it anew and send it again.",
            ),
            Self::Unreadable(WireError::NotText(at)) => both(
                format!(
                    "第 {at} 字节起不是 UTF-8 文本：文件已损坏，或用别的程序另存过。请对方重新保存，再发一次。"
                ),
                format!(
                    "From byte {at} this is no UTF-8 text: the file is damaged, or another program saved it. Ask the sender to save it anew and send it again."
                ),
            ),
            Self::Unreadable(fault) => fault.sentence(),
            Self::Disk(why) => both(
                format!("无法读取：{why}。请检查磁盘后重试。"),
                format!("It cannot be read: {why}. Check the drive and try again."),
            ),
            Self::TooLarge { bytes, limit } => both(
                format!("文件有 {bytes} 字节，超过上限 {limit} 字节，未读取。"),
                format!("The file has {bytes} bytes, over the limit of {limit}; it was not read."),
            ),
            Self::ZipDamaged => both(
                "压缩包已损坏或加了密码，未打开。请让对方重新发送。",
                "The zip is damaged or has a password; it was not opened. Ask for it again.",
            ),
            Self::ZipBomb => both(
                "压缩包展开后过大或文件过多，未打开。请直接发送上报文件。",
                "The zip unpacks to too much or holds too many files; it was not opened. Ask for the files themselves.",
            ),
            Self::ZipName(name) => both(
                format!("压缩包中的文件名“{name}”指向包外，未读取。"),
                format!("The name '{name}' leads out of the zip; it was not read."),
            ),
            Self::ZipInZip => both(
                "压缩包里还有压缩包，未打开。请先解开再接收。",
                "There is a zip in the zip; it was not opened. Unpack it first.",
            ),
            Self::TooDeep => {
                both("文件夹嵌套过深，未读取。", "Folders are nested too deeply; this one was not read.")
            }
            Self::UnknownUnit(unit) => both(
                format!("机构登记册中没有单位 {unit}。请核对机构代码，或先登记。"),
                format!("The register has no unit {unit}. Check its code, or register it first."),
            ),
            Self::WrongCounty(unit) => both(
                format!("单位 {unit} 不属于本地区。请转交其主管部门。"),
                format!("The unit {unit} is not in our area. Pass the file on to its own bureau."),
            ),
            Self::Ours => both("这是本单位自己的报表。", "This is our own return."),
            Self::NotForUs(unit) => {
                both(format!("这是给单位 {unit} 的文件。"), format!("This file is for the unit {unit}."))
            }
            Self::UnknownForm(form) => both(
                format!("没有报表 {form}。请核对报表任务包。"),
                format!("There is no form {form}. Compare the form packs."),
            ),
            Self::NotAsked(form) => both(
                format!("该单位不填报 {form}。请核对机构类别。"),
                format!("This unit does not fill in {form}. Check its kind."),
            ),
            Self::FormVersion { found, here } => both(
                format!("报表是第 {found} 版，这里用第 {here} 版。请对方打开新的报表任务包后重新上报。"),
                format!(
                    "The form is version {found}, here it is version {here}. Ask the unit to open the new form pack and submit again."
                ),
            ),
            Self::PeriodNotIssued(period) => both(
                format!(
                    "{}没有下发过这张报表，未接收。确需收取的，请先发报表任务包。",
                    period.label(Lang::Zh)
                ),
                format!(
                    "This form was not issued for {}; it was not taken. Issue a form pack if it is wanted.",
                    period.label(Lang::En)
                ),
            ),
            Self::Closed(unit, on) => both(
                format!("单位 {unit} 在 {on} 未开办或已撤销。请核对机构登记册。"),
                format!("The unit {unit} was not open on {on}. Check the register."),
            ),
            Self::NotHandedIn => both(
                "这份报表没有上报，不能接收。请对方上报后再发送。",
                "This return is not submitted. Ask the unit to submit it first.",
            ),
            Self::BodyDiffers => both(
                "内容与上报时的指纹不符，未接收。请对方撤回后重新上报。",
                "The figures are not those that were submitted. Ask the unit to withdraw and submit again.",
            ),
            Self::Revision(revision) => both(
                format!("修订号 {revision} 不合理，未接收。请对方用未改动过的文件重新上报。"),
                format!("The revision {revision} is no count of edits. Ask for a file nobody has changed."),
            ),
            Self::StrangeCell(element) => both(
                format!("数据项 {element} 不在这份报表中，未接收。"),
                format!("The form does not ask for {element}; the return was not taken."),
            ),
            Self::NoReturn => both("这里没有这份报表。", "There is no such return here."),
            Self::NotABureau => both("只有主管部门接收报表。", "Only a bureau takes in returns."),
            Self::SameFigures => both("与现存的数值相同。", "The same figures are at hand."),
            Self::LaterAtHand => both("现存的是更新的版本。", "A later version is at hand."),
            Self::Apart(digest) => both(
                format!("与现存版本（指纹 {}）各自改动过，待选择。", fingerprint(digest)),
                format!(
                    "It and the version at hand (fingerprint {}) were changed apart; choose between them.",
                    fingerprint(digest)
                ),
            ),
            Self::OtherAtBureau(digest) => both(
                format!("主管部门持有的是另一版本（指纹 {}），请与其核对。", fingerprint(digest)),
                format!(
                    "The bureau holds another version (fingerprint {}); compare with them.",
                    fingerprint(digest)
                ),
            ),
            Self::TakenBefore => both("以前已接收。", "It was taken in before."),
            Self::Gone => both(
                "读取以后文件已改动或已不在，未接收。请重新选择文件。",
                "The file was changed or taken away after it was read; it was not taken in. Choose it again.",
            ),
            Self::Future(at) => both(
                format!("对方电脑的时间是 {}，比现在晚一天以上。", at.format("%Y-%m-%d %H:%M")),
                format!("The sender's clock said {}, more than a day ahead.", at.format("%Y-%m-%d %H:%M")),
            ),
            Self::Synthetic => both("示例数据。", "The figures are made up."),
            Self::MembersDiffer(count) => both(
                format!("有 {count} 份成员报表与这里现存的不同。"),
                format!("{count} of its members are not as they are at hand here."),
            ),
            Self::SameAsBefore(before, count) => {
                let (zh, en) = match before.kind() {
                    PeriodKind::Year => ("上年", "the year before"),
                    _ => ("上期", "the period before"),
                };
                both(
                    format!("与{zh}所有数值相同（{count} 项）。"),
                    format!("All figures are those of {en} ({count} compared)."),
                )
            }
        }
    }
}
