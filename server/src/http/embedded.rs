//! Built files inside the executable, as a backend of `ServeDir`. Headers, ranges, conditional
//! requests and errors match those of a folder on disk.

use std::{
    future::{Ready, ready},
    io::{self, Cursor, SeekFrom},
    path::{Path, PathBuf},
    pin::Pin,
    task::{Context, Poll},
    time::{Duration, SystemTime},
};
use tokio::io::{AsyncRead, AsyncSeek, ReadBuf};
use tower_http::services::fs::{Backend, File, Metadata};

/// Files of `target/site`; empty without the feature `embedded-site`.
#[cfg(feature = "embedded-site")]
const SITE: &[EmbeddedFile] = include!(concat!(env!("OUT_DIR"), "/site.rs"));
#[cfg(not(feature = "embedded-site"))]
const SITE: &[EmbeddedFile] = &[];

/// One file, as the build script generates it.
#[derive(Debug)]
pub(super) struct EmbeddedFile {
    /// Path relative to the site folder.
    name: &'static str,
    /// Modification time, in seconds since 1970.
    modified: u64,
    content: &'static [u8],
}

/// In-memory files that `ServeDir` opens by name.
#[derive(Clone, Copy, Debug)]
pub(super) struct EmbeddedFiles(&'static [EmbeddedFile]);

impl EmbeddedFiles {
    /// Files that were built into this executable.
    pub(super) const fn site() -> Self {
        Self(SITE)
    }

    /// Content of a file as text, if it exists and is UTF-8.
    pub(super) fn text(self, name: &str) -> Option<&'static str> {
        let file = self.find(Path::new(name)).ok()?;
        std::str::from_utf8(file.content).ok()
    }

    /// Finds a file. `ServeDir` prefixes every path with `./`.
    fn find(self, path: &Path) -> io::Result<&'static EmbeddedFile> {
        let name = path.strip_prefix(".").unwrap_or(path);
        let mut files = self.0.iter();
        files
            .find(|file| Path::new(file.name) == name)
            .ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

impl Backend for EmbeddedFiles {
    type File = OpenFile;
    type Metadata = FileMetadata;
    type OpenFuture = Ready<io::Result<OpenFile>>;
    type MetadataFuture = Ready<io::Result<FileMetadata>>;

    fn open(&self, path: PathBuf) -> Self::OpenFuture {
        ready(self.find(&path).map(|file| OpenFile {
            metadata: file.into(),
            content: Cursor::new(file.content),
        }))
    }

    fn metadata(&self, path: PathBuf) -> Self::MetadataFuture {
        ready(self.find(&path).map(FileMetadata::from))
    }
}

/// Size and modification time of an embedded file.
#[derive(Clone, Copy, Debug)]
pub(super) struct FileMetadata {
    modified: SystemTime,
    length: u64,
}

impl From<&EmbeddedFile> for FileMetadata {
    fn from(file: &EmbeddedFile) -> Self {
        Self {
            modified: SystemTime::UNIX_EPOCH + Duration::from_secs(file.modified),
            length: file.content.len() as u64,
        }
    }
}

impl Metadata for FileMetadata {
    fn is_dir(&self) -> bool {
        false
    }

    fn modified(&self) -> io::Result<SystemTime> {
        Ok(self.modified)
    }

    fn len(&self) -> u64 {
        self.length
    }
}

/// Embedded file that is being read.
#[derive(Debug)]
pub(super) struct OpenFile {
    metadata: FileMetadata,
    content: Cursor<&'static [u8]>,
}

impl File for OpenFile {
    type Metadata = FileMetadata;
    type MetadataFuture<'a> = Ready<io::Result<FileMetadata>>;

    fn metadata(&self) -> Self::MetadataFuture<'_> {
        ready(Ok(self.metadata))
    }
}

impl AsyncRead for OpenFile {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.content).poll_read(context, buffer)
    }
}

impl AsyncSeek for OpenFile {
    fn start_seek(mut self: Pin<&mut Self>, position: SeekFrom) -> io::Result<()> {
        Pin::new(&mut self.content).start_seek(position)
    }

    fn poll_complete(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<u64>> {
        Pin::new(&mut self.content).poll_complete(context)
    }
}

#[cfg(test)]
mod tests {
    use super::{EmbeddedFile, EmbeddedFiles};
    use crate::http::handlers::site::routes;
    use axum::{
        Router,
        body::{Body, Bytes},
        http::{HeaderMap, Request, StatusCode},
    };
    use http_body_util::BodyExt;
    use std::{
        fs::{self, File},
        path::Path,
        time::{Duration, SystemTime},
    };
    use tower::ServiceExt;
    use tower_http::services::fs::TokioBackend;

    const MODIFIED: u64 = 1_700_000_000;
    const FILES: &[EmbeddedFile] = &[
        file("pkg/vestibule.0.css", b"body { color: black }"),
        file("pkg/vestibule.0.css.br", b"brotli"),
        file("pkg/vestibule.0.css.gz", b"gzip's"),
        file("pkg/vestibule.0.js", b"export {}"),
        file("pkg/vestibule.0.js.gz", b"gzip"),
        file("pkg/vestibule.0.wasm", b"\0asm"),
        file("favicon.svg", b"<svg/>"),
        file("hash.txt", b"css: 0\n"),
    ];
    const PATHS: [&str; 15] = [
        "/pkg/vestibule.0.css",
        "/pkg/vestibule.0.js",
        "/pkg/vestibule.0.wasm",
        "/pkg/vestibule.0.css.br",
        "/pkg/vestibule.0.css/",
        "/pkg/vestibule.0.css/more",
        "/pkg/nothing.js",
        "/pkg/%00",
        "/pkg/vestibule.0.css%00.js",
        "/pkg/%2e%2e/hash.txt",
        "/pkg/../hash.txt",
        "/pkg",
        "/pkg/",
        "/favicon.svg",
        "/robots.txt",
    ];
    const HEADERS: [&[(&str, &str)]; 11] = [
        &[],
        &[("accept-encoding", "gzip, deflate, br")],
        &[("accept-encoding", "gzip;q=1, br;q=0.5")],
        &[("accept-encoding", "zstd")],
        &[("range", "bytes=2-4")],
        &[("range", "bytes=900-")],
        &[("range", "bytes=0-0"), ("accept-encoding", "br")],
        &[("if-modified-since", "Tue, 14 Nov 2023 22:13:20 GMT")],
        &[("if-modified-since", "Mon, 13 Nov 2023 22:13:20 GMT")],
        &[("if-unmodified-since", "Mon, 13 Nov 2023 22:13:20 GMT")],
        &[("if-none-match", "*")],
    ];

    const fn file(name: &'static str, content: &'static [u8]) -> EmbeddedFile {
        EmbeddedFile {
            name,
            modified: MODIFIED,
            content,
        }
    }

    fn write(folder: &Path) {
        fs::create_dir(folder.join("pkg")).expect("a folder");
        for EmbeddedFile { name, content, .. } in FILES {
            let path = folder.join(name);
            fs::write(&path, content).expect("written");
            let file = File::options().write(true).open(path).expect("a file");
            let modified = SystemTime::UNIX_EPOCH + Duration::from_secs(MODIFIED);
            file.set_modified(modified).expect("a time of change");
        }
    }

    async fn answer(
        router: &Router,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
    ) -> (StatusCode, HeaderMap, Bytes) {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::empty()).expect("a request");
        let answer = router.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = answer.into_parts();
        let body = body.collect().await.expect("a body").to_bytes();
        (parts.status, parts.headers, body)
    }

    #[tokio::test]
    async fn embedded_files_are_answered_like_files_on_disk() {
        let folder = tempfile::tempdir().expect("a folder");
        write(folder.path());
        let on_disk = routes(folder.path(), &TokioBackend);
        let embedded = routes(Path::new(""), &EmbeddedFiles(FILES));
        let mut found = 0;
        for method in ["GET", "HEAD", "POST"] {
            for path in PATHS {
                for headers in HEADERS {
                    let expected = answer(&on_disk, method, path, headers).await;
                    let actual = answer(&embedded, method, path, headers).await;
                    assert_eq!(actual, expected, "{method} {path} {headers:?}");
                    found += usize::from(actual.0.is_success());
                }
            }
        }
        assert!(found > 50, "most of the requests find a file: {found}");
    }

    #[tokio::test]
    async fn embedded_file_is_sent_compressed_with_its_type() {
        let router = routes(Path::new(""), &EmbeddedFiles(FILES));
        for (path, encodings, body, encoding, kind) in [
            ("css", "gzip, br", &b"brotli"[..], Some("br"), "text/css"),
            ("css", "gzip", b"gzip's", Some("gzip"), "text/css"),
            ("js", "gzip, br", b"gzip", Some("gzip"), "text/javascript"),
            ("wasm", "gzip, br", b"\0asm", None, "application/wasm"),
        ] {
            let path = format!("/pkg/vestibule.0.{path}");
            let accept = [("accept-encoding", encodings)];
            let (status, headers, sent) = answer(&router, "GET", &path, &accept).await;
            let header = |name| headers.get(name).map(|value| value.to_str().expect("text"));
            assert_eq!((status, &sent[..]), (StatusCode::OK, body), "{path}");
            assert_eq!(header("content-encoding"), encoding, "{path}");
            assert_eq!(header("content-type"), Some(kind), "{path}");
            assert_eq!(header("vary"), Some("accept-encoding"), "{path}");
            let cached = header("cache-control");
            assert_eq!(
                cached,
                Some("public, max-age=31536000, immutable"),
                "{path}"
            );
        }
    }

    #[cfg(feature = "embedded-site")]
    #[test]
    fn embedded_site_holds_every_file_of_its_hashes_in_three_encodings() {
        let site = EmbeddedFiles::site();
        let hashes = site.text("hash.txt").expect("the hashes");
        assert_eq!(hashes.lines().count(), 4, "js, wasm and two style sheets");
        for (kind, hash) in hashes.lines().filter_map(|line| line.split_once(": ")) {
            for suffix in ["", ".br", ".gz"] {
                let name = format!("pkg/vestibule.{hash}.{kind}{suffix}");
                assert!(site.find(Path::new(&name)).is_ok(), "{name}");
            }
        }
        assert!(site.find(Path::new("./favicon.svg")).is_ok());
    }
}
