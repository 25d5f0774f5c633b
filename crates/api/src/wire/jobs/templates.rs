//! Templates, data types and usage.

use annals_domain::{Cursor, DataType, Page, Timestamp};
use annals_engine::{Template, TemplateDraft, UsageSum};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::bodies::{distinct, field};
use crate::extract::{Case, Check, Empty};
use crate::problem::Problem;
use crate::wire::words::DataTypeWord;

/// A field of a template.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct TemplateFieldRow {
    /// Its name.
    #[schema(min_length = 1, max_length = 200, pattern = "^[^\\u0000-\\u001f\\u007f-\\u009f]+$")]
    name: String,
    /// What kind of value it has.
    #[schema(value_type = DataTypeWord)]
    data_type: String,
    /// What it means, in a person's words.
    #[schema(max_length = 4000, pattern = "^[^\\u0000]*$")]
    prompt: Option<String>,
}

/// What a template is to be.
#[derive(Debug, Deserialize, ToSchema)]
pub struct TemplateBody {
    /// Its name.
    #[schema(min_length = 1, max_length = 200, pattern = "^[^\\u0000-\\u001f\\u007f-\\u009f]*$")]
    name: String,
    /// What it is for.
    #[schema(max_length = 10000, pattern = "^[^\\u0000]*$")]
    description: Option<String>,
    /// Its fields.
    #[schema(min_items = 1, max_items = 200)]
    fields: Vec<TemplateFieldRow>,
    /// Whether everybody may see and use it.
    is_public: Option<bool>,
}

impl Empty for TemplateBody {}

impl TemplateBody {
    /// The template, once every value validates.
    pub(crate) fn checked(self) -> Result<TemplateDraft, Problem> {
        let mut check = Check::new(Case::Snake);
        check.line("name", Some(&self.name), 200);
        if self.name.trim().is_empty() {
            check.fail("name", "must not be blank");
        }
        check.text("description", self.description.as_deref(), 10_000);
        if self.fields.is_empty() {
            check.fail("fields", "must hold at least one field");
        }
        let names: Vec<_> = self.fields.iter().map(|field| field.name.as_str()).collect();
        distinct(&mut check, names.into_iter(), "name");
        let names = ("name", "data_type", "prompt");
        let mut fields = Vec::new();
        for (n, row) in self.fields.into_iter().take(200).enumerate() {
            let given = (row.name.as_str(), row.data_type.as_str(), row.prompt);
            fields.extend(field(&mut check, &format!("fields.{n}"), given, names));
        }
        check.done()?;
        Ok(TemplateDraft {
            name: self.name,
            description: self.description.filter(|text| !text.is_empty()),
            fields,
            is_public: self.is_public.unwrap_or(false),
        })
    }
}

/// A template.
#[derive(Debug, Serialize, ToSchema)]
pub struct TemplateDetail {
    id: String,
    name: String,
    description: Option<String>,
    fields: Vec<TemplateFieldRow>,
    is_public: bool,
    user_id: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
}

impl From<Template> for TemplateDetail {
    fn from(template: Template) -> Self {
        let fields = template.fields.into_iter().map(|field| TemplateFieldRow {
            name: field.field_name,
            data_type: field.data_type.to_string(),
            prompt: field.prompt,
        });
        Self {
            id: template.id.to_string(),
            name: template.name,
            description: template.description,
            fields: fields.collect(),
            is_public: template.is_public,
            user_id: template.user_id,
            created_at: template.created_at,
            updated_at: template.updated_at,
        }
    }
}

/// A page of templates.
#[derive(Debug, Serialize, ToSchema)]
pub struct TemplatePage {
    templates: Vec<TemplateDetail>,
    /// Where the next page begins; null after the last.
    next_cursor: Option<String>,
}

impl From<Page<Template>> for TemplatePage {
    fn from(page: Page<Template>) -> Self {
        Self {
            next_cursor: page.next.as_ref().map(Cursor::encode),
            templates: page.items.into_iter().map(Into::into).collect(),
        }
    }
}

/// A kind of value.
#[derive(Debug, Serialize, ToSchema)]
pub struct DataTypeRow {
    #[schema(value_type = DataTypeWord)]
    id: &'static str,
    /// Its name for people.
    name: &'static str,
    /// A value as results show it.
    example: &'static str,
}

/// The kinds of value that fields can have.
#[derive(Debug, Serialize, ToSchema)]
pub struct DataTypeList {
    data_types: Vec<DataTypeRow>,
}

impl DataTypeList {
    pub(crate) fn all() -> Self {
        let row = |kind: &DataType| {
            let (name, example) = described(*kind);
            DataTypeRow { id: kind.as_str(), name, example }
        };
        Self { data_types: DataType::ALL.iter().map(row).collect() }
    }
}

const fn described(kind: DataType) -> (&'static str, &'static str) {
    match kind {
        DataType::Text => ("Text", "Net 30 days"),
        DataType::Email => ("E-mail address", "ada@example.com"),
        DataType::Phone => ("Phone number", "+44 20 7946 0958"),
        DataType::Address => ("Postal address", "1 High Street, London"),
        DataType::Name => ("Name", "Ada Lovelace"),
        DataType::Url => ("Web address", "https://example.com"),
        DataType::Number => ("Number", "12.5"),
        DataType::Currency => ("Amount of money", "1234.50"),
        DataType::Percentage => ("Percentage", "19"),
        DataType::Integer => ("Whole number", "42"),
        DataType::DateMdy => ("Date, month first", "11/21/2026"),
        DataType::DateDmy => ("Date, day first", "21/11/2026"),
        DataType::DateYmd => ("Date, year first", "2026-11-21"),
        DataType::Time => ("Time of day", "14:30"),
        DataType::Boolean => ("Yes or no", "true"),
    }
}

/// What a job used for a user in a month.
#[derive(Debug, Serialize, ToSchema)]
pub struct UsageRow {
    job_id: String,
    user_id: Option<String>,
    /// The month in UTC: `2026-11`.
    month: String,
    /// How many tasks were completed.
    #[schema(minimum = 0)]
    tasks: i64,
    /// How many pages they had.
    #[schema(minimum = 0)]
    pages: i64,
}

/// What was used.
#[derive(Debug, Serialize, ToSchema)]
pub struct UsageReport {
    usage: Vec<UsageRow>,
    /// Of these rows together.
    #[schema(minimum = 0)]
    total_tasks: i64,
    /// Of these rows together.
    #[schema(minimum = 0)]
    total_pages: i64,
}

impl From<Vec<UsageSum>> for UsageReport {
    fn from(sums: Vec<UsageSum>) -> Self {
        let row = |sum: UsageSum| UsageRow {
            job_id: sum.job.to_string(),
            user_id: sum.user_id,
            month: sum.month,
            tasks: sum.tasks,
            pages: sum.pages,
        };
        Self {
            total_tasks: sums.iter().map(|sum| sum.tasks).sum(),
            total_pages: sums.iter().map(|sum| sum.pages).sum(),
            usage: sums.into_iter().map(row).collect(),
        }
    }
}
