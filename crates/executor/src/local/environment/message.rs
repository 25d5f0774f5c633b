//! Finds in what a tool printed the one sentence that says why it failed.

/// Words by which a failure is known to be the network's.
const NETWORK: &[&str] = &[
    "dns error",
    "error sending request",
    "failed to lookup address",
    "name resolution",
    "name or service not known",
    "failed to establish a new connection",
    "connection refused",
    "connection reset",
    "network is unreachable",
    "network connectivity is disabled",
    "tcp connect error",
    "timed out",
    "tunnel error",
    "cannot connect to proxy",
];

/// Whether the tool failed for want of a network.
pub(super) fn is_network(stderr: &str) -> bool {
    let stderr = stderr.to_lowercase();
    NETWORK.iter().any(|words| stderr.contains(words))
}

/// The decisive sentence of what `uv` or `pip` printed: the headline of its last error, with the
/// deepest cause where one is named; a cause that explains all by itself stands alone.
pub(crate) fn decisive(stderr: &str) -> String {
    let lines: Vec<&str> = stderr.lines().collect();
    let headline = lines.iter().rposition(|line| headline(line).is_some());
    let sentence = match headline {
        Some(at) => {
            let head = headline_text(lines[at]);
            match deepest_cause(&lines[at + 1..]) {
                Some(cause) if cause.starts_with("Because") => cause,
                Some(cause) => format!("{head}: {cause}"),
                None => head.to_owned(),
            }
        }
        None => lines
            .iter()
            .rev()
            .find(|line| !line.trim().is_empty())
            .map_or_else(|| "the tool failed without a word".into(), |line| line.trim().to_owned()),
    };
    annals_domain::head(&sentence, 500).to_owned()
}

fn headline(line: &str) -> Option<&str> {
    let line = line.trim_start();
    ["error:", "ERROR:", "×"].iter().find_map(|mark| line.strip_prefix(mark))
}

fn headline_text(line: &str) -> &str {
    headline(line).unwrap_or(line).trim().trim_end_matches(':')
}

fn cause(line: &str) -> Option<&str> {
    let line = line.trim_start();
    ["cause:", "Caused by:", "╰─▶", "├─▶"].iter().find_map(|mark| line.strip_prefix(mark))
}

/// The last cause, with the lines that it was wrapped into.
fn deepest_cause(lines: &[&str]) -> Option<String> {
    let at = lines.iter().rposition(|line| cause(line).is_some())?;
    let wrapped = lines[at + 1..].iter().take_while(|line| line.starts_with("      "));
    let words = std::iter::once(cause(lines[at]).unwrap_or_default()).chain(wrapped.copied());
    Some(words.map(str::trim).collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_that_explains_stands_alone() {
        let new = "error: No solution found when resolving dependencies\n  cause: Because x was \
                   not found in the package registry and you require x, we can conclude that \
                   your requirements are unsatisfiable.\n";
        assert!(decisive(new).starts_with("Because x was not found"), "{}", decisive(new));
        let old = "  × No solution found when resolving dependencies:\n  ╰─▶ Because x was not \
                   found and you\n      require x, it is so.\n\n      hint: no\n";
        assert_eq!(decisive(old), "Because x was not found and you require x, it is so.");
    }

    #[test]
    fn other_causes_stand_after_their_headline() {
        let text =
            "Using Python\nerror: Failed to fetch: `x`\n  Caused by: a\n  Caused by: dns error\n";
        assert_eq!(decisive(text), "Failed to fetch: `x`: dns error");
        assert!(is_network(text));
        let pip = "WARNING: a\nERROR: Could not find a version\nERROR: No matching distribution \
                   found for x==9\n\n";
        assert_eq!(decisive(pip), "No matching distribution found for x==9");
        assert_eq!(decisive("a\nb\n"), "b");
        assert!(!decisive("").is_empty());
    }
}
