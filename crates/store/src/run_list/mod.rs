//! Pages of runs, newest first, under any filter, in a time that the length of the history does
//! not change.
//!
//! A page is put together from a few parts that share no run. Each is read from one index that
//! holds its runs in the list's order, and stops after a page of them; the others of the filter's
//! conditions are checked on the way. Which index that is, [`way`] finds out. Both databases are
//! kept from choosing for themselves.

mod classes;
mod order;
mod part;
mod source;
mod wanted;
mod way;

use annals_domain::{Cursor, CursorError, Page, PageSize, Run, TaskId, Timestamp};

use crate::filters::RunFilter;
use crate::runs::{SELECT, run};
use crate::sql::Sql;
use crate::{Store, StoreError};

use classes::WAIT;
use order::Order;
use part::{Part, Window, merged};
pub(crate) use source::Column;
use source::Source;
use wanted::Wanted;
use way::Way;

impl Store {
    /// A page of runs, newest first.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn runs(
        &self,
        filter: &RunFilter,
        size: PageSize,
        after: Option<&Cursor>,
    ) -> Result<Page<Run>, StoreError> {
        let order = Order::of(filter);
        let sql = match (order, &filter.task_id) {
            (Order::Number, Some(task)) => Some(by_number(task, size, after)),
            _ => self.by_creation(filter, size, after).await?,
        };
        let rows = match sql {
            Some(sql) => sql.rows_once(&self.pool).await?,
            None => Vec::new(),
        };
        let runs = rows.iter().map(run).collect::<Result<_, _>>()?;
        Ok(Page::cut(runs, size, |run| order.place(run)))
    }

    /// Reads a cursor of the list of runs under this filter.
    ///
    /// # Errors
    /// [`CursorError`] for a text that this list has not given.
    pub fn runs_cursor(text: &str, filter: &RunFilter) -> Result<Cursor, CursorError> {
        Cursor::decode(text, Order::of(filter).list())
    }

    /// The statement for a page by creation; none where no run can meet the filter.
    async fn by_creation(
        &self,
        filter: &RunFilter,
        size: PageSize,
        after: Option<&Cursor>,
    ) -> Result<Option<Sql>, StoreError> {
        let wanted = Wanted::by(self, filter).await?;
        let window = window(filter, after);
        let way = match wanted.by_id_only() {
            true => Way::new(),
            false => way::shortest(self, &wanted, window).await?,
        };
        let parts = parts(&wanted, way, window);
        Ok((!parts.is_empty()).then(|| page(&parts, &wanted, size)))
    }
}

fn by_number(task: &TaskId, size: PageSize, after: Option<&Cursor>) -> Sql {
    let mut sql = Sql::new(SELECT);
    sql.and("r.task_id = ").bind(task.as_str());
    sql.and_if("r.number < ", after.map(|after| after.key));
    sql.push(" ORDER BY r.number DESC LIMIT ").bind(size.probe());
    sql
}

/// When the runs were created that can meet the filter: no run begins before it was created, and
/// those that began late are read apart.
fn window<'c>(filter: &RunFilter, after: Option<&'c Cursor>) -> Window<'c> {
    let prompt = |at: Timestamp| at.as_micros().saturating_sub(WAIT.first());
    Window {
        after,
        before: filter.started_before.map(Timestamp::as_micros),
        since: filter.started_after.map(prompt),
    }
}

/// The parts of the list: those of the way, the runs that waited long, and one named by its id.
fn parts<'c>(wanted: &Wanted<'_>, way: Way, window: Window<'c>) -> Vec<Part<'c>> {
    let mut parts = Vec::new();
    let prompt = wanted.filter.started_after.is_some();
    if !way.is_empty() {
        let late = wanted.waits().into_iter();
        parts.extend(late.map(|(source, since)| Part {
            source,
            window: Window { since, ..window },
            prompt: false,
        }));
    }
    parts.extend(way.into_iter().map(|source| Part { source, window, prompt }));
    if let Some(id) = wanted.id() {
        let window = Window { since: None, ..window };
        parts.push(Part { source: Source::One(id.to_owned()), window, prompt: false });
    }
    parts
}

/// The statement for a page: the places first, then the rows, so that no more than these are read.
fn page(parts: &[Part<'_>], wanted: &Wanted<'_>, size: PageSize) -> Sql {
    let mut sql = Sql::new("SELECT r.*, t.name AS task_name FROM ");
    merged(&mut sql, parts, Some(wanted), size.probe());
    sql.push(" p CROSS JOIN runs r CROSS JOIN tasks t WHERE r.id = p.id AND t.id = r.task_id");
    sql.push(" ORDER BY p.at DESC, p.id DESC");
    sql
}
