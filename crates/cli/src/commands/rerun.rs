//! `annals rerun`: run a task again, as it was or with changes.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;
use serde_json::{Map, Value};

use super::submit::{Needs, created};
use crate::client::Client;
use crate::error::{CliError, Outcome};
use crate::input;
use crate::output::Screen;
use crate::target::Target;

const EXAMPLES: &str = "\
What is not given stays as it was in the run that is run again.

Examples:
  annals rerun etl.py --follow                 the latest run again
  annals rerun etl.py#3 --exact                run 3 with exactly the packages it had then
  annals rerun etl.py --code etl.py --dep six  with changed code and packages
  annals rerun etl.py --input day=2026-11-21   with another input
  annals rerun flow.json --from-component load a flow's latest run from that component on";

/// Run a task again. Without changes it gets the same code, packages and inputs.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct RerunArgs {
    /// The run to run again: a task's id or unique name, with #N for its run N instead of the
    /// latest; or a run's id
    #[arg(value_name = "TASK[#N]")]
    pub target: Target,
    /// A file with other code; `-` reads it from standard input
    #[arg(long, value_name = "FILE.py")]
    pub code: Option<PathBuf>,
    /// Use exactly the packages and the interpreter that the run had, instead of resolving anew
    #[arg(long, conflicts_with_all = ["dependencies", "requirements"])]
    pub exact: bool,
    /// Begin with this component of a flow: it and all that need it are run, what else succeeded is
    /// used again
    #[arg(long, value_name = "ID", conflicts_with_all = ["code", "exact"])]
    pub from_component: Option<String>,
    /// What it needs and is given
    #[command(flatten)]
    pub needs: Needs,
}

#[derive(Debug, Serialize)]
struct Body {
    exact: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    from_component: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    python_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dependencies: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    requirements_file: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    inputs: Option<Map<String, Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tags: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    env: Option<std::collections::BTreeMap<String, Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    timeout_seconds: Option<u64>,
}

impl Body {
    fn of(args: &RerunArgs) -> Result<Self, CliError> {
        let needs = &args.needs;
        Ok(Self {
            exact: args.exact,
            from_component: args.from_component.clone(),
            python_code: args.code.as_deref().map(input::read_text).transpose()?,
            dependencies: needs.dependency_lines(),
            requirements_file: needs.requirements_text()?,
            inputs: input::inputs(&needs.inputs)?,
            tags: needs.tags(),
            env: input::environment(&needs.env, &needs.secrets)?,
            timeout_seconds: needs.timeout,
        })
    }
}

/// Runs the command.
///
/// # Errors
/// As [`super::run`].
pub async fn run(args: RerunArgs, client: &Client, screen: &mut Screen) -> Outcome {
    let body = Body::of(&args)?;
    let run = client.resolve_run(&args.target).await?;
    let answer = client.create(&["runs", run.id.as_str(), "rerun"], &body).await?;
    created(&answer, args.needs.follow, client, screen).await
}
