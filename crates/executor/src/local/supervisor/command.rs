//! What a step's process is started as: its program and its variables.

use std::process::Command;

use annals_domain::{Endpoint, EnvValue, EnvironmentFacts, Step};
use annals_redact::Secrets;

use super::Supervisor;
use super::step::{Means, Places};
use crate::local::{environment, variables};

/// The command of the step's process.
///
/// # Errors
/// One sentence if a secret that it names is not known.
pub(super) fn of_step(
    supervisor: &Supervisor,
    step: &Step,
    means: &Means<'_>,
    places: &Places,
) -> Result<Command, String> {
    let own = own_variables(step, &supervisor.launch.secrets)?;
    let mut command = match means {
        Means::Python(_, facts) => python(supervisor, facts, places),
        Means::Extract(_) => extraction(supervisor),
    };
    command.current_dir(&places.work).envs(own);
    protocol(&mut command, supervisor, step, places);
    Ok(command)
}

/// The interpreter, about to run the step's program.
fn python(supervisor: &Supervisor, facts: &EnvironmentFacts, places: &Places) -> Command {
    let environment = environment::folder_of(&supervisor.config, &facts.id);
    let mut command = Command::new(environment.join("bin/python"));
    command.args(["-X", "utf8", "-u"]).arg(&places.script);
    command.env_clear().envs(variables::of_step(&supervisor.config));
    command.envs([("PYTHONUNBUFFERED", "1"), ("PYTHONUTF8", "1"), ("PYTHONIOENCODING", "utf-8")]);
    command.env("PATH", search_path(&environment)).env("VIRTUAL_ENV", &environment);
    command
}

/// This program, about to search files. The model's key is among the secrets of the run.
fn extraction(supervisor: &Supervisor) -> Command {
    let mut command = Command::new(&supervisor.config.supervisor);
    command.arg("extract-step").env_clear().envs(variables::of_step(&supervisor.config));
    let key = supervisor.launch.secrets.get(Endpoint::KEY);
    command.envs(key.map(|key| (Endpoint::KEY_VARIABLE, key)));
    command
}

/// The environment's programs come first.
fn search_path(environment: &std::path::Path) -> std::ffi::OsString {
    let mut path = environment.join("bin").into_os_string();
    path.push(":");
    path.push(std::env::var_os("PATH").unwrap_or_else(|| "/usr/local/bin:/usr/bin:/bin".into()));
    path
}

/// The step's own variables; the names of the step protocol are not its to give.
fn own_variables<'a>(
    step: &'a Step,
    secrets: &'a Secrets,
) -> Result<Vec<(&'a str, &'a str)>, String> {
    let given = step.env.iter().filter(|(name, _)| !name.starts_with("ANNALS_"));
    given
        .map(|(name, value)| match value {
            EnvValue::Plain(value) => Ok((name.as_str(), value.as_str())),
            EnvValue::Secret { secret } => {
                let value = secrets.get(secret).map(|value| (name.as_str(), value));
                value.ok_or_else(|| format!("secret {secret} is not known"))
            }
        })
        .collect()
}

/// What every step's process is told of its run.
fn protocol(command: &mut Command, supervisor: &Supervisor, step: &Step, places: &Places) {
    let launch = &supervisor.launch;
    command
        .env("ANNALS_RUN_ID", launch.attempt.run_id.as_str())
        .env("ANNALS_TASK_ID", launch.task_id.as_str())
        .env("ANNALS_RUN_NUMBER", launch.number.to_string())
        .env(variables::STEP_NAME, step.name.as_str())
        .env("ANNALS_INPUTS", &places.inputs)
        .env("ANNALS_OUTPUTS", &places.outputs)
        .env("ANNALS_FILES", &places.files)
        .env("ANNALS_ARTIFACTS", &places.artifacts);
    command.envs(launch.api_url.iter().map(|url| ("ANNALS_URL", url)));
    command.envs(launch.api_token.iter().map(|token| ("ANNALS_TOKEN", token)));
}
