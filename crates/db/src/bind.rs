//! Values going into a statement and coming out of a row: integer, real, text, bytes, nothing else.

use rusqlite::types::{ToSqlOutput, ValueRef};
use tokio_postgres::types::{IsNull, ToSql, Type, private::BytesMut, to_sql_checked};

/// One bound value.
#[derive(Clone, Copy, Debug)]
pub enum Param<'a> {
    Null,
    Int(i64),
    Real(f64),
    Text(&'a str),
    Bytes(&'a [u8]),
}

/// What can be bound to `$n`.
pub trait Bind: Send + Sync {
    fn param(&self) -> Param<'_>;
}

macro_rules! bind {
    ($($type:ty => |$value:ident| $param:expr),+ $(,)?) => {$(
        impl Bind for $type {
            fn param(&self) -> Param<'_> { let $value = self; $param }
        }
    )+};
}
bind! {
    i64 => |v| Param::Int(*v),
    i32 => |v| Param::Int(i64::from(*v)),
    u32 => |v| Param::Int(i64::from(*v)),
    u8 => |v| Param::Int(i64::from(*v)),
    bool => |v| Param::Int(i64::from(*v)),
    f64 => |v| Param::Real(*v),
    String => |v| Param::Text(v),
    &str => |v| Param::Text(v),
    Vec<u8> => |v| Param::Bytes(v),
    &[u8] => |v| Param::Bytes(v),
    base::Id => |v| Param::Int(v.0),
}
impl<const N: usize> Bind for [u8; N] {
    fn param(&self) -> Param<'_> {
        Param::Bytes(self)
    }
}
impl<T: Bind> Bind for Option<T> {
    fn param(&self) -> Param<'_> {
        self.as_ref().map_or(Param::Null, Bind::param)
    }
}
impl Bind for Param<'_> {
    fn param(&self) -> Param<'_> {
        *self
    }
}

/// An owned bound value, for statements put together at run time (see [`crate::Assembled`]).
#[derive(Clone, Debug)]
pub(crate) enum Owned {
    Null,
    Int(i64),
    Real(f64),
    Text(String),
    Bytes(Vec<u8>),
}

impl From<Param<'_>> for Owned {
    fn from(param: Param<'_>) -> Self {
        match param {
            Param::Null => Self::Null,
            Param::Int(v) => Self::Int(v),
            Param::Real(v) => Self::Real(v),
            Param::Text(v) => Self::Text(v.to_owned()),
            Param::Bytes(v) => Self::Bytes(v.to_owned()),
        }
    }
}
impl Bind for Owned {
    fn param(&self) -> Param<'_> {
        match self {
            Self::Null => Param::Null,
            Self::Int(v) => Param::Int(*v),
            Self::Real(v) => Param::Real(*v),
            Self::Text(v) => Param::Text(v),
            Self::Bytes(v) => Param::Bytes(v),
        }
    }
}

impl rusqlite::ToSql for Param<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(v) => ValueRef::Integer(*v),
            Self::Real(v) => ValueRef::Real(*v),
            Self::Text(v) => ValueRef::Text(v.as_bytes()),
            Self::Bytes(v) => ValueRef::Blob(v),
        }))
    }
}

impl ToSql for Param<'_> {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(v) if *ty == Type::INT4 => i32::try_from(*v)?.to_sql(ty, out),
            Self::Int(v) if *ty == Type::INT8 => v.to_sql(ty, out),
            Self::Real(v) if *ty == Type::FLOAT8 => v.to_sql(ty, out),
            Self::Text(v) if *ty == Type::TEXT || *ty == Type::VARCHAR => v.to_sql(ty, out),
            Self::Bytes(v) if *ty == Type::BYTEA => v.to_sql(ty, out),
            other => Err(format!("{other:?} does not fit a parameter of type {ty}").into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// One row of an answer. Columns are counted from 0 and read by type; a column of another type is a
/// mistake in the query next door, found by its first test, so it panics.
pub enum Row<'r> {
    Sqlite(&'r rusqlite::Row<'r>),
    Postgres(&'r tokio_postgres::Row),
}

const AGREES: &str = "query and row agree on the column's type";

impl Row<'_> {
    pub fn int(&self, column: usize) -> i64 {
        match self {
            Self::Sqlite(row) => row.get(column).expect(AGREES),
            Self::Postgres(row) => match row.columns()[column].type_() {
                &Type::INT4 => i64::from(row.get::<_, i32>(column)),
                _ => row.get(column),
            },
        }
    }

    pub fn flag(&self, column: usize) -> bool {
        self.int(column) != 0
    }

    pub fn opt_int(&self, column: usize) -> Option<i64> {
        match self {
            Self::Sqlite(row) => row.get(column).expect(AGREES),
            Self::Postgres(row) => row.get(column),
        }
    }

    pub fn real(&self, column: usize) -> f64 {
        match self {
            Self::Sqlite(row) => row.get(column).expect(AGREES),
            Self::Postgres(row) => row.get(column),
        }
    }

    /// The text, borrowed from the row.
    pub fn str(&self, column: usize) -> &str {
        match self {
            Self::Sqlite(row) => row.get_ref(column).expect(AGREES).as_str().expect(AGREES),
            Self::Postgres(row) => row.get(column),
        }
    }

    pub fn text(&self, column: usize) -> String {
        self.str(column).to_owned()
    }

    pub fn opt_text(&self, column: usize) -> Option<String> {
        match self {
            Self::Sqlite(row) => row.get(column).expect(AGREES),
            Self::Postgres(row) => row.get(column),
        }
    }

    pub fn bytes(&self, column: usize) -> Vec<u8> {
        match self {
            Self::Sqlite(row) => row.get(column).expect(AGREES),
            Self::Postgres(row) => row.get(column),
        }
    }

    pub fn opt_bytes(&self, column: usize) -> Option<Vec<u8>> {
        match self {
            Self::Sqlite(row) => row.get(column).expect(AGREES),
            Self::Postgres(row) => row.get(column),
        }
    }
}
