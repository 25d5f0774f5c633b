//! Connecting an account, by RFC 6749, 7636 (PKCE) and 7009.

use std::sync::atomic::{AtomicU32, Ordering};

use annals_connect::Error;
use annals_connect::oauth::{OAuth, Provider};
use serde_json::json;

use crate::google::QUICK;
use crate::scripted::{Answer, Scripted};

fn oauth(server: &Scripted) -> OAuth {
    let at = |path: &str| server.url.join(path).expect("a URL");
    let provider = Provider {
        auth_url: at("auth"),
        token_url: at("token"),
        revoke_url: at("revoke"),
        client_id: "annals".into(),
        client_secret: "hidden & safe".into(),
        redirect_url: "https://annals.example/back".into(),
        scopes: vec!["mail".into(), "drive".into()],
    };
    assert!(!format!("{provider:?}").contains("hidden"));
    OAuth::new(provider, QUICK).expect("a client")
}

#[tokio::test]
async fn an_account_is_connected_by_a_code_and_its_proof() {
    let server = Scripted::start(|asked| {
        let form = asked.form();
        assert_eq!(form["code"], "4/abc");
        assert_eq!(form["grant_type"], "authorization_code");
        assert_eq!(form["client_secret"], "hidden & safe");
        Answer::json(&json!({"access_token": "a", "refresh_token": "r", "expires_in": 3599,
            "scope": "mail drive", "token_type": "Bearer"}))
    })
    .await;
    let oauth = oauth(&server);
    let invitation = oauth.invite([1; 32], [2; 32]);
    let url = url::Url::parse(&invitation.url).expect("a URL");
    let query: std::collections::HashMap<_, _> = url.query_pairs().into_owned().collect();
    assert_eq!(query["state"], invitation.state);
    assert_eq!((query["scope"].as_str(), query["access_type"].as_str()), ("mail drive", "offline"));
    assert_eq!(query["code_challenge_method"], "S256");
    assert_ne!(query["code_challenge"], invitation.verifier);
    let granted = oauth.exchange("4/abc", &invitation.verifier).await.expect("granted");
    assert_eq!((granted.access_token.as_str(), granted.expires_in), ("a", 3599));
    assert_eq!(granted.refresh_token.as_deref(), Some("r"));
    assert_eq!(server.asked("/token")[0].form()["code_verifier"], invitation.verifier);
    assert!(!format!("{granted:?}").contains("\"a\""));
}

#[tokio::test]
async fn a_refresh_is_tried_again_but_a_revoked_grant_is_not() {
    let times = AtomicU32::new(0);
    let server = Scripted::start(move |asked| match asked.form()["refresh_token"].as_str() {
        "good" if times.fetch_add(1, Ordering::SeqCst) < 2 => Answer::new(503, "later"),
        "good" => Answer::json(&json!({"access_token": "new"})),
        _ => Answer::new(
            400,
            json!({"error": "invalid_grant", "error_description": "Token has been revoked."})
                .to_string(),
        ),
    })
    .await;
    let oauth = oauth(&server);
    assert_eq!(oauth.refresh("good").await.expect("granted").access_token, "new");
    assert_eq!(server.asked("/token").len(), 3);
    let error = oauth.refresh("bad").await.expect_err("revoked");
    assert!(matches!(&error, Error::Refused(why) if why.contains("connected again")), "{error}");
    assert_eq!(server.asked("/token").len(), 4);
}

#[tokio::test]
async fn a_token_that_is_not_known_any_more_is_taken_back_too() {
    let server = Scripted::start(|asked| match asked.form()["token"].as_str() {
        "known" => Answer::new(200, ""),
        "unknown" => Answer::new(400, json!({"error": "invalid_token"}).to_string()),
        _ => Answer::new(500, ""),
    })
    .await;
    let oauth = oauth(&server);
    oauth.revoke("known").await.expect("taken back");
    oauth.revoke("unknown").await.expect("taken back before");
    assert!(oauth.revoke("other").await.expect_err("away").is_passing());
}
