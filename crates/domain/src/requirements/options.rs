//! The options of a requirements file: a few are kept, all others refused with a reason.

use super::check::shown;

const KEPT: &str =
    "`--pre`, `--prefer-binary`, `--only-binary`, `--no-binary`, `--require-hashes` and `--hash`";

/// The options of a line of their own, each as a line.
///
/// # Errors
/// A sentence that says which option is refused, why, and what to do instead.
pub(super) fn global(line: &str) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    let mut words = line.split_ascii_whitespace();
    while let Some(word) = words.next() {
        let (name, value) = word.split_once('=').map_or((word, None), |(n, v)| (n, Some(v)));
        match (name, value) {
            ("--pre" | "--prefer-binary" | "--require-hashes", None) => found.push(name.to_owned()),
            ("--only-binary" | "--no-binary", _) => {
                let packages = value.or_else(|| words.next()).unwrap_or_default();
                found.push(format!("{name} {}", binary_choice(name, packages)?));
            }
            _ => return Err(refusal(word)),
        }
    }
    Ok(found)
}

fn binary_choice<'a>(option: &str, packages: &'a str) -> Result<&'a str, String> {
    let name = |text: &str| {
        matches!(text, ":all:" | ":none:")
            || (text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
                && text.starts_with(|c: char| c.is_ascii_alphanumeric()))
    };
    if packages.split(',').all(name) {
        return Ok(packages);
    }
    Err(format!("`{option}` takes `:all:`, `:none:` or packages' names with commas between them"))
}

/// The hashes that follow a requirement, as `sha256:…`.
///
/// # Errors
/// A sentence that says what else stands there.
pub(super) fn hashes(text: &str) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    let mut words = text.split_ascii_whitespace();
    while let Some(word) = words.next() {
        let hash = match word.strip_prefix("--hash") {
            Some("") => words.next().unwrap_or_default(),
            Some(rest) if rest.starts_with('=') => &rest[1..],
            _ => return Err(refusal(word)),
        };
        found.push(hash_of(hash)?);
    }
    Ok(found)
}

fn hash_of(text: &str) -> Result<String, String> {
    let (algorithm, digest) = text.split_once(':').unwrap_or((text, ""));
    let digits = match algorithm {
        "sha256" => 64,
        "sha384" => 96,
        "sha512" => 128,
        _ => 0,
    };
    if digits == 0 || digest.len() != digits || !digest.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err(format!(
            "`--hash` takes `sha256:` and 64 hexadecimal digits (or sha384, sha512), not {}",
            shown(text)
        ));
    }
    Ok(format!("{algorithm}:{}", digest.to_ascii_lowercase()))
}

/// Why the option that `text` begins with is refused, and what to do instead.
pub(super) fn refusal(text: &str) -> String {
    let word = text.split([' ', '\t', '=']).next().unwrap_or(text);
    if !word.starts_with('-') {
        return format!("{} is neither a requirement nor an option", shown(word));
    }
    // `-rother.txt` is `-r other.txt`.
    let name = if word.starts_with("--") { word } else { crate::head(word, 2) };
    let why = match name {
        "-i" | "--index-url" | "--extra-index-url" | "--no-index" => {
            "the package index is the server's configuration; leave it out"
        }
        "-f" | "--find-links" => {
            "packages come from the server's index; leave it out, or write `name @ https://…`"
        }
        "--trusted-host" => "which hosts are trusted is the server's configuration; leave it out",
        "-r" | "--requirement" | "--requirements" => {
            "other files are not read; write their lines here"
        }
        "-c" | "--constraint" | "--constraints" => {
            "other files are not read; write the versions into the requirements, as in `six<2`"
        }
        "-e" | "--editable" => {
            "runs see no folders of this machine; name a package, or write `name @ https://…`"
        }
        "--hash" => "it belongs to a requirement of a requirements file; write it after one",
        "-C" | "--config-settings" | "--config-setting" | "--global-option" | "--build-option"
        | "--install-option" => "options of builds are not taken; leave it out",
        "--pre" | "--prefer-binary" | "--only-binary" | "--no-binary" | "--require-hashes" => {
            "it takes no value here and stands in a line of its own of a requirements file only"
        }
        _ => return format!("the option {} is refused; {KEPT} are the ones kept", shown(word)),
    };
    format!("the option {} is refused: {why}", shown(name))
}
