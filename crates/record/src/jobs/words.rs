//! The closed lists of words that a job is described with.

/// A closed list of words: as stored, and as read by people.
macro_rules! word_list {
    ($(#[$meta:meta])* $name:ident { $($variant:ident = $word:literal, $label:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum $name { $($variant),+ }
        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// As stored and sent by forms.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
            /// As people read it.
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),+ }
            }
            pub fn parse(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}
pub(crate) use word_list;

word_list! {
    /// Where a job stands.
    JobStatus {
        Draft = "draft", "Draft";
        Open = "open", "Open";
        OnHold = "on_hold", "On hold";
        Closed = "closed", "Closed";
    }
}

word_list! {
    /// Where the work is done.
    WorkMode {
        OnSite = "on_site", "On site";
        Hybrid = "hybrid", "Hybrid";
        Remote = "remote", "Remote";
    }
}
