//! What a path names. An id that cannot be one names nothing: 404, with the sentence of an
//! unknown one.

use annals_domain::{
    AutomationId, EventId, ExportId, FileId, NodeName, ParcelId, RunId, RunNumber, TaskId,
    TemplateId,
};
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{RefOr, Required, Schema};

use super::values::Bounded;
use crate::problem::{Issue, Kind, Problem};

/// What the path names, read from its parameters.
pub(crate) struct At<T>(pub(crate) T);

/// Something that a path names.
pub(crate) trait Place: Sized {
    /// Reads it from the path's parameters.
    fn read(part: &dyn Fn(&str) -> String) -> Result<Self, Problem>;
    /// Describes the parameters.
    fn describe() -> Vec<Parameter>;
}

impl<S: Send + Sync, T: Place> FromRequestParts<S> for At<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let unreadable = |_| Problem::new(Kind::NotFound, Kind::NotFound.sentence());
        let all = RawPathParams::from_request_parts(parts, state).await.map_err(unreadable)?;
        let part = |name: &str| {
            let found = all.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| value.to_owned()).unwrap_or_default()
        };
        T::read(&part).map(Self)
    }
}

impl<T: Place> IntoParams for At<T> {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        T::describe()
    }
}

impl Place for TaskId {
    fn read(part: &dyn Fn(&str) -> String) -> Result<Self, Problem> {
        let id = part("id");
        id.parse().map_err(|_| Problem::not_found("task", &id))
    }
    fn describe() -> Vec<Parameter> {
        vec![parameter("id", "The task's id.", id())]
    }
}

impl Place for RunId {
    fn read(part: &dyn Fn(&str) -> String) -> Result<Self, Problem> {
        let id = part("id");
        id.parse().map_err(|_| Problem::not_found("run", &id))
    }
    fn describe() -> Vec<Parameter> {
        vec![parameter("id", "The run's id.", id())]
    }
}

impl Place for (TaskId, RunNumber) {
    fn read(part: &dyn Fn(&str) -> String) -> Result<Self, Problem> {
        let n = part("n");
        let invalid = |msg: String| Problem::invalid(vec![Issue::at("path", "n", msg)]);
        let n: Bounded<1, { i64::MAX }> = n.parse().map_err(invalid)?;
        Ok((TaskId::read(part)?, number(n)?))
    }
    fn describe() -> Vec<Parameter> {
        let mut all = TaskId::describe();
        let n = ObjectBuilder::new()
            .schema_type(Type::Integer)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int64)))
            .minimum(Some(1));
        all.push(parameter("n", "The run's number within the task, from 1.", n.build().into()));
        all
    }
}

/// Something of a job, named by an id of its own.
macro_rules! of_job {
    ($($kind:ident: $name:literal, $what:literal, $description:literal;)+) => {$(
        impl Place for (TaskId, $kind) {
            fn read(part: &dyn Fn(&str) -> String) -> Result<Self, Problem> {
                let of = part($name);
                let of = of.parse().map_err(|_| Problem::not_found($what, &of))?;
                Ok((TaskId::read(part)?, of))
            }
            fn describe() -> Vec<Parameter> {
                let mut all = TaskId::describe();
                all.push(parameter($name, $description, id()));
                all
            }
        }
    )+};
}

of_job! {
    RunId: "run_id", "run", "The run's id.";
    FileId: "file_id", "file", "The file's id.";
    NodeName: "task_id", "result", "The id of a task of the run.";
    ExportId: "export_id", "export", "The export's id.";
}

impl Place for (AutomationId, EventId) {
    fn read(part: &dyn Fn(&str) -> String) -> Result<Self, Problem> {
        let event = part("event_id");
        let event = event.parse().map_err(|_| Problem::not_found("event", &event))?;
        Ok((AutomationId::read(part)?, event))
    }
    fn describe() -> Vec<Parameter> {
        let mut all = AutomationId::describe();
        all.push(parameter("event_id", "The event's id.", id()));
        all
    }
}

impl Place for TemplateId {
    fn read(part: &dyn Fn(&str) -> String) -> Result<Self, Problem> {
        let id = part("id");
        id.parse().map_err(|_| Problem::not_found("template", &id))
    }
    fn describe() -> Vec<Parameter> {
        vec![parameter("id", "The template's id.", id())]
    }
}

impl Place for AutomationId {
    fn read(part: &dyn Fn(&str) -> String) -> Result<Self, Problem> {
        let id = part("id");
        id.parse().map_err(|_| Problem::not_found("automation", &id))
    }
    fn describe() -> Vec<Parameter> {
        vec![parameter("id", "The automation's id.", id())]
    }
}

/// The number `n` as a run can have it; beyond that there is no such run.
pub(crate) fn number(n: Bounded<1, { i64::MAX }>) -> Result<RunNumber, Problem> {
    RunNumber::new(n.get()).ok_or_else(|| Problem::not_found("run", &n.get().to_string()))
}

/// An id that is looked at later.
impl Place for String {
    fn read(part: &dyn Fn(&str) -> String) -> Result<Self, Problem> {
        Ok(part("id"))
    }
    fn describe() -> Vec<Parameter> {
        TaskId::describe()
    }
}

/// A label in a path, any text that a label can be.
impl Place for (RunId, String) {
    fn read(part: &dyn Fn(&str) -> String) -> Result<Self, Problem> {
        let tag = part("tag");
        if tag.is_empty() || tag.chars().count() > 100 || tag.contains(char::is_control) {
            let msg = "must be 1 to 100 characters without control characters";
            return Err(Problem::invalid(vec![Issue::at("path", "tag", msg)]));
        }
        Ok((RunId::read(part)?, tag))
    }
    fn describe() -> Vec<Parameter> {
        let mut all = RunId::describe();
        let tag = text(100).pattern(Some("^[^\\u0000-\\u001f\\u007f-\\u009f]+$"));
        all.push(parameter("tag", "The tag.", tag.build().into()));
        all
    }
}

/// A file that a run was given.
impl Place for (RunId, FileId) {
    fn read(part: &dyn Fn(&str) -> String) -> Result<Self, Problem> {
        let of = part("file_id");
        let of = of.parse().map_err(|_| Problem::not_found("file", &of))?;
        Ok((RunId::read(part)?, of))
    }
    fn describe() -> Vec<Parameter> {
        let mut all = RunId::describe();
        all.push(parameter("file_id", "The file's id.", id()));
        all
    }
}

/// A parcel of a run.
impl Place for (RunId, ParcelId) {
    fn read(part: &dyn Fn(&str) -> String) -> Result<Self, Problem> {
        let of = part("parcel");
        let of = of.parse().map_err(|_| Problem::not_found("parcel", &of))?;
        Ok((RunId::read(part)?, of))
    }
    fn describe() -> Vec<Parameter> {
        let mut all = RunId::describe();
        all.push(parameter("parcel", "The parcel's id.", id()));
        all
    }
}

/// The most characters of a path of a file kept with a run: those that Linux takes.
const LONGEST_ARTIFACT_PATH: usize = 4096;

/// The path of a file kept with a run.
pub(crate) struct ArtifactPath(pub(crate) String);

impl Place for (RunId, ArtifactPath) {
    fn read(part: &dyn Fn(&str) -> String) -> Result<Self, Problem> {
        let path = part("path");
        let bad = |segment: &str| matches!(segment, "" | "." | "..");
        if path.contains(['\\', '\0']) || path.split('/').any(bad) {
            let msg = "must be a relative path with `/` between its parts, without `..`";
            return Err(Problem::invalid(vec![Issue::at("path", "path", msg)]));
        }
        if path.chars().count() > LONGEST_ARTIFACT_PATH {
            let msg = format!("must have at most {LONGEST_ARTIFACT_PATH} characters");
            return Err(Problem::invalid(vec![Issue::at("path", "path", msg)]));
        }
        Ok((RunId::read(part)?, ArtifactPath(path)))
    }
    fn describe() -> Vec<Parameter> {
        let mut all = RunId::describe();
        let path = text(LONGEST_ARTIFACT_PATH).build().into();
        all.push(parameter("path", "The file's path, with `/` between its parts.", path));
        all
    }
}

/// A parameter of a path.
pub(crate) fn parameter(name: &str, description: &str, schema: RefOr<Schema>) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Path)
        .required(Required::True)
        .description(Some(description))
        .schema(Some(schema))
        .build()
}

/// A text of at most `most` characters.
pub(crate) fn text(most: usize) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).max_length(Some(most))
}

fn id() -> RefOr<Schema> {
    text(128).pattern(Some("^[A-Za-z0-9_.:-]+$")).build().into()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("1", Ok(1))]
    #[case("4294967295", Ok(4_294_967_295))]
    #[case("4294967296", Err(404))]
    #[case("0", Err(422))]
    #[case("-1", Err(422))]
    #[case("one", Err(422))]
    #[case("9223372036854775808", Err(422))]
    fn run_numbers(#[case] n: &str, #[case] expected: Result<i64, u16>) {
        let part = |name: &str| if name == "n" { n.to_owned() } else { "task-1".to_owned() };
        let read = <(TaskId, RunNumber)>::read(&part);
        assert_eq!(read.map(|(_, n)| n.get()).map_err(|p| p.kind.status().as_u16()), expected);
    }

    #[test]
    fn an_id_that_cannot_be_is_as_unknown_as_any() {
        let problem = RunId::read(&|_| "no such".to_owned()).expect_err("no id");
        assert_eq!(problem, annals_engine::Error::not_found("run", "no such").into());
    }

    #[test]
    fn tags_are_what_a_run_can_have() {
        let read = |tag: &str| {
            let part = |name: &str| if name == "tag" { tag.to_owned() } else { "r".to_owned() };
            <(RunId, String)>::read(&part).map(|(_, tag)| tag).map_err(|p| p.kind)
        };
        assert_eq!(read("a/ä b").as_deref(), Ok("a/ä b"));
        assert_eq!(read(&"ä".repeat(100)).map(|tag| tag.len()), Ok(200));
        assert_eq!(read(&"a".repeat(101)), Err(Kind::Invalid));
        assert_eq!(read("a\n"), Err(Kind::Invalid));
    }

    #[rstest]
    #[case("out/a.txt", true)]
    #[case("..a/b", true)]
    #[case("../a", false)]
    #[case("a/../b", false)]
    #[case("/etc/passwd", false)]
    #[case("a//b", false)]
    #[case("a\\b", false)]
    #[case("a\0", false)]
    #[case("", false)]
    fn artifact_paths(#[case] path: &str, #[case] fine: bool) {
        let part = |name: &str| if name == "path" { path.to_owned() } else { "r".to_owned() };
        assert_eq!(<(RunId, ArtifactPath)>::read(&part).is_ok(), fine);
    }
}
