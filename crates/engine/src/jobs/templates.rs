//! Sets of fields that people keep.

use annals_domain::{Page, TemplateId};
use annals_store::{Keyed, Store, Template};

use super::{TemplateDraft, other_request};
use crate::engine::Engine;
use crate::reads::cursor;
use crate::{Caller, Error, IdempotencyKey, PageRequest};

impl Engine {
    /// Makes a template; answers it, or the one that the key was used for.
    ///
    /// # Errors
    /// [`Error::Conflict`] if the key was used with another request.
    pub async fn create_template(
        &self,
        caller: &Caller,
        draft: TemplateDraft,
        key: Option<IdempotencyKey>,
    ) -> Result<Template, Error> {
        let now = self.inner.clock.now();
        let template = Template {
            id: TemplateId::from(self.inner.ids.uuid()),
            name: draft.name,
            description: draft.description,
            fields: draft.fields,
            is_public: draft.is_public,
            user_id: caller.user_id.clone(),
            created_at: now,
            updated_at: now,
        };
        let key = key.map(Into::into);
        match self.inner.store.create_template(template.clone(), key).await? {
            Keyed::New => Ok(template),
            Keyed::Before(id) => self.template(caller, &id).await,
            Keyed::OtherRequest => Err(other_request()),
        }
    }

    /// A template that the caller may see.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is none.
    pub async fn template(&self, caller: &Caller, id: &TemplateId) -> Result<Template, Error> {
        let found = self.inner.store.template(id).await?;
        found.filter(|found| sees(caller, found)).ok_or_else(|| Error::not_found("template", id))
    }

    /// A page of the templates that the caller may see, the newest first.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a cursor that this list has not given.
    pub async fn templates(
        &self,
        caller: &Caller,
        page: PageRequest,
    ) -> Result<Page<Template>, Error> {
        let after = cursor(page.cursor.as_deref(), Store::templates_cursor)?;
        let user = caller.user_id.as_deref();
        Ok(self.inner.store.templates(user, page.size, after.as_ref()).await?)
    }

    /// Makes a template what is said; runs keep the fields that came from it.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is none, [`Error::Conflict`] where it is somebody else's.
    pub async fn change_template(
        &self,
        caller: &Caller,
        id: &TemplateId,
        draft: TemplateDraft,
    ) -> Result<Template, Error> {
        let before = self.own_template(caller, id).await?;
        let changed = Template {
            name: draft.name,
            description: draft.description,
            fields: draft.fields,
            is_public: draft.is_public,
            updated_at: self.inner.clock.now(),
            ..before
        };
        match self.inner.store.change_template(changed.clone()).await? {
            true => Ok(changed),
            false => Err(Error::not_found("template", id)),
        }
    }

    /// Deletes a template; runs keep the fields that came from it.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is none, [`Error::Conflict`] where it is somebody else's.
    pub async fn delete_template(&self, caller: &Caller, id: &TemplateId) -> Result<(), Error> {
        self.own_template(caller, id).await?;
        match self.inner.store.delete_template(id).await? {
            true => Ok(()),
            false => Err(Error::not_found("template", id)),
        }
    }

    async fn own_template(&self, caller: &Caller, id: &TemplateId) -> Result<Template, Error> {
        let found = self.template(caller, id).await?;
        match owns(caller, &found) {
            true => Ok(found),
            false => Err(Error::Conflict(
                "this template is somebody else's; make one of your own from its fields".into(),
            )),
        }
    }
}

/// On an open server nobody has a name, and everybody may do everything.
fn owns(caller: &Caller, template: &Template) -> bool {
    caller.user_id.is_none() || template.user_id.is_none() || caller.user_id == template.user_id
}

fn sees(caller: &Caller, template: &Template) -> bool {
    template.is_public || owns(caller, template)
}
