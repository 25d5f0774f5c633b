//! Files that a browser is to save and not to show.

/// The value of `Content-Disposition` for a file called `name`.
///
/// Other characters than plain ones are replaced, so that the name is one on every system and
/// cannot break out of the header; the exact name follows in the encoded form (RFC 6266).
pub(crate) fn attachment(name: &str) -> String {
    let name = name.rsplit('/').next().unwrap_or(name);
    let name = annals_domain::head(name, 150);
    let plain = |c: char| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '_' };
    let simple: String = name.chars().map(plain).collect();
    let simple = if simple.trim_matches('.').is_empty() { "file".to_owned() } else { simple };
    if simple == name {
        return format!("attachment; filename=\"{simple}\"");
    }
    let encoded: String = name.bytes().map(encode).collect();
    format!("attachment; filename=\"{simple}\"; filename*=UTF-8''{encoded}")
}

fn encode(byte: u8) -> String {
    if byte.is_ascii_alphanumeric() || b"._-".contains(&byte) {
        char::from(byte).to_string()
    } else {
        format!("%{byte:02X}")
    }
}

/// The media type of a file by the end of its name.
pub(crate) fn media_type(name: &str) -> &'static str {
    let (_, extension) = name.rsplit_once('.').unwrap_or(("", ""));
    match extension.to_ascii_lowercase().as_str() {
        "txt" | "log" | "md" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "json" => "application/json",
        "html" | "htm" => "text/html; charset=utf-8",
        "xml" => "application/xml",
        "pdf" => "application/pdf",
        "zip" => "application/zip",
        "gz" => "application/gzip",
        "parquet" => "application/vnd.apache.parquet",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "svg" => "image/svg+xml",
        "webp" => "image/webp",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_break_out_of_the_header() {
        assert_eq!(attachment("out/a-1.txt"), "attachment; filename=\"a-1.txt\"");
        let odd = "attachment; filename=\"a_\u{5f}b_.txt\"; filename*=UTF-8''a%22%0Ab%C3%A4.txt";
        assert_eq!(attachment("a\"\nbä.txt"), odd);
        assert_eq!(attachment(".."), "attachment; filename=\"file\"; filename*=UTF-8''..");
    }

    #[test]
    fn media_types_go_by_the_extension() {
        assert_eq!(media_type("a.tar.GZ"), "application/gzip");
        assert_eq!(media_type("json"), "application/octet-stream");
    }
}
