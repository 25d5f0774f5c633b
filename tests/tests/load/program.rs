//! What the runs execute, and what is known of each beforehand.

use annals_tests::Dice;

/// A program that prints numbered lines on both streams.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// How many lines it prints on its standard output; none means until it is cancelled.
    pub lines: Option<u64>,
    /// Between how many lines it pauses.
    pub burst: u64,
    /// For how long, in milliseconds.
    pub pause: u64,
    /// Its exit code.
    pub exit: i64,
}

/// Every so many lines there is one on standard error too.
const WARNING: u64 = 3;

impl Program {
    /// One of any shape.
    pub fn any(dice: &mut Dice) -> Self {
        let exit = i64::try_from(dice.roll(3)).expect("small");
        match dice.roll(8) {
            0 => Self { lines: None, burst: 1, pause: 20, exit },
            1..=2 => Self { lines: Some(60 + dice.roll(100)), burst: 1, pause: 15, exit },
            3..=5 => Self { lines: Some(dice.roll(3000)), burst: 400, pause: 60, exit },
            _ => Self { lines: Some(dice.roll(20)), burst: 100, pause: 0, exit },
        }
    }

    /// Its source.
    pub fn code(&self) -> String {
        let Self { lines, burst, pause, exit } = self;
        let numbers = match lines {
            Some(lines) => format!("range({lines})"),
            None => "itertools.count()".to_owned(),
        };
        format!(
            "import itertools, sys, time\n\
             for n in {numbers}:\n\
             \x20   print(n)\n\
             \x20   if n % {WARNING} == 0: print(n, file=sys.stderr)\n\
             \x20   if n % {burst} == 0: time.sleep({pause} / 1000)\n\
             raise SystemExit({exit})\n"
        )
    }

    /// What it prints on its streams in the end, where that is known: all of it, in order.
    pub fn is_whole(&self, stdout: &[String], stderr: &[String]) -> bool {
        let count = stdout.len() as u64;
        let warnings = (0..count).step_by(usize::try_from(WARNING).expect("small"));
        let warnings: Vec<_> = warnings.map(|n| n.to_string()).collect();
        // One that was ended between two lines has not printed the warning.
        let cut = self.lines.is_none() && warnings.len() == stderr.len() + 1;
        stdout.iter().eq((0..count).map(|n| n.to_string()).collect::<Vec<_>>().iter())
            && self.lines.is_none_or(|lines| lines == count)
            && (warnings == stderr || (cut && warnings.starts_with(stderr)))
    }
}
