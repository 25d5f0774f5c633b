//! What the jobs interface takes.

use std::collections::{BTreeMap, HashSet};

use annals_domain::{
    ConfigStep, DataType, FieldSpec, FileId, JobField, Mode, NodeName, RunId, TemplateId, Timestamp,
};
use annals_engine::{Correction, Declared, FieldsChange, NewRunOf};
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::extract::{Case, Check, Empty};
use crate::problem::Problem;
use crate::wire::words::{ConfigStepWord, DataTypeWord, ModeWord};

/// The most fields of a run or a template.
const MOST_FIELDS: usize = 200;
/// The most files that one request tells of.
const MOST_FILES: usize = 10_000;
/// The most folders that have a mode.
const MOST_MODES: usize = 10_000;

/// A file that will be sent.
#[derive(Debug, Deserialize, ToSchema)]
pub struct FileBody {
    /// Its name.
    #[schema(min_length = 1, max_length = 255, pattern = "^[^\\u0000-\\u001f\\u007f-\\u009f]+$")]
    filename: String,
    /// Its path, with `/` between the parts; its name unless given.
    #[schema(max_length = 1024, pattern = "^[^\\u0000-\\u001f\\u007f-\\u009f]*$")]
    path: Option<String>,
    /// Its size in bytes.
    #[schema(minimum = 0)]
    size: Option<i64>,
    /// Its media type.
    #[serde(rename = "type")]
    #[schema(max_length = 200, pattern = "^[^\\u0000-\\u001f\\u007f-\\u009f]*$")]
    media_type: Option<String>,
}

/// A new job.
#[derive(Debug, Deserialize, ToSchema)]
pub struct InitiateBody {
    /// The files that will be sent.
    #[schema(max_items = 10000)]
    files: Option<Vec<FileBody>>,
    /// The job's name.
    #[schema(max_length = 200, pattern = "^[^\\u0000-\\u001f\\u007f-\\u009f]*$")]
    name: Option<String>,
}

/// What of a job is to change; what is left out stays.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct JobPatch {
    /// Its name.
    #[schema(min_length = 1, max_length = 200, pattern = "^[^\\u0000-\\u001f\\u007f-\\u009f]*$")]
    name: Option<String>,
    /// Whether the run's files and results stay after its end.
    pub(crate) persist_data: Option<bool>,
}

/// What a new run of a job is made from.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct NewRunBody {
    /// The run of the job whose fields it gets; the latest unless named.
    #[schema(min_length = 1, max_length = 128)]
    clone_from_run_id: Option<String>,
    /// The template whose fields it gets instead.
    #[schema(min_length = 1, max_length = 128)]
    template_id: Option<String>,
    /// Whether its files and results stay after its end; as in the run it is made from.
    persist_data: Option<bool>,
}

/// A field whose value is looked for.
#[derive(Debug, Deserialize, ToSchema)]
pub struct FieldBody {
    /// Its name, the heading of its column.
    #[schema(min_length = 1, max_length = 200, pattern = "^[^\\u0000-\\u001f\\u007f-\\u009f]+$")]
    field_name: String,
    /// What kind of value it has.
    #[schema(value_type = DataTypeWord)]
    data_type_id: String,
    /// What it means, in a person's words.
    #[schema(max_length = 4000, pattern = "^[^\\u0000]*$")]
    ai_prompt: Option<String>,
    /// Its place among the others; as it stands in the list unless given.
    display_order: Option<i64>,
}

/// What is looked for in a run's files.
#[derive(Debug, Deserialize, ToSchema)]
pub struct FieldsBody {
    /// All fields; may be left out with a template.
    #[schema(max_items = 200)]
    fields: Option<Vec<FieldBody>>,
    /// The template that they came from.
    #[schema(min_length = 1, max_length = 128)]
    template_id: Option<String>,
    /// How the files of each folder become tasks.
    #[schema(value_type = Option<std::collections::HashMap<String, ModeWord>>)]
    processing_modes: Option<BTreeMap<String, String>>,
}

/// A step of the wizard.
#[derive(Debug, Deserialize, ToSchema)]
pub struct StepBody {
    /// The step to go to.
    #[schema(value_type = ConfigStepWord)]
    config_step: String,
    /// The version that was seen; a stale one is refused.
    pub(crate) version: Option<i64>,
}

/// How a run is submitted.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct SubmitBody {
    /// Whether its files and results stay after its end.
    pub(crate) persist_data: Option<bool>,
}

/// What a run's fields are tried on.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct PreviewBody {
    /// The file; the first that values can be looked for in unless named.
    #[schema(min_length = 1, max_length = 128)]
    file_id: Option<String>,
}

/// A value in the place of one that was found.
#[derive(Debug, Deserialize, ToSchema)]
pub struct CorrectionBody {
    /// The row among those of the task, from 0.
    #[schema(minimum = 0)]
    row: i64,
    /// The field's name.
    #[schema(min_length = 1, max_length = 200)]
    column: String,
    /// The value; null says that there is none.
    #[serde(default)]
    value: Value,
}

impl Empty for InitiateBody {}
impl Empty for JobPatch {}
impl Empty for FieldsBody {}
impl Empty for StepBody {}
impl Empty for CorrectionBody {}
impl Empty for NewRunBody {
    fn empty() -> Option<Self> {
        Some(Self::default())
    }
}
impl Empty for PreviewBody {
    fn empty() -> Option<Self> {
        Some(Self::default())
    }
}
impl Empty for SubmitBody {
    fn empty() -> Option<Self> {
        Some(Self::default())
    }
}

/// A path that stays below its folder, in one form; none for one that does not.
pub(crate) fn inner_path(path: &str) -> Option<String> {
    let slashed = path.replace('\\', "/");
    let parts: Vec<_> =
        slashed.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    let wrong = parts.is_empty() || parts.contains(&"..") || path.contains(char::is_control);
    (!wrong && path.len() <= 1024).then(|| parts.join("/"))
}

impl InitiateBody {
    /// The job's name and its files, once every value validates.
    pub(crate) fn checked(self) -> Result<(Option<String>, Vec<Declared>), Problem> {
        let mut check = Check::new(Case::Snake);
        check.line("name", self.name.as_deref(), 200);
        let files = self.files.unwrap_or_default();
        if files.len() > MOST_FILES {
            check.fail("files", format!("must be at most {MOST_FILES}, not {}", files.len()));
        }
        let files = files.into_iter().take(MOST_FILES).enumerate();
        let files = files.filter_map(|(n, file)| file.checked(&mut check, &format!("files.{n}")));
        let files = files.collect();
        check.done()?;
        Ok((self.name.filter(|name| !name.trim().is_empty()), files))
    }
}

impl FileBody {
    fn checked(self, check: &mut Check, place: &str) -> Option<Declared> {
        let name = format!("{place}.filename");
        check.line(&name, Some(&self.filename), 255);
        check.line(&format!("{place}.type"), self.media_type.as_deref(), 200);
        if self.filename.trim().is_empty() {
            check.fail(&name, "must not be blank");
        }
        if self.size.is_some_and(|size| size < 0) {
            check.fail(&format!("{place}.size"), "must not be negative");
        }
        let path = self.path.filter(|path| !path.is_empty());
        let path = inner_path(path.as_deref().unwrap_or(&self.filename));
        if path.is_none() {
            let msg = "must be a relative path without `..`, at most 1024 bytes";
            check.fail(&format!("{place}.path"), msg);
        }
        Some(Declared {
            name: self.filename.rsplit(['/', '\\']).next().unwrap_or_default().to_owned(),
            path: path?,
            size: self.size.unwrap_or(0),
            media_type: self.media_type.filter(|text| !text.is_empty()),
        })
    }
}

impl JobPatch {
    /// The name, once it validates.
    pub(crate) fn name(&self) -> Result<Option<&str>, Problem> {
        let mut check = Check::new(Case::Snake);
        check.line("name", self.name.as_deref(), 200);
        if self.name.as_ref().is_some_and(|name| name.trim().is_empty()) {
            check.fail("name", "must not be blank");
        }
        check.done()?;
        Ok(self.name.as_deref())
    }
}

impl NewRunBody {
    /// What it is made from. An id that cannot be one names nothing.
    pub(crate) fn checked(self) -> Result<NewRunOf, Problem> {
        let run = self.clone_from_run_id.filter(|id| !id.is_empty());
        let run = run.map(|id| id.parse::<RunId>().map_err(|_| Problem::not_found("run", &id)));
        Ok(NewRunOf {
            clone_from: run.transpose()?,
            template: template(self.template_id)?,
            persist_data: self.persist_data,
        })
    }
}

impl PreviewBody {
    /// The file, if one is named. An id that cannot be one names nothing.
    pub(crate) fn checked(self) -> Result<Option<FileId>, Problem> {
        let id = self.file_id.filter(|id| !id.is_empty());
        id.map(|id| id.parse().map_err(|_| Problem::not_found("file", &id))).transpose()
    }
}

fn template(id: Option<String>) -> Result<Option<TemplateId>, Problem> {
    let id = id.filter(|id| !id.is_empty());
    id.map(|id| id.parse().map_err(|_| Problem::not_found("template", &id))).transpose()
}

/// The spec of a field, once every value validates.
pub(super) fn field(
    check: &mut Check,
    place: &str,
    (name, kind, prompt): (&str, &str, Option<String>),
    names: (&str, &str, &str),
) -> Option<FieldSpec> {
    let at = |name: &str| format!("{place}.{name}");
    check.line(&at(names.0), Some(name), 200);
    if name.trim().is_empty() {
        check.fail(&at(names.0), "must not be blank");
    }
    check.text(&at(names.2), prompt.as_deref(), 4000);
    let data_type = kind.parse::<DataType>().map_err(|msg| check.fail(&at(names.1), msg)).ok()?;
    let prompt = prompt.filter(|text| !text.trim().is_empty());
    Some(FieldSpec { field_name: name.to_owned(), data_type, prompt })
}

/// Refuses too many fields, and a name that is there twice.
pub(super) fn distinct<'f>(
    check: &mut Check,
    names: impl ExactSizeIterator<Item = &'f str>,
    name: &str,
) {
    if names.len() > MOST_FIELDS {
        check.fail("fields", format!("must be at most {MOST_FIELDS}, not {}", names.len()));
    }
    let mut seen = HashSet::new();
    for (n, field) in names.enumerate() {
        if !seen.insert(field) {
            check.fail(&format!("fields.{n}.{name}"), "is the name of another field too");
        }
    }
}

impl FieldsBody {
    /// The change, once every value validates.
    pub(crate) fn checked(self) -> Result<FieldsChange, Problem> {
        let mut check = Check::new(Case::Snake);
        if self.fields.is_none() && self.template_id.is_none() {
            check.fail("fields", "is required without a template");
        }
        let names = self.fields.iter().flatten().map(|field| field.field_name.as_str());
        let names: Vec<_> = names.collect();
        distinct(&mut check, names.into_iter(), "field_name");
        let fields = self.fields.map(|fields| in_order(&mut check, fields));
        let modes = self.processing_modes.map(|modes| self::modes(&mut check, modes));
        check.done()?;
        Ok(FieldsChange { fields, template: template(self.template_id)?, modes })
    }
}

fn in_order(check: &mut Check, fields: Vec<FieldBody>) -> Vec<JobField> {
    let names = ("field_name", "data_type_id", "ai_prompt");
    let mut checked = Vec::new();
    for (n, body) in fields.into_iter().take(MOST_FIELDS).enumerate() {
        let given = (body.field_name.as_str(), body.data_type_id.as_str(), body.ai_prompt);
        let spec = field(check, &format!("fields.{n}"), given, names);
        let display_order = body.display_order.unwrap_or(i64::try_from(n).unwrap_or(0));
        checked.extend(spec.map(|spec| JobField { spec, display_order }));
    }
    checked.sort_by_key(|field| field.display_order);
    checked
}

fn modes(check: &mut Check, modes: BTreeMap<String, String>) -> BTreeMap<String, Mode> {
    if modes.len() > MOST_MODES {
        check.fail("processing_modes", format!("must be at most {MOST_MODES}"));
    }
    let mut checked = BTreeMap::new();
    for (folder, word) in modes.into_iter().take(MOST_MODES) {
        match word.parse() {
            Ok(mode) => drop(checked.insert(folder, mode)),
            Err(msg) => check.fail(&format!("processing_modes.{folder}"), msg),
        }
    }
    checked
}

impl StepBody {
    /// The step, once it is one.
    pub(crate) fn step(&self) -> Result<ConfigStep, Problem> {
        let mut check = Check::new(Case::Snake);
        let step = self.config_step.parse().map_err(|msg: String| check.fail("config_step", msg));
        let step = step.unwrap_or(ConfigStep::Upload);
        check.done().map(|()| step)
    }
}

impl CorrectionBody {
    /// The correction of this task, once every value validates.
    pub(crate) fn checked(self, node: NodeName) -> Result<Correction, Problem> {
        let mut check = Check::new(Case::Snake);
        if self.value.is_array() || self.value.is_object() {
            check.fail("value", "must be a text, a number, true, false or null");
        }
        if let Some(text) = self.value.as_str() {
            check.text("value", Some(text), 100_000);
        }
        check.done()?;
        let at = Timestamp::from_micros(0);
        let Self { row, column, value } = self;
        Ok(Correction { node, row, column, value, user_id: None, at })
    }
}
