//! Cuts the logs of the runs that are wanted into parts: several small logs, or a stretch of a
//! large one.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use annals_domain::{Cursor, PageSize, Run, RunId, Seq};

use crate::engine::Inner;
use crate::{Error, RunFilter};

/// How many runs are looked up at once.
const RUNS: usize = 200;
/// About how many blocks a part has.
const BLOCKS: usize = 512;

/// How many runs a part has whose logs lie in the object store.
const ELSEWHERE: usize = 32;

/// A part of the logs, all of it of runs of one day.
pub(super) struct Part {
    pub(super) day: i64,
    /// How many blocks it has in the database, at least; none where it lies in the object store.
    pub(super) blocks: Option<usize>,
    /// The runs, in their order.
    pub(super) runs: Vec<Arc<Run>>,
    /// Which of their blocks: those that begin here to there.
    pub(super) range: (Seq, Seq),
    /// Whether it is the beginning of its runs' logs.
    pub(super) first: bool,
}

impl Part {
    const fn whole(day: i64, blocks: Option<usize>, runs: Vec<Arc<Run>>) -> Self {
        Self { day, blocks, runs, range: (0, Seq::MAX), first: true }
    }
}

/// The parts that are yet to be gone through.
pub(super) struct Plan {
    inner: Arc<Inner>,
    filter: RunFilter,
    only: Option<RunId>,
    /// Where the next page of runs begins; none once there is none.
    page: Option<Option<Cursor>>,
    parts: VecDeque<Part>,
}

impl Plan {
    pub(super) fn new(inner: Arc<Inner>, mut filter: RunFilter, only: Option<RunId>) -> Self {
        // The list's own text finds a run by its id, and others that are then left out.
        filter.q = only.as_ref().map(ToString::to_string).or(filter.q);
        Self { inner, filter, only, page: Some(None), parts: VecDeque::new() }
    }

    /// The next part; none after the last.
    pub(super) async fn next(&mut self) -> Result<Option<Part>, Error> {
        loop {
            if let Some(part) = self.parts.pop_front() {
                return Ok(Some(part));
            }
            let Some(after) = self.page.take() else { return Ok(None) };
            let size = PageSize::new(RUNS);
            let page = self.inner.store.runs(&self.filter, size, after.as_ref()).await?;
            self.page = page.next.map(Some);
            let wanted = |run: &Run| self.only.as_ref().is_none_or(|only| run.id == *only);
            let runs: Vec<_> = page.items.into_iter().filter(wanted).map(Arc::new).collect();
            for of_day in runs.chunk_by(|a, b| a.day() == b.day()) {
                self.cut(of_day).await?;
            }
        }
    }

    /// Cuts the logs of runs of one day. Neighbours that lie in the same place go together.
    async fn cut(&mut self, runs: &[Arc<Run>]) -> Result<(), Error> {
        let Some(day) = runs.first().map(|run| run.day()) else { return Ok(()) };
        let ids: Vec<&RunId> = runs.iter().map(|run| &run.id).collect();
        let states = self.inner.store.log_states(&ids).await?;
        let state = |run: &Arc<Run>| states.get(&run.id).copied().unwrap_or_default();
        let there: Vec<_> = runs.iter().filter(|run| state(run).removed_at.is_none()).collect();
        let elsewhere = |run: &&Arc<Run>| state(run).offloaded_at.is_some();
        for together in there.chunk_by(|a, b| elsewhere(a) == elsewhere(b)) {
            if together.first().is_some_and(elsewhere) {
                for runs in together.chunks(ELSEWHERE) {
                    let runs = runs.iter().map(|run| Arc::clone(run)).collect();
                    self.parts.push_back(Part::whole(day, None, runs));
                }
            } else {
                self.cut_stored(day, together).await?;
            }
        }
        Ok(())
    }

    async fn cut_stored(&mut self, day: i64, runs: &[&Arc<Run>]) -> Result<(), Error> {
        let ids: Vec<&RunId> = runs.iter().map(|run| &run.id).collect();
        let counts: HashMap<_, _> =
            self.inner.store.block_counts(day, &ids).await?.into_iter().collect();
        let (mut small, mut blocks) = (Vec::new(), 0);
        for run in runs {
            let own = counts.get(&run.id).map_or(0, |own| usize::try_from(*own).unwrap_or(0));
            if blocks + own > BLOCKS && !small.is_empty() {
                let part = Part::whole(day, Some(blocks), std::mem::take(&mut small));
                self.parts.push_back(part);
                blocks = 0;
            }
            match own {
                0 => {}
                own if own > BLOCKS => self.cut_large(day, run).await?,
                own => {
                    small.push(Arc::clone(run));
                    blocks += own;
                }
            }
        }
        self.parts.extend((!small.is_empty()).then(|| Part::whole(day, Some(blocks), small)));
        Ok(())
    }

    async fn cut_large(&mut self, day: i64, run: &Arc<Run>) -> Result<(), Error> {
        let seqs = self.inner.store.block_seqs(day, &run.id).await?;
        for (at, stretch) in seqs.chunks(BLOCKS).enumerate() {
            let range = (stretch[0], stretch[stretch.len() - 1]);
            let (runs, blocks) = (vec![Arc::clone(run)], Some(stretch.len()));
            self.parts.push_back(Part { day, blocks, runs, range, first: at == 0 });
        }
        Ok(())
    }
}
