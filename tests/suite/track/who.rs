//! Who keeps a target from its mark, by name: areas with too few, hospitals below a level, units without.

use std::fs;

use duibiao::{
    base::{Decimal, Period, UnitId},
    desk::{Command, Desk, Moving, Notice, TrackLine, UnitChange},
    returns::{ReturnKey, ReturnReason},
    trend::{Population, Verdict},
};

use super::{city, id, today};

fn told(line: &TrackLine) -> Vec<String> {
    let who = line.gap.who.iter();
    who.map(|lacking| {
        let missing = lacking.missing.map(|missing| format!(" +{}", missing.normalize())).unwrap_or_default();
        format!("{} {}{missing}", lacking.name.zh, lacking.has.zh)
    })
    .collect()
}

#[test]
fn who_is_short_is_named() {
    let (_folder, desk) = city();
    let all = desk.track(&id("SL-CITY"), &id("hulunbuir-2024"), Population::AsIs, today()).expect("a plan");
    let open = |name: &str| {
        let is_open = |line: &&TrackLine| line.name.zh == name && line.standing.gap.is_some();
        all.iter().find(is_open).unwrap_or_else(|| panic!("{name} is not open"))
    };
    let missing = |line: &TrackLine| line.gap.things.as_ref().map(|things| things.missing);
    // One public hospital in each county of more than 300,000: two counties have none.
    let ward = open("人口超30万旗市区设病房精神科公立医院数");
    assert_eq!(told(ward), ["示例甲区卫生健康局 0 所/旗市区 +1", "示例乙市卫生健康局 0 所/旗市区 +1"]);
    assert_eq!(missing(ward), Some(Decimal::TWO));
    // A mean of 3 over eight hospitals is 24 levels, of which there are 22: two to rise, by two hospitals at level 2.
    let records = open("电子病历应用水平平均级别");
    let (_, mean) = records.standing.now.expect("a mean");
    assert_eq!((mean, missing(records)), (Decimal::new(275, 2), Some(Decimal::TWO)));
    assert_eq!(told(records), ["示例乙市蒙医中医医院 2级 +1", "示例丁旗人民医院 2级 +1"]);
    // All of six are to have it, and four do.
    let service = open("基层机构精神(心理)卫生服务提供率");
    assert_eq!(told(service), ["示例乙市东街社区卫生服务中心 否", "示例丁旗东苏木卫生院 否"]);
    assert_eq!(missing(service), Some(Decimal::TWO));
    // Each area by itself: three of four have it.
    let alliance = open("紧密型县域医共体建成数");
    assert_eq!(
        (told(alliance), missing(alliance)),
        (vec!["示例丁旗卫生健康局 0 个".to_owned()], Some(Decimal::ONE))
    );
    assert!(
        alliance.gap.sentence.zh.starts_with("到 2025年12月，紧密型县域医共体建成还差 1 个地区"),
        "{}",
        alliance.gap.sentence.zh
    );
    // A ratio names those who are below it by themselves, the lowest first, with what each lacks.
    let nurses = open("医护比");
    let ratios: Vec<&str> = nurses.gap.who.iter().map(|lacking| lacking.has.zh.as_str()).collect();
    assert!(ratios.len() > 2 && ratios.is_sorted(), "{ratios:?}");
    assert!(ratios.iter().all(|ratio| ratio.starts_with("1 : ")), "{ratios:?}");
    assert_eq!(told(nurses)[0], "示例丙县疾病预防控制中心 1 : 0.16 +26");
    // What is met names nobody.
    assert!(
        all.iter()
            .filter(|line| line.standing.gap.is_none())
            .all(|line| line.gap.who.is_empty() && line.gap.things.is_none())
    );
}

/// Of a unit without an answer it is said why there is none: it was sent back, never came, or left the cell blank.
#[test]
fn who_is_silent_is_named_with_why() {
    let now = today().and_hms_opt(10, 0, 0).expect("a time");
    let nurses = |desk: &Desk| {
        let all =
            desk.track(&id("SL-CITY"), &id("hulunbuir-2024"), Population::AsIs, today()).expect("a plan");
        all.iter().find(|line| line.name.zh == "医护比").expect("a target").clone()
    };
    let refuse = |desk: &mut Desk, key: &ReturnKey| {
        desk.apply(Command::TakeSeat(id("SL-CITY")), now);
        let (reason, words) = (ReturnReason::WrongFigure, "核对".to_owned());
        let moving = Moving::SendBack { reason, words, due: None, remarks: [].into() };
        desk.apply(Command::MoveOn { key: key.clone(), moving }, now)
    };
    let clear = |desk: &mut Desk, key: &ReturnKey| {
        desk.apply(Command::TakeSeat(key.unit.clone()), now);
        let moving = Moving::Correct("看错".to_owned());
        desk.apply(Command::MoveOn { key: key.clone(), moving }, now);
        desk.apply(Command::Clear { key: key.clone(), elements: vec![id("staff_nurses")] }, now)
    };
    type Silence<'a> = &'a dyn Fn(&mut Desk, &ReturnKey) -> Vec<Notice>;
    let cases: [(Silence<'_>, bool, &str); 3] =
        [(&refuse, false, "已退回，未重报"), (&clear, false, "未填"), (&|_, _| Vec::new(), true, "未报")];
    for (silence, is_lost, why) in cases {
        let (_folder, mut desk) = city();
        let (period, _) = nurses(&desk).standing.now.expect("a ratio");
        let key = ReturnKey { unit: id("SL-H1"), form: id("hospital"), period };
        let said = silence(&mut desk, &key);
        assert!(said.is_empty(), "{said:?}");
        desk.save_now(now).expect("it is written");
        let root = desk.root().to_owned();
        drop(desk);
        if is_lost {
            fs::remove_file(root.join(Desk::return_path(&key))).expect("it is gone");
        }
        let desk = Desk::open(&root, "测试", now).expect("it opens");
        let line = nurses(&desk);
        assert_eq!(line.standing.now.expect("a ratio").0, period);
        let told = told(&line);
        let name = desk.tree().unit(&key.unit).expect("there").name.zh.clone();
        assert!(told.contains(&format!("{name} {why}")), "{why}: {told:?}");
    }
}

/// A target that names one institution is judged by that institution alone, and by nobody where the register does not
/// hold it: the grade of another hospital is no answer.
#[test]
fn a_target_of_one_institution_is_judged_by_it_alone() {
    const NAMED: &str = "呼伦贝尔市蒙医医院";
    let grade = |desk: &Desk, unit: &str| {
        let all = desk.track(&id(unit), &id("hulunbuir-2024"), Population::AsIs, today()).expect("a plan");
        all.iter().find(|line| line.row == "000-T-046").expect("a target").clone()
    };
    let (_folder, mut desk) = city();
    let nobody = grade(&desk, "SL-CITY");
    assert!(nobody.is_elsewhere && nobody.standing.now.is_none(), "{nobody:?}");
    assert_eq!(nobody.lack.zh, format!("机构登记册中没有规划点名的机构（{NAMED}）。"));
    let now = today().and_hms_opt(10, 0, 0).expect("a time");
    desk.apply(Command::TakeSeat(id("SL-CITY")), now);
    // Of two hospitals with different grades the one that bears the name counts, also where it is the lower one.
    let period = Period::year(2024);
    let hospitals =
        desk.returns().filter(|found| found.key.form == id("hospital") && found.key.period == period);
    let graded = hospitals
        .filter_map(|found| Some((found.figure(&id("hospital_grade")).known()?, found.key.unit.clone())));
    let graded: Vec<(Decimal, UnitId)> = graded.collect();
    let (lowest, unit) = graded.iter().min().expect("a hospital").clone();
    assert!(graded.iter().any(|(grade, _)| *grade > lowest), "{graded:?}");
    let change = Box::new(UnitChange::Name(NAMED.to_owned()));
    let said = desk.apply(Command::ChangeUnit { unit: unit.clone(), change, why: String::new() }, now);
    assert!(said.is_empty(), "{said:?}");
    let named = grade(&desk, "SL-CITY");
    assert!(!named.is_elsewhere);
    let short: Vec<&UnitId> = named.gap.who.iter().map(|lacking| &lacking.unit).collect();
    assert_eq!(short, [&unit], "nobody else is in the way of it");
    assert_eq!(named.standing.now, Some((period, lowest)));
    // Its own sheet shows it, another hospital's does not.
    let other = graded.iter().find(|(_, other)| *other != unit).expect("another").1.clone();
    let own = grade(&desk, unit.as_str()).standing;
    assert_eq!((own.now, own.verdict), (Some((period, lowest)), named.standing.verdict));
    assert_ne!(own.verdict, Verdict::NotScored);
    let elsewhere = grade(&desk, other.as_str());
    assert_eq!((elsewhere.is_elsewhere, elsewhere.lack.zh), (true, format!("这一目标只对{NAMED}。")));
}
