//! Sets of fields that people keep.

use annals_domain::{Cursor, CursorError, Page, PageSize, TemplateId};
use sqlx::any::AnyRow;

use super::Template;
use crate::sql::{Columns, Sql, Values, json};
use crate::{Idempotency, Keyed, Store, StoreError, keyed};

/// What a cursor of the list of templates is made for.
const LIST: &str = "templates";

impl Store {
    /// Makes a template.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn create_template(
        &self,
        template: Template,
        key: Option<Idempotency>,
    ) -> Result<Keyed<TemplateId>, StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                let (id, at) = (template.id.as_str(), template.created_at);
                if let Some(before) = keyed::claim(tx, id, key.as_ref(), at).await? {
                    return Ok(before);
                }
                let mut sql = Sql::new(
                    "INSERT INTO job_templates (id, name, description, fields, is_public, \
                       user_id, created_at, updated_at) VALUES ",
                );
                let mut values = Values::of(&mut sql);
                values.row().bind(template.id.as_str()).bind(template.name.as_str());
                values.bind(template.description.as_deref()).bind(json(&template.fields)?);
                values.bind(i64::from(template.is_public)).bind(template.user_id.as_deref());
                values.bind(template.created_at.as_micros());
                values.bind(template.updated_at.as_micros());
                values.end();
                sql.run(tx).await?;
                Ok(Keyed::New)
            })
        })
        .await
    }

    /// Makes a template what this one says; whether there is one with its id.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn change_template(&self, template: Template) -> Result<bool, StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                let mut sql = Sql::new("UPDATE job_templates SET name = ");
                sql.bind(template.name.as_str()).push(", description = ");
                sql.bind(template.description.as_deref()).push(", fields = ");
                sql.bind(json(&template.fields)?).push(", is_public = ");
                sql.bind(i64::from(template.is_public)).push(", updated_at = ");
                sql.bind(template.updated_at.as_micros());
                sql.and("id = ").bind(template.id.as_str());
                Ok(sql.run(tx).await? == 1)
            })
        })
        .await
    }

    /// Deletes a template; runs keep the fields that came from it. Whether there was one.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn delete_template(&self, id: &TemplateId) -> Result<bool, StoreError> {
        let id = id.clone();
        self.write(move |tx| {
            Box::pin(async move {
                keyed::forget(tx, id.as_str()).await?;
                let mut sql = Sql::new("DELETE FROM job_templates");
                sql.and("id = ").bind(id.as_str());
                Ok(sql.run(tx).await? == 1)
            })
        })
        .await
    }

    /// A template.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or the row is damaged.
    pub async fn template(&self, id: &TemplateId) -> Result<Option<Template>, StoreError> {
        let mut sql = Sql::new("SELECT * FROM job_templates");
        sql.and("id = ").bind(id.as_str());
        sql.rows(&self.pool).await?.first().map(template).transpose()
    }

    /// A page of the templates that `user` may see, the newest first.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn templates(
        &self,
        user: Option<&str>,
        size: PageSize,
        after: Option<&Cursor>,
    ) -> Result<Page<Template>, StoreError> {
        let mut sql = Sql::new("SELECT * FROM job_templates");
        // On an open server nobody has a name, and everybody sees everything.
        if let Some(user) = user {
            sql.and("(is_public = 1 OR user_id IS NULL OR user_id = ").bind(user).push(")");
        }
        if let Some(after) = after {
            sql.and("(created_at, id) < (").bind(after.key).push(", ");
            sql.bind(after.id.as_str()).push(")");
        }
        sql.push(" ORDER BY created_at DESC, id DESC LIMIT ").bind(size.probe());
        let found = sql.rows(&self.pool).await?.iter().map(template).collect::<Result<_, _>>()?;
        let place = |t: &Template| Cursor::new(LIST, t.created_at.as_micros(), t.id.as_str());
        Ok(Page::cut(found, size, place))
    }

    /// Reads a cursor of the list of templates.
    ///
    /// # Errors
    /// [`CursorError`] for a text that this list has not given.
    pub fn templates_cursor(text: &str) -> Result<Cursor, CursorError> {
        Cursor::decode(text, LIST)
    }
}

fn template(row: &AnyRow) -> Result<Template, StoreError> {
    let columns = Columns::new(row, "job_templates", "id");
    Ok(Template {
        id: columns.word("id")?,
        name: columns.text("name")?,
        description: columns.opt_text("description")?,
        fields: columns.json("fields")?,
        is_public: columns.flag("is_public")?,
        user_id: columns.opt_text("user_id")?,
        created_at: columns.time("created_at")?,
        updated_at: columns.time("updated_at")?,
    })
}
