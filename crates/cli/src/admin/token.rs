//! `annals token`: access tokens, made on the database directly, so the first one too.

use annals_engine::{Error, TokenInfo, Tokens};
use clap::Subcommand;
use serde_json::json;

use super::{open, say};
use crate::error::{CliError, Exit, Outcome};
use crate::server::{self, StoreArgs};

/// What to do with tokens.
#[derive(Debug, Subcommand)]
pub enum TokenCommand {
    /// Make a token and print it, this once
    Create {
        /// The name that runs started with it carry as their user
        #[arg(long, value_name = "NAME")]
        user: String,
        /// How many pages a month jobs may read that are submitted with the user's tokens; where
        /// one of them has no limit, none of them has
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(i64).range(0..))]
        pages_a_month: Option<i64>,
        /// Where the data is.
        #[command(flatten)]
        store: StoreArgs,
    },
    /// List the tokens; their secrets are not kept
    List(StoreArgs),
    /// Revoke a token by its id, or every one of a user
    Revoke {
        /// The token's id or a user's name
        #[arg(value_name = "ID|NAME")]
        which: String,
        /// Where the data is.
        #[command(flatten)]
        store: StoreArgs,
    },
}

/// Runs the command.
///
/// # Errors
/// [`CliError`] if the database is away or there is no such token.
pub async fn run(command: TokenCommand, json: bool) -> Outcome {
    match command {
        TokenCommand::Create { user, pages_a_month, store } => {
            create(&tokens(&store).await?, &user, pages_a_month, json).await
        }
        TokenCommand::List(store) => list(&tokens(&store).await?, json).await,
        TokenCommand::Revoke { which, store } => revoke(&tokens(&store).await?, &which, json).await,
    }?;
    Ok(Exit::Success)
}

async fn tokens(args: &StoreArgs) -> Result<Tokens, CliError> {
    let store = open(args).await?;
    Ok(Tokens::new(store, server::clock(), server::ids(), server::secret_bytes))
}

fn failed(error: Error) -> CliError {
    CliError::Failed(error.to_string())
}

async fn create(
    tokens: &Tokens,
    user: &str,
    pages_a_month: Option<i64>,
    json: bool,
) -> Result<(), CliError> {
    if user.trim().is_empty() || user.chars().count() > 200 || user.contains(char::is_control) {
        return Err(CliError::Usage("--user takes a name of 1 to 200 characters".into()));
    }
    let made = tokens.create(user).await.map_err(failed)?;
    if let Some(pages) = pages_a_month {
        tokens.limit(&made.id, pages).await.map_err(failed)?;
    }
    if json {
        return say(&json!({ "id": made.id, "user": made.user, "token": made.secret }).to_string());
    }
    say(&made.secret)
}

async fn list(tokens: &Tokens, json: bool) -> Result<(), CliError> {
    let found = tokens.list().await.map_err(failed)?;
    if json {
        let row = |t: &TokenInfo| {
            json!({
                "id": t.id, "user": t.user, "created_at": t.created_at,
                "expires_at": t.expires_at, "revoked_at": t.revoked_at,
            })
        };
        let rows: Vec<_> = found.iter().map(row).collect();
        return say(&json!({ "tokens": rows }).to_string());
    }
    for token in found {
        let state =
            token.revoked_at.map_or_else(|| "valid".to_owned(), |at| format!("revoked {at}"));
        say(&format!("{}  {}  made {}  {state}", token.id, token.user, token.created_at))?;
    }
    Ok(())
}

async fn revoke(tokens: &Tokens, which: &str, json: bool) -> Result<(), CliError> {
    let revoked = tokens.revoke(which).await.map_err(failed)?;
    if json {
        return say(&json!({ "revoked": revoked }).to_string());
    }
    say(&format!("revoked {revoked}"))
}
