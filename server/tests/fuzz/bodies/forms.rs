//! Form bodies through every layer: the first line names the server function, the rest is the raw
//! body.

use super::router_fixture::{Person, fixture, get};
use axum::{
    body::Body,
    http::{HeaderValue, Request, StatusCode, header},
};
use leptos::server_fn::axum::server_fn_paths;
use std::sync::LazyLock;

/// The path for browsers' CSP reports: the one body that is no form.
const REPORTS: &str = "/csp-report";
/// The functions of a submitted application.
const AFTERWARDS: [&str; 3] = ["/api/renew", "/api/retry", "/api/status"];

/// Every server function, from the framework's own list, and [`REPORTS`].
static ROUTES: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let mut routes: Vec<_> = server_fn_paths().map(|(path, _)| path).collect();
    routes.sort_unstable();
    routes.push(REPORTS);
    routes
});

/// Posts the body and loads the page that it leads to, which shows the input. Prepends a valid CSRF
/// token unless the body begins with `!`.
pub fn forms(input: &[u8]) {
    let end = input.iter().position(|b| *b == b'\n');
    let (head, body) = end.map_or((&[][..], input), |end| (&input[..end], &input[end + 1..]));
    let known = ROUTES.iter().find(|route| route.as_bytes() == head);
    let sum: usize = input.iter().map(|b| usize::from(*b)).sum();
    let route = known.unwrap_or(&ROUTES[sum % ROUTES.len()]);
    if *route == REPORTS {
        fixture().send(report(body, sum));
        return;
    }
    let afterwards = AFTERWARDS.contains(route);
    let person = if afterwards {
        fixture().waiting().clone()
    } else {
        fixture().ready()
    };
    let location = follow(form(&person, route, body), &person);
    if !afterwards && location.as_deref() == Some("/status") {
        fixture().discard_ready();
    } else if !afterwards {
        fixture().restore_step(&person, route);
    }
}

fn form(person: &Person, route: &str, body: &[u8]) -> Request<Body> {
    let mut request = person.post(route, "");
    *request.body_mut() = match body.strip_prefix(b"!") {
        Some(bare) => Body::from(bare.to_vec()),
        None => Body::from([format!("csrf={}&", person.csrf).as_bytes(), body].concat()),
    };
    if route == "/api/status" {
        // Only scripts call this function.
        let json = HeaderValue::from_static("application/json");
        request.headers_mut().insert(header::ACCEPT, json);
    }
    request
}

/// A report, from one of many addresses: each has its own rate limit.
fn report(body: &[u8], from: usize) -> Request<Body> {
    let ip = format!("198.51.{}.{}", from / 256 % 256, from % 256);
    Request::post(REPORTS)
        .header(header::CONTENT_TYPE, "application/csp-report")
        .header("x-forwarded-for", ip)
        .body(Body::from(body.to_vec()))
        .expect("a request")
}

/// Post, redirect, get: asserts a 303 to an existing page of our own.
fn follow(request: Request<Body>, person: &Person) -> Option<String> {
    let answer = fixture().send(request);
    let location = answer.location()?;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let ours = location.starts_with('/') && !location.starts_with("//");
    assert!(ours, "{location}");
    let page = fixture().send(get(location, &person.cookie));
    assert!(page.status.is_success() || page.status.is_redirection());
    Some(location.to_owned())
}
