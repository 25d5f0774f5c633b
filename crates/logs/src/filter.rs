//! A small filter a block: which three bytes may stand next to each other in it.
//!
//! It is a Bloom filter with one hash over the block's trigrams, ASCII letters in lower case. One
//! hash is enough, since a text that is looked for has many trigrams and each must be there. The
//! size is a power of two from [`LEAST`] to [`MOST`] bytes, so that about a quarter of its bits
//! are set; a filter that would let nearly everything through is left out.

/// The fewest bytes of a filter.
const LEAST: usize = 64;
/// The most bytes of a filter.
const MOST: usize = 4096;

/// The filter of a block that holds `raw`; none where it would be of no use.
pub(crate) fn of(raw: &[u8]) -> Option<Vec<u8>> {
    // A byte for each bit: to set one, nothing has to be read first.
    let mut seen = [0_u8; MOST * 8];
    for gram in grams(raw) {
        seen[place(gram) % (MOST * 8)] = 1;
    }
    let set = seen.iter().map(|bit| usize::from(*bit)).sum();
    if set > MOST * 8 / 8 * 7 {
        return None;
    }
    let packed = |bits: &[u8]| bits.iter().rev().fold(0, |byte, bit| byte << 1 | bit);
    Some(folded(seen.chunks_exact(8).map(packed).collect(), set))
}

/// Whether the block with this filter may hold the trigram. A filter of a size that is never made
/// says nothing, so that a later version may have others.
pub(crate) fn may_hold(filter: &[u8], gram: u32) -> bool {
    if !filter.len().is_power_of_two() || !(LEAST..=MOST).contains(&filter.len()) {
        return true;
    }
    let bit = place(gram) % (filter.len() * 8);
    filter[bit / 8] & (1 << (bit % 8)) != 0
}

/// The trigrams of `bytes`, in lower case.
pub(crate) fn grams(bytes: &[u8]) -> impl Iterator<Item = u32> {
    let mut gram = 0;
    let grams = bytes.iter().map(move |byte| {
        gram = (gram << 8 | u32::from(byte.to_ascii_lowercase())) & 0x00FF_FFFF;
        gram
    });
    grams.skip(2)
}

/// The bit of a trigram in the largest filter; in a smaller one it is the remainder.
const fn place(gram: u32) -> usize {
    // The upper half of a product depends on every bit.
    (gram.wrapping_mul(0x9E37_79B1) >> 17) as usize
}

/// Lays one half over the other while at most a quarter of the bits are set then.
fn folded(mut filter: Vec<u8>, set: usize) -> Vec<u8> {
    while filter.len() > LEAST && set * 4 <= filter.len() / 2 * 8 {
        let upper = filter.split_off(filter.len() / 2);
        filter.iter_mut().zip(upper).for_each(|(low, high)| *low |= high);
    }
    filter
}

#[cfg(test)]
mod tests {
    use super::*;

    fn size(raw: &[u8]) -> Option<usize> {
        of(raw).map(|filter| filter.len())
    }

    #[test]
    fn the_size_goes_with_what_there_is() {
        assert_eq!(size(b"one line\n"), Some(LEAST));
        let words: String = (0..3000).map(|n| format!("{:x}", n * 7919)).collect();
        assert_eq!(size(words.as_bytes()), Some(2048));
        // Bytes without any order hold every trigram there is.
        let mut state = 1_u32;
        let noise = std::iter::repeat_with(|| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        });
        assert_eq!(size(&noise.take(256 * 1024).collect::<Vec<u8>>()), None);
    }

    #[test]
    fn most_of_what_is_not_there_is_told_apart() {
        let filter = of(b"the quick brown fox jumps over the lazy dog\n").expect("a filter");
        let held = |text: &str| grams(text.as_bytes()).all(|gram| may_hold(&filter, gram));
        assert!(held("QUICK brown") && held("ox") && held(" lazy dog\n"));
        let absent = ["traceback", "segmentation", "connection refused", "out of memory"];
        assert!(absent.iter().all(|text| !held(text)));
        assert!(may_hold(&filter[..60], 0) && may_hold(&[], 0), "an unknown filter skips nothing");
    }

    #[test]
    fn stored_filters_are_read_as_they_were_made() {
        let text: String = (0..2000).map(|n| format!("Item {:x} of {n}\n", n * 7919)).collect();
        let filter = of(text.as_bytes()).expect("a filter");
        assert_eq!((filter.len(), crc32fast::hash(&filter)), (4096, 485_502_579));
    }
}
