//! The environments that steps run in: virtual environments, built once and used again.
//!
//! What a step asks for is *resolved* to a lock (every package pinned, with hashes), and a lock
//! with an interpreter is an environment: its id is the hash of both, its folder
//! `environments/<id>`. What was resolved is remembered under `environments/requests`, so that a
//! step whose packages are known costs a few file reads and no process.

mod build;
mod clear;
mod exact;
mod installer;
mod interpreter;
pub(crate) mod lock;
pub(crate) mod message;
mod shelf;
mod tool;

use std::path::PathBuf;

use annals_domain::requirements::Effective;
use annals_domain::{EnvironmentFacts, EnvironmentId, ErrorType, Program, RunFailure};

use super::LocalConfig;
use super::supervisor::{Stop, Supervisor};
pub(super) use clear::clear_out;
use interpreter::Interpreter;
pub(crate) use shelf::InUse;
use shelf::{Request, Shelf};

/// Why a step has no environment.
#[derive(Debug)]
pub(crate) enum SetupError {
    /// It could not be had.
    Failed(RunFailure),
    /// The attempt is to end.
    Stopped(Stop),
}

impl SetupError {
    fn dependency(message: impl Into<String>) -> Self {
        let (error_type, message) = (ErrorType::Dependency, message.into());
        Self::Failed(RunFailure { error_type, message })
    }

    fn platform(doing: &str, error: impl std::fmt::Display) -> Self {
        let (error_type, message) = (ErrorType::Platform, format!("{doing}: {error}"));
        Self::Failed(RunFailure { error_type, message })
    }
}

/// Where the environment `id` lies.
pub(crate) fn folder_of(config: &LocalConfig, id: &EnvironmentId) -> PathBuf {
    Shelf::new(config).folder(id)
}

/// The environment of `program`: one that is there already, else a new one.
///
/// # Errors
/// [`SetupError`] says why there is none.
pub(crate) async fn provide(
    supervisor: &Supervisor,
    program: &Program,
) -> Result<EnvironmentFacts, SetupError> {
    let setup = Setup { supervisor, shelf: Shelf::new(&supervisor.config) };
    if let Some(recorded) = &supervisor.launch.exact {
        return exact::provide(&setup, recorded).await;
    }
    let effective =
        program.effective().map_err(|error| SetupError::dependency(error.to_string()))?;
    let wanted = effective.requires_python.as_deref();
    let interpreter = interpreter::meeting(&setup, wanted).await?;
    if effective.lines.is_empty() {
        return build::provide(&setup, &interpreter, "").await;
    }
    setup.resolved(&effective, &interpreter).await
}

/// What every part of this module works with.
struct Setup<'a> {
    supervisor: &'a Supervisor,
    shelf: Shelf,
}

impl Setup<'_> {
    /// The environment that the lines of `effective` stand for, resolving them where that was
    /// not done lately.
    async fn resolved(
        &self,
        effective: &Effective,
        interpreter: &Interpreter,
    ) -> Result<EnvironmentFacts, SetupError> {
        let request = Request::of(effective, interpreter);
        if let Some(facts) = self.fresh(&request) {
            return Ok(facts);
        }
        // Others with the same request wait here, and then find what was resolved for them.
        let _alone = self.shelf.lock(self.supervisor, request.key()).await?;
        if let Some(facts) = self.fresh(&request) {
            return Ok(facts);
        }
        let lock = match build::resolve(self, interpreter, &effective.lines).await {
            Ok(lock) => lock,
            Err(unresolved) => return self.without_network(&request, unresolved),
        };
        let facts = build::provide(self, interpreter, &lock).await?;
        self.shelf.remember(&request, &facts.id, self.supervisor.spool.now());
        Ok(facts)
    }

    /// What the request was resolved to, if that is not too long ago.
    fn fresh(&self, request: &Request) -> Option<EnvironmentFacts> {
        let known = self.shelf.recall(request)?;
        let age = self.supervisor.spool.now().millis_since(known.at);
        let limit = self.supervisor.config.resolution_max_age.as_millis();
        if u128::try_from(age).is_ok_and(|age| age <= limit) {
            self.shelf.ready(self.supervisor, &known.id)
        } else {
            None
        }
    }

    /// An old resolution is better than none, where it is the network that is missing.
    fn without_network(
        &self,
        request: &Request,
        unresolved: build::Unresolved,
    ) -> Result<EnvironmentFacts, SetupError> {
        let old = self.shelf.recall(request).filter(|_| unresolved.for_want_of_network);
        let facts = old.as_ref().and_then(|old| self.shelf.ready(self.supervisor, &old.id));
        let (Some(old), Some(facts)) = (old, facts) else { return Err(unresolved.error) };
        self.supervisor.spool.say(&format!(
            "The network cannot be reached: using the environment resolved at {}.",
            old.at
        ));
        Ok(facts)
    }
}
