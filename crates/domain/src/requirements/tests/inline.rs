use super::super::Effective;
use super::{code, refused};

#[test]
fn script_metadata_is_read_from_its_block() {
    let text = "#!/usr/bin/env python3\r\nimport os\r\n# /// script\r\n\
                # requires-python = \">= 3.11, < 4\"\r\n# dependencies = [\r\n#   \"six >=1\",\r\n#\r\n\
                #   \"x @ https://h.example/x.whl\",\r\n# ]\r\n# [tool.x]\r\n# a = 1\r\n# ///\r\nprint()";
    let got = code(text).expect("good metadata");
    assert_eq!(got.lines, ["six>=1", "x @ https://h.example/x.whl"]);
    assert_eq!(got.requires_python.as_deref(), Some(">=3.11,<4"));
}

#[test]
fn what_is_no_closed_script_block_is_a_comment() {
    for text in [
        "",
        "# /// script\n# dependencies = [\"six\"]",
        "# /// script\n# ///",
        "# /// script\n# dependencies = [\"six\"]\nx\n# ///",
        "# /// script\n#dependencies = [\"six\"]\n# ///",
        "# /// script \n# dependencies = [\"six\"]\n# ///",
        " # /// script\n # dependencies = [\"six\"]\n # ///",
        "# /// other\n# /// script\n# dependencies = [\"six\"]\n# ///",
    ] {
        assert_eq!(code(text), Ok(Effective::default()), "{text:?}");
    }
}

#[test]
fn a_block_ends_at_the_last_closing_line_of_its_comment() {
    let text = "# /// script\n# dependencies = [\"six\"]\n# ///\n# and a remark\n";
    assert_eq!(code(text).map(|got| got.lines), Ok(vec!["six".to_owned()]));
    let text = "# /// script\n# a = '''\n# ///\n# '''\n# dependencies = [\"six\"]\n# ///\n";
    assert_eq!(code(text).map(|got| got.lines), Ok(vec!["six".to_owned()]));
}

#[test]
fn wrong_script_metadata_names_the_line_of_the_code() {
    let block = "# /// script\n# dependencies = [\"six\"]\n# ///\n";
    refused(code(&format!("{block}\n{block}")), 5, "a second");
    for (content, line, part) in [
        ("# dependencies = \"six\"", 3, "list"),
        ("# a = 1\n# b =", 4, "TOML"),
        ("# dependencies = [\n#   \"six\",\n#   \"-r x\",\n# ]", 5, "`-r`"),
        ("# dependencies = [\"six\\nnumpy\"]", 3, "U+000A"),
        ("# dependencies = [\"six, numpy\"]", 3, "six, numpy"),
        ("# requires-python = \"three\"", 3, "Pythons"),
        ("# requires-python = \">=3\\n-r x\"", 3, "U+000A"),
    ] {
        refused(code(&format!("\n# /// script\n{content}\n# ///\n")), line, part);
    }
}
