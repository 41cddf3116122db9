//! Response with the queries of a reader or a screen reader.

use reqwest::{StatusCode, header::HeaderMap};
use scraper::{ElementRef, Html, Selector};

/// Response with its complete body.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
    /// Path and query after redirects.
    pub(crate) path: String,
}

fn selector(selector: &str) -> Selector {
    Selector::parse(selector).unwrap_or_else(|error| panic!("{selector}: {error}"))
}

/// Text of an element with single spaces.
fn words(element: ElementRef<'_>) -> String {
    let text: String = element.text().collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Page {
    fn html(&self) -> Html {
        Html::parse_document(&self.text)
    }

    /// Text of every matching element.
    pub(crate) fn all(&self, css: &str) -> Vec<String> {
        self.html().select(&selector(css)).map(words).collect()
    }

    /// Text of the only matching element.
    #[track_caller]
    pub(crate) fn one(&self, css: &str) -> String {
        let mut all = self.all(css);
        assert_eq!(all.len(), 1, "{css} at {}:\n{}", self.path, self.text);
        all.remove(0)
    }

    pub(crate) fn has(&self, css: &str) -> bool {
        self.html().select(&selector(css)).next().is_some()
    }

    /// Attribute of the first matching element.
    pub(crate) fn attribute(&self, css: &str, name: &str) -> Option<String> {
        let html = self.html();
        let element = html.select(&selector(css)).next()?;
        element.attr(name).map(str::to_owned)
    }

    pub(crate) fn title(&self) -> String {
        self.one("title")
    }

    pub(crate) fn heading(&self) -> String {
        self.one("h1")
    }

    /// State that the status page shows.
    pub(crate) fn label(&self) -> Option<String> {
        self.attribute("#state", "data-label")
    }

    /// Value of an input.
    pub(crate) fn value(&self, name: &str) -> Option<String> {
        self.attribute(&format!("input[name={name}]"), "value")
    }

    /// Fragment and text of each entry in the error summary.
    pub(crate) fn problems(&self) -> Vec<(String, String)> {
        let html = self.html();
        let links = selector(".alert a");
        html.select(&links)
            .map(|link| {
                (
                    link.attr("href").unwrap_or_default().to_owned(),
                    words(link),
                )
            })
            .collect()
    }

    pub(crate) fn notice(&self) -> Option<String> {
        self.all("main .notice").into_iter().next()
    }

    /// CSRF token of the page's form.
    #[track_caller]
    pub(crate) fn csrf(&self) -> String {
        let token = self.value("csrf");
        token.unwrap_or_else(|| panic!("no form at {}:\n{}", self.path, self.text))
    }

    /// The `action` and the successful controls of a form, as a browser sends them when its first
    /// button is pressed.
    #[track_caller]
    pub(crate) fn form(&self, css: &str) -> Option<(String, Vec<(String, String)>)> {
        let html = self.html();
        let form = html.select(&selector(css)).next()?;
        let inputs = selector("input[name]");
        let controls = form.select(&inputs).filter(|input| {
            input.attr("type") != Some("checkbox") || input.attr("checked").is_some()
        });
        let text = |input: ElementRef<'_>, name| input.attr(name).unwrap_or_default().to_owned();
        let controls = controls.map(|input| (text(input, "name"), text(input, "value")));
        Some((text(form, "action"), controls.collect()))
    }

    #[track_caller]
    pub(crate) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        let value = value.unwrap_or_else(|| panic!("no {name} at {}", self.path));
        value.to_str().expect("visible ASCII")
    }
}
