//! A file of a workspace: a return, who we are, the register, what is followed, a plan. What is read is written alike.
#![no_main]

use duibiao::wire::{
    Pack, followed_from_text, return_from_text, return_text, units_from_text, workspace_from_text,
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(found) = return_from_text(bytes) {
        let text = return_text(&found).expect("a text");
        assert_eq!(return_from_text(text.as_bytes()), Ok(found));
    }
    let _ = workspace_from_text(bytes);
    let _ = units_from_text(bytes);
    let _ = followed_from_text(bytes);
    let _ = Pack::plan("own.ron", bytes.to_owned());
    let _ = Pack::catalogue("own.ron", bytes.to_owned());
});
