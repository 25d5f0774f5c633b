//! The build history's types for TypeScript: `shared/types.ts` is written from the Rust types, and
//! must not differ from them.

use std::path::Path;

use ts_rs::{Config, TS};

use super::{CreateTaskBuildHistory, TaskBuildHistory, TaskBuildHistoryContextType};

/// Set to anything, it has the file written anew.
const WRITE: &str = "ANNALS_WRITE_TYPES";
/// How to have it written anew.
const COMMAND: &str = "ANNALS_WRITE_TYPES=1 cargo test -p annals-store --lib typescript";

/// A type with its comments, a field a line.
fn declaration<T: TS>(config: &Config) -> String {
    let declared = T::decl(config).replace(", };", ",\n};");
    let mut text = format!("{}export ", T::docs().unwrap_or_default());
    let mut indent = "";
    for line in declared.lines().map(str::trim_end) {
        indent = if line == "};" { "" } else { indent };
        text += &format!("{indent}{line}\n");
        indent = if line.ends_with('{') { "  " } else { indent };
    }
    text
}

fn file() -> String {
    // No number of entries or places comes near 2^53.
    let config = Config::new().with_large_int("number");
    let parts = [
        format!(
            "// Written from the types of the crate annals-store; write it anew with\n//   {COMMAND}\n"
        ),
        declaration::<TaskBuildHistoryContextType>(&config),
        declaration::<TaskBuildHistory>(&config),
        declaration::<CreateTaskBuildHistory>(&config),
    ];
    parts.join("\n")
}

#[test]
fn typescript_is_as_the_rust_types_are() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/types.ts");
    let expected = file();
    if std::env::var_os(WRITE).is_some() {
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(&path, &expected).expect("written");
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == expected,
        "shared/types.ts differs from the Rust types; run\n  {COMMAND}\n\n{expected}"
    );
}
