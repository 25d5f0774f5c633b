//! Going through logs run by run: those that lie in the object store, and those that went there
//! while they were searched.

use futures::StreamExt as _;
use futures::stream;

use super::Search;
use super::part::{BATCH, Found, Runs};
use super::plan::Part;
use crate::Error;

/// How many filters are read at once.
const HEADS: usize = 512;
/// How many runs' logs are read at once, a part.
const AT_ONCE: usize = 8;

impl Search {
    /// Goes through the logs run by run, wherever each lies now.
    pub(super) async fn elsewhere(&self, part: Part) -> Result<Found, Error> {
        let Part { day, range, first, .. } = part;
        let each = part.runs.into_iter().map(|run| async move {
            let own = Part { day, blocks: None, runs: vec![run], range, first };
            self.one(&own).await
        });
        let mut each = stream::iter(each).buffered(AT_ONCE);
        let mut found = Found::default();
        while let Some(own) = each.next().await {
            found.add(own?);
            if found.hits.len() >= self.most {
                break;
            }
        }
        Ok(found)
    }

    /// Goes through the part of a single run. What the object store has lost is told as damaged,
    /// so that one such log does not keep the others from being searched.
    async fn one(&self, part: &Part) -> Result<Found, Error> {
        let mut found = Found::default();
        match self.read(part, &mut found).await {
            Err(Error::Lost(text)) => {
                tracing::error!("{text}");
                found.damaged += 1;
                Ok(found)
            }
            read => read.map(|()| found),
        }
    }

    async fn read(&self, part: &Part, found: &mut Found) -> Result<(), Error> {
        let Some(run) = part.runs.first() else { return Ok(()) };
        let mut log = self.inner.log_of(run).await?;
        let mut runs = Runs::of(&self.inner, part);
        let (from, to) = part.range;
        let mut seqs: Vec<_> = log.sizes().await?.into_iter().map(|(seq, _)| seq).collect();
        seqs.retain(|seq| (from..=to).contains(seq));
        found.runs += i64::from(part.first && !seqs.is_empty());
        for seqs in seqs.chunks(HEADS) {
            let heads = log.heads((seqs[0], seqs[seqs.len() - 1])).await?;
            let heads = self.hopeful(heads, found);
            for batch in heads.chunks(BATCH) {
                let blocks = log.of(batch).await?;
                let blocks = blocks.into_iter().map(|block| (run.id.clone(), block)).collect();
                self.take(blocks, &mut runs, found).await?;
                if found.hits.len() >= self.most {
                    return Ok(());
                }
            }
        }
        Ok(())
    }
}
