//! HTTP browser without JavaScript: cookies, forms, redirects and the headers that Chromium
//! sends.

use crate::page::Page;
use reqwest::{
    Client, Method, RequestBuilder,
    header::{ACCEPT, CONTENT_TYPE, COOKIE, HeaderMap, LOCATION, SET_COOKIE},
};
use std::collections::BTreeMap;
use url::form_urlencoded;

pub(crate) const FORM: &str = "application/x-www-form-urlencoded";

/// Browser with its cookies and its current page.
#[derive(Clone)]
pub(crate) struct Browser {
    http: Client,
    base: String,
    pub(crate) cookies: BTreeMap<String, String>,
    /// Headers of every request, for example `accept-language`.
    pub(crate) habits: Vec<(&'static str, String)>,
    /// The current page.
    pub(crate) page: Option<Page>,
    /// Every response so far with its headers, for the leak search.
    pub(crate) received: Vec<String>,
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one client of these tests: no proxy may come between, no redirect be hidden"
)]
pub(crate) fn client() -> Client {
    Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .expect("a client")
}

/// Encodes pairs as a form body.
pub(crate) fn encode(fields: &[(String, String)]) -> String {
    let mut body = form_urlencoded::Serializer::new(String::new());
    body.extend_pairs(fields);
    body.finish()
}

impl Browser {
    pub(crate) fn new(base: String) -> Self {
        Self::through(client(), base)
    }

    /// Browser that shares its connections with others through one HTTP client.
    pub(crate) fn through(http: Client, base: String) -> Self {
        Self {
            http,
            base,
            cookies: BTreeMap::new(),
            habits: Vec::new(),
            page: None,
            received: Vec::new(),
        }
    }

    /// Switches to another server address and keeps the cookies.
    pub(crate) fn moved_to(&mut self, base: String) {
        self.base = base;
    }

    /// Adds a header to every request.
    pub(crate) fn habit(mut self, name: &'static str, value: &str) -> Self {
        self.habits.push((name, value.to_owned()));
        self
    }

    /// Request with the cookies and the permanent headers only.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let mut request = self.http.request(method, format!("{}{path}", self.base));
        for (name, value) in &self.habits {
            request = request.header(*name, value);
        }
        let cookies: Vec<_> = self
            .cookies
            .iter()
            .map(|(k, v)| format!("{k}={v}"))
            .collect();
        if !cookies.is_empty() {
            request = request.header(COOKIE, cookies.join("; "));
        }
        request
    }

    /// Sends a request and stores the cookies of the response. Follows no redirect.
    pub(crate) async fn send(&mut self, request: RequestBuilder) -> Page {
        self.try_send(request).await.expect("an answer")
    }

    /// Like `send`, but returns the error when no server answers.
    pub(crate) async fn try_send(&mut self, request: RequestBuilder) -> reqwest::Result<Page> {
        let response = request.send().await?;
        let url = response.url();
        let query = url.query().map(|query| format!("?{query}"));
        let path = format!("{}{}", url.path(), query.unwrap_or_default());
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = response.bytes().await?;
        self.keep_cookies(&headers);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        self.received.push(format!("{path}\n{headers:?}\n{text}"));
        Ok(Page {
            status,
            headers,
            text,
            path,
        })
    }

    fn keep_cookies(&mut self, headers: &HeaderMap) {
        for cookie in headers.get_all(SET_COOKIE) {
            let cookie = cookie.to_str().expect("visible ASCII");
            let (name, value) = cookie
                .split(';')
                .next()
                .and_then(|pair| pair.split_once('='))
                .expect("a pair");
            if cookie.contains("Max-Age=0") || value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    /// Value of the session cookie.
    pub(crate) fn session(&self) -> Option<&str> {
        self.cookies.get("vestibule-session").map(String::as_str)
    }

    /// Navigates to a path and follows up to five redirects.
    pub(crate) async fn get(&mut self, path: &str) -> &Page {
        let mut path = path.to_owned();
        for _ in 0..5 {
            let request = self
                .request(Method::GET, &path)
                .header(ACCEPT, "text/html,application/xhtml+xml")
                .header("sec-fetch-site", "none")
                .header("sec-fetch-dest", "document");
            let page = self.send(request).await;
            if !page.status.is_redirection() {
                return self.page.insert(page);
            }
            path = page.header(LOCATION.as_str()).to_owned();
        }
        panic!("a ring of redirects at {path}");
    }

    /// Form POST as Chromium sends it from one of the app's pages: `no-referrer` makes the origin
    /// `null`.
    pub(crate) fn post(&self, path: &str, fields: &[(String, String)]) -> RequestBuilder {
        self.request(Method::POST, path)
            .header(ACCEPT, "text/html,application/xhtml+xml")
            .header(CONTENT_TYPE, FORM)
            .header("origin", "null")
            .header("sec-fetch-site", "same-origin")
            .header("sec-fetch-mode", "navigate")
            .header("sec-fetch-dest", "document")
            .body(encode(fields))
    }

    /// Form POST as one of the app's scripts sends it.
    pub(crate) fn as_a_script(&self, path: &str, fields: &[(String, String)]) -> RequestBuilder {
        self.request(Method::POST, path)
            .header(ACCEPT, "*/*")
            .header(CONTENT_TYPE, FORM)
            .header("origin", &self.base)
            .header("sec-fetch-site", "same-origin")
            .body(encode(fields))
    }

    /// Sends a request of one of the app's scripts.
    pub(crate) async fn ask(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let fields: Vec<_> = fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let request = self.as_a_script(path, &fields);
        self.send(request).await
    }

    /// Posts a form and follows the redirect of the response.
    pub(crate) async fn post_and_follow(
        &mut self,
        path: &str,
        fields: &[(String, String)],
    ) -> &Page {
        let request = self.post(path, fields);
        let page = self.send(request).await;
        if page.status.is_redirection() {
            assert_eq!(page.status, 303, "post, redirect, get");
            let to = page.header(LOCATION.as_str()).to_owned();
            return self.get(&to).await;
        }
        self.page.insert(page)
    }

    /// The current page. Panics if no page was loaded.
    #[track_caller]
    pub(crate) fn page(&self) -> &Page {
        self.page.as_ref().expect("a page")
    }

    /// Action and fields of the current page's form, with these values filled in.
    #[track_caller]
    pub(crate) fn filled(
        &self,
        css: &str,
        typed: &[(&str, &str)],
    ) -> (String, Vec<(String, String)>) {
        let page = self.page();
        let (action, mut fields) = page
            .form(css)
            .unwrap_or_else(|| panic!("no {css} at {}:\n{}", page.path, page.text));
        for (name, value) in typed {
            let control = format!("{css} input[name={name}], button[form=step][name={name}]");
            assert!(page.has(&control), "no control {name} at {}", page.path);
            fields.retain(|(known, _)| known != name);
            fields.push(((*name).to_owned(), (*value).to_owned()));
        }
        (action, fields)
    }

    /// Fills in the current page's form and submits it.
    pub(crate) async fn submit(&mut self, typed: &[(&str, &str)]) -> &Page {
        let css = if self.page().has("form#step") {
            "form#step"
        } else {
            "main form[method=post]"
        };
        let (action, fields) = self.filled(css, typed);
        self.post_and_follow(&action, &fields).await
    }

    /// Presses a button of the language switch, with the values typed so far.
    pub(crate) async fn speak(&mut self, lang: &str, typed: &[(&str, &str)]) -> &Page {
        let step = self.page().has("form#step");
        let css = if step { "form#step" } else { "form.languages" };
        let (action, mut fields) = self.filled(css, typed);
        assert!(self.page().has(&format!("button[name=lang][value={lang}]")));
        fields.push(("lang".to_owned(), lang.to_owned()));
        self.post_and_follow(&action, &fields).await
    }
}
