//! What a mail holds: who it is from, what it is about, and its attachments.

use mail_parser::{Address, Message, MessageParser, MessagePart, MimeHeaders as _};

use crate::{Error, FileNames, MailFilter};

/// The head of a mail.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) from: String,
    pub(crate) subject: String,
    pub(crate) message_id: Option<String>,
}

/// A file in a mail: the attachment of this index, or the mail itself.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Enclosed {
    pub(crate) index: Option<usize>,
    pub(crate) name: String,
    pub(crate) media_type: Option<String>,
    pub(crate) bytes: u64,
}

/// Reads the head of a mail, alone or with what follows.
pub(crate) fn head(bytes: &[u8]) -> Head {
    let Some(message) = MessageParser::default().parse_headers(bytes) else {
        return Head::default();
    };
    Head {
        from: message.from().map(people).unwrap_or_default(),
        subject: message.subject().unwrap_or_default().to_owned(),
        message_id: message.message_id().map(str::to_owned),
    }
}

/// The files in a mail that are meant.
pub(crate) fn files(bytes: &[u8], names: &FileNames, filter: &MailFilter) -> Vec<Enclosed> {
    let message = MessageParser::default().parse(bytes);
    let mut files: Vec<Enclosed> = message.as_ref().map_or_else(Vec::new, |message| {
        let all = message.attachments().enumerate().map(|(index, part)| enclosed(index, part));
        all.filter(|file| names.fits(&file.name)).collect()
    });
    if filter.include_message {
        files.push(itself(bytes.len() as u64));
    }
    files
}

/// The mail itself as a file.
pub(crate) fn itself(bytes: u64) -> Enclosed {
    let media_type = Some("message/rfc822".to_owned());
    Enclosed { index: None, name: "message.eml".to_owned(), media_type, bytes }
}

/// The bytes of a file in a mail.
///
/// # Errors
/// [`Error::Missing`] if the mail has no such attachment.
pub(crate) fn contents(bytes: &[u8], index: Option<usize>) -> Result<Vec<u8>, Error> {
    let Some(index) = index else { return Ok(bytes.to_vec()) };
    let message: Option<Message<'_>> = MessageParser::default().parse(bytes);
    let part = message.as_ref().and_then(|message| message.attachments().nth(index));
    let missing = || Error::Missing("the mail has no such attachment any more".to_owned());
    Ok(part.ok_or_else(missing)?.contents().to_vec())
}

fn people(people: &Address<'_>) -> String {
    let one = |one: &mail_parser::Addr<'_>| match (one.name(), one.address()) {
        (Some(name), Some(address)) => format!("{name} <{address}>"),
        (name, address) => name.or(address).unwrap_or_default().to_owned(),
    };
    people.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn enclosed(index: usize, part: &MessagePart<'_>) -> Enclosed {
    let name = match (part.attachment_name(), part.is_message()) {
        (Some(name), _) => plain(name),
        (None, true) => format!("mail-{}.eml", index + 1),
        (None, false) => format!("attachment-{}", index + 1),
    };
    let kind = part.content_type();
    let media_type = kind.map(|kind| match kind.subtype() {
        Some(subtype) => format!("{}/{subtype}", kind.ctype()),
        None => kind.ctype().to_owned(),
    });
    Enclosed { index: Some(index), name, media_type, bytes: part.contents().len() as u64 }
}

/// A sender may put folders into a name; only the name counts.
fn plain(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last.chars().filter(|letter| !letter.is_control()).collect();
    match clean.trim() {
        "" | "." | ".." => "attachment".to_owned(),
        name => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAIL: &str = "From: =?utf-8?q?J=C3=BCrgen?= <j@a.example>\r\nSubject: =?utf-8?b?w4RyZ2Vy?=\r\n\
        Message-ID: <1@a.example>\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/mixed; boundary=b\r\n\r\n\
        --b\r\nContent-Type: text/plain\r\n\r\nHello\r\n\
        --b\r\nContent-Type: application/pdf\r\n\
        Content-Disposition: attachment; filename*=utf-8''..%2F%C3%9Cbersicht.pdf\r\n\
        Content-Transfer-Encoding: base64\r\n\r\nJVBERg==\r\n\
        --b\r\nContent-Type: text/csv; name=\"a.csv\"\r\n\
        Content-Disposition: attachment\r\n\r\n1,2\r\n--b--\r\n";

    #[test]
    fn heads_and_attachments_are_read() {
        let head = head(MAIL.as_bytes());
        assert_eq!(head.from, "Jürgen <j@a.example>");
        assert_eq!(
            (head.subject.as_str(), head.message_id.as_deref()),
            ("Ärger", Some("1@a.example"))
        );
        let names = FileNames::new(Some("*.pdf")).expect("a pattern");
        let found = files(MAIL.as_bytes(), &names, &MailFilter::default());
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((found[0].name.as_str(), found[0].bytes), ("Übersicht.pdf", 4));
        assert_eq!(found[0].media_type.as_deref(), Some("application/pdf"));
        assert_eq!(contents(MAIL.as_bytes(), Some(0)).expect("there"), b"%PDF");
        assert_eq!(contents(MAIL.as_bytes(), Some(1)).expect("there"), b"1,2");
        assert!(matches!(contents(MAIL.as_bytes(), Some(2)), Err(Error::Missing(_))));
    }

    #[test]
    fn the_mail_itself_may_be_meant() {
        let filter = MailFilter { include_message: true, ..MailFilter::default() };
        let found = files(MAIL.as_bytes(), &FileNames::default(), &filter);
        assert_eq!(found.len(), 3);
        assert_eq!(found[2], itself(MAIL.len() as u64));
    }
}
