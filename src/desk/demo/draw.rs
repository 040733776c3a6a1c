//! Numbers that look random, are the same on every machine, and do not depend on the order they are drawn in.

/// The increment of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014).
const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

const fn mixed(state: u64) -> u64 {
    let z = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// Turns a text into a key (FNV-1a).
pub(super) fn key_of(text: &str) -> u64 {
    text.bytes()
        .fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3))
}

/// Draws a number from 0 up to, not including, 1 for a seed and some keys.
///
/// Only multiplication by a power of two is done in floating point, so that the result is exact everywhere.
pub(super) fn chance(seed: u64, keys: &[u64]) -> f64 {
    let state = keys
        .iter()
        .fold(mixed(seed.wrapping_add(GOLDEN)), |state, key| mixed(state.wrapping_add(GOLDEN) ^ *key));
    (state >> 11) as f64 / (1_u64 << 53) as f64
}

/// Draws a number from −1 up to 1.
pub(super) fn swing(seed: u64, keys: &[u64]) -> f64 {
    chance(seed, keys) * 2.0 - 1.0
}

/// Goes from one number to another; `progress` 0 is the first, 1 the second, and it may run on a little.
pub(super) fn between(from: f64, to: f64, progress: f64) -> f64 {
    from + (to - from) * progress
}
