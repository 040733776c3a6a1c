//! A package. What is read is written alike.
#![no_main]

use duibiao::wire::{package_from_text, package_text};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(found) = package_from_text(bytes) {
        let text = package_text(&found).expect("a text");
        assert_eq!(package_from_text(text.as_bytes()), Ok(found));
    }
});
