//! Logs as Kubernetes hands them out, cut and begun again, with lines missing.

use super::ahead::MOST_AHEAD;
use super::*;

const LOG: &str = "2026-11-21T12:00:00.000000001Z time=\"x\" level=info msg=\"capturing logs\" argo=true\n\
                       2026-11-21T12:00:00.000000001Z time=\"x\" level=info msg=\"more\" argo=true\n\
                       2026-11-21T12:00:01.1Z 1f {\"fact\": \"started\"}\n\
                       2026-11-21T12:00:01.2Z 2o hello\n\
                       2026-11-21T12:00:01.2Z 3e \n\
                       2026-11-21T12:00:02.5Z 4o 12o not a frame\n\
                       2026-11-21T12:00:03Z time=\"y\" level=info msg=\"sub-process exited\" argo=true\n";

fn texts(found: &[Stamped]) -> Vec<String> {
    let text = |stamped: &Stamped| match stamped {
        Stamped::Missing(count) => format!("missing {count}"),
        Stamped::Line(line) => {
            format!("{:?} {}", line.origin, String::from_utf8_lossy(&line.bytes))
        }
    };
    found.iter().map(text).collect()
}

fn all() -> Vec<String> {
    let mut lines = Lines::default();
    let found = lines.read(LOG.as_bytes());
    assert_eq!(lines.number(), 4);
    texts(&found)
}

#[test]
fn lines_are_told_apart() {
    assert_eq!(
        all()[2..],
        [
            "Fact {\"fact\": \"started\"}",
            "Stdout hello",
            "Stderr ",
            "Stdout 12o not a frame",
            "Argo time=\"y\" level=info msg=\"sub-process exited\" argo=true",
        ]
    );
}

#[test]
fn a_carriage_return_at_the_end_of_a_line_stays() {
    let log = "2026-11-21T12:00:01Z 1O a\r.\n2026-11-21T12:00:01Z 2E \r\r.\n\
                   2026-11-21T12:00:01Z 3o b.\n2026-11-21T12:00:01Z 4S cut";
    let mut lines = Lines::default();
    let mut found = lines.read(log.as_bytes());
    found.extend(lines.finish());
    assert_eq!(texts(&found), ["Stdout a\r", "Stderr \r\r", "Stdout b.", "Argo 4S cut"]);
}

#[test]
fn cut_anywhere_and_begun_again_every_line_comes_once() {
    for cut in 0..LOG.len() {
        for from in [0, 1, 2] {
            // Kubernetes begins with a whole line, at or before where it is asked to.
            let mut lines = Lines::default();
            let mut found = lines.read(&LOG.as_bytes()[..cut]);
            lines.reopen();
            let known = LOG[..cut].matches('\n').count();
            let again: Vec<_> =
                LOG.split_inclusive('\n').skip(known.saturating_sub(from)).collect();
            // What is asked for again begins at a second, so all lines of it come.
            let again = again.concat();
            let again = if starts_within_an_instant(&again) { LOG } else { &again };
            found.extend(lines.read(again.as_bytes()));
            assert_eq!(texts(&found), all(), "cut at {cut}, again from {from}");
        }
    }
}

/// Whether the text begins with the second of two lines of one instant.
fn starts_within_an_instant(text: &str) -> bool {
    text.contains("msg=\"more\"") && !text.contains("capturing logs")
}

#[test]
fn what_is_gone_is_counted() {
    let mut lines = Lines::after(3);
    let found = lines.read(b"2026-11-21T12:00:00Z 7o a\n2026-11-21T12:00:00Z 8o b\n");
    assert_eq!(texts(&found), ["missing 3", "Stdout a", "Stdout b"]);
}

/// What comes of these lines, one after another.
fn after(lines: &mut Lines, numbers: &[u64]) -> Vec<String> {
    let line = |number: &u64| format!("2026-11-21T12:00:0{}Z {number}o {number}\n", number % 10);
    let log: String = numbers.iter().map(line).collect();
    texts(&lines.read(log.as_bytes()))
}

#[test]
fn what_is_missing_is_waited_for_and_comes_in_its_place() {
    let mut lines = Lines::default().patient();
    assert_eq!(after(&mut lines, &[1, 2, 5, 6, 8]), ["Stdout 1", "Stdout 2"]);
    assert!(lines.is_waiting());
    assert_eq!((lines.number(), after(&mut lines, &[5, 2])), (2, vec![]));
    lines.reopen();
    let expected = ["Stdout 3", "Stdout 4", "Stdout 5", "Stdout 6"];
    assert_eq!(after(&mut lines, &[3, 4, 5]), expected);
    assert_eq!(after(&mut lines, &[6, 7]), ["Stdout 7", "Stdout 8"]);
    assert!(!lines.is_waiting());
    assert_eq!(after(&mut lines, &[9]), ["Stdout 9"]);
}

#[test]
fn what_comes_late_is_told_in_the_order_of_its_times() {
    let mut lines = Lines::default().patient();
    let log = b"2026-11-21T12:00:01Z 2o b\n2026-11-21T12:00:05Z 1o a\n";
    let found = lines.read(log);
    let at = |stamped: &Stamped| match stamped {
        Stamped::Line(line) => (line.number, line.at.to_string()),
        Stamped::Missing(count) => panic!("{count} missing"),
    };
    let at: Vec<_> = found.iter().map(at).collect();
    assert_eq!((at[0].0, at[1].0, &at[0].1), (Some(1), Some(2), &at[1].1));
}

#[test]
fn what_is_missing_is_not_waited_for_without_end() {
    let waiting = || {
        let mut lines = Lines::default().patient();
        assert_eq!(after(&mut lines, &[2, 5]), Vec::<String>::new());
        lines
    };
    let all = ["missing 1", "Stdout 2", "missing 2", "Stdout 5"];
    assert_eq!(texts(&waiting().give_up()), all);
    assert_eq!(texts(&waiting().finish()), all);
    let mut lines = waiting();
    let last = lines.read(b"2026-11-21T12:00:05Z 6f {\"fact\": \"ended\"}\n");
    assert_eq!(texts(&last)[..4], all);
    assert!(matches!(&last[4], Stamped::Line(line) if line.is_last()));
    // Nor is much kept.
    let mut lines = waiting();
    let much = [b"2026-11-21T12:00:05Z 6o ", &*vec![b'x'; MOST_AHEAD + 1], b"\n"].concat();
    assert_eq!(lines.read(&much), []);
    assert_eq!(lines.read(b"2026-11-21T12:00:05Z 7o y\n").len(), 6);
    assert_eq!(lines.number(), 7);
}

#[test]
fn what_the_end_cut_off_is_kept() {
    let mut lines = Lines::default();
    assert_eq!(lines.read(b"2026-11-21T12:00:00Z 1o never en"), []);
    assert_eq!(texts(&lines.finish()), ["Stdout never en"]);
    assert_eq!(lines.finish(), []);
}

#[test]
fn what_has_no_time_is_taken_too() {
    let mut lines = Lines::default();
    let found = lines.read(b"unable to retrieve container logs\n\xff 1o x\n");
    assert_eq!(found.len(), 2);
}
