//! Lines as a web service logs them: several shapes, levels, moving times, ids that do not repeat.
//! About 110 bytes each, so that neither compression nor the filters of blocks are flattered.

use std::io::Write as _;

/// What one line alone holds.
pub const RARE: &str = "xylophone";

const ACTS: [&str; 8] =
    ["fetched", "stored", "skipped", "retried", "checked", "parsed", "merged", "listed"];
const PLACES: [&str; 8] =
    ["orders", "items", "users", "invoices", "sessions", "carts", "search", "payments"];
const MODULES: [&str; 4] = ["app.billing", "app.worker", "shop.http.client", "sqlalchemy.engine"];

/// Appends the line `n` of the log that `seed` stands for; the same for the same two numbers.
/// It begins in November 2026 and 1,000 lines are a second.
pub fn append(out: &mut Vec<u8>, seed: u64, n: u64, rare: bool) {
    let (a, b) = (mixed(seed, 2 * n), mixed(seed, 2 * n + 1));
    let second = n / 1000;
    let (hour, minute, second) = (second / 3600 % 24, second / 60 % 60, second % 60);
    let micros = n % 1000 * 1000 + a % 1000;
    let clock = format_args!("{hour:02}:{minute:02}:{second:02}");
    let act = if rare { RARE } else { ACTS[pick(a, 10, 8)] };
    let place = PLACES[pick(a, 13, 8)];
    let (id, user, took) = (a >> 32, b % 100_000, b >> 17 & 0xFFF);
    // Writing to memory does not fail.
    let _ = match (rare, b >> 60) {
        (false, 0..=3) => writeln!(
            out,
            "10.{}.{}.{} - - [20/Nov/2026:{clock} +0000] \"GET /api/v1/{place}/{id}?page={} HTTP/1.1\" 200 {}",
            b >> 8 & 3,
            b >> 16 & 0xFF,
            b >> 24 & 0xFF,
            b >> 32 & 0xF,
            b >> 36 & 0xFFFF
        ),
        (false, 4..=6) => writeln!(
            out,
            "{{\"ts\":\"2026-11-20T{clock}.{micros:06}Z\",\"level\":\"info\",\"msg\":\"{place} {act}\",\"trace\":\"{a:016x}\",\"ms\":{took}}}"
        ),
        (false, 7) => writeln!(
            out,
            "2026-11-20T{clock}.{micros:06}Z WARNING {} retry {} of 5: {place}-{user}: connection reset by peer (errno 104)",
            MODULES[pick(b, 30, 4)],
            b >> 40 & 3
        ),
        _ => writeln!(
            out,
            "2026-11-20T{clock}.{micros:06}Z INFO    [worker-{:02}] {} {act} {place} {id:08x} of user {user} in {took} ms",
            b >> 50 & 0xF,
            MODULES[pick(b, 30, 4)]
        ),
    };
}

/// The bits from `shift` on, as a place in a table of `count`.
const fn pick(bits: u64, shift: u32, count: u64) -> usize {
    (bits >> shift & (count - 1)) as usize
}

/// A number that looks random, from two that do not (SplitMix64).
const fn mixed(seed: u64, n: u64) -> u64 {
    let mut z = seed.wrapping_add(n.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_no_shorter_than_said_and_one_is_rare() {
        let mut log = Vec::new();
        (0..10_000).for_each(|n| append(&mut log, 7, n, n == 5000));
        let text = String::from_utf8(log).expect("text");
        assert_eq!(text.lines().count(), 10_000);
        assert_eq!(text.matches(RARE).count(), 1);
        assert!(text.lines().nth(5000).is_some_and(|line| line.contains(RARE)));
        assert!((1_050_000..1_150_000).contains(&text.len()), "{}", text.len());
        assert!(text.lines().all(|line| line.len() >= 80), "short lines are searched sooner");
    }
}
