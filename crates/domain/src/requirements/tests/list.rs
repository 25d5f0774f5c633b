use super::super::Requested;
use super::{file, list, refused};

#[test]
fn a_line_is_first_read_as_one_requirement() {
    for (text, lines) in [
        ("six>=1.16,<1.17", &["six>=1.16,<1.17"][..]),
        ("six >= 1.16 , < 1.17", &["six>=1.16,<1.17"]),
        ("six (>=1.16)", &["six>=1.16"]),
        ("Foo.Bar_baz", &["foo-bar-baz"]),
        ("requests [ Security, tests ] ~= 2.8", &["requests[security,tests]~=2.8"]),
        ("numpy\r\n\n\t\npandas==2.*\n", &["numpy", "pandas==2.*"]),
        ("six;python_version<'3.8'", &["six ; python_version < '3.8'"]),
        ("x @ https://h.example/x-1.whl", &["x @ https://h.example/x-1.whl"]),
        ("", &[]),
        (" \n ", &[]),
    ] {
        assert_eq!(list(text), Ok(lines.iter().map(ToString::to_string).collect()), "{text:?}");
    }
}

#[test]
fn a_line_that_is_none_is_split_at_spaces_and_commas() {
    for (text, lines) in [
        ("numpy>=1, pandas", &["numpy>=1", "pandas"][..]),
        ("numpy pandas", &["numpy", "pandas"]),
        ("numpy,pandas,", &["numpy", "pandas"]),
        (" numpy , ", &["numpy"]),
        ("numpy>=1,", &["numpy>=1"]),
        ("six >= 1.16 , numpy", &["six>=1.16", "numpy"]),
        ("six >=1.16 <2 numpy==1", &["six>=1.16,<2", "numpy==1"]),
        ("six>=1, <2, numpy>= 1 , !=1.5", &["six>=1,<2", "numpy>=1,!=1.5"]),
        ("requests[socks, security]>=2 numpy", &["requests[socks,security]>=2", "numpy"]),
        ("requests [socks] numpy (>=1, <2)", &["requests[socks]", "numpy>=1,<2"]),
        ("x @ https://h.example/x.whl numpy", &["x @ https://h.example/x.whl", "numpy"]),
    ] {
        assert_eq!(list(text), Ok(lines.iter().map(ToString::to_string).collect()), "{text:?}");
    }
}

#[test]
fn a_list_holds_nothing_but_requirements() {
    for (text, line, part) in [
        ("six\n-r other.txt", 2, "`-r`"),
        ("--pre", 1, "`--pre`"),
        ("six --index-url https://h.example", 1, "`--index-url`"),
        ("six --hash=sha256:00", 1, "`--hash`"),
        ("six # a comment", 1, "comments"),
        ("six\n\n>=1", 3, "not a package's name"),
        ("six>=", 1, "which versions"),
        (" , ", 1, "not a package's name"),
        ("six;numpy", 1, "environment marker"),
    ] {
        refused(list(text), line, part);
    }
}

#[test]
fn shell_syntax_is_no_requirement() {
    for text in [
        "six; rm -rf /",
        "`id`",
        "$(id)",
        "six && id",
        "six | sh",
        "six > out",
        "six & id",
        "six || id",
        "six\\",
        "${HOME}",
        "!ls",
        "six;",
        "six; $(id)",
        "six @ https://h.example/$(id)",
    ] {
        refused(list(text), 1, "");
        refused(file(&format!("numpy\n{text}!")), 2, "");
    }
}

#[test]
fn the_file_wins_over_the_list_and_an_empty_text_is_given() {
    let script = "# /// script\n# dependencies = [\"rich\"]\n# ///\n";
    for (dependencies, requirements_file, lines) in [
        (None, None, &["rich"][..]),
        (Some("six"), None, &["six"]),
        (Some("six"), Some("numpy"), &["numpy"]),
        (Some("six"), Some("# none"), &[]),
        (Some("six"), Some(""), &["six"]),
        (Some(""), None, &[]),
        (None, Some(""), &[]),
        (Some(""), Some("numpy"), &["numpy"]),
        (Some("- not read"), Some("numpy"), &["numpy"]),
    ] {
        let asked = Requested {
            dependencies: dependencies.map(str::to_owned),
            requirements_file: requirements_file.map(str::to_owned),
        };
        let got = asked.effective(script).expect("a good request").lines;
        assert_eq!(got, lines, "{asked:?}");
    }
}

#[test]
fn null_is_the_same_as_left_out() {
    let asked: Requested =
        serde_json::from_str(r#"{"dependencies":null}"#).expect("a good request");
    assert_eq!(asked, Requested::default());
}
