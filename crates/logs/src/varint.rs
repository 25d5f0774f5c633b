//! Integers of seven bits a byte, least first; the high bit says that more follow.

/// Appends `value`.
pub(crate) fn put(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Takes an integer from the front of `bytes`; none where there is no whole one.
pub(crate) fn take(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0_u64;
    for shift in (0..64).step_by(7) {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        let bits = u64::from(first & 0x7f);
        // The tenth byte has room for one bit only.
        if shift == 63 && bits > 1 {
            return None;
        }
        value |= bits << shift;
        if first & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

/// Maps small integers of either sign to small ones without a sign.
pub(crate) const fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)).cast_unsigned()
}

/// Turns [`zigzag`] back.
pub(crate) const fn unzigzag(value: u64) -> i64 {
    (value >> 1).cast_signed() ^ -((value & 1).cast_signed())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn integers_round_trip(value: i64, small in -200_i64..200) {
            for value in [value, small, i64::MIN, i64::MAX] {
                let mut out = Vec::new();
                put(&mut out, zigzag(value));
                out.push(7);
                let mut rest = out.as_slice();
                prop_assert_eq!(take(&mut rest).map(unzigzag), Some(value));
                prop_assert_eq!(rest, &[7]);
            }
        }
    }

    #[test]
    fn what_is_no_whole_integer_of_64_bits_is_none() {
        for mut bytes in [&[][..], &[0x80], &[0xff; 9], &[0xff; 10], &[0x80; 11]] {
            assert_eq!(take(&mut bytes), None);
        }
        let mut most = &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01][..];
        assert_eq!(take(&mut most), Some(u64::MAX));
    }
}
