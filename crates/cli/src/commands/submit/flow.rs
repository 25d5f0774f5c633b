//! Submitting a flow: its file is what the API takes, and code may lie in files beside it.

use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{SubmitArgs, name_of};
use crate::client::wire::SubmittedFlow;
use crate::client::{Answer, Client};
use crate::error::CliError;
use crate::input;

/// A flow as its file says it, with the code of its components in it.
#[derive(Debug)]
pub(super) struct Flow(Map<String, Value>);

#[derive(Debug, Serialize)]
struct RunBody {
    #[serde(skip_serializing_if = "Option::is_none")]
    inputs: Option<Map<String, Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tags: Option<Vec<String>>,
}

/// The flow that the file holds; none if it holds a program.
///
/// # Errors
/// [`CliError::Usage`] for a file that is neither, or names code that cannot be read.
pub(super) fn read(file: &Path, text: &str) -> Result<Option<Flow>, CliError> {
    let is_json = file.extension().is_some_and(|end| end.eq_ignore_ascii_case("json"));
    match serde_json::from_str(text) {
        Ok(Value::Object(flow)) if is_json || flow.contains_key("components") => {
            let folder = file.parent().unwrap_or(Path::new(""));
            with_code(flow, folder).map(|flow| Some(Flow(flow)))
        }
        Ok(_) | Err(_) if !is_json => Ok(None),
        Ok(_) => Err(unlike(file, "it must hold a JSON object")),
        Err(error) => Err(unlike(file, &error.to_string())),
    }
}

fn unlike(file: &Path, why: &str) -> CliError {
    CliError::Usage(format!("{} does not hold a flow: {why}", file.display()))
}

/// Puts the code that components name by `code_file` in its place.
fn with_code(mut flow: Map<String, Value>, folder: &Path) -> Result<Map<String, Value>, CliError> {
    let components = flow.get_mut("components").and_then(Value::as_array_mut);
    for component in components.into_iter().flatten().filter_map(Value::as_object_mut) {
        let Some(named) = component.remove("code_file") else { continue };
        let id = component.get("id").and_then(Value::as_str).unwrap_or("?");
        let usage = |text: &str| CliError::Usage(format!("component {id}: {text}"));
        let Some(named) = named.as_str() else { return Err(usage("code_file must be a path")) };
        if component.contains_key("code") {
            return Err(usage("code and code_file cannot both be given"));
        }
        let path: PathBuf = folder.join(named);
        let code = input::read_file(&path)?;
        component.insert("code".to_owned(), Value::from(code));
    }
    Ok(flow)
}

/// Makes the flow, or makes `--task` what it says, and runs it.
///
/// # Errors
/// As [`super::run`].
pub(super) async fn submit(
    mut flow: Flow,
    args: &SubmitArgs,
    client: &Client,
) -> Result<(Answer, SubmittedFlow), CliError> {
    only_for_programs(args)?;
    let run = RunBody { inputs: input::inputs(&args.needs.inputs)?, tags: args.needs.tags() };
    flow.call(args);
    let id = match &args.task {
        Some(task) => {
            let id = client.resolve_task(task).await?.to_string();
            client.replace(&["flows", &id], &flow.0).await?;
            id
        }
        None => client.create(&["flows"], &flow.0).await?.read::<Made>()?.id,
    };
    let answer = client.create(&["flows", &id, "runs"], &run).await?;
    let submitted = answer.read()?;
    Ok((answer, submitted))
}

#[derive(Debug, serde::Deserialize)]
struct Made {
    id: String,
}

impl Flow {
    /// Gives it the name that is asked for, or that of its file where it has none.
    fn call(&mut self, args: &SubmitArgs) {
        let of_file = || name_of(&args.file).unwrap_or_else(|| "flow".to_owned());
        match &args.name {
            Some(name) => drop(self.0.insert("name".to_owned(), json!(name))),
            None if self.0.get("name").is_none_or(Value::is_null) => {
                self.0.insert("name".to_owned(), json!(of_file()));
            }
            None => {}
        }
    }
}

/// Refuses what only a single program can be given.
fn only_for_programs(args: &SubmitArgs) -> Result<(), CliError> {
    let needs = &args.needs;
    let given = [
        ("--dep", !needs.dependencies.is_empty()),
        ("--requirements", needs.requirements.is_some()),
        ("--env", !needs.env.is_empty()),
        ("--secret", !needs.secrets.is_empty()),
        ("--timeout", needs.timeout.is_some()),
        ("--executor", args.executor.is_some()),
    ];
    match given.iter().find(|(_, given)| *given) {
        Some((option, _)) => Err(CliError::Usage(format!(
            "{option} is for programs; the components of a flow have their own in its file"
        ))),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flow(file: &str, text: &str) -> Result<Option<Value>, CliError> {
        let read = read(Path::new(file), text)?;
        Ok(read.map(|flow| Value::Object(flow.0)))
    }

    #[test]
    fn a_flow_is_told_by_its_file_or_what_it_holds() {
        let text = r#"{"components": []}"#;
        for file in ["flow.json", "FLOW.JSON", "-", "flow"] {
            assert_eq!(flow(file, text).expect("read"), Some(json!({"components": []})), "{file}");
        }
        for program in ["print(1)", "{'a': 1}", r#"{"a": 1}"#, "[1]"] {
            assert_eq!(flow("a.py", program).expect("read"), None, "{program}");
            let named = flow("a.json", program);
            assert!(named.is_err() || program == r#"{"a": 1}"#, "{program}");
        }
    }

    #[test]
    fn code_is_read_beside_the_file() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("a.py"), "print(1)").expect("written");
        let file = folder.path().join("flow.json");
        let of = |component: &str| {
            let text = format!(r#"{{"components": [{component}]}}"#);
            flow(file.to_str().expect("a path"), &text)
        };
        let found = of(r#"{"id": "a", "code_file": "a.py"}"#).expect("read");
        let expected = json!({"components": [{"id": "a", "code": "print(1)"}]});
        assert_eq!(found, Some(expected));
        for wrong in [
            r#"{"id": "a", "code_file": "b.py"}"#,
            r#"{"id": "a", "code_file": 1}"#,
            r#"{"id": "a", "code_file": "a.py", "code": "x"}"#,
        ] {
            assert_eq!(of(wrong).expect_err("refused").exit_code(), 2, "{wrong}");
        }
    }
}
