//! Searching: every line that matches is found, and a filter never passes over one.

use annals_domain::ledger::{SealedBlock, StoredBlock};
use annals_domain::{Stream, Timestamp};
use annals_logs::{BlockBuilder, Case, OpenBlock, Pattern, PatternError, open};
use proptest::prelude::*;
use regex::bytes::RegexBuilder;

fn stored(raw: &[u8]) -> StoredBlock {
    let mut builder = BlockBuilder::new(1);
    let full = builder.push(Stream::Stdout, Timestamp::from_micros(7), raw).expect("whole lines");
    assert_eq!(full, []);
    let block = builder.seal().expect("sealed").expect("lines");
    StoredBlock { first_seq: 4, first_line: 3, raw_start: 0, block }
}

/// The places, from 0, of the lines that match.
fn found(block: &OpenBlock, pattern: &Pattern) -> Vec<i64> {
    block.matching(pattern).map(|line| line.number - block.first_line()).collect()
}

fn filter(block: &SealedBlock) -> Option<&[u8]> {
    block.filter.as_deref()
}

/// Letters that are alike in some case, parts of expressions, bytes that are no UTF-8.
fn lines() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop::sample::select(vec![
        "a", "A", "k", "K", "\u{212a}", "s", "S", "ſ", "ä", "Ä", "0", "1", "7", " ", ".", "err",
        "Error", "stop", "\n", "\n", "\r\n", "_",
    ]);
    let piece = piece.prop_map(|text| text.as_bytes().to_vec());
    let any = any::<u8>().prop_map(|byte| vec![byte]);
    let piece = prop_oneof![20 => piece, 1 => any];
    prop::collection::vec(piece, 0..60)
        .prop_map(|pieces| [pieces.concat(), b"\n".to_vec()].concat())
}

fn expressions() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        "a", "k", "s", "K", "ä", "err", "Error", "stop", "sk", " ", r"\.", ".", r"\d", r"\s",
        "[0-9]", "[a-c]", "[^a]", "^", "$", r"\b", r"\A", r"\z", "0", "17", "(?i:ks)", "",
    ]);
    leaf.prop_map(str::to_owned).prop_recursive(4, 24, 4, |inner| {
        let many = prop::collection::vec(inner.clone(), 1..4);
        prop_oneof![
            many.clone().prop_map(|parts| parts.concat()),
            many.prop_map(|parts| format!("(?:{})", parts.join("|"))),
            inner.clone().prop_map(|part| format!("(?:{part})?")),
            inner.clone().prop_map(|part| format!("({part})+")),
            inner.prop_map(|part| format!("(?:{part}){{2}}")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn an_expression_finds_what_it_matches_line_by_line(
        raw in lines(), expression in expressions(), ignore: bool,
    ) {
        let case = if ignore { Case::Ignore } else { Case::Exact };
        let pattern = Pattern::regex(&expression, case).expect("an expression");
        let one = RegexBuilder::new(&expression).multi_line(true).case_insensitive(ignore).build();
        let one = one.expect("an expression");
        check(&raw, &pattern, |line| one.is_match(line))?;
    }

    #[test]
    fn a_text_finds_what_contains_it(raw in lines(), from: prop::sample::Index, length in 0..9_usize) {
        let at = from.index(raw.len());
        let text = String::from_utf8_lossy(&raw[at..(at + length).min(raw.len())]).into_owned();
        let exact = Pattern::text(&text, Case::Exact).expect("a pattern");
        let holds = |line: &[u8]| memchr::memmem::find(line, text.as_bytes()).is_some();
        check(&raw, &exact, holds)?;
        let any = Pattern::text(&text, Case::Ignore).expect("a pattern");
        let escaped = RegexBuilder::new(&regex::escape(&text)).case_insensitive(true).build();
        let escaped = escaped.expect("an expression");
        check(&raw, &any, |line| escaped.is_match(line))?;
    }
}

/// The pattern finds the lines that `matches` names, and the block's filter lets it.
fn check(
    raw: &[u8],
    pattern: &Pattern,
    matches: impl Fn(&[u8]) -> bool,
) -> Result<(), TestCaseError> {
    let stored = stored(raw);
    let block = open(&stored).expect("a good block");
    let lines = raw[..raw.len() - 1].split(|byte| *byte == b'\n');
    let wanted: Vec<i64> = (0..).zip(lines).filter(|l| matches(l.1)).map(|l| l.0).collect();
    prop_assert!(wanted.is_empty() || pattern.may_be_in(filter(&stored.block)));
    prop_assert_eq!(found(&block, pattern), wanted);
    Ok(())
}

fn regex(expression: &str) -> Pattern {
    Pattern::regex(expression, Case::Exact).expect("an expression")
}

#[test]
fn blocks_without_what_an_expression_needs_are_skipped() {
    let block = stored(b"the quick brown fox\njumps over the lazy dog\n").block;
    let may = |pattern: &Pattern| pattern.may_be_in(filter(&block));
    for expression in ["quick|slow", "the .*fox", "la[yz]y", "(jumps)+", "^j", r"\d", "(?i)LAZY"] {
        assert!(may(&regex(expression)), "{expression}");
    }
    for expression in ["slow|slack", "fox .*cat", "la[bcd]el", "(leaps)+", "(?i)Sleepy", "x{0}wolf"]
    {
        assert!(!may(&regex(expression)), "{expression}");
    }
    let ignore = |text: &str| Pattern::text(text, Case::Ignore).expect("a pattern");
    assert!(may(&ignore("BROWN Fox")) && !may(&ignore("tasks stopped: risk of skipped blocks")));
    assert!(regex("wolf").may_be_in(None), "a block without a filter is read");
}

#[test]
fn matches_are_told_where_they_are() {
    let text = Pattern::text("ab", Case::Exact).expect("a pattern");
    assert_eq!(text.matches(b"abxabab"), [0..2, 3..5, 5..7]);
    assert_eq!(regex("b+$|a").matches(b"abbxbb"), [0..1, 4..6]);
    assert_eq!(text.matches(&b"ab".repeat(300)).len(), 100);
}

#[test]
fn what_is_no_expression_is_said_with_its_place() {
    let wrong = |expression: &str| Pattern::regex(expression, Case::Exact).expect_err("wrong");
    assert_eq!(wrong("ä(b").to_string(), "is no regular expression at character 2: unclosed group");
    assert!(matches!(wrong(r"a\p{Nothing}"), PatternError::Syntax { at: 2, .. }));
    assert_eq!(wrong(r"(\w{100}){100}"), PatternError::TooLarge);
    assert_eq!(wrong(r"(((((a{100}){100}){100}){100}){100}){100}"), PatternError::TooLarge);
}
