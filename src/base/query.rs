//! The one place that says whether a text is what was typed into a search field.

use pinyin::ToPinyinMulti as _;

use crate::base::Bilingual;

/// The longest word that is read as pinyin, in letters: positions in it are bits of one number.
const LONGEST: usize = 60;

/// How a text was found; what is written so comes before what only sounds so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// The characters themselves stand in the name or the code.
    Written,
    /// The pinyin of the Chinese name was typed, in the commonest reading of each character.
    Spelled,
    /// The same, with another reading among them: 重 as chong, 率 as shuai.
    SpelledOtherwise,
}

/// 查找词: what was typed into a search field, ready to be held against names.
///
/// Words stand apart by spaces and must all be found. A word is found in the Chinese name, the English name or the
/// code, in capitals or not, or as pinyin of the Chinese name: initials (`zzjh`), syllables (`zhongzheng`), or both
/// mixed, in any reading of a character, with marks such as brackets passed over.
///
/// ```
/// use duibiao::base::{Bilingual, Fit, Query};
/// let name = Bilingual::new("重症监护床位数", "ICU beds");
/// assert_eq!(Query::new("监护 ICU").fit(&name, "beds_icu"), Some(Fit::Written));
/// assert_eq!(Query::new("zzjhcw").fit(&name, "beds_icu"), Some(Fit::Spelled));
/// assert_eq!(Query::new("zzjx").fit(&name, "beds_icu"), None);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    words: Vec<Word>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Word {
    text: String,
    /// The characters, where the word may be pinyin; else nothing.
    spelling: Vec<char>,
}

impl Query {
    /// Reads what was typed; full-width letters and an input method's `'` between syllables are taken as meant.
    pub fn new(typed: &str) -> Self {
        let words = folded(typed);
        let words = words.split_whitespace().map(|text| {
            let has_letter = text.chars().any(|c| c.is_ascii_lowercase() || c == 'ü');
            let spelling: Vec<char> = if has_letter { text.chars().collect() } else { Vec::new() };
            let spelling = if spelling.len() > LONGEST { Vec::new() } else { spelling };
            Word { text: text.to_owned(), spelling }
        });
        Self { words: words.collect() }
    }

    /// Says whether nothing was typed: everything fits.
    pub const fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Says how a name with its code fits; `None` if it does not.
    pub fn fit(&self, name: &Bilingual, id: &str) -> Option<Fit> {
        let [zh, en, id] = [&name.zh, &name.en, id].map(folded);
        let mut fits = self.words.iter().map(|word| {
            if [&zh, &en, &id].into_iter().any(|text| text.contains(&word.text)) {
                Some(Fit::Written)
            } else {
                spelled(&zh, &word.spelling)
            }
        });
        fits.try_fold(Fit::Written, |worst, fit| Some(worst.max(fit?)))
    }

    /// Says whether a name with its code fits.
    pub fn finds(&self, name: &Bilingual, id: &str) -> bool {
        self.fit(name, id).is_some()
    }
}

/// Takes a text as it is compared: plain marks, small letters, no `'`.
fn folded(text: &str) -> String {
    text.chars().filter(|c| *c != '\'').map(narrow).flat_map(char::to_lowercase).collect()
}

/// Takes a full-width letter, digit or mark for the plain one.
fn narrow(c: char) -> char {
    match u32::from(c) {
        code @ 0xff01..=0xff5e => char::from_u32(code - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// Says how characters side by side in a text are spelled by a word.
///
/// A number holds every place in the word that the characters so far may have come to, one bit each: once in the
/// commonest readings alone, once in any.
fn spelled(text: &str, word: &[char]) -> Option<Fit> {
    if word.is_empty() {
        return None;
    }
    let end = 1_u64 << word.len();
    let (mut common, mut any, mut ended) = (0_u64, 0_u64, false);
    for c in text.chars() {
        // Marks are passed over.
        let kept = if c.is_alphanumeric() { 0 } else { u64::MAX };
        let (mut next_common, mut next_any) = (common & kept, any & kept);
        let mut open = any | 1;
        while open != 0 {
            let at = open.trailing_zeros();
            open &= open - 1;
            let (few, all) = steps(c, &word[at as usize..]);
            next_any |= all << at;
            if (common | 1) >> at & 1 == 1 {
                next_common |= few << at;
            }
        }
        if next_common & end != 0 {
            return Some(Fit::Spelled);
        }
        ended |= next_any & end != 0;
        // The end leads nowhere.
        (common, any) = (next_common, next_any & !end);
    }
    ended.then_some(Fit::SpelledOtherwise)
}

/// Gives how many letters of a word may stand for a character, one bit for each number: in its commonest
/// reading, in all.
fn steps(c: char, word: &[char]) -> (u64, u64) {
    let Some(first) = word.first() else { return (0, 0) };
    let itself = u64::from(*first == c) << 1;
    let (mut common, mut all) = (itself, itself);
    if !first.is_ascii_lowercase() || c.is_ascii() {
        return (common, all);
    }
    let readings = c.to_pinyin_multi().into_iter().flatten().map(pinyin::Pinyin::plain);
    for (at, reading) in readings.enumerate().filter(|(_, reading)| reading.starts_with(*first)) {
        let same = reading.chars().zip(word).take_while(|(sound, typed)| is_typed(*sound, **typed)).count();
        let is_double = same > 1 && ["zh", "ch", "sh"].into_iter().any(|start| reading.starts_with(start));
        // A whole syllable, or the word ends within one.
        let is_whole = same == word.len() || same == reading.chars().count();
        let found = 1 << 1 | u64::from(is_double) << 2 | u64::from(is_whole) << same;
        all |= found;
        if at == 0 {
            common |= found;
        }
    }
    (common, all)
}

/// Says whether a key stands for a letter of pinyin; ü is typed as v, as u, or as itself.
fn is_typed(sound: char, typed: char) -> bool {
    sound == typed || (sound == 'ü' && matches!(typed, 'v' | 'u'))
}
