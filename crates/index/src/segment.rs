//! What is kept in memory beside the index files: for each segment the readers of its columns, the
//! numbers of its facet values and, for each workspace, its living documents with their facet
//! counts. A segment that lost some documents keeps its counts, less those documents: a page after
//! a small change costs no more than one before it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use tantivy::columnar::{Column, ColumnValues, StrColumn};
use tantivy::schema::IndexRecordOption;
use tantivy::{Searcher, SegmentReader, Term};

use crate::bits::Bits;
use crate::facets::Values;
use crate::people_index::IndexError;
use crate::schema::{Fields, unsigned};

/// The index as of one commit.
pub(crate) struct Snapshot {
    pub searcher: Searcher,
    pub segments: Vec<Arc<Segment>>,
}

impl Snapshot {
    pub(crate) fn new(
        searcher: Searcher,
        fields: &Fields,
        values: &RwLock<Values>,
        before: Option<&Snapshot>,
    ) -> Result<Snapshot, IndexError> {
        let known = |reader: &SegmentReader| {
            let id = reader.segment_id();
            before?.segments.iter().find(|known| known.reader.segment_id() == id)
        };
        let mut segments = Vec::new();
        for reader in searcher.segment_readers() {
            segments.push(match known(reader) {
                Some(same) if same.reader.delete_opstamp() == reader.delete_opstamp() => Arc::clone(same),
                Some(older) => Arc::new(older.after_deletes(reader)),
                None => Arc::new(Segment::open(reader, fields, values)?),
            });
        }
        Ok(Snapshot { searcher, segments })
    }
}

/// One segment and its columns.
pub(crate) struct Segment {
    pub reader: SegmentReader,
    pub person: Arc<dyn ColumnValues<i64>>,
    pub stamp: Arc<dyn ColumnValues<u64>>,
    pub last_contact_at: Arc<dyn ColumnValues<i64>>,
    pub created_at: Arc<dyn ColumnValues<i64>>,
    pub updated_at: Arc<dyn ColumnValues<i64>>,
    pub experience_years: Option<Column<i64>>,
    pub name_order: Option<StrColumn>,
    pub meaning: Option<Column<u64>>,
    facet_ords: Option<Column<u64>>,
    /// For each ordinal of the facet column the number of its value.
    facet_numbers: Arc<Vec<u32>>,
    workspaces: Mutex<HashMap<i64, Arc<Residents>>>,
}

/// The people of one workspace in one segment.
pub(crate) struct Residents {
    pub bits: Bits,
    pub count: u64,
    /// By ordinal of the facet column.
    facet_counts: Vec<u32>,
}

impl Segment {
    fn open(reader: &SegmentReader, fields: &Fields, values: &RwLock<Values>) -> Result<Segment, IndexError> {
        let fast = reader.fast_fields();
        let name = |field| reader.schema().get_field_name(field);
        let facet = fast.str(name(fields.facet))?;
        let facet_numbers = match &facet {
            Some(column) => number_values(column, values)?,
            None => Vec::new(),
        };
        Ok(Segment {
            reader: reader.clone(),
            person: fast.column_first_or_default(name(fields.person))?,
            stamp: fast.column_first_or_default(name(fields.stamp))?,
            last_contact_at: fast.column_first_or_default(name(fields.last_contact_at))?,
            created_at: fast.column_first_or_default(name(fields.created_at))?,
            updated_at: fast.column_first_or_default(name(fields.updated_at))?,
            experience_years: fast.column_opt(name(fields.experience_years))?,
            name_order: fast.str(name(fields.name_order))?,
            meaning: fast.column_opt(name(fields.meaning))?,
            facet_ords: facet.map(|column| column.ords().clone()),
            facet_numbers: Arc::new(facet_numbers),
            workspaces: Mutex::default(),
        })
    }

    /// The same segment with fewer living documents.
    fn after_deletes(&self, reader: &SegmentReader) -> Segment {
        let known = self.workspaces.lock().unwrap_or_else(PoisonError::into_inner);
        let workspaces = known.iter().map(|(&workspace, residents)| {
            let mut bits = residents.bits.clone();
            residents
                .bits
                .iter()
                .filter(|&document| reader.is_deleted(document))
                .for_each(|document| bits.remove(document));
            let gone = self.count_ords(&residents.bits.without(&bits));
            let counts = residents.facet_counts.iter().zip(&gone).map(|(all, gone)| all - gone);
            let facet_counts = counts.collect();
            let count = bits.count();
            (workspace, Arc::new(Residents { bits, count, facet_counts }))
        });
        Segment {
            reader: reader.clone(),
            person: Arc::clone(&self.person),
            stamp: Arc::clone(&self.stamp),
            last_contact_at: Arc::clone(&self.last_contact_at),
            created_at: Arc::clone(&self.created_at),
            updated_at: Arc::clone(&self.updated_at),
            experience_years: self.experience_years.clone(),
            name_order: self.name_order.clone(),
            meaning: self.meaning.clone(),
            facet_ords: self.facet_ords.clone(),
            facet_numbers: Arc::clone(&self.facet_numbers),
            workspaces: Mutex::new(workspaces.collect()),
        }
    }

    pub(crate) fn documents(&self) -> u32 {
        self.reader.max_doc()
    }

    /// The living documents of a workspace; counted once for a segment.
    pub(crate) fn residents(&self, workspace: i64, fields: &Fields) -> Result<Arc<Residents>, IndexError> {
        let mut known = self.workspaces.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(residents) = known.get(&workspace) {
            return Ok(Arc::clone(residents));
        }
        let term = Term::from_field_u64(fields.workspace, unsigned(workspace));
        let mut bits = Bits::none(self.documents());
        self.each_with(&term, |document| {
            if !self.reader.is_deleted(document) {
                bits.insert(document);
            }
        })?;
        let residents = Residents { count: bits.count(), facet_counts: self.count_ords(&bits), bits };
        let residents = Arc::new(residents);
        known.insert(workspace, Arc::clone(&residents));
        Ok(residents)
    }

    /// Every document with a term, deleted ones too.
    pub(crate) fn each_with(&self, term: &Term, mut visit: impl FnMut(u32)) -> Result<(), IndexError> {
        let inverted = self.reader.inverted_index(term.field())?;
        let postings = inverted.read_block_postings(term, IndexRecordOption::Basic)?;
        let Some(mut block) = postings else {
            return Ok(());
        };
        while !block.docs().is_empty() {
            block.docs().iter().for_each(|&document| visit(document));
            block.advance();
        }
        Ok(())
    }

    /// Every document with a facet value, in any spelling; deleted ones too.
    pub(crate) fn each_with_facet(
        &self,
        start: &str,
        fields: &Fields,
        mut visit: impl FnMut(u32),
    ) -> Result<(), IndexError> {
        let inverted = self.reader.inverted_index(fields.facet)?;
        let after = format!("{}\u{2}", &start[..start.len() - 1]);
        let mut terms = inverted.terms().range().ge(start).lt(after).into_stream()?;
        while let Some((_, info)) = terms.next() {
            let basic = IndexRecordOption::Basic;
            let mut block = inverted.read_block_postings_from_terminfo(info, basic)?;
            while !block.docs().is_empty() {
                block.docs().iter().for_each(|&document| visit(document));
                block.advance();
            }
        }
        Ok(())
    }

    /// Adds the facet values of some of a workspace's documents to counts by value number. Of many
    /// documents the others are counted, and taken from the whole.
    pub(crate) fn count_facets(&self, of: &Bits, residents: &Residents, counts: &mut [u64]) {
        let mut add = |ords: &[u32]| {
            for (&number, &count) in self.facet_numbers.iter().zip(ords) {
                counts[number as usize] += u64::from(count);
            }
        };
        if of.count() * 2 <= residents.count {
            return add(&self.count_ords(of));
        }
        let mut ords = residents.facet_counts.clone();
        if of.count() < residents.count {
            let others = self.count_ords(&residents.bits.without(of));
            ords.iter_mut().zip(&others).for_each(|(all, other)| *all -= other);
        }
        add(&ords);
    }

    fn count_ords(&self, of: &Bits) -> Vec<u32> {
        let mut counts = vec![0; self.facet_numbers.len()];
        let Some(column) = &self.facet_ords else {
            return counts;
        };
        let mut ords = Vec::new();
        for document in of.iter() {
            let rows = column.index.value_row_ids(document);
            ords.resize(rows.len(), 0);
            column.values.get_range(u64::from(rows.start), &mut ords);
            ords.iter().for_each(|&ord| counts[ord as usize] += 1);
        }
        counts
    }
}

fn number_values(column: &StrColumn, values: &RwLock<Values>) -> Result<Vec<u32>, IndexError> {
    let mut values = values.write().unwrap_or_else(PoisonError::into_inner);
    let mut numbers = Vec::with_capacity(column.num_terms());
    let mut terms = column.dictionary().stream()?;
    while terms.advance() {
        let term = String::from_utf8_lossy(terms.key());
        numbers.push(values.number(&term));
    }
    Ok(numbers)
}
