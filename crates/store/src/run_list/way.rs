//! Which way to a page is the shortest. Of several filters the one that lets the fewest runs
//! through should choose the index; which one that is, the database knows too seldom: SQLite keeps
//! no figures by itself, and PostgreSQL's say nothing of a place in the list. So each index is
//! asked how far back in time its next few entries reach. The farther, the rarer they are from here on.

use sqlx::Row as _;

use super::part::{Part, Window, merged};
use super::source::Source;
use super::wanted::Wanted;
use crate::sql::Sql;
use crate::{Store, StoreError};

/// How many entries are looked ahead; enough to tell rare from common, few enough to cost nothing.
const AHEAD: usize = 200;

/// The sources to read a list from: those of one way hold everything that it can show.
pub(super) type Way = Vec<Source>;

/// Chooses the way whose sources are the rarest within the window.
pub(super) async fn shortest(
    store: &Store,
    wanted: &Wanted<'_>,
    window: Window<'_>,
) -> Result<Way, StoreError> {
    let mut ways = ways(wanted);
    let best = match ways.len() {
        1 => 0,
        _ => rarest(store, &ways, window).await?,
    };
    Ok(ways.swap_remove(best))
}

/// Every way there is. All runs are one of them where only many tasks' runs are left to merge.
fn ways(wanted: &Wanted<'_>) -> Vec<Way> {
    let mut ways: Vec<Way> = wanted.named_sources().into_iter().collect();
    ways.extend(wanted.equal.iter().map(|source| vec![source.clone()]));
    if ways.iter().all(|way| way.len() > 1) {
        match wanted.durations() {
            Some(durations) if ways.is_empty() => return vec![durations],
            _ => ways.push(vec![Source::All]),
        }
    }
    ways.extend(wanted.durations());
    ways
}

/// The place among `ways` of the one that reaches the farthest back.
async fn rarest(store: &Store, ways: &[Way], window: Window<'_>) -> Result<usize, StoreError> {
    let mut sql = Sql::new("SELECT ");
    for (n, way) in ways.iter().enumerate() {
        sql.push(if n == 0 { "" } else { ", " });
        reach(&mut sql, way, window);
        sql.push(&format!(" AS w{n}"));
    }
    let rows = sql.rows_once(&store.pool).await?;
    let reaches = (0..ways.len()).map(|n| match rows.first() {
        Some(row) => row.try_get::<Option<i64>, _>(n),
        None => Ok(None),
    });
    let reaches = reaches.collect::<Result<Vec<_>, _>>()?;
    // None is less than any instant: that way comes to its end before.
    let farthest = reaches.iter().enumerate().min_by_key(|(_, reach)| **reach);
    Ok(farthest.map_or(0, |(n, _)| n))
}

/// Writes the instant to which the next entries of a way reach; null where there are fewer. Each
/// of several sources is read until it has a page of its own, so they count for so much more.
fn reach(sql: &mut Sql, way: &[Source], window: Window<'_>) {
    let ahead = (AHEAD / way.len().max(1)).max(1);
    let ahead = i64::try_from(ahead).unwrap_or(1);
    let part = |source: &Source| Part { source: source.clone(), window, prompt: false };
    let parts: Vec<_> = way.iter().map(part).collect();
    sql.push("(SELECT at FROM ");
    merged(sql, &parts, None, ahead);
    sql.push(&format!(" a ORDER BY at DESC, id DESC LIMIT 1 OFFSET {})", ahead - 1));
}
