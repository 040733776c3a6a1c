//! What the pictures look like, measured.

use duibiao::{
    base::{RankBar, RankChart},
    report::rank_svg,
};

use super::*;

#[test]
fn no_words_meet_or_leave_the_sheet() {
    let bad = "<svg width=\"960\" height=\"480\" xmlns=\"http://www.w3.org/2000/svg\" font-family=\"Noto Sans SC\" \
               font-size=\"12\"><text x=\"50\" y=\"50\">床位数</text><text x=\"80\" y=\"54\">6.90</text>\
               <text x=\"940\" y=\"90\">超出边界</text></svg>";
    assert_eq!(faults(&boxes(bad)).len(), 2, "the measure sees one meeting and one leaving");
    for (name, chart) in pictures() {
        let boxes = boxes(&chart_svg(&chart));
        assert_eq!(boxes.len(), words_of(&chart_svg(&chart)).len(), "{name}: every text is measured");
        assert_eq!(faults(&boxes), Vec::<String>::new(), "{name}");
    }
}

/// Gives the sizes of all words of a drawing.
fn sizes(svg: &str) -> Vec<f64> {
    let sizes = svg.split("font-size=\"").skip(1).filter_map(|rest| rest.split_once('"')?.0.parse().ok());
    sizes.collect()
}

/// Across the text of a paper, 156 mm, the smallest words are 7 points high.
#[test]
fn the_smallest_words_can_be_read_in_print() {
    let in_print = 156.0 / 25.4 * 72.0 / f64::from(CHART_WIDTH);
    let rank = rank_svg(&ranking(30));
    for (name, svg) in
        pictures().into_iter().map(|(name, chart)| (name, chart_svg(&chart))).chain([("rank", rank)])
    {
        let smallest = sizes(&svg).into_iter().fold(f64::INFINITY, f64::min);
        assert!(smallest.is_finite() && smallest * in_print >= 7.0, "{name}: {} pt", smallest * in_print);
    }
}

fn ranking(count: usize) -> RankChart {
    let bar = |nth: usize| RankBar {
        place: nth + 1,
        name: format!("示例市第{nth}街道社区卫生服务中心（东区）"),
        shown: format!("{} 张", 12_000 - nth),
        value: (12_000 - nth) as f64,
        hollow: false,
        is_apart: nth == 0,
    };
    RankChart {
        title: "实有床位".to_owned(),
        subtitle: "示例市 · 2025年".to_owned(),
        unit: "张".to_owned(),
        foot: vec!["空心：未全部填报".to_owned(), "示例数据".to_owned()],
        bars: (0..count).map(bar).collect(),
        spread: None,
    }
}

/// Bars, values and names of a ranking stay on the sheet, however many there are.
#[test]
fn a_ranking_stays_on_its_sheet() {
    for count in [1, 5, 20, 60] {
        let svg = rank_svg(&ranking(count));
        let boxes = boxes(&svg);
        assert_eq!(faults(&boxes), Vec::<String>::new(), "{count}");
        assert!(
            boxes.iter().any(|(words, _)| words.contains("12000 张")),
            "{count}: the longest bar has its value"
        );
    }
}

/// Of many named days close together every one has its name, shortened where it must be.
#[test]
fn named_days_keep_their_names() {
    let mut chart = beds();
    let names: Vec<String> =
        (0..7).map(|nth| format!("{nth}号院区急诊综合大楼和住院楼建成投用并完成整体搬迁")).collect();
    chart.milestones = (0_u32..)
        .zip(&names)
        .map(|(nth, name)| ChartMilestone { x: 2021.0 + f64::from(nth) * 0.6, name: name.clone() })
        .collect();
    let svg = chart_svg(&chart);
    let words = words_of(&svg);
    for nth in 0..7 {
        let start = format!("{nth}号");
        let found = words.iter().find(|words| words.starts_with(&start));
        assert!(found.is_some_and(|words| words.ends_with('…')), "{start} in {words:?}");
    }
    assert_eq!(faults(&boxes(&svg)), Vec::<String>::new());
}

#[test]
fn of_many_points_the_telling_ones_are_labelled() {
    let words = words_of(&chart_svg(&long_series()));
    for wanted in ["42.1", "63.4", "目标 ≥ 65", "目标 ≥ 70", "目标 ≥ 71", "2010", "2030"] {
        assert!(words.iter().any(|words| words == wanted), "{wanted} in {words:?}");
    }
    for unwanted in ["47.9", "58.8", "2011"] {
        assert!(!words.iter().any(|words| words == unwanted), "{unwanted} in {words:?}");
    }
}

#[test]
fn names_are_escaped_and_control_characters_leave() {
    let mut chart = beds();
    chart.title = "a<b & \"c\" > 'd'\u{1}\u{b}".to_owned();
    chart.series[2].name = "</text><script>alert(1)</script>".to_owned();
    let svg = chart_svg(&chart);
    assert!(svg.contains("a&lt;b &amp; &quot;c&quot; &gt; &apos;d&apos;"));
    assert!(!svg.contains("<script") && !svg.contains('\u{1}') && !svg.contains('\u{b}'));
    assert!(chart_png(&chart, 72).is_ok(), "it is well-formed");
}

#[test]
fn a_chart_of_nothing_draws_a_frame_and_a_sentence() {
    let mut odd = beds();
    odd.series.truncate(1);
    for point in &mut odd.series[0].runs[0] {
        point.y = f64::NAN;
    }
    odd.values = (f64::NEG_INFINITY, f64::INFINITY);
    let mut backward = Chart { years: (i32::MAX, i32::MIN), values: (5.0, 5.0), ..Chart::default() };
    backward.series.push(series(ChartRole::Actual, "", vec![Vec::new()]));
    backward.milestones.push(ChartMilestone { x: f64::NAN, name: "x".to_owned() });
    for chart in [Chart::default(), chart("空", "%", (2020, 2025), Vec::new()), odd, backward] {
        let svg = chart_svg(&chart);
        assert!(words_of(&svg).contains(&"没有可画的数值 · No figures to draw".to_owned()));
        assert!(svg.contains("<polyline") && !svg.contains("NaN"), "a frame");
        assert!(chart_png(&chart, 72).is_ok());
    }
}

#[test]
fn png_has_its_size_its_resolution_and_something_on_it() {
    // A folder in DUIBIAO_PICTURES keeps the pictures, for looking at them.
    let folder = std::env::var_os("DUIBIAO_PICTURES").map(std::path::PathBuf::from);
    for (name, chart) in pictures() {
        let bytes = chart_png(&chart, 150).unwrap();
        if let Some(folder) = &folder {
            std::fs::write(folder.join(format!("{name}.png")), &bytes).unwrap();
            std::fs::write(folder.join(format!("{name}.svg")), chart_svg(&chart)).unwrap();
        }
        let picture = image::load_from_memory(&bytes).unwrap().to_rgb8();
        assert_eq!(picture.dimensions(), (1075, 650), "{name}");
        let inked = picture.pixels().filter(|pixel| pixel.0 != [255; 3]).count();
        assert!(inked > 1000, "{name}: {inked} pixels are not white");
        assert_eq!(&bytes[37..41], b"pHYs", "{name}");
        assert_eq!(&bytes[41..45], 5906_u32.to_be_bytes(), "{name}: 150 dpi in pixels per metre");
    }
    let large = image::load_from_memory(&chart_png(&beds(), 300).unwrap()).unwrap();
    assert_eq!((large.width(), large.height()), (CHART_WIDTH * 300 / 96, CHART_HEIGHT * 300 / 96));
}

#[test]
fn chinese_words_are_drawn_with_the_bundled_font() {
    let blank = chart_png(&only(&[(2024, "6.90")], (2023, 2025)), 96).unwrap();
    let mut other = only(&[(2024, "6.90")], (2023, 2025));
    other.title = "万人口床位".to_owned();
    assert_ne!(
        blank,
        chart_png(&other, 96).unwrap(),
        "another character gives another picture, not the same empty box"
    );
}

#[test]
fn resolutions_out_of_reason_are_refused_in_both_languages() {
    let (low, high) = DPI_LIMITS;
    for asked in [0, low - 1, high + 1, u32::MAX] {
        let fault = chart_png(&beds(), asked).unwrap_err();
        assert_eq!(fault, ReportError::Resolution { asked, low, high });
        let sentence = fault.sentence();
        assert!(sentence.zh.contains(&asked.to_string()) && sentence.en.contains("150"), "{sentence:?}");
    }
}
