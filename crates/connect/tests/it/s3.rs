//! An S3-compatible store as a destination: scripts/with-s3.sh.

use std::sync::Arc;

use annals_connect::{Delivery, Destination as _, ObjectsOut};
use object_store::aws::AmazonS3Builder;
use object_store::{ObjectStore, ObjectStoreExt as _};

#[tokio::test]
async fn small_and_large_results_arrive() {
    let url = std::env::var("ANNALS_TEST_OBJECT_STORE").expect("scripts/with-s3.sh");
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder = AmazonS3Builder::from_env().with_url(url.as_str());
    let store: Arc<dyn ObjectStore> = Arc::new(builder.build().expect("a store"));
    let out = ObjectsOut::new(Arc::clone(&store), &url);
    let source = tempfile::NamedTempFile::new().expect("a file");
    for (name, length) in [("small.csv", 10), ("large.csv", (20 << 20) + 5), ("empty.csv", 0)] {
        let bytes: Vec<u8> = (0..length).map(|n| u8::try_from(n % 251).expect("small")).collect();
        std::fs::write(source.path(), &bytes).expect("written");
        let delivery = Delivery {
            key: name,
            attempt: name,
            name,
            media_type: "text/csv",
            file: source.path(),
        };
        for _ in 0..2 {
            let delivered = out.deliver(delivery).await.expect("delivered");
            assert_eq!(delivered.place, format!("{url}/{name}"));
        }
        let stored = store.get(&name.into()).await.expect("there").bytes().await.expect("read");
        assert!(stored == bytes, "{name}");
    }
}
