//! What is given on the command line for a run: inputs, variables, files.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use serde_json::{Map, Value, json};

use crate::error::CliError;

/// Reads a text file, or standard input where the path is `-`.
///
/// # Errors
/// [`CliError::Usage`] if it cannot be read or is not UTF-8.
pub fn read_text(path: &Path) -> Result<String, CliError> {
    if path != Path::new("-") {
        return read_file(path);
    }
    let mut bytes = Vec::new();
    text(path, std::io::stdin().read_to_end(&mut bytes).map(|_| bytes))
}

/// Reads a text file.
///
/// # Errors
/// [`CliError::Usage`] if it cannot be read or is not UTF-8.
pub fn read_file(path: &Path) -> Result<String, CliError> {
    text(path, std::fs::read(path))
}

fn text(path: &Path, bytes: std::io::Result<Vec<u8>>) -> Result<String, CliError> {
    let shown = path.display();
    let bytes = bytes.map_err(|error| CliError::Usage(format!("cannot read {shown}: {error}")))?;
    String::from_utf8(bytes).map_err(|_| CliError::Usage(format!("{shown} is not UTF-8 text")))
}

/// Puts `--input` values together into one object; later ones win.
///
/// `k=v` sets `k`: to the JSON that `v` is, else to `v` as text. `@file.json` merges an object.
///
/// # Errors
/// [`CliError::Usage`] for anything else.
pub fn inputs(given: &[String]) -> Result<Option<Map<String, Value>>, CliError> {
    if given.is_empty() {
        return Ok(None);
    }
    let mut all = Map::new();
    for text in given {
        if let Some(path) = text.strip_prefix('@') {
            all.extend(object_in(Path::new(path))?);
            continue;
        }
        let (name, value) = name_and_value(text, "--input")?;
        let value = serde_json::from_str(value).unwrap_or_else(|_| Value::from(value));
        all.insert(name.to_owned(), value);
    }
    Ok(Some(all))
}

fn object_in(path: &Path) -> Result<Map<String, Value>, CliError> {
    let text = read_text(path)?;
    serde_json::from_str(&text).map_err(|error| {
        CliError::Usage(format!("{} does not hold a JSON object: {error}", path.display()))
    })
}

/// Puts `--env` and `--secret` values together as the API takes them.
///
/// # Errors
/// [`CliError::Usage`] for one without `=`.
pub fn environment(
    plain: &[String],
    secrets: &[String],
) -> Result<Option<BTreeMap<String, Value>>, CliError> {
    let mut all = BTreeMap::new();
    for text in plain {
        let (name, value) = name_and_value(text, "--env")?;
        all.insert(name.to_owned(), Value::from(value));
    }
    for text in secrets {
        let (name, secret) = name_and_value(text, "--secret")?;
        all.insert(name.to_owned(), json!({ "secret": secret }));
    }
    Ok(Some(all).filter(|all| !all.is_empty()))
}

fn name_and_value<'t>(text: &'t str, option: &str) -> Result<(&'t str, &'t str), CliError> {
    text.split_once('=').filter(|(name, _)| !name.is_empty()).ok_or_else(|| {
        CliError::Usage(format!("{option} {text} names no value; write it as NAME=VALUE"))
    })
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn read(given: &[&str]) -> Result<Value, CliError> {
        let given: Vec<String> = given.iter().map(|text| (*text).to_owned()).collect();
        inputs(&given).map(|all| all.map_or(Value::Null, Value::Object))
    }

    #[test]
    fn a_value_is_json_if_it_can_be_and_text_if_not() {
        let given = ["n=3", "big=12345678901234567890", "on=true", "list=[1, \"a\"]", "s=abc"];
        let got = read(&given).expect("inputs");
        let big = 12_345_678_901_234_567_890_u64;
        assert_eq!(got, json!({"n": 3, "big": big, "on": true, "list": [1, "a"], "s": "abc"}));
        let got = read(&["quoted=\"3\"", "empty=", "eq=a=b", "open={1"]).expect("inputs");
        assert_eq!(got, json!({"quoted": "3", "empty": "", "eq": "a=b", "open": "{1"}));
        assert_eq!(read(&[]).expect("no inputs"), Value::Null);
    }

    #[test]
    fn a_file_is_merged_in_its_turn() {
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        file.write_all(br#"{"a": 1, "b": 2}"#).expect("written");
        let from_file = format!("@{}", file.path().display());
        let got = read(&["a=0", &from_file, "b=3"]).expect("inputs");
        assert_eq!(got, json!({"a": 1, "b": 3}));
        file.write_all(b"x").expect("written");
        assert_eq!(read(&[&from_file]).expect_err("no object").exit_code(), 2);
        assert_eq!(read(&["@/nowhere.json"]).expect_err("no file").exit_code(), 2);
    }

    #[test]
    fn a_value_without_a_name_is_bad_usage() {
        assert_eq!(read(&["abc"]).expect_err("no value").exit_code(), 2);
        assert_eq!(read(&["=abc"]).expect_err("no name").exit_code(), 2);
    }

    #[test]
    fn secrets_go_by_name_only() {
        let got = environment(&["A=1".into()], &["B=TOKEN".into()]).expect("an environment");
        let got = serde_json::to_value(got).expect("JSON");
        assert_eq!(got, json!({"A": "1", "B": {"secret": "TOKEN"}}));
    }
}
