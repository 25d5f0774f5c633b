//! The packages that two runs asked for and got.

use annals_domain::Plan;

use super::Section;
use crate::WholeRun;

/// The requirements, by package.
pub(super) fn requested(a: &WholeRun, b: &WholeRun) -> Section {
    Section::of(requirements(a), requirements(b))
}

fn requirements(run: &WholeRun) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for step in Plan::of(&run.snapshot.spec).steps {
        // They were read before the run was accepted.
        let Some(program) = step.program() else { continue };
        let effective = program.effective().unwrap_or_default();
        let python = effective.requires_python.map(|python| ("python".to_owned(), python));
        let lines = effective.lines.into_iter().map(|line| (package(&line).to_owned(), line));
        all.extend(python.into_iter().chain(lines));
    }
    all.dedup();
    all
}

/// The package that a requirement names; an option is its own name.
fn package(line: &str) -> &str {
    let end = |c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
    let name = line.split(end).next().unwrap_or(line);
    if line.starts_with('-') || name.is_empty() { line } else { name }
}

/// The resolved versions, by package.
pub(super) fn resolved(a: &WholeRun, b: &WholeRun) -> Section {
    for run in [a, b] {
        if run.environment.is_none() {
            let number = run.run.number;
            return Section::unknown(format!("run #{number} has recorded no packages"));
        }
    }
    Section::of(versions(a), versions(b))
}

fn versions(run: &WholeRun) -> Vec<(String, String)> {
    let packages = run.environment.iter().flat_map(|environment| &environment.packages);
    packages.map(|package| (package.name.clone(), package.version.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::package;

    #[test]
    fn a_requirement_is_known_by_its_package() {
        for (line, name) in [
            ("numpy>=1,<2", "numpy"),
            ("ruamel.yaml ; python_version < '3'", "ruamel.yaml"),
            ("requests[socks]==2", "requests"),
            ("a @ https://example.com/a.whl", "a"),
            ("--pre", "--pre"),
        ] {
            assert_eq!(package(line), name);
        }
    }
}
