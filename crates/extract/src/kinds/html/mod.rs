//! Web pages: their text as it would be shown, their tables as such.
//!
//! A page is read as the sequence of its tags and words and never as a tree, so that it may be as
//! deep and as broken as it likes.

mod walk;

use std::cell::RefCell;

use html5ever::tokenizer::states::{RawKind, Rawtext, ScriptData};
use html5ever::tokenizer::{
    BufferQueue, CharacterTokens, Tag, TagKind, TagToken, Token, TokenSink, TokenSinkResult,
    Tokenizer, TokenizerOpts,
};

use super::{Content, Format, Source};
use crate::document::{Kind, Page};
use crate::{Unreadable, text};
use walk::Walk;

pub(super) const FORMAT: Format = Format {
    kind: Kind::Html,
    endings: &["html", "htm", "xhtml"],
    looks: |bytes| {
        let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_lowercase();
        let head = head.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
        head.starts_with("<!doctype html") || head.starts_with("<html")
    },
    textual: true,
    read,
};

fn read(source: &Source<'_>) -> Result<Content, Unreadable> {
    let text = decode(source.bytes).ok_or(Unreadable::Unsupported)?;
    Ok(page(&text).into())
}

/// The page's text: in the encoding that it names if it is no UTF-8.
fn decode(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_lowercase();
    let named = head.split_once("charset=").map(|(_, rest)| {
        let name = rest.trim_start_matches(['"', '\'']);
        name.split(|letter: char| !(letter.is_alphanumeric() || "-_".contains(letter))).next()
    });
    let named = named.flatten().and_then(|name| encoding_rs::Encoding::for_label(name.as_bytes()));
    match named {
        Some(encoding) if std::str::from_utf8(bytes).is_err() => {
            Some(encoding.decode(bytes).0.into_owned())
        }
        _ => text::decode(bytes),
    }
}

/// A page of HTML.
pub(super) fn page(html: &str) -> Page {
    let input = BufferQueue::default();
    input.push_back(html.into());
    let reading = Reading(RefCell::new(Walk::default()));
    let tokenizer = Tokenizer::new(reading, TokenizerOpts::default());
    // It stops at each script, which is not run.
    while !matches!(tokenizer.feed(&input), html5ever::TokenizerResult::Done) {}
    tokenizer.end();
    tokenizer.sink.0.into_inner().finish()
}

struct Reading(RefCell<Walk>);

impl TokenSink for Reading {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut walk = self.0.borrow_mut();
        match token {
            CharacterTokens(text) => walk.text(&text),
            TagToken(tag) => {
                walk.tag(&tag);
                if let Some(raw) = raw(&tag) {
                    return TokenSinkResult::RawData(raw);
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// Whether what follows a tag is no HTML.
fn raw(tag: &Tag) -> Option<RawKind> {
    match (tag.kind, &*tag.name) {
        (TagKind::StartTag, "script") => Some(ScriptData),
        (TagKind::StartTag, "style" | "noscript" | "iframe" | "noframes") => Some(Rawtext),
        _ => None,
    }
}
