//! Many runs at once.

use annals_tests::Database;
use futures::future::join_all;

use crate::place::Place;

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_at_once_all_end_well() {
    let place =
        Place::with(Database::Sqlite, ",resources={requests={cpu=\"1m\",memory=\"16Mi\"}}").await;
    let submitted = (0..64).map(|n| {
        let code = format!("print('run', {n})");
        let place = &place;
        async move { place.submit(&code).await }
    });
    for (n, run) in join_all(submitted).await.iter().enumerate() {
        let whole = place.ended(run).await;
        assert_eq!(whole["status"], "success", "{whole}");
        assert_eq!(place.text(run).await, format!("run {n}\n"));
    }
    place.until_nothing_is_left().await;
}
