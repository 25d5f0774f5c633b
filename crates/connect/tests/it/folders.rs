//! Folders of this machine, as a source and as a destination.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use annals_connect::{
    Delivery, Destination as _, Error, Folder, FolderOut, FolderSettings, News, Source as _,
};
use annals_domain::ManualClock;

fn settings(path: &Path) -> FolderSettings {
    FolderSettings {
        path: path.to_owned(),
        file_name: Some("*.{pdf,txt}".into()),
        recursive: true,
        include_existing: true,
        settle_seconds: 0,
    }
}

fn watched(settings: FolderSettings) -> Result<Folder, Error> {
    Folder::new(settings, Arc::new(ManualClock::default()))
}

fn names(news: &News) -> Vec<&str> {
    news.events.iter().map(|event| event.about.as_str()).collect()
}

#[tokio::test]
async fn each_file_is_told_of_once_and_again_when_it_changed() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("in")).expect("made");
    for name in ["a.pdf", "in/b.TXT", "c.docx", ".d.pdf", "e.pdf.part"] {
        fs::write(at(name), name).expect("written");
    }
    std::os::unix::fs::symlink("/etc/hostname", at("link.txt")).expect("linked");
    let source = watched(settings(folder.path())).expect("a source");
    let first = source.news(None).await.expect("news");
    let mut found = names(&first);
    found.sort_unstable();
    assert_eq!(found, ["a.pdf", "in/b.TXT"]);
    let second = source.news(Some(&first.cursor)).await.expect("news");
    assert_eq!(names(&second), [""; 0]);
    fs::write(at("a.pdf"), "longer than before").expect("written");
    let third = source.news(Some(&second.cursor)).await.expect("news");
    assert_eq!(names(&third), ["a.pdf"]);
    let key = |news: &News| {
        news.events.iter().find(|event| event.about == "a.pdf").map(|event| event.key.clone())
    };
    assert_ne!(key(&first), key(&third));
    let to = tempfile::NamedTempFile::new().expect("a file");
    let old = first.events.iter().find(|event| event.about == "a.pdf").expect("told");
    let gone = source.fetch(&old.files[0], to.path(), 100).await.expect_err("changed");
    assert!(matches!(&gone, Error::Missing(why) if why.contains("changed")), "{gone}");
    let file = &third.events[0].files[0];
    assert_eq!(source.fetch(file, to.path(), 100).await.expect("copied"), 18);
    assert_eq!(fs::read(to.path()).expect("read"), b"longer than before");
    let large = source.fetch(file, to.path(), 17).await.expect_err("too large");
    assert!(matches!(large, Error::Setting(_)), "{large}");
}

#[tokio::test]
async fn a_file_that_grows_is_waited_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.pdf");
    let clock = Arc::new(ManualClock::default());
    let settings = FolderSettings { settle_seconds: 5, ..settings(folder.path()) };
    let source = Folder::new(settings, Arc::clone(&clock) as _).expect("a source");
    fs::write(&path, "a").expect("written");
    assert_eq!(names(&source.news(None).await.expect("news")), [""; 0]);
    clock.advance(5000);
    fs::write(&path, "a and more").expect("written");
    assert_eq!(names(&source.news(Some("")).await.expect("news")), [""; 0]);
    clock.advance(5000);
    assert_eq!(names(&source.news(Some("")).await.expect("news")), ["a.pdf"]);
}

#[tokio::test]
async fn what_lies_there_already_is_no_news_unless_it_is_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("old.pdf"), "old").expect("written");
    let settings = FolderSettings { include_existing: false, ..settings(folder.path()) };
    let source = watched(settings).expect("a source");
    let first = source.news(None).await.expect("news");
    assert_eq!(names(&first), [""; 0]);
    fs::write(folder.path().join("new.pdf"), "new").expect("written");
    assert_eq!(names(&source.news(Some(&first.cursor)).await.expect("news")), ["new.pdf"]);
}

#[tokio::test]
async fn a_folder_that_is_not_there_is_said_to_be_missing() {
    let missing = settings(Path::new("/nowhere/at/all"));
    let error = watched(missing).expect("a source").news(None).await.expect_err("missing");
    assert!(matches!(&error, Error::Missing(why) if why.contains("/nowhere/at/all")), "{error}");
    for path in ["relative", "/a/../b"] {
        assert!(watched(settings(Path::new(path))).is_err(), "{path}");
        assert!(FolderOut::new(path.into()).is_err(), "{path}");
    }
}

#[tokio::test]
async fn a_result_is_put_into_a_folder_whole_and_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("from");
    let place = folder.path().join("to/be/made");
    let out = FolderOut::new(place.clone()).expect("a destination");
    let deliver = |name: &'static str| {
        out.deliver(Delivery {
            key: "1",
            attempt: "try",
            name,
            media_type: "text/csv",
            file: &file,
        })
    };
    for text in ["first", "second"] {
        fs::write(&file, text).expect("written");
        let delivered = deliver("result.csv").await.expect("delivered");
        assert_eq!(delivered.place, place.join("result.csv").display().to_string());
        assert_eq!(fs::read_to_string(place.join("result.csv")).expect("there"), text);
    }
    assert_eq!(fs::read_dir(&place).expect("a folder").count(), 1);
    // What is left of a try whose process is killed lies where it says.
    let draft = out.draft("try").expect("a path");
    fs::write(&draft, "").expect("written");
    let taken = deliver("result.csv").await.expect_err("another is at it");
    assert!(taken.to_string().contains("exists"), "{taken}");
    fs::remove_file(draft).expect("removed");
    deliver("result.csv").await.expect("delivered");
    for name in ["../out.csv", "", "..", "a/b"] {
        assert!(deliver(name).await.is_err(), "{name}");
    }
}
