//! From what people type to a task or a run.

use annals_domain::{RunId, RunNumber, TaskId};

use super::Client;
use super::wire::{RunRow, TaskDetail, TaskPage, TaskRun};
use crate::error::CliError;
use crate::output::clean;
use crate::target::Target;

/// The most rows looked through for a task of a given name.
const MOST_PAGES: usize = 20;
/// The most tasks of one name that an error names.
const MOST_NAMED: usize = 10;

/// A run that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunRef {
    /// Its id.
    pub id: RunId,
    /// Its task.
    pub task_id: TaskId,
    /// The task's name, or its id where it has none.
    pub task_label: String,
    /// Its number.
    pub number: RunNumber,
}

impl RunRef {
    fn new(task: &TaskDetail, run: TaskRun) -> Self {
        let name = task.name.clone().filter(|name| !name.is_empty());
        Self {
            id: run.id,
            task_id: task.id.clone(),
            task_label: name.unwrap_or_else(|| task.id.to_string()),
            number: run.run_number,
        }
    }
}

impl Client {
    /// The run that `target` means: a task's latest, a task's run by number, or a run by its id.
    ///
    /// # Errors
    /// [`CliError::Failed`] if there is none, or if several tasks bear the name.
    pub async fn resolve_run(&self, target: &Target) -> Result<RunRef, CliError> {
        if let Some(task) = self.find_task(target.task()).await? {
            return self.run_of(&task, target.number()).await;
        }
        if let Some(run) = self.find_run(target.text()).await? {
            return Ok(run);
        }
        // `#12` may be part of a name after all.
        if target.number().is_some()
            && let Some(task) = self.find_task(target.text()).await?
        {
            return self.run_of(&task, None).await;
        }
        Err(nothing_called(target.text(), "task or run"))
    }

    /// The task that `name` means: its id or its unique name.
    ///
    /// # Errors
    /// As [`Client::resolve_run`].
    pub async fn resolve_task(&self, name: &str) -> Result<TaskId, CliError> {
        let task = self.find_task(name).await?;
        task.map(|task| task.id).ok_or_else(|| nothing_called(name, "task"))
    }

    async fn find_task(&self, name: &str) -> Result<Option<TaskDetail>, CliError> {
        if is_id(name)
            && let Some(answer) = self.find(&["tasks", name]).await?
        {
            return answer.read().map(Some);
        }
        let ids = self.tasks_named(name).await?;
        match ids.as_slice() {
            [] => Ok(None),
            [id] => self.get(&["tasks", id.as_str()], &()).await?.read().map(Some),
            several => Err(ambiguous(name, several)),
        }
    }

    async fn tasks_named(&self, name: &str) -> Result<Vec<TaskId>, CliError> {
        let (mut found, mut cursor) = (Vec::new(), None::<String>);
        for _ in 0..MOST_PAGES {
            let mut query = vec![("q", name.to_owned())];
            query.extend(cursor.map(|cursor| ("cursor", cursor)));
            let page: TaskPage = self.get(&["tasks"], &query).await?.read()?;
            let same = page.tasks.into_iter().filter(|task| task.name.as_deref() == Some(name));
            found.extend(same.map(|task| task.id));
            cursor = page.next_cursor;
            if cursor.is_none() || found.len() > MOST_NAMED {
                break;
            }
        }
        Ok(found)
    }

    async fn run_of(
        &self,
        task: &TaskDetail,
        number: Option<RunNumber>,
    ) -> Result<RunRef, CliError> {
        let label = clean(task.name.as_deref().unwrap_or(task.id.as_str())).into_owned();
        let Some(number) = number else {
            let latest = task.runs.first().cloned();
            let none = || CliError::Failed(format!("the task `{label}` has no runs"));
            return latest.map(|run| RunRef::new(task, run)).ok_or_else(none);
        };
        if let Some(run) = task.runs.iter().find(|run| run.run_number == number) {
            return Ok(RunRef::new(task, run.clone()));
        }
        let path = ["tasks", task.id.as_str(), "runs", &number.to_string()];
        match self.find(&path).await? {
            Some(answer) => Ok(RunRef::new(task, answer.read()?)),
            None => Err(CliError::Failed(format!("the task `{label}` has no run #{number}"))),
        }
    }

    async fn find_run(&self, id: &str) -> Result<Option<RunRef>, CliError> {
        if !is_id(id) {
            return Ok(None);
        }
        let Some(answer) = self.find(&["runs", id]).await? else { return Ok(None) };
        let row: RunRow = answer.read()?;
        let task_label = row.task_label().to_owned();
        Ok(Some(RunRef { id: row.id, task_id: row.task_id, task_label, number: row.number }))
    }
}

/// Whether `text` can be an id. `.` and `..` can not: they mean something else in a path.
fn is_id(text: &str) -> bool {
    text.parse::<TaskId>().is_ok() && !text.bytes().all(|byte| byte == b'.')
}

fn nothing_called(name: &str, what: &str) -> CliError {
    CliError::Failed(format!(
        "there is no {what} `{}`; `annals tasks` lists what there is",
        clean(name)
    ))
}

fn ambiguous(name: &str, ids: &[TaskId]) -> CliError {
    let mut text = format!("several tasks are called `{}`; say which by its id:", clean(name));
    for id in ids.iter().take(MOST_NAMED) {
        text.push_str("\n  ");
        text.push_str(id.as_str());
    }
    if ids.len() > MOST_NAMED {
        text.push_str("\n  …");
    }
    CliError::Failed(text)
}
