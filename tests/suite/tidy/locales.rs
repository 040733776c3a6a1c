//! Reads the locale files: nested names, one text each.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

/// One locale file in both languages.
pub struct Locale {
    pub name: String,
    /// Chinese, English.
    pub languages: [BTreeMap<String, String>; 2],
}

/// Gives every locale file; each has both languages.
pub fn files() -> Vec<Locale> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/locales");
    let paths = fs::read_dir(&folder).expect("the locales").map(|entry| entry.expect("an entry").file_name());
    let names: BTreeSet<String> =
        paths.map(|path| path.to_string_lossy().split('.').next().unwrap_or_default().to_owned()).collect();
    let read = |name: &str, tag: &str| {
        let path = folder.join(format!("{name}.{tag}.yml"));
        texts(&fs::read_to_string(&path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display())))
    };
    names
        .into_iter()
        .map(|name| Locale { languages: ["zh-CN", "en"].map(|tag| read(&name, tag)), name })
        .collect()
}

/// Gives every key of every file.
pub fn keys() -> BTreeSet<String> {
    files().into_iter().flat_map(|file| file.languages.into_iter().flat_map(BTreeMap::into_keys)).collect()
}

/// Reads nested names with their texts; a name that stands twice is a fault.
fn texts(yaml: &str) -> BTreeMap<String, String> {
    let mut open: Vec<(usize, String)> = Vec::new();
    let mut found = BTreeMap::new();
    for line in yaml.lines().filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#')) {
        let depth = line.len() - line.trim_start().len();
        let Some((name, text)) = line.trim().split_once(':') else {
            panic!("{line:?} is no name with a text")
        };
        assert!(!name.contains([' ', '"']), "{line:?}: texts stand on one line");
        open.retain(|(known, _)| *known < depth);
        open.push((depth, name.to_owned()));
        let text = text.trim();
        if text.is_empty() || name == "_version" {
            continue;
        }
        let key = open.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(".");
        let text = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
        assert_eq!(found.insert(key.clone(), text.to_owned()), None, "{key} stands twice");
    }
    found
}

/// Gives the places of a text that are filled in.
pub fn places(text: &str) -> BTreeSet<&str> {
    text.split("%{").skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

/// Says whether a text is written like a key: `entry.next_blank`.
pub fn is_key(text: &str) -> bool {
    let is_name = |name: &str| {
        !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    text.contains('.') && text.split('.').all(is_name)
}

/// Says whether a text is a key with gaps: `cli.column.{name}`.
pub fn is_pattern(text: &str) -> bool {
    let filled: String = fixed_parts(text).concat();
    text.contains('{')
        && text.contains('.')
        && filled.chars().any(|c| c.is_ascii_lowercase())
        && is_key(&fixed_parts(text).join("x"))
}

fn fixed_parts(pattern: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    for (at, piece) in pattern.split('{').enumerate() {
        parts.push(if at == 0 { piece } else { piece.split_once('}').map_or("", |(_, rest)| rest) });
    }
    parts
}

/// Says whether a key fits a pattern.
pub fn fits(key: &str, pattern: &str) -> bool {
    let parts = fixed_parts(pattern);
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return false };
    let mut at = first.len();
    if !key.starts_with(first) {
        return false;
    }
    for part in &parts[1..] {
        match key[at..].find(part) {
            Some(found) => at += found + part.len(),
            None => return false,
        }
    }
    key.ends_with(last)
}
