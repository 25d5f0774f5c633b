//! Tags.

use annals_domain::RunId;

use super::{Mask, TextKind};
use crate::sql::{Columns, Sql};
use crate::{Store, StoreError};

impl Store {
    /// Rewrites tags; answers of how many runs. A dry run only counts.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn rewrite_tags(&self, mask: &dyn Mask, dry_run: bool) -> Result<i64, StoreError> {
        let mut count = 0;
        let sql = Sql::new("SELECT DISTINCT tag FROM run_tags");
        for row in sql.rows(&self.pool).await? {
            let tag = Columns::new(&row, "run_tags", "tag").text("tag")?;
            let Some(masked) = mask.masked(TextKind::Plain, &tag) else { continue };
            for run in self.tagged(&tag).await? {
                count += 1;
                let (before, after) = (tag.clone(), masked.clone());
                if !dry_run {
                    self.change_tags(&run, move |tags| replaced(tags, &before, &after)).await?;
                }
            }
        }
        Ok(count)
    }

    async fn tagged(&self, tag: &str) -> Result<Vec<RunId>, StoreError> {
        let mut sql = Sql::new("SELECT run_id FROM run_tags WHERE tag = ");
        sql.bind(tag);
        let rows = sql.rows(&self.pool).await?;
        rows.iter().map(|row| Columns::new(row, "run_tags", "run_id").word("run_id")).collect()
    }
}

fn replaced(mut tags: Vec<String>, before: &str, after: &str) -> Vec<String> {
    tags.iter_mut().filter(|tag| *tag == before).for_each(|tag| after.clone_into(tag));
    tags.sort();
    tags.dedup();
    tags
}
