//! One line of a select.

pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) chosen: bool,
}

impl Choice {
    pub(crate) fn new(value: impl ToString, label: impl Into<String>, chosen: bool) -> Self {
        Self { value: value.to_string(), label: label.into(), chosen }
    }

    /// Values that are their own labels. The chosen one is there even when the list lacks it.
    pub(crate) fn plain(values: Vec<String>, chosen: &str) -> Vec<Self> {
        let missing = (!values.iter().any(|value| value == chosen)).then(|| chosen.to_owned());
        let all = missing.into_iter().chain(values);
        all.map(|value| Self { chosen: value == chosen, label: value.clone(), value }).collect()
    }
}
