//! Times that were measured, and what is said of them.

use std::time::Duration;

/// Measured times in milliseconds, every one of them kept.
#[derive(Debug, Clone, Default)]
pub struct Samples(Vec<f64>);

impl Samples {
    /// Adds a time.
    pub fn add(&mut self, time: Duration) {
        self.add_millis(time.as_secs_f64() * 1000.0);
    }

    /// Adds a number of milliseconds, which may be negative where it is a difference.
    pub fn add_millis(&mut self, millis: f64) {
        self.0.push(millis);
    }

    /// How many there are.
    #[must_use]
    pub const fn count(&self) -> usize {
        self.0.len()
    }

    /// The least time that `percent` of all samples do not exceed; NaN of none.
    #[must_use]
    pub fn percentile(&self, percent: usize) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let rank = (sorted.len() * percent).div_ceil(100).max(1);
        sorted.get(rank - 1).copied().unwrap_or(f64::NAN)
    }

    /// The 50th and the 99th percentile, labelled.
    #[must_use]
    pub fn quantiles(&self) -> Vec<(&'static str, f64)> {
        vec![("p50", self.percentile(50)), ("p99", self.percentile(99))]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_one_of_the_samples() {
        let mut samples = Samples::default();
        for millis in (1_u32..=200).rev() {
            samples.add_millis(f64::from(millis));
        }
        assert_eq!(samples.quantiles(), [("p50", 100.0), ("p99", 198.0)]);
        assert!(Samples::default().percentile(50).is_nan());
    }
}
