//! Small things about text that many need.

/// The text with all white space, line ends too, as single blanks.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// At most `most` characters of the text.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

/// The text of bytes in whatever encoding they are: by byte order mark, else UTF-8, else the one
/// that the letters speak for. None if they are no text at all.
pub(crate) fn decode(bytes: &[u8]) -> Option<String> {
    if let Some((encoding, _)) = encoding_rs::Encoding::for_bom(bytes) {
        return Some(encoding.decode(bytes).0.into_owned());
    }
    if bytes.contains(&0) {
        return None;
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some(text.to_owned());
    }
    let controls = bytes.iter().filter(|byte| **byte < 32 && !b"\t\n\r\x0c\x1b".contains(byte));
    if controls.count() * 50 > bytes.len() {
        return None;
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, chardetng::Utf8Detection::Allow);
    Some(encoding.decode(bytes).0.into_owned())
}

/// The text in small letters without accents, for comparing: `Número` is `numero`, `Straße` is
/// `strasse`. One character in gives at least one out, or none for a combining mark.
pub(crate) fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            'à' | 'á' | 'â' | 'ã' | 'å' | 'ä' | 'ā' | 'ą' => folded.push('a'),
            'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ę' | 'ě' => folded.push('e'),
            'ì' | 'í' | 'î' | 'ï' | 'ī' => folded.push('i'),
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' => folded.push('o'),
            'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' => folded.push('u'),
            'ñ' | 'ń' => folded.push('n'),
            'ç' | 'ć' | 'č' => folded.push('c'),
            'ý' | 'ÿ' => folded.push('y'),
            'ß' => folded.push_str("ss"),
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            'º' | '°' => folded.push('o'),
            '\u{300}'..='\u{36f}' => {}
            other => folded.push(other),
        }
    }
    folded
}
