//! Statements put together at run time, out of fixed parts only: no value ever becomes text.

use crate::bind::{Bind, Owned};

/// A statement made of `&'static str` parts and bound values.
///
/// ```text
/// let mut sql = Assembled::new(Q.get("people-page"));
/// sql.push(" and p.city = ").bind(&city).push(" order by p.name_key");
/// ```
pub struct Assembled {
    pub(crate) text: String,
    pub(crate) values: Vec<Owned>,
}

impl Assembled {
    /// Starts from a fixed text that binds no value of its own.
    pub fn new(start: &'static str) -> Self {
        Self { text: start.to_owned(), values: vec![] }
    }

    /// Starts from a named query whose `$1..$n` are `bound`, in order.
    pub fn with(start: &'static str, bound: &[&dyn Bind]) -> Self {
        Self { text: start.to_owned(), values: bound.iter().map(|value| value.param().into()).collect() }
    }

    pub fn push(&mut self, part: &'static str) -> &mut Self {
        self.text.push_str(part);
        self
    }

    /// Appends `$n` and binds the value to it.
    pub fn bind(&mut self, value: &dyn Bind) -> &mut Self {
        self.values.push(value.param().into());
        self.text.push_str(&format!("${}", self.values.len()));
        self
    }

    /// Appends `($n, $m, ...)`; an empty list becomes `(null)`, which matches nothing.
    pub fn list<T: Bind>(&mut self, values: &[T]) -> &mut Self {
        self.text.push('(');
        if values.is_empty() {
            self.text.push_str("null");
        }
        for (position, value) in values.iter().enumerate() {
            if position > 0 {
                self.text.push_str(", ");
            }
            self.bind(value);
        }
        self.text.push(')');
        self
    }
}
