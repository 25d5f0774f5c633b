//! The jobs interface (snake_case): what it takes and what it answers.

mod bodies;
mod files;
mod results;
mod runs;
mod spec;
mod templates;

pub(crate) use bodies::inner_path;
pub use bodies::{
    CorrectionBody, FieldBody, FieldsBody, FileBody, InitiateBody, JobPatch, NewRunBody,
    PreviewBody, StepBody, SubmitBody,
};
pub use files::{FileList, FileRow, Initiated, UploadTo};
pub use results::{
    CorrectionRow, ExportList, ExportRow, ExtractedData, PreviewDetail, ProgressDetail,
    ProgressTask, ResultPage, ResultRow,
};
pub use runs::{
    FieldRow, GroupRow, JobDetail, JobMessage, JobPage, JobRowWire, JobRunDetail, JobRunPage,
    JobRunRowWire,
};
pub use spec::{EngineDetail, ExtractionDetail, SoughtField, SoughtIn};
pub use templates::{
    DataTypeList, DataTypeRow, TemplateBody, TemplateDetail, TemplateFieldRow, TemplatePage,
    UsageReport, UsageRow,
};
