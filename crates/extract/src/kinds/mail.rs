//! Mails: the head's lines, the text, and each attachment as a document of its own.

use mail_parser::{Address, MessageParser, MessagePart, MimeHeaders as _, PartType};

use super::{Content, Format, Source, html};
use crate::document::{Attachment, Kind, Page};
use crate::{Options, Unreadable};

pub(super) const FORMAT: Format =
    Format { kind: Kind::Eml, endings: &["eml"], looks, textual: true, read };

/// Lines of a head from the first byte on, two of which mails always have.
fn looks(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(16 << 10)]).to_lowercase();
    let lines = head.lines().take_while(|line| !line.trim().is_empty());
    let known = ["from:", "to:", "subject:", "date:", "message-id:", "mime-version:", "received:"];
    let mut found = 0;
    for line in lines {
        if !line.starts_with([' ', '\t']) && !is_head(line) {
            return false;
        }
        found += usize::from(known.iter().any(|name| line.starts_with(name)));
    }
    found >= 3
}

fn is_head(line: &str) -> bool {
    line.split_once(':').is_some_and(|(name, _)| {
        !name.is_empty() && name.chars().all(|letter| letter.is_alphanumeric() || letter == '-')
    })
}

fn read(source: &Source<'_>) -> Result<Content, Unreadable> {
    let message = MessageParser::default().parse(source.bytes);
    let message = message.ok_or_else(|| Unreadable::broken("it is no mail"))?;
    let mut page = Page::default();
    let people = [("From", message.from()), ("To", message.to()), ("Cc", message.cc())];
    for (name, people) in people {
        if let Some(people) = people {
            page.text += &format!("{name}: {}\n", named(people));
        }
    }
    if let Some(date) = message.date() {
        page.text += &format!("Date: {}\n", date.to_rfc3339().replace('T', " "));
    }
    page.text += &format!("Subject: {}\n\n", message.subject().unwrap_or_default());
    // HTML keeps tables, which the text beside it often loses.
    for part in message.html_bodies() {
        match &part.body {
            PartType::Html(text) => {
                let body = html::page(text);
                page.text += &body.text;
                page.tables.extend(body.tables);
            }
            PartType::Text(text) => page.text += &text.replace("\r\n", "\n"),
            _ => {}
        }
    }
    let attachments = message.attachments().enumerate();
    let attachments = attachments.map(|(index, part)| attachment(source, index, part)).collect();
    Ok(Content { pages: vec![page], attachments })
}

fn named(people: &Address<'_>) -> String {
    let one = |one: &mail_parser::Addr<'_>| match (one.name(), one.address()) {
        (Some(name), Some(address)) => format!("{name} <{address}>"),
        (name, address) => name.or(address).unwrap_or_default().to_owned(),
    };
    people.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn attachment(source: &Source<'_>, index: usize, part: &MessagePart<'_>) -> Attachment {
    let number = index + 1;
    let name = match (part.attachment_name(), part.is_message()) {
        (Some(name), _) => name.to_owned(),
        (None, true) => format!("mail-{number}.eml"),
        (None, false) => format!("attachment-{number}"),
    };
    let depth = source.options.max_depth;
    let content = if depth == 0 {
        Err(Unreadable::broken("files are attached to each other too deeply"))
    } else {
        let options = Options { max_depth: depth - 1, ..source.options.clone() };
        crate::read(part.contents(), &format!("{}/{name}", source.name), &options)
    };
    Attachment { name, content }
}
