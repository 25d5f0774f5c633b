use super::{file, refused};

#[test]
fn a_file_has_comments_continuations_and_markers() {
    let text = "# first\n\
                six>=1.16 \\\n  ,<1.17 # why\n\n\
                \t# \\\n\
                numpy ; python_version >= \"3.9\" and (os_name=='posix' or extra == 'x')\n\
                requests[socks]\n\
                x @ https://h.example/x.whl#sha256=ab ; os_name == \"nt\"\n\
                y\\";
    let lines = [
        "six>=1.16,<1.17",
        "numpy ; python_version >= \"3.9\" and (os_name == 'posix' or extra == 'x')",
        "requests[socks]",
        "x @ https://h.example/x.whl#sha256=ab ; os_name == \"nt\"",
        "y",
    ];
    assert_eq!(file(text), Ok(lines.map(str::to_owned).to_vec()));
}

#[test]
fn a_comment_ends_a_continued_line_and_an_error_names_its_first_line() {
    assert_eq!(file("six\\\n# no more\\\nnumpy"), Ok(vec!["six".to_owned(), "numpy".to_owned()]));
    assert_eq!(file("six#1"), file("six#1 # x"));
    refused(file("a\nsix \\\n \\\n %%"), 2, "six");
}

#[test]
fn hashes_stay_with_their_requirement() {
    let (a, b) = ("A".repeat(64), "b".repeat(96));
    let text = format!("six==1.16 \\\n  --hash=sha256:{a} \\\n  --hash sha384:{b}\n");
    let line = format!("six==1.16 --hash=sha256:{} --hash=sha384:{b}", a.to_lowercase());
    assert_eq!(file(&text), Ok(vec![line]));
    for wrong in ["--hash", "--hash=sha256:ab", "--hash=md5:ab", "--hashes=x", "--pre", "-r x"] {
        refused(file(&format!("\nsix==1 {wrong}")), 2, "`-");
    }
    refused(file(&format!("six --hash=sha256:{} numpy", "a".repeat(64))), 1, "numpy");
}

#[test]
fn harmless_options_are_kept_and_all_others_refused() {
    let text =
        "--pre\n--prefer-binary --require-hashes\n--only-binary=:all:\n--no-binary a,b-c\nsix";
    let lines = [
        "--pre",
        "--prefer-binary",
        "--require-hashes",
        "--only-binary :all:",
        "--no-binary a,b-c",
        "six",
    ];
    assert_eq!(file(text), Ok(lines.map(str::to_owned).to_vec()));
    for (option, part) in [
        ("--index-url https://h.example", "`--index-url` is refused: the package index"),
        ("--extra-index-url=https://h.example", "`--extra-index-url`"),
        ("-ihttps://h.example", "`-i` is refused: the package index"),
        ("--find-links x", "`--find-links`"),
        ("--trusted-host x", "trusted"),
        ("-r other.txt", "`-r` is refused: other files"),
        ("-rother.txt", "`-r`"),
        ("-c x", "`-c`"),
        ("-e .", "`-e`"),
        ("--config-settings x=y", "`--config-settings`"),
        ("--use-feature=x", "`--use-feature` is refused"),
        ("--only-binary", "`--only-binary` takes"),
        ("--only-binary=a;b", "`--only-binary` takes"),
        ("--only-binary -r", "`--only-binary` takes"),
        ("--pre=1", "`--pre`"),
        ("--pre six", "`six` is neither"),
        ("--", "`--` is refused"),
    ] {
        refused(file(&format!("six\n\n{option}")), 3, part);
    }
}
