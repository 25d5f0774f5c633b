//! Runs that print for a while and end in different ways.

use annals_tests::Run;
use serde_json::json;

use crate::place::Place;

/// A program that prints for about twenty seconds.
pub const STEADY: &str = "import time
for n in range(1000):
    print(n, flush=True)
    time.sleep(0.02)";

/// What it prints.
pub fn all_lines() -> String {
    (0..1000).map(|n| format!("{n}\n")).collect()
}

/// Runs that end in different ways, the last by being cancelled.
pub struct Runs([Run; 4]);

impl Runs {
    /// Begins them, and waits until they print.
    pub async fn begin(place: &Place) -> Self {
        let fails = format!("{STEADY}\nraise SystemExit(3)");
        let endless = "import time\nprint(0, flush=True)\ntime.sleep(1000)";
        let all = [STEADY, &fails, STEADY, endless];
        let [a, b, c, d] = all.map(|code| place.submit(code));
        let runs = tokio::join!(a, b, c, d);
        let runs = [runs.0, runs.1, runs.2, runs.3];
        for run in &runs {
            place.printed(run, "0").await;
        }
        Self(runs)
    }

    /// Waits for their ends, which are the true ones.
    pub async fn end(&self, place: &Place) {
        let [well, badly, other, endless] = &self.0;
        let answer = place.delete(&endless.task_path("")).await;
        assert!(matches!(answer.status, 200 | 202), "{}", answer.text());
        let lines = all_lines();
        let ends = [
            (well, "success", &*lines),
            (badly, "failure", &lines),
            (other, "success", &lines),
            (endless, "cancelled", "0\n"),
        ];
        for (run, status, text) in ends {
            let whole = place.ended(run).await;
            assert_eq!(whole["status"], status, "{whole}");
            assert!(place.text(run).await == text, "{status}: a line is lost or doubled");
        }
        assert_eq!(place.whole(badly).await["error_type"], json!("exit"));
        place.until_nothing_is_left().await;
    }
}
