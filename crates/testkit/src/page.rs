//! A page as a test looks at it.

use axum::http::{HeaderMap, header};

pub struct Page {
    pub address: String,
    pub status: u16,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Page {
    pub fn html(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The words of the page: tags out, entities read, spaces folded.
    pub fn text(&self) -> String {
        let html = self.html();
        let mut text = String::new();
        let mut inside = false;
        for character in html.chars() {
            match character {
                '<' => {
                    inside = true;
                    text.push(' ');
                }
                '>' => inside = false,
                other if !inside => text.push(other),
                _ => {}
            }
        }
        let read = text
            .replace("&#38;", "&")
            .replace("&#39;", "'")
            .replace("&#34;", "\"")
            .replace("&#60;", "<")
            .replace("&#62;", ">")
            .replace("&amp;", "&");
        read.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Stops the test unless the page is fine and says this.
    #[track_caller]
    pub fn says(&self, words: &str) -> &Self {
        let text = self.text();
        assert_eq!(self.status, 200, "{}: {text}", self.address);
        assert!(text.contains(words), "{} does not say {words:?}:\n{text}", self.address);
        self
    }

    /// Stops the test if the page says this.
    #[track_caller]
    pub fn says_not(&self, words: &str) -> &Self {
        let text = self.text();
        assert!(!text.contains(words), "{} says {words:?}:\n{text}", self.address);
        self
    }

    #[track_caller]
    pub fn is(&self, status: u16) -> &Self {
        assert_eq!(self.status, status, "{}: {}", self.address, self.text());
        self
    }

    pub fn redirect(&self) -> Option<String> {
        let to = self.headers.get(header::LOCATION)?;
        (300..400).contains(&self.status).then(|| to.to_str().unwrap_or("/").to_owned())
    }

    /// What stands between this text and the next double quote, first place.
    pub fn attribute(&self, before: &str) -> Option<String> {
        let html = self.html();
        let at = html.find(before)? + before.len();
        html[at..].split('"').next().map(str::to_owned)
    }

    /// Every link whose address starts like this, once each, in order.
    pub fn links(&self, start: &str) -> Vec<String> {
        let html = self.html();
        let mut found: Vec<String> = vec![];
        for part in html.split("href=\"").skip(1) {
            let address = part.split('"').next().unwrap_or_default().to_owned();
            if address.starts_with(start) && !found.contains(&address) {
                found.push(address);
            }
        }
        found
    }
}
