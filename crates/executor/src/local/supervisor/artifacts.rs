//! What a step left behind: its outputs and its files.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use annals_domain::ProducedFile;
use annals_redact::Redactor;

use super::diagnose;

/// The most bytes of a step's outputs.
const OUTPUTS_LIMIT: u64 = 16 << 20;

/// The JSON that a step wrote to the file at `path`, if it wrote any.
///
/// # Errors
/// One sentence if it is too large or no JSON.
pub(super) fn outputs(path: &Path) -> Result<Option<serde_json::Value>, String> {
    let mut text = Vec::new();
    let read = match File::open(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        opened => opened.and_then(|file| file.take(OUTPUTS_LIMIT + 1).read_to_end(&mut text)),
    };
    let length = read.map_err(|error| format!("its outputs could not be read: {error}"))?;
    if length as u64 > OUTPUTS_LIMIT {
        return Err(format!("its outputs are larger than {} MiB", OUTPUTS_LIMIT >> 20));
    }
    if text.trim_ascii().is_empty() {
        return Ok(None);
    }
    let value = serde_json::from_slice(&text);
    value.map(Some).map_err(|error| format!("its outputs are not valid JSON: {error}"))
}

/// The regular files below `folder`, their paths beginning with `prefix`, sorted. Links are not
/// followed. A name that is not UTF-8 is made so, and a secret's value in one is masked, on the
/// disk too; what the files hold is left as it is.
pub(super) fn files(folder: &Path, prefix: &str, redactor: Option<&Redactor>) -> Vec<ProducedFile> {
    let mut found = Vec::new();
    if let Err(error) = gather(folder, prefix, redactor, &mut found) {
        diagnose(format_args!("artifacts/{prefix} cannot be listed: {error}"));
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn gather(
    folder: &Path,
    prefix: &str,
    redactor: Option<&Redactor>,
    found: &mut Vec<ProducedFile>,
) -> io::Result<()> {
    let entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    for entry in entries {
        let kind = entry.file_type()?;
        let name = readable_name(folder, &entry.file_name(), redactor)?;
        let path = format!("{prefix}{name}");
        if kind.is_dir() {
            if let Err(error) = gather(&folder.join(name), &format!("{path}/"), redactor, found) {
                diagnose(format_args!("artifacts/{path} cannot be listed: {error}"));
            }
        } else if kind.is_file() {
            found.push(ProducedFile { path, size: entry_size(&folder.join(name))? });
        }
    }
    Ok(())
}

fn entry_size(path: &Path) -> io::Result<u64> {
    Ok(fs::symlink_metadata(path)?.len())
}

/// The name as it may be kept; what has another is renamed.
fn readable_name(folder: &Path, name: &OsStr, redactor: Option<&Redactor>) -> io::Result<String> {
    let text = name.to_string_lossy();
    let mut readable = redactor.map_or_else(|| text.clone(), |r| r.text(&text)).into_owned();
    if name.to_str() == Some(&readable) {
        return Ok(readable);
    }
    while fs::symlink_metadata(folder.join(&readable)).is_ok() {
        readable.push('_');
    }
    fs::rename(folder.join(name), folder.join(&readable))?;
    Ok(readable)
}

#[cfg(test)]
mod tests {
    use std::os::unix::ffi::OsStrExt;

    use super::*;

    #[test]
    fn lists_regular_files_and_follows_no_link() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(folder.path().join("b/c")).expect("folders");
        fs::write(folder.path().join("b/c/x.txt"), "12345").expect("a file");
        fs::write(folder.path().join("a.txt"), "").expect("a file");
        std::os::unix::fs::symlink("/etc", folder.path().join("link")).expect("a link");
        std::os::unix::fs::symlink("/etc/hosts", folder.path().join("b/hosts")).expect("a link");
        fs::write(folder.path().join(OsStr::from_bytes(b"\xff")), "12").expect("a file");
        let listed = files(folder.path(), "s/", None);
        let listed: Vec<_> = listed.iter().map(|file| (file.path.as_str(), file.size)).collect();
        assert_eq!(listed, [("s/a.txt", 0), ("s/b/c/x.txt", 5), ("s/\u{fffd}", 2)]);
        assert_eq!(fs::read(folder.path().join("\u{fffd}")).expect("renamed"), b"12");
    }

    #[test]
    fn outputs_are_json_or_said_not_to_be() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        assert_eq!(outputs(file.path()), Ok(None));
        fs::write(file.path(), "{\"a\": 1}\n").expect("written");
        assert_eq!(outputs(file.path()), Ok(Some(serde_json::json!({"a": 1}))));
        fs::write(file.path(), "{'a': 1}").expect("written");
        assert!(outputs(file.path()).is_err_and(|text| text.contains("not valid JSON")));
    }
}
