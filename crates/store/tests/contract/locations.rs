//! Database URLs: read, and shown without what is secret in them.

use annals_store::Location;

pub fn a_password_is_never_shown() {
    for url in [
        "postgres://ada:s3cret@db.example:5433/annals",
        "postgresql://ada:s3cret@db.example:5433/annals?sslmode=require",
        "postgres://db.example:5433/annals?user=ada&password=s3cret",
        "postgres://ada:x%40s3cret@db.example:5433/annals?application_name=a@b",
        "postgres://ada:x@s3cret@db.example:5433/annals",
        "postgres://db.example:5433/annals?password=x@s3cret",
    ] {
        let shown = format!("{:?}", Location::parse(url).expect("a location"));
        assert!(!shown.contains("s3cret"), "{url} is shown as {shown}");
        let readable = "postgres://db.example:5433/annals";
        assert!(shown == readable || shown == "postgres://…", "{url} is shown as {shown}");
    }
    let plain = Location::parse("postgresql://ada:s3cret@db.example/annals").expect("a location");
    assert_eq!(format!("{plain:?}"), "postgres://db.example:5432/annals");
}

pub fn urls_are_read() {
    for (url, path) in [("sqlite:a/b.db", "a/b.db"), ("sqlite:///a/b.db", "/a/b.db")] {
        assert_eq!(Location::parse(url), Ok(Location::Sqlite(path.into())));
    }
    for url in ["postgres://h/d", "postgresql://h/d"] {
        assert_eq!(Location::parse(url), Ok(Location::Postgres(url.into())));
    }
    for bad in ["", "mysql://h/d", "a/b.db"] {
        assert!(Location::parse(bad).is_err(), "{bad}");
    }
}
