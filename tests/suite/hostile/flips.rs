//! Every single bit flipped, and every cut, of a file of each kind: none is taken for what was written.

use std::{fs, path::Path, thread};

use duibiao::wire::{
    Digested, WireError, followed_from_text, line_from_text, open, package_from_text, return_from_text, seal,
    units_from_text, workspace_from_text,
};
use serde::{Deserialize, Serialize};

/// The reference of 44 bytes, 352 bits: four fields as a small return has them.
const REFERENCE: &str = r#"(id:"u1",beds:1200,icu:36,rate:"85.5",on:1)
"#;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Reference {
    id: String,
    beds: u32,
    icu: u32,
    rate: String,
    on: u8,
}

fn flipped(bytes: &[u8], bit: usize) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes[bit / 8] ^= 1 << (bit % 8);
    bytes
}

#[test]
fn all_352_flipped_bits_of_the_reference_are_refused_where_ron_alone_takes_some() {
    assert_eq!(REFERENCE.len() * 8, 352);
    let sound: Reference = ron::from_str(REFERENCE).expect("sound");
    let alone = (0..352).filter(|bit| {
        let bytes = flipped(REFERENCE.as_bytes(), *bit);
        str::from_utf8(&bytes).is_ok_and(|text| ron::from_str::<Reference>(text).is_ok())
    });
    let alone = 352 - alone.count();
    // The same bytes as the body of a file: the digest stands over them.
    let sealed = seal("reference", 1, &sound).expect("a text");
    let (head, _) = sealed.split_once("    digest:").expect("a digest");
    let rest = format!("    body: {},\n)\n", REFERENCE.trim_end());
    let digest: String = {
        use sm3::{Digest as _, Sm3};
        Sm3::digest(format!("{head}{rest}").as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
    };
    let file = format!("{head}    digest: \"sm3:{digest}\",\n{rest}");
    let read = |bytes: &[u8]| open::<Reference>(bytes, "reference", 1, Digested::Always);
    assert_eq!(read(file.as_bytes()), Ok(sound));
    let body = file.find(REFERENCE.trim_end()).expect("the body");
    // 43 bytes of the body and the comma behind it.
    let ours =
        (body * 8..body * 8 + 352).filter(|bit| read(&flipped(file.as_bytes(), *bit)).is_err()).count();
    let all = (0..file.len() * 8).filter(|bit| read(&flipped(file.as_bytes(), *bit)).is_err()).count();
    eprintln!(
        "bit flips of the reference: {ours} of 352 refused; RON alone {alone} of 352; whole file {all} of {}",
        file.len() * 8
    );
    assert_eq!((ours, all), (352, file.len() * 8));
    assert!(alone < 352, "RON alone would do: {alone}");
}

type Read = fn(&[u8]) -> Result<(), WireError>;

/// A frozen file of each kind that carries a digest.
const FROZEN: &[(&str, Read)] = &[
    ("v1/return.ron", |bytes| return_from_text(bytes).map(drop)),
    ("v2/return.ron", |bytes| return_from_text(bytes).map(drop)),
    ("v2/package.duibiao", |bytes| package_from_text(bytes).map(drop)),
    ("v1/workspace.ron", |bytes| workspace_from_text(bytes).map(drop)),
    ("v1/followed.ron", |bytes| followed_from_text(bytes).map(drop)),
    ("v1/journal.log", |bytes| line(bytes)),
    ("v2/journal.log", |bytes| line(bytes)),
];

/// Reads a line as a day of the journal is read: up to its end, a return before that left aside.
fn line(bytes: &[u8]) -> Result<(), WireError> {
    let mut lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let (Some(first), None) = (lines.next(), lines.next()) else { return Err(WireError::Digest) };
    let first = first.strip_suffix(b"\r").unwrap_or(first);
    let text = str::from_utf8(first).map_err(|fault| WireError::NotText(fault.valid_up_to()))?;
    line_from_text(text).map(drop)
}

#[test]
fn every_flipped_bit_and_every_cut_of_every_kind_of_file_is_refused() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/format");
    let one = |(name, read): &(&'static str, Read)| {
        let bytes = fs::read(folder.join(name)).expect("a frozen file");
        read(&bytes).expect("sound");
        // The end of a journal line is what makes it whole, and no figure: a line without it is taken.
        let content = if name.ends_with(".log") { bytes.len() - 1 } else { bytes.len() };
        let bits = content * 8;
        let taken: Vec<usize> = (0..bits).filter(|bit| read(&flipped(&bytes, *bit)).is_ok()).collect();
        let cuts: Vec<usize> = (0..content).filter(|end| read(&bytes[..*end]).is_ok()).collect();
        (*name, bits, content, taken, cuts)
    };
    let found: Vec<_> = thread::scope(|scope| {
        let threads: Vec<_> = FROZEN.iter().map(|file| scope.spawn(move || one(file))).collect();
        threads.into_iter().map(|thread| thread.join().expect("it ends")).collect()
    });
    for (name, bits, cuts_tried, taken, cuts) in found {
        eprintln!(
            "{name}: {} of {bits} bit flips, {} of {cuts_tried} cuts refused",
            bits - taken.len(),
            cuts_tried - cuts.len()
        );
        assert!(taken.is_empty(), "{name}: flips taken at bits {taken:?}");
        assert!(cuts.is_empty(), "{name}: cuts taken at {cuts:?}");
    }
}

/// The register may be written by hand, without a digest; one that has it is held to it.
#[test]
fn every_flipped_bit_of_a_digested_register_changes_nothing_silently() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/format/v1/units.ron");
    let bytes = fs::read(path).expect("a frozen file");
    let sound = units_from_text(&bytes).expect("sound");
    let other = (0..bytes.len() * 8).filter(|bit| {
        let read = units_from_text(&flipped(&bytes, *bit));
        read.is_ok_and(|units| units != sound)
    });
    assert_eq!(other.collect::<Vec<_>>(), Vec::<usize>::new());
}
