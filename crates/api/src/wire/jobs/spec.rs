//! What a submitted run of a job looks for, where, and by what.

use annals_domain::{EngineRef, ExtractionSpec, FieldSpec, FileGroup};
use serde::Serialize;
use utoipa::ToSchema;

use crate::wire::words::{DataTypeWord, ModeWord};

/// A field that is looked for.
#[derive(Debug, Serialize, ToSchema)]
pub struct SoughtField {
    field_name: String,
    #[schema(value_type = DataTypeWord)]
    data_type_id: &'static str,
    ai_prompt: Option<String>,
}

impl From<FieldSpec> for SoughtField {
    fn from(field: FieldSpec) -> Self {
        Self {
            field_name: field.field_name,
            data_type_id: field.data_type.as_str(),
            ai_prompt: field.prompt,
        }
    }
}

/// The files of a task.
#[derive(Debug, Serialize, ToSchema)]
pub struct SoughtIn {
    task_id: String,
    /// The path of its file or folder.
    path: String,
    #[schema(value_type = ModeWord)]
    mode: &'static str,
    /// The paths of its files.
    source_files: Vec<String>,
}

impl From<FileGroup> for SoughtIn {
    fn from(group: FileGroup) -> Self {
        Self {
            task_id: group.task.to_string(),
            path: group.path,
            mode: group.mode.as_str(),
            source_files: group.files.into_iter().map(|file| file.path).collect(),
        }
    }
}

/// What finds the values.
#[derive(Debug, Serialize, ToSchema)]
pub struct EngineDetail {
    /// `builtin`, or `openai` for a language model.
    name: &'static str,
    version: String,
    /// The model that is asked, if one is.
    model: Option<String>,
    /// Where it is asked.
    endpoint: Option<String>,
}

impl From<EngineRef> for EngineDetail {
    fn from(engine: EngineRef) -> Self {
        let EngineRef { name, version, model, endpoint } = engine;
        Self { name: name.as_str(), version, model, endpoint }
    }
}

/// What a run of a job looks for, as it was frozen.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExtractionDetail {
    fields: Vec<SoughtField>,
    extraction_tasks: Vec<SoughtIn>,
    engine: EngineDetail,
}

impl ExtractionDetail {
    /// That of a run; none before it is submitted, when nothing is fixed yet.
    pub(crate) fn of(spec: ExtractionSpec) -> Option<Self> {
        (!spec.groups.is_empty()).then(|| Self {
            fields: spec.fields.into_iter().map(Into::into).collect(),
            extraction_tasks: spec.groups.into_iter().map(Into::into).collect(),
            engine: spec.engine.into(),
        })
    }
}
