//! What the process that reads may reach: Landlock, where the kernel has it.
//!
//! It gets the file on its standard input and answers on its standard output, so it needs nothing
//! else but programs and libraries, for Tesseract. It writes no file, speaks to no network, and sees
//! no file of anybody's, whatever a document makes of its reader.

use std::path::PathBuf;

use landlock::{
    ABI, Access as _, AccessFs, AccessNet, Ruleset, RulesetAttr as _, RulesetCreatedAttr as _,
    RulesetError, Scope, path_beneath_rules,
};

use crate::Ocr;

/// Where systems keep programs, libraries, their settings, and what they say of themselves.
const SYSTEM: [&str; 11] =
    ["/bin", "/dev", "/etc", "/lib", "/lib64", "/nix", "/opt", "/proc", "/sbin", "/sys", "/usr"];

/// What may be written: where programs throw away what they do not need.
const WRITABLE: [&str; 1] = ["/dev/null"];

/// Confines this thread, and what it starts, to reading the system's folders, the program `ocr` and
/// its languages. What the kernel cannot forbid stays allowed.
pub(super) fn confine(ocr: &Ocr) -> Result<(), RulesetError> {
    let abi = ABI::V6;
    let languages = std::env::var_os("TESSDATA_PREFIX").map(PathBuf::from);
    let own = [PathBuf::from(&ocr.program)].into_iter().chain(languages);
    let readable = SYSTEM.iter().map(PathBuf::from).chain(own);
    Ruleset::default()
        .handle_access(AccessFs::from_all(abi))?
        .handle_access(AccessNet::from_all(abi))?
        .scope(Scope::from_all(abi))?
        .create()?
        .add_rules(path_beneath_rules(readable, AccessFs::from_read(abi)))?
        .add_rules(path_beneath_rules(WRITABLE, AccessFs::from_file(abi)))?
        .restrict_self()?;
    Ok(())
}
