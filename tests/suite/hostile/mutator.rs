//! Ten thousand mutations of sound files: each is read, or refused with a sentence; none stops the program.

use std::{fs, path::Path};

use duibiao::wire::{
    Pack, followed_from_text, followed_line_from_text, line_from_text, line_text, package_from_text,
    package_text, return_from_text, return_text, units_from_text, workspace_from_text,
};

use super::resealed;

const MUTATIONS: u64 = 10_000;
/// What a mutation may grow to; time and memory are bounded by it.
const MOST_BYTES: usize = 64 * 1024;

const SEEDS: [&str; 9] = [
    "v2/return.ron",
    "v2/package.duibiao",
    "v2/journal.log",
    "v1/return.ron",
    "v1/journal.log",
    "v1/workspace.ron",
    "v1/units.ron",
    "v1/followed.ron",
    "v1/plan.ron",
];

/// Words that have hurt readers before.
const WORDS: [&str; 28] = [
    "NaN",
    "inf",
    "-inf",
    "1e999",
    "18446744073709551615",
    "-1",
    "0x10",
    "\"\"",
    "Some(",
    "None",
    "()",
    "[[[[[[[[",
    "((((((((",
    "{{{{",
    "]",
    ")",
    "}",
    "#![enable(implicit_some)]\n",
    "r#\"",
    "/*",
    "//",
    "\u{feff}",
    "\u{202e}",
    "\0",
    "\\u{10ffff}",
    "79228162514264337593543950335",
    "+262142-12-31T23:59:59",
    "../../x",
];

struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
        let mixed = self.0 ^ (self.0 >> 29);
        (mixed >> 16) as usize % limit.max(1)
    }
}

fn mutated(seeds: &[Vec<u8>], seed: usize, chance: &mut Chance) -> Vec<u8> {
    let mut bytes = seeds[seed].clone();
    for _ in 0..=chance.below(4) {
        let at = chance.below(bytes.len() + 1);
        let end = (at + chance.below(60)).min(bytes.len());
        match chance.below(8) {
            0 if at < bytes.len() => bytes[at] ^= 1 << chance.below(8),
            1 if at < bytes.len() => bytes[at] = chance.below(256) as u8,
            2 => drop(bytes.drain(at..end)),
            3 => {
                let again: Vec<u8> = bytes[at..end].repeat(1 + chance.below(30));
                bytes.splice(at..at, again);
            }
            4 => {
                let other = &seeds[chance.below(seeds.len())];
                let from = chance.below(other.len());
                let piece = other[from..(from + chance.below(400)).min(other.len())].to_vec();
                bytes.splice(at..end, piece);
            }
            5 => drop(bytes.splice(at..at, WORDS[chance.below(WORDS.len())].bytes())),
            6 => {
                // A number or a word gives way to one that hurts.
                let is_word = |byte: &u8| byte.is_ascii_alphanumeric();
                let from = bytes[..at].iter().rposition(|byte| !is_word(byte)).map_or(0, |before| before + 1);
                let to =
                    bytes[at..].iter().position(|byte| !is_word(byte)).map_or(bytes.len(), |len| at + len);
                bytes.splice(from..to, WORDS[chance.below(WORDS.len())].bytes());
            }
            _ => bytes.truncate(at),
        }
        bytes.truncate(MOST_BYTES);
    }
    if chance.below(2) == 0
        && let Ok(text) = str::from_utf8(&bytes)
    {
        return resealed(text).into_bytes();
    }
    bytes
}

/// Reads it in every way; gives whether it was taken as anything.
fn read(bytes: &[u8]) -> bool {
    let said = |zh: String, en: String| {
        assert!(!zh.is_empty() && !en.is_empty() && zh.len() + en.len() < 4_000, "{zh} {en}");
        false
    };
    let mut taken = false;
    match return_from_text(bytes) {
        Ok(found) => {
            assert!(found.entries.len() <= bytes.len(), "no more cells than bytes");
            let text = return_text(&found).expect("a text");
            assert!(
                text.len() <= 4_096 + bytes.len() * 8,
                "what was read is not larger than what it was read from"
            );
            assert_eq!(
                return_from_text(text.as_bytes()).as_ref(),
                Ok(&found),
                "what was read is written alike"
            );
            taken = true;
        }
        Err(fault) => taken |= said(fault.sentence().zh, fault.sentence().en),
    }
    match package_from_text(bytes) {
        Ok(found) => {
            let text = package_text(&found).expect("a text");
            assert_eq!(package_from_text(text.as_bytes()).as_ref(), Ok(&found));
            taken = true;
        }
        Err(fault) => taken |= said(fault.sentence().zh, fault.sentence().en),
    }
    for line in bytes.split(|byte| *byte == b'\n') {
        let Ok(line) = str::from_utf8(line) else { continue };
        match line_from_text(line) {
            Ok(found) => {
                let text = line_text(&found).expect("a text");
                assert_eq!(line_from_text(&text).as_ref(), Ok(&found));
                taken = true;
            }
            Err(fault) => taken |= said(fault.sentence().zh, fault.sentence().en),
        }
        taken |= followed_line_from_text(line).is_ok();
        if line.len() > 200 {
            // The check digits put right, so that what stands behind them is read.
            let body = line.split_once(' ').map_or(line, |(_, body)| body);
            let sum = <sm3::Sm3 as sm3::Digest>::digest(body.as_bytes());
            let check: String = sum.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
            let right = format!("{check} {body}");
            taken |= line_from_text(&right).is_ok() | followed_line_from_text(&right).is_ok();
        }
    }
    taken |= workspace_from_text(bytes).is_ok() | units_from_text(bytes).is_ok();
    taken | followed_from_text(bytes).is_ok() | Pack::plan("own.ron", bytes.to_owned()).is_ok()
}

#[test]
fn ten_thousand_mutations_are_read_or_refused_and_none_stops_the_program() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/format");
    let seeds: Vec<Vec<u8>> =
        SEEDS.iter().map(|name| fs::read(folder.join(name)).expect("a frozen file")).collect();
    let (mut taken, mut bytes_read) = (0_u64, 0_usize);
    for number in 0..MUTATIONS {
        let mut chance = Chance(number.wrapping_mul(0x9e37_79b9_7f4a_7c15) + 1);
        let bytes = mutated(&seeds, number as usize % seeds.len(), &mut chance);
        bytes_read += bytes.len();
        let read = std::panic::catch_unwind(|| read(&bytes));
        match read {
            Ok(was_taken) => taken += u64::from(was_taken),
            Err(_) => panic!("mutation {number} stops the program: {:?}", String::from_utf8_lossy(&bytes)),
        }
    }
    eprintln!("{MUTATIONS} mutations, {bytes_read} bytes: {taken} taken, the rest refused, 0 panics");
    assert!(taken > 0 && taken < MUTATIONS, "the mutator changes something, and not everything: {taken}");
}
