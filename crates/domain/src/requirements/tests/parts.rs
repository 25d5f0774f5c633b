use super::{file, list, refused};

#[test]
fn names_that_the_grammars_parser_panics_on_are_refused() {
    for text in
        ["a- ", "a-", "a- >=1", "a_[b]", "a[b-]", "a[b.,c]", "-a", ".a", "[b]", "a[b", "a[b]c"]
    {
        refused(list(text), 1, "");
        refused(file(text), 1, "");
    }
}

#[test]
fn control_characters_and_other_alphabets_are_refused() {
    for text in
        ["six\0", "six\u{7}", "si\rx", "six\u{b}numpy", "sïx", "six\u{2028}numpy", "six\u{a0}"]
    {
        refused(list(text), 1, "U+");
        refused(file(text), 1, "U+");
    }
    refused(file("six # a\0"), 1, "U+0000");
    assert_eq!(file("\u{feff}six # söme wörds"), Ok(vec!["six".to_owned()]));
}

#[test]
fn packages_come_by_name_or_from_the_web() {
    for text in [
        "./six",
        "/tmp/six",
        "../six",
        "six/",
        "six.whl",
        "six-1.0.tar.gz",
        "C:\\six",
        "file:///six",
        "file:six",
        "x @ file:///six",
        "x @ ./six",
        "x @ /six",
        "x @ six.whl",
        "https://h.example/six.whl",
        "x @",
        "x @ https://",
        "x @ git+https:///six",
        "x @ git+ssh://h.example/x",
        "x @ ftp://h.example/x",
        "x @ https://h.example/x.whl; os_name == 'nt'",
        "x @ https://h.example/x.whl y.whl",
        "git+https://h.example/x",
    ] {
        refused(file(text), 1, "");
        refused(list(text), 1, "");
    }
    let git = "x @ git+https://h.example/a/x@v1#subdirectory=b";
    assert_eq!(file(git), Ok(vec![git.to_owned()]));
}

#[test]
fn environment_variables_are_not_put_into_urls() {
    refused(file("x @ https://h.example/${HOME}"), 1, "`$`");
    refused(list("x @ https://h.example/$HOME"), 1, "`$`");
}

#[test]
fn markers_are_checked_but_kept_as_written() {
    for good in [
        "python_version in \"3.8 3.9\"",
        "sys_platform not in 'a b' and python_version < \"abc\"",
        "'x' == os_name or ('1' ~= sys_platform)",
        "platform_release >= \"20.9.0\"",
    ] {
        assert_eq!(file(&format!("six;{good}")), Ok(vec![format!("six ; {good}")]));
    }
    let deep = format!("{}os_name == 'a'{}", "(".repeat(20_000), ")".repeat(20_000));
    for bad in [
        "os_name",
        "os_name ==",
        "os_name == 'a",
        "os_name == 'a')",
        "(os_name == 'a'",
        "()",
        "and",
        "os_name == 'a' and",
        "os_name == 'a' os_name == 'b'",
        "os_name not 'a'",
        "nope == 'a'",
        "os_name == a",
        "os_name == 'a', numpy",
        deep.as_str(),
    ] {
        refused(file(&format!("six ; {bad}")), 1, "environment marker");
    }
}

#[test]
fn many_comparisons_cost_little() {
    // Reduced by an algebra, this marker would have about 2^500 parts.
    let pairs: Vec<_> =
        (0..500).map(|n| format!("('a{n}' in os_name or extra == 'b{n}')")).collect();
    let marker = pairs.join(" and ");
    assert_eq!(file(&format!("six;{marker}")), Ok(vec![format!("six ; {marker}")]));
}
