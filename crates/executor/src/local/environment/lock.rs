//! Locks: requirements files in which every package is pinned.

use annals_domain::{EnvironmentId, Package};
use pep508_rs::PackageName;

use super::SetupError;
use super::interpreter::Interpreter;
use super::shelf::hash;

/// The id of the environment of `lock` with `interpreter`.
pub(super) fn id_of(lock: &str, interpreter: &Interpreter) -> Result<EnvironmentId, SetupError> {
    let path = interpreter.path.to_string_lossy();
    let id = hash(&[lock, &interpreter.version, &path, &interpreter.platform]);
    id.parse().map_err(|error| SetupError::platform("naming the environment", error))
}

/// The packages that `lock` pins, in its order.
pub(crate) fn packages(lock: &str) -> Vec<Package> {
    lock.lines().filter_map(package).collect()
}

fn package(line: &str) -> Option<Package> {
    let line = line.trim_end_matches('\\').trim();
    if line.starts_with(['-', '#']) {
        return None;
    }
    let (name, version) = line.split_once("==").or_else(|| line.split_once(" @ "))?;
    let name = name.split('[').next().unwrap_or(name).trim().parse::<PackageName>().ok()?;
    let version = version.split(" ;").next().unwrap_or(version).split(';').next()?.trim();
    let version = version.split_whitespace().next().unwrap_or(version);
    Some(Package { name: name.to_string(), version: version.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_the_tools_write() {
        let lock = "--index-url https://example.org/simple\nsix==1.17.0 \\\n    --hash=sha256:aa \\\n    \
                    --hash=sha256:bb\nTyping_Extensions==4.1 ; python_version < '3.12' \\\n    \
                    --hash=sha256:cc\nmine @ git+https://example.org/mine@abc\n# end\n";
        let found: Vec<_> =
            packages(lock).into_iter().map(|package| (package.name, package.version)).collect();
        assert_eq!(
            found,
            [
                ("six".into(), "1.17.0".into()),
                ("typing-extensions".into(), "4.1".into()),
                ("mine".into(), "git+https://example.org/mine@abc".to_string()),
            ]
        );
    }
}
