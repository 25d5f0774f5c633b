use proptest::prelude::*;

use super::{code, file, list};

/// Texts made of what requirements are made of, so that they get deep into the readers.
fn likely() -> impl Strategy<Value = String> {
    const WORDS: &str = "six numpy a- a.B_c [ ] ( ) , ; @ # == >= < ~= === != 1 1.16 2.* . * - _ ' \
        https://h.example/x git+https:// file: os_name python_version extra '3.8' \"a\" in not and or \
        \" --hash=sha256: --pre --only-binary -r 1.0+x.y rc1 99999999999999999999 ! = :all: %";
    let blanks = [" ", " ", " ", "\t", "\n", "\r\n", "\\\n", " #", "e\u{301}", "\0"];
    let words: Vec<_> = WORDS.split(' ').chain(blanks).collect();
    prop::collection::vec(prop::sample::select(words), 0..24).prop_map(|words| words.concat())
}

/// Requirements as people write them.
fn good() -> impl Strategy<Value = String> {
    let name = "[A-Za-z0-9]([A-Za-z0-9._-]{0,8}[A-Za-z0-9])?";
    let extras = "( ?\\[[a-z]{1,4}( ?, ?[a-z]{1,4})?\\])?";
    let versions = "( ?(>=|<|==|!=|~=) ?[0-9]{1,3}\\.[0-9]{1,3}( ?, ?<=? ?[0-9]{1,4})?)?";
    let marker = "( ?; ?(python_version|os_name) ?(<|==|!=) ?(\"[0-9a-z.]{1,5}\"|'3\\.[0-9]'))?";
    (name, extras, versions, marker).prop_map(|(n, e, v, m)| format!("{n}{e}{v}{m}"))
}

proptest! {
    #[test]
    fn any_text_never_panics(text in any::<String>(), like in likely()) {
        for text in [text, like] {
            let _ = (list(&text), file(&text), code(&text));
            let _ = code(&format!("# /// script\n# dependencies = [{text:?}]\n# ///\n"));
            let _ = code(&format!("# /// script\n# {}\n# ///\n", text.replace('\n', "\n# ")));
        }
    }

    #[test]
    fn every_accepted_line_reads_back_as_itself(texts in prop::collection::vec(
        prop_oneof![likely(), good()], 1..3,
    )) {
        let text = texts.join("\n");
        for lines in [list(&text), file(&text)].into_iter().flatten() {
            for line in lines {
                prop_assert!(line.bytes().all(|b| b == b' ' || b.is_ascii_graphic()), "{:?}", line);
                prop_assert_eq!(file(&line), Ok(vec![line.clone()]));
                if !line.contains("--") {
                    prop_assert_eq!(list(&line), Ok(vec![line]));
                }
            }
        }
    }

    #[test]
    fn good_requirements_are_accepted(text in good()) {
        let archives = [".whl", ".zip", ".tar", ".tgz", ".tbz", ".txz", ".tlz"];
        prop_assume!(!archives.iter().any(|end| text.contains(end)));
        prop_assert_eq!(list(&text).map(|lines| lines.len()), Ok(1), "{}", text);
    }

    #[test]
    fn requirements_between_separators_are_as_many(
        texts in prop::collection::vec("[a-z]{1,6}((>=|==)[1-9](,<[1-9])?)?", 2..6),
        separator in "[ ,]| , |, ",
    ) {
        let apart: Vec<_> = texts.iter().map(|text| list(text).expect("one")[0].clone()).collect();
        prop_assert_eq!(list(&texts.join(&separator)), Ok(apart));
    }
}
