//! What travels is frozen: each format is written as it was and read as it is written.

use std::{fs, path::Path};

use duibiao::{
    base::{Figure, Period},
    returns::{Coverage, ReturnReason, SentBack},
    unit::UnitKind,
    wire::{
        Branch, Branches, CountyStatement, FormPack, Issue, Issued, KnownTotal, KnownTotals, PackFile, Query,
        QueryAnswer, Question, Receipt, ReceiptLine, ReceivedAs, Renamed, Sender, SentBackNote,
        StatementBranches, StatementMember, SummedFigure, Travelling, above_from_text, above_text,
        branches_from_text, branches_text, form_pack_text, issued_from_text, issued_text, query_text,
        receipt_text, return_digest, sent_back_text, statement_branches_from_text, statement_branches_text,
        statement_text, travelling_from_text,
    },
};

use super::{id, key, now, unit, version};

fn frozen(name: &str, text: &str) {
    let folder = if name.contains('/') { "tests/fixtures/format" } else { "tests/fixtures/format/v1" };
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder).join(name);
    if !path.exists() && std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, text).expect("written");
    }
    let before = fs::read_to_string(&path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()));
    assert_eq!(text, before, "{name}: a changed format wants a new version");
}

fn sender() -> Sender {
    let (program, name, who) = ("0.1.0".to_owned(), "示例县卫健局".to_owned(), "李四".to_owned());
    Sender { program, unit: id("B1"), name, who, at: now() }
}

fn travels(name: &str, text: &str, found: &Travelling) {
    frozen(name, text);
    assert_eq!(travelling_from_text(text.as_bytes()).as_ref(), Ok(found), "{name}");
    // One bit anywhere is told.
    for at in (0..text.len()).step_by(7) {
        let mut bytes = text.as_bytes().to_vec();
        bytes[at] ^= 1;
        assert!(travelling_from_text(&bytes).is_err(), "{name}: byte {at}");
    }
}

#[test]
fn what_travels_is_written_as_it_was() {
    let found = version(&key("H1"), 1, &[("beds_total", 800)], None);
    let digest = return_digest(&found).expect("a digest");
    let line = ReceiptLine {
        key: key("H1"),
        digest: digest.clone(),
        fingerprint: "12345678".to_owned(),
        standing: ReceivedAs::Accepted,
    };
    let receipt = Receipt { from: sender(), to: id("H1"), lines: vec![line] };
    travels(
        "receipt.duibiao",
        &receipt_text(&receipt).expect("a text"),
        &Travelling::Receipt(receipt.clone()),
    );
    let said = SentBack {
        at: now(),
        who: "李四".to_owned(),
        reason: ReturnReason::WrongFigure,
        words: "请核对".to_owned(),
        due: Some(now().date()),
        remarks: [(id("beds_total"), "与上年相差过大".to_owned())].into(),
    };
    let note = SentBackNote { from: sender(), key: key("H1"), digest: digest.clone(), said };
    travels(
        "sent-back.duibiao",
        &sent_back_text(&note).expect("a text"),
        &Travelling::SentBack(Box::new(note.clone())),
    );
    let answer = QueryAnswer { text: "改建停用".to_owned(), who: "张三".to_owned(), at: now() };
    let question =
        |number, answer| Question { number, element: id("beds_total"), text: "为何".to_owned(), answer };
    let query = Query {
        from: sender(),
        bureau: id("B1"),
        key: key("H1"),
        digest: digest.clone(),
        questions: vec![question(1, None), question(2, Some(answer))],
    };
    travels(
        "query.duibiao",
        &query_text(&query).expect("a text"),
        &Travelling::Query(Box::new(query.clone())),
    );
    let issue = Issue {
        form: id("hospital"),
        form_version: 1,
        period: Period::year(2025),
        due: now().date(),
        by: id("B1"),
    };
    let pack = FormPack {
        from: sender(),
        plan: id("hulunbuir-2024"),
        issues: vec![issue.clone()],
        units: vec![unit("B1", UnitKind::Bureau, None), unit("H1", UnitKind::GeneralHospital, Some("B1"))],
        files: vec![PackFile { path: "checks/own.ron".to_owned(), text: "()\n".to_owned() }],
        renamed: vec![Renamed { old: id("beds"), new: id("beds_total") }],
        above: None,
    };
    travels(
        "form-pack.duibiao",
        &form_pack_text(&pack).expect("a text"),
        &Travelling::FormPack(Box::new(pack.clone())),
    );
    let total = KnownTotal {
        indicator: id("beds_per_1000"),
        scope: None,
        value: "6.905".parse().expect("a number"),
        numerator: Some(800.into()),
        denominator: Some(115_860.into()),
        reported: 1,
        expected: 2,
    };
    let above = KnownTotals {
        unit: id("B1"),
        name: "示例县卫健局".to_owned(),
        period: Period::year(2024),
        totals: vec![total.clone(), KnownTotal { scope: Some(id("public_hospitals")), ..total }],
    };
    let text = above_text(&above).expect("a text");
    frozen("above.ron", &text);
    assert_eq!(above_from_text(text.as_bytes()).as_ref(), Ok(&above));
    let pack = FormPack { above: Some(above), ..pack };
    travels(
        "v2/form-pack.duibiao",
        &form_pack_text(&pack).expect("a text"),
        &Travelling::FormPack(Box::new(pack.clone())),
    );
    let statement = CountyStatement {
        from: sender(),
        unit: id("B1"),
        period: Period::year(2025),
        synthetic: false,
        earlier: vec!["sm3:00".to_owned()],
        figures: vec![SummedFigure {
            element: id("beds_total"),
            figure: Figure::Known(800.into()),
            coverage: Coverage { reported: 1, expected: 2 },
        }],
        members: vec![StatementMember { key: key("H1"), digest }],
        returns: vec![found],
    };
    let text = statement_text(&statement).expect("a text");
    travels("statement.duibiao", &text, &Travelling::Statement(Box::new(statement)));
    let known = Issued { issues: vec![issue.clone()], renamed: Vec::new() };
    let issued = issued_text(&known).expect("a text");
    frozen("issued.ron", &issued);
    assert_eq!(issued_from_text(issued.as_bytes()), Ok(known));
    let branch =
        Branch { lineage: vec!["sm3:00".to_owned()], set_aside: true, file: "sm3:01".to_owned(), at: now() };
    let period = key("H1").period;
    let of_statement = StatementBranches { unit: id("T1"), period, branches: vec![branch.clone()] };
    let text = statement_branches_text(&of_statement).expect("a text");
    frozen("statement_branches.ron", &text);
    assert_eq!(statement_branches_from_text(text.as_bytes()), Ok(of_statement));
    let branches = Branches { key: key("H1"), branches: vec![branch] };
    let text = branches_text(&branches).expect("a text");
    frozen("branches.ron", &text);
    assert_eq!(branches_from_text(text.as_bytes()), Ok(branches));
}

/// A pack leads nowhere but into the four folders of packs.
#[test]
fn a_form_pack_leads_nowhere_else() {
    for path in [
        "../x.ron",
        "checks/../../x.ron",
        "returns/x.ron",
        "checks/a/b.ron",
        "checks/.x.ron",
        "checks/x.exe",
        "/checks/x.ron",
    ] {
        let pack = FormPack {
            from: sender(),
            plan: id("hulunbuir-2024"),
            issues: Vec::new(),
            units: Vec::new(),
            files: vec![PackFile { path: path.to_owned(), text: String::new() }],
            renamed: Vec::new(),
            above: None,
        };
        let text = form_pack_text(&pack).expect("a text");
        assert!(travelling_from_text(text.as_bytes()).is_err(), "{path}");
    }
}
