//! Durations counted in classes, from which any quantile is told within a few per cent.

/// How many classes each doubling has; below twice as many milliseconds every one is a class.
const STEPS: i64 = 16;
/// More than there are classes: the longest duration of all is in a class below that.
const CLASSES: usize = 1000;
/// The bytes of a class in the stored form: its number and its count.
const ENTRY: usize = 2 + 8;

/// How many durations lie in which class. A class is at most a sixteenth as wide as what lies in
/// it is long, so that its middle is within 3.2 % of every one of them. Counts may be negative
/// while what was added is taken away before it is added.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
// By class, up to the last that is not 0.
pub struct Histogram(Vec<i64>);

impl Histogram {
    /// Counts `ms` milliseconds `times` times more, or fewer. A negative duration counts as none.
    pub fn add(&mut self, ms: i64, times: i64) {
        self.count(class(ms.max(0)), times);
        self.trim();
    }

    /// Adds everything that `other` counts.
    pub fn merge(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        self.0.iter_mut().zip(&other.0).for_each(|(count, more)| *count += more);
        self.trim();
    }

    fn count(&mut self, class: usize, times: i64) {
        if self.0.len() <= class {
            self.0.resize(class + 1, 0);
        }
        self.0[class] += times;
    }

    fn trim(&mut self) {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }

    /// How many durations are counted.
    #[must_use]
    pub fn total(&self) -> i64 {
        self.0.iter().sum()
    }

    /// The least duration, in milliseconds, that at least `percent` per cent of all do not exceed;
    /// none where nothing is counted.
    #[must_use]
    pub fn quantile(&self, percent: i64) -> Option<i64> {
        let total = self.total();
        let rank = (total * percent + 99) / 100;
        let mut below = 0;
        let found = self.0.iter().position(|times| {
            below += times;
            below >= rank.max(1)
        });
        found.filter(|_| total > 0).map(middle)
    }

    /// The stored form.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let entry = |(class, times): (u16, &i64)| {
            let mut bytes = [0; ENTRY];
            bytes[..2].copy_from_slice(&class.to_le_bytes());
            bytes[2..].copy_from_slice(&times.to_le_bytes());
            bytes
        };
        (0..).zip(&self.0).filter(|(_, times)| **times != 0).flat_map(entry).collect()
    }

    /// Reads the stored form; none if it is not one.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut read = Self::default();
        read.merge_bytes(bytes).then_some(read)
    }

    /// Adds everything that a stored form counts, without a histogram in between; false if it is
    /// not one, which may have been added in part.
    #[must_use]
    pub fn merge_bytes(&mut self, bytes: &[u8]) -> bool {
        let (entries, rest) = bytes.as_chunks::<ENTRY>();
        for [low, high, times @ ..] in entries {
            let class = usize::from(u16::from_le_bytes([*low, *high]));
            if class >= CLASSES {
                return false;
            }
            self.count(class, i64::from_le_bytes(*times));
        }
        self.trim();
        rest.is_empty()
    }
}

/// The class of a duration that is not negative.
fn class(ms: i64) -> usize {
    let fine = 2 * STEPS;
    let class = if ms < fine {
        ms
    } else {
        let shift = i64::from(ms.ilog2() - STEPS.ilog2());
        shift * STEPS + (ms >> shift)
    };
    usize::try_from(class).unwrap_or(CLASSES)
}

/// The middle of a class, in milliseconds.
fn middle(class: usize) -> i64 {
    let (class, fine) = (i64::try_from(class).unwrap_or(i64::MAX), 2 * STEPS);
    if class < fine {
        return class;
    }
    let shift = class / STEPS - 1;
    let first = (class - shift * STEPS) << shift.min(58);
    first + (1 << shift.min(58)) / 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_in_order_and_their_middles_near() {
        let mut before = 0;
        let mut ms: i64 = 0;
        while ms < i64::MAX / 9 {
            let class = class(ms);
            assert!(class >= before && class < CLASSES, "{ms}: {class} after {before}");
            let off = (middle(class) - ms).abs();
            assert!(
                i128::from(off) * 1000 <= i128::from(ms) * 32,
                "{ms} is told as {}",
                middle(class)
            );
            before = class;
            ms += 1 + ms / 50;
        }
        assert!(class(i64::MAX) < CLASSES && middle(class(i64::MAX)) > i64::MAX / 2);
    }

    #[test]
    fn quantiles_are_those_of_the_sorted_durations() {
        let mut histogram = Histogram::default();
        assert_eq!(histogram.quantile(50), None);
        (1..=100).for_each(|ms| histogram.add(ms * 1000, 1));
        for percent in [1, 50, 95, 100] {
            let told = histogram.quantile(percent).expect("a duration");
            assert!(
                (told - percent * 1000).abs() * 1000 <= percent * 1000 * 32,
                "{percent}: {told}"
            );
        }
        assert_eq!(histogram.total(), 100);
    }

    #[test]
    fn what_is_taken_away_leaves_nothing() {
        let (mut one, mut other) = (Histogram::default(), Histogram::default());
        one.add(7, 3);
        one.add(1_000_000, 1);
        other.add(7, -3);
        other.add(1_000_000, -1);
        assert_eq!(Histogram::from_bytes(&one.to_bytes()).as_ref(), Some(&one));
        assert_eq!(Histogram::from_bytes(&[1]), None);
        one.merge(&other);
        assert_eq!((one.to_bytes(), one.quantile(50)), (vec![], None));
    }

    #[test]
    fn a_stored_form_is_added_as_it_is() {
        let (mut one, mut other) = (Histogram::default(), Histogram::default());
        [3, 40, 90_000].into_iter().for_each(|ms| one.add(ms, 2));
        [40, 7_000_000].into_iter().for_each(|ms| other.add(ms, 1));
        let mut both = one.clone();
        both.merge(&other);
        assert!(one.merge_bytes(&other.to_bytes()));
        assert_eq!(one, both);
        assert!(!one.merge_bytes(&[1]));
    }
}
