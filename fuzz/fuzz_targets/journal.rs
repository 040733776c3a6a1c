//! A line of the journal, as it stands and with check digits put right.
#![no_main]

use duibiao::wire::{followed_line_from_text, line_from_text, line_text};
use libfuzzer_sys::fuzz_target;
use sm3::{Digest as _, Sm3};

fuzz_target!(|text: &str| {
    let check: String = Sm3::digest(text.as_bytes()).iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    for line in [text.to_owned(), format!("{check} {text}")] {
        if let Ok(found) = line_from_text(&line) {
            let written = line_text(&found).expect("a text");
            assert_eq!(line_from_text(&written), Ok(found));
        }
        let _ = followed_line_from_text(&line);
    }
});
