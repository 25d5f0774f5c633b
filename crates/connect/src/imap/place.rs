//! The place in a mailbox.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::session::{Envelope, Mailbox};

/// How many of the last mails are known by their Message-ID.
const RECENT: usize = 100;

/// Where a file lies: in which mail, and which of its attachments it is (none: the mail itself).
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Lies {
    pub(super) validity: u32,
    pub(super) uid: u32,
    pub(super) index: Option<usize>,
}

/// How far a mailbox was read.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Place {
    /// For which numbering this holds.
    validity: u32,
    /// The highest number that was looked at.
    pub(super) last: u32,
    /// When the latest of them came, in seconds since 1970.
    latest: i64,
    /// What the last ones' Message-IDs were, shortened.
    recent: Vec<String>,
    /// Set while mails that have new numbers are gone through.
    renumbered: Option<Renumbered>,
}

/// The server gave all mails new numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Renumbered {
    /// What came before this was looked at, in seconds since 1970.
    latest: i64,
    /// From this number on mails came after the renumbering.
    until: u32,
}

impl Place {
    /// The place of who looks for the first time.
    pub(super) fn first(mailbox: Mailbox, from_beginning: bool) -> Self {
        let last = if from_beginning { 0 } else { mailbox.next.saturating_sub(1) };
        let Mailbox { validity, .. } = mailbox;
        Self { validity, last, latest: 0, recent: Vec::new(), renumbered: None }
    }

    /// The same place in the mailbox as it is numbered now.
    pub(super) fn at(self, mailbox: Mailbox) -> Self {
        if mailbox.validity == self.validity {
            return self;
        }
        let renumbered = Some(Renumbered { latest: self.latest, until: mailbox.next });
        Self { validity: mailbox.validity, last: 0, renumbered, ..self }
    }

    /// Whether a mail was not looked at under another number.
    pub(super) fn is_new(&self, mail: &Envelope) -> bool {
        let Some(renumbered) = self.renumbered else { return true };
        let known = || mark(mail).is_some_and(|mark| self.recent.contains(&mark));
        mail.uid >= renumbered.until || (mail.came >= renumbered.latest && !known())
    }

    /// Takes note of a mail.
    pub(super) fn seen(&mut self, mail: &Envelope) {
        self.last = self.last.max(mail.uid);
        self.latest = self.latest.max(mail.came);
        if let Some(mark) = mark(mail)
            && !self.recent.contains(&mark)
        {
            self.recent.push(mark);
        }
        let surplus = self.recent.len().saturating_sub(RECENT);
        self.recent.drain(..surplus);
        self.renumbered = self.renumbered.filter(|renumbered| mail.uid < renumbered.until);
    }
}

fn mark(mail: &Envelope) -> Option<String> {
    let id = mail.head.message_id.as_deref()?;
    Some(URL_SAFE_NO_PAD.encode(&Sha256::digest(id)[..9]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::Head;

    fn mail(uid: u32, came: i64, id: &str) -> Envelope {
        let head = Head { message_id: Some(id.to_owned()), ..Head::default() };
        Envelope { uid, came, bytes: 1, head }
    }

    #[test]
    fn only_what_comes_later_is_new_at_first() {
        let mailbox = Mailbox { validity: 7, next: 4 };
        assert_eq!(Place::first(mailbox, false).last, 3);
        assert_eq!(Place::first(mailbox, true).last, 0);
    }

    #[test]
    fn mails_with_new_numbers_are_not_new() {
        let mut place = Place::first(Mailbox { validity: 1, next: 1 }, false);
        place.seen(&mail(1, 100, "a"));
        place.seen(&mail(2, 200, "b"));
        let same = place.at(Mailbox { validity: 1, next: 3 });
        assert_eq!(same.last, 2);
        let place = same.at(Mailbox { validity: 2, next: 4 });
        assert_eq!(place.last, 0);
        assert!(!place.is_new(&mail(1, 100, "a")) && !place.is_new(&mail(2, 200, "b")));
        // One came while nobody looked, in the same second or later; one is older than its number.
        assert!(place.is_new(&mail(3, 200, "c")) && place.is_new(&mail(4, 50, "d")));
    }

    #[test]
    fn little_is_kept() {
        let mut place = Place::first(Mailbox { validity: 1, next: 1 }, false);
        for uid in 1..500 {
            place.seen(&mail(uid, 1, &uid.to_string()));
        }
        assert_eq!((place.recent.len(), place.last), (RECENT, 499));
    }
}
