//! Takes a recorded environment up again, exactly as it was.

use annals_domain::EnvironmentFacts;

use super::{Setup, SetupError, build, interpreter};

/// The environment that `recorded` tells of: as it is there, else rebuilt from its lock with the
/// same version of Python, resolving nothing.
pub(super) async fn provide(
    setup: &Setup<'_>,
    recorded: &EnvironmentFacts,
) -> Result<EnvironmentFacts, SetupError> {
    if let Some(facts) = setup.shelf.ready(setup.supervisor, &recorded.id) {
        return Ok(facts);
    }
    let usual = interpreter::usual(setup).await?;
    let version = &recorded.python_version;
    if usual.version == *version {
        return build::provide(setup, &usual, &recorded.lock).await;
    }
    let found = interpreter::find(setup, &usual, &format!("=={version}")).await?;
    match found.filter(|found| found.version == *version) {
        Some(found) => build::provide(setup, &found, &recorded.lock).await,
        None => Err(SetupError::dependency(format!(
            "the recorded environment has Python {version}; found {} and no other",
            usual.version
        ))),
    }
}
