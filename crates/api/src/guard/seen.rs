//! Tokens seen lately, so that they stay valid while the database is away.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use annals_engine::Caller;

use super::secret::digest;

/// How long a token stays valid without the database.
const KEPT: Duration = Duration::from_secs(5 * 60);
/// How many tokens are remembered.
const MOST: usize = 1024;

/// Hashes of tokens, whom they belong to, and when the database last said so.
#[derive(Debug, Default)]
pub(super) struct Seen(Mutex<HashMap<[u8; 32], (Caller, Instant)>>);

impl Seen {
    /// The database said that `token` is `caller`'s.
    pub(super) fn remember(&self, token: &str, caller: &Caller, now: Instant) {
        let mut all = self.lock();
        if all.len() >= MOST {
            all.retain(|_, (_, at)| now.duration_since(*at) < KEPT);
        }
        if all.len() >= MOST {
            let oldest = all.iter().min_by_key(|(_, (_, at))| *at).map(|(hash, _)| *hash);
            oldest.and_then(|hash| all.remove(&hash));
        }
        all.insert(digest(token), (caller.clone(), now));
    }

    /// The database said that `token` is nobody's.
    pub(super) fn forget(&self, token: &str) {
        self.lock().remove(&digest(token));
    }

    /// Whose `token` was, at most five minutes ago.
    pub(super) fn lately(&self, token: &str, now: Instant) -> Option<Caller> {
        let all = self.lock();
        let (caller, at) = all.get(&digest(token))?;
        (now.duration_since(*at) < KEPT).then(|| caller.clone())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<[u8; 32], (Caller, Instant)>> {
        // A panic while the map was locked cannot have left it half changed.
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_remembered_for_five_minutes() {
        let (seen, start) = (Seen::default(), Instant::now());
        let ada = Caller { user_id: Some("ada".into()), run_id: None };
        seen.remember("t", &ada, start);
        assert_eq!(seen.lately("t", start + KEPT - Duration::from_secs(1)), Some(ada));
        assert_eq!(seen.lately("t", start + KEPT), None);
        assert_eq!(seen.lately("other", start), None);
        seen.forget("t");
        assert_eq!(seen.lately("t", start), None);
    }

    #[test]
    fn the_oldest_makes_room() {
        let (seen, start) = (Seen::default(), Instant::now());
        for n in 0..=MOST {
            let at = start + Duration::from_millis(n as u64);
            seen.remember(&n.to_string(), &Caller::default(), at);
        }
        assert_eq!(seen.lock().len(), MOST);
        assert!(seen.lately("0", start).is_none() && seen.lately("1", start).is_some());
    }
}
