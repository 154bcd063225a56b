//! Sight: how much of a person a scope may see, as a type. `Clear` sees the person, `Masked` a view
//! that lacks the fields, `Mixed` decides row by row and makes the template match both.

mod sealed {
    pub trait Sealed {}
}

/// Sealed: a room cannot invent a sight.
pub trait Sight: sealed::Sealed + Send + Sync + 'static {
    /// What a reader of this sight gets where a clear one gets `C` and a masked one `M`.
    type View<C, M>;

    /// Turns a private row into the view. `masked` is policy's verdict on this row.
    #[doc(hidden)]
    fn show<R, C, M>(
        row: R,
        masked: bool,
        clear: impl FnOnce(R) -> C,
        mask: impl FnOnce(R) -> M,
    ) -> Self::View<C, M>;
}

/// Sees the person: name, contacts, files.
pub enum Clear {}
/// Sees alias, years, titles, skills; the other fields do not exist.
pub enum Masked {}
/// Sees some people clear and some masked.
pub enum Mixed {}

/// A row as a mixed scope sees it.
#[derive(Clone, Debug)]
pub enum Seen<C, M> {
    Clear(C),
    Masked(M),
}

impl<C, M> Seen<C, M> {
    pub fn clear(self) -> Option<C> {
        match self {
            Self::Clear(view) => Some(view),
            Self::Masked(_) => None,
        }
    }
    pub fn is_masked(&self) -> bool {
        matches!(self, Self::Masked(_))
    }
}

impl sealed::Sealed for Clear {}
impl sealed::Sealed for Masked {}
impl sealed::Sealed for Mixed {}

impl Sight for Clear {
    type View<C, M> = C;
    fn show<R, C, M>(row: R, masked: bool, clear: impl FnOnce(R) -> C, _: impl FnOnce(R) -> M) -> C {
        assert!(!masked, "policy never gives a clear scope over a masked person");
        clear(row)
    }
}

impl Sight for Masked {
    type View<C, M> = M;
    fn show<R, C, M>(row: R, _: bool, _: impl FnOnce(R) -> C, mask: impl FnOnce(R) -> M) -> M {
        mask(row)
    }
}

impl Sight for Mixed {
    type View<C, M> = Seen<C, M>;
    fn show<R, C, M>(
        row: R,
        masked: bool,
        clear: impl FnOnce(R) -> C,
        mask: impl FnOnce(R) -> M,
    ) -> Seen<C, M> {
        if masked { Seen::Masked(mask(row)) } else { Seen::Clear(clear(row)) }
    }
}
