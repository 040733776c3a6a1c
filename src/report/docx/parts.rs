//! The parts of a .docx that do not hang on what is written: styles, fonts, relations, page numbers.

use std::fmt::Write as _;

use crate::report::docx::escaped;

/// 方正小标宋: the title.
const TITLE: &str = "方正小标宋简体";
/// 仿宋: the text.
const TEXT: &str = "仿宋_GB2312";
/// 黑体: headings of the first depth, heads of tables.
const HEAVY: &str = "黑体";
/// 楷体: headings of the second depth, whose and when.
const BRUSH: &str = "楷体_GB2312";
/// Letters and digits.
const LATIN: &str = "Times New Roman";

/// Typefaces with those that stand in for them, the best first.
const FONTS: [(&str, &str); 5] = [
    (TITLE, "方正小标宋_GBK,华文中宋,宋体,Noto Serif CJK SC"),
    (TEXT, "仿宋,FangSong,方正仿宋_GBK,华文仿宋,Noto Serif CJK SC"),
    (HEAVY, "SimHei,方正黑体_GBK,Noto Sans CJK SC"),
    (BRUSH, "楷体,KaiTi,方正楷体_GBK,华文楷体,Noto Serif CJK SC"),
    ("宋体", "SimSun,方正书宋_GBK,Noto Serif CJK SC"),
];

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const WORD: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

pub(super) const CONTENT_TYPES: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">",
    "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>",
    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>",
    "<Default Extension=\"png\" ContentType=\"image/png\"/>",
    "<Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>",
    "<Override PartName=\"/word/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/>",
    "<Override PartName=\"/word/fontTable.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml\"/>",
    "<Override PartName=\"/word/settings.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml\"/>",
    "<Override PartName=\"/word/footer1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml\"/>",
    "<Override PartName=\"/word/footer2.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml\"/>",
    "<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>",
    "</Types>",
);

pub(super) const RELATIONS: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">",
    "<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/>",
    "<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>",
    "</Relationships>",
);

pub(super) const SETTINGS: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
    "<w:settings xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">",
    "<w:evenAndOddHeaders/><w:characterSpacingControl w:val=\"compressPunctuation\"/>",
    "<w:compat><w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>",
    "</w:settings>",
);

/// Gives the properties of the file: its title alone, no name and no day.
pub(super) fn core(title: &str) -> String {
    format!(
        "{HEAD}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title></cp:coreProperties>",
        escaped(title)
    )
}

/// Gives the relations of the text: styles, fonts, settings, page numbers, then the pictures as rIdP1, rIdP2, ….
pub(super) fn document_relations(pictures: usize) -> String {
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let mut out = format!(
        "{HEAD}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
    );
    let fixed = [
        ("rId1", "styles", "styles.xml"),
        ("rId2", "fontTable", "fontTable.xml"),
        ("rId3", "settings", "settings.xml"),
        ("rId4", "footer", "footer1.xml"),
        ("rId5", "footer", "footer2.xml"),
    ];
    for (id, kind, target) in fixed {
        let _ = write!(out, "<Relationship Id=\"{id}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>");
    }
    for nth in 1..=pictures {
        let _ = write!(
            out,
            "<Relationship Id=\"rIdP{nth}\" Type=\"{OFFICE}/image\" Target=\"media/picture{nth}.png\"/>"
        );
    }
    out + "</Relationships>"
}

/// Gives the list of fonts with what stands in for each.
pub(super) fn font_table() -> String {
    let mut out = format!("{HEAD}<w:fonts {WORD}>");
    for (name, instead) in FONTS {
        let _ = write!(
            out,
            "<w:font w:name=\"{name}\"><w:altName w:val=\"{instead}\"/><w:charset w:val=\"86\"/><w:family w:val=\"auto\"/><w:pitch w:val=\"variable\"/></w:font>"
        );
    }
    let _ = write!(
        out,
        "<w:font w:name=\"{LATIN}\"><w:charset w:val=\"00\"/><w:family w:val=\"roman\"/><w:pitch w:val=\"variable\"/></w:font>"
    );
    out + "</w:fonts>"
}

/// Gives a page number, 四号 between dashes, on the outer side.
pub(super) fn footer(side: &str) -> String {
    let run = |inside: &str| {
        format!(
            "<w:r><w:rPr><w:rFonts w:ascii=\"宋体\" w:hAnsi=\"宋体\" w:eastAsia=\"宋体\"/><w:sz w:val=\"28\"/></w:rPr>{inside}</w:r>"
        )
    };
    format!(
        "{HEAD}<w:ftr {WORD}><w:p><w:pPr><w:pStyle w:val=\"PageNumber\"/><w:ind w:left=\"280\" w:right=\"280\"/><w:jc w:val=\"{side}\"/></w:pPr>{}{}{}{}{}</w:p></w:ftr>",
        run("<w:t xml:space=\"preserve\">— </w:t>"),
        run("<w:fldChar w:fldCharType=\"begin\"/>"),
        run("<w:instrText xml:space=\"preserve\"> PAGE </w:instrText>"),
        run("<w:fldChar w:fldCharType=\"end\"/>"),
        run("<w:t xml:space=\"preserve\"> —</w:t>"),
    )
}

/// A paragraph style: id, name, typeface, half-points, what stands in its pPr, in its rPr, depth of the outline.
struct Style {
    id: &'static str,
    name: &'static str,
    font: &'static str,
    size: u32,
    paragraph: &'static str,
    run: &'static str,
}

/// Lines stand 28.95 points apart: 22 to the page, as GB/T 9704—2012 has it. 3 号 is 16 points, 2 号 22.
const STYLES: [Style; 9] = [
    Style {
        id: "PaperTitle",
        name: "Title",
        font: TITLE,
        size: 44,
        run: "",
        paragraph: "<w:keepNext/><w:spacing w:before=\"0\" w:after=\"120\" w:line=\"640\" w:lineRule=\"exact\"/><w:jc w:val=\"center\"/>",
    },
    Style {
        id: "Under",
        name: "Under the title",
        font: BRUSH,
        size: 32,
        run: "",
        paragraph: "<w:spacing w:after=\"0\" w:line=\"579\" w:lineRule=\"exact\"/><w:jc w:val=\"center\"/>",
    },
    Style {
        id: "Heading1",
        name: "heading 1",
        font: HEAVY,
        size: 32,
        run: "",
        paragraph: "<w:keepNext/><w:spacing w:before=\"120\" w:after=\"0\" w:line=\"579\" w:lineRule=\"exact\"/><w:ind w:firstLineChars=\"200\" w:firstLine=\"640\"/><w:outlineLvl w:val=\"0\"/>",
    },
    Style {
        id: "Heading2",
        name: "heading 2",
        font: BRUSH,
        size: 32,
        run: "",
        paragraph: "<w:keepNext/><w:spacing w:after=\"0\" w:line=\"579\" w:lineRule=\"exact\"/><w:ind w:firstLineChars=\"200\" w:firstLine=\"640\"/><w:outlineLvl w:val=\"1\"/>",
    },
    Style {
        id: "Heading3",
        name: "heading 3",
        font: TEXT,
        size: 32,
        run: "<w:b/>",
        paragraph: "<w:keepNext/><w:spacing w:after=\"0\" w:line=\"579\" w:lineRule=\"exact\"/><w:ind w:firstLineChars=\"200\" w:firstLine=\"640\"/><w:outlineLvl w:val=\"2\"/>",
    },
    Style {
        id: "PaperText",
        name: "Body Text",
        font: TEXT,
        size: 32,
        run: "",
        paragraph: "<w:spacing w:after=\"0\" w:line=\"579\" w:lineRule=\"exact\"/><w:ind w:firstLineChars=\"200\" w:firstLine=\"640\"/><w:jc w:val=\"both\"/>",
    },
    Style {
        id: "Cell",
        name: "Cell",
        font: TEXT,
        size: 18,
        run: "",
        paragraph: "<w:spacing w:before=\"20\" w:after=\"20\" w:line=\"240\" w:lineRule=\"auto\"/>",
    },
    Style {
        id: "Note",
        name: "Note",
        font: TEXT,
        size: 21,
        run: "",
        paragraph: "<w:spacing w:before=\"40\" w:after=\"120\" w:line=\"300\" w:lineRule=\"auto\"/>",
    },
    Style { id: "PageNumber", name: "footer", font: "宋体", size: 28, run: "", paragraph: "" },
];

/// Gives the styles.
pub(super) fn styles() -> String {
    let fonts = |font: &str| {
        format!("<w:rFonts w:ascii=\"{LATIN}\" w:hAnsi=\"{LATIN}\" w:cs=\"{LATIN}\" w:eastAsia=\"{font}\"/>")
    };
    let mut out = format!(
        "{HEAD}<w:styles {WORD}><w:docDefaults><w:rPrDefault><w:rPr>{}<w:sz w:val=\"32\"/><w:szCs w:val=\"32\"/><w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/></w:rPr></w:rPrDefault></w:docDefaults><w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/></w:style>",
        fonts(TEXT)
    );
    for Style { id, name, font, size, paragraph, run } in STYLES {
        let _ = write!(
            out,
            "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:basedOn w:val=\"Normal\"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{}{run}<w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/></w:rPr></w:style>",
            fonts(font)
        );
    }
    out + "</w:styles>"
}

/// Names the typeface of the heads of tables.
pub(super) const fn head_font() -> &'static str {
    HEAVY
}
