//! Parquet for people with other engines: exact decimals, text columns that repeat written once.

use std::{
    collections::{HashMap, hash_map::Entry},
    sync::Arc,
};

use parquet::{
    basic::{Compression, LogicalType, Repetition, Type as Physical},
    data_type::{ByteArray, ByteArrayType, FixedLenByteArray, FixedLenByteArrayType, Int64Type},
    errors::ParquetError,
    file::{
        metadata::KeyValue,
        properties::WriterProperties,
        writer::{SerializedFileWriter, SerializedRowGroupWriter},
    },
    schema::types::Type,
};
use rust_decimal::Decimal;

use crate::report::ReportError;

/// Rows written together; a reader that looks for one element skips the others.
const GROUP: usize = 100_000;
/// Digits that fit into the sixteen bytes of a decimal column.
const PRECISION: i32 = 38;
/// The first number with more digits than that.
const TOO_LARGE: u128 = 10_u128.pow(PRECISION.unsigned_abs());

/// What a column holds. Only a decimal and a text may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParquetKind {
    /// Words or codes.
    Text,
    /// A whole number.
    Number,
    /// A decimal with so many places, exactly.
    Decimal(u32),
}

/// One cell of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParquetCell<'a> {
    /// Nothing: not known, not said.
    Nothing,
    /// Words or a code.
    Text(&'a str),
    /// A whole number.
    Number(i64),
    /// A decimal.
    Decimal(Decimal),
}

/// One column of the group that is being filled; the levels say of each row whether there is a value.
struct Column {
    kind: ParquetKind,
    levels: Vec<i16>,
    texts: Vec<ByteArray>,
    known: HashMap<String, ByteArray>,
    numbers: Vec<i64>,
    decimals: Vec<FixedLenByteArray>,
}

/// Writes rows as one Parquet file in memory; the same rows give the same bytes.
///
/// ```
/// use duibiao::{base::Decimal, report::{ParquetCell, ParquetKind, ParquetTable}};
/// let mut table = ParquetTable::new(&[("unit", ParquetKind::Text), ("value", ParquetKind::Decimal(2))], &[])?;
/// table.push(&[ParquetCell::Text("H1"), ParquetCell::Decimal(Decimal::new(1205, 1))])?;
/// table.push(&[ParquetCell::Text("H2"), ParquetCell::Nothing])?;
/// assert!(table.finish()?.starts_with(b"PAR1"));
/// # Ok::<(), duibiao::report::ReportError>(())
/// ```
pub struct ParquetTable {
    writer: SerializedFileWriter<Vec<u8>>,
    columns: Vec<Column>,
    rows: usize,
}

impl std::fmt::Debug for ParquetTable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ParquetTable").field("rows", &self.rows).finish_non_exhaustive()
    }
}

impl From<ParquetError> for ReportError {
    fn from(fault: ParquetError) -> Self {
        Self::Parquet(fault.to_string())
    }
}

impl ParquetTable {
    /// Begins a file with named columns and words about it.
    ///
    /// # Errors
    /// A decimal column with more places than digits.
    pub fn new(columns: &[(&str, ParquetKind)], about: &[(&str, String)]) -> Result<Self, ReportError> {
        let fields = columns.iter().map(|(name, kind)| field(name, *kind)).collect::<Result<_, _>>()?;
        let schema = Type::group_type_builder("figures").with_fields(fields).build()?;
        let about = about.iter().map(|(key, value)| KeyValue::new((*key).to_owned(), value.clone()));
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by("duibiao".to_owned())
            .set_key_value_metadata(Some(about.collect()))
            .build();
        Ok(Self {
            writer: SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties))?,
            columns: columns.iter().map(|(_, kind)| Column::new(*kind)).collect(),
            rows: 0,
        })
    }

    /// Adds a row, a cell for each column.
    ///
    /// # Errors
    /// A cell of another kind than its column's, or a decimal that does not fit exactly.
    pub fn push(&mut self, row: &[ParquetCell<'_>]) -> Result<(), ReportError> {
        if row.len() != self.columns.len() {
            return Err(ReportError::Parquet(format!("{} cells, {} columns", row.len(), self.columns.len())));
        }
        for (column, cell) in self.columns.iter_mut().zip(row) {
            column.push(*cell)?;
        }
        self.rows += 1;
        if self.rows.is_multiple_of(GROUP) { self.write_group() } else { Ok(()) }
    }

    /// Ends the file and gives its bytes.
    ///
    /// # Errors
    /// What the format does not hold.
    pub fn finish(mut self) -> Result<Vec<u8>, ReportError> {
        self.write_group()?;
        Ok(self.writer.into_inner()?)
    }

    fn write_group(&mut self) -> Result<(), ReportError> {
        if self.columns.first().is_none_or(|column| column.levels.is_empty()) {
            return Ok(());
        }
        let mut group = self.writer.next_row_group()?;
        for column in &mut self.columns {
            column.write(&mut group)?;
        }
        group.close()?;
        Ok(())
    }
}

fn field(name: &str, kind: ParquetKind) -> Result<Arc<Type>, ReportError> {
    let built = match kind {
        ParquetKind::Text => Type::primitive_type_builder(name, Physical::BYTE_ARRAY)
            .with_logical_type(Some(LogicalType::String))
            .with_repetition(Repetition::OPTIONAL),
        ParquetKind::Number => {
            Type::primitive_type_builder(name, Physical::INT64).with_repetition(Repetition::REQUIRED)
        }
        ParquetKind::Decimal(places) => {
            let scale = i32::try_from(places).unwrap_or(i32::MAX);
            Type::primitive_type_builder(name, Physical::FIXED_LEN_BYTE_ARRAY)
                .with_logical_type(Some(LogicalType::decimal(scale, PRECISION)))
                .with_repetition(Repetition::OPTIONAL)
                .with_length(16)
                .with_precision(PRECISION)
                .with_scale(scale)
        }
    };
    Ok(Arc::new(built.build()?))
}

impl Column {
    fn new(kind: ParquetKind) -> Self {
        Self {
            kind,
            levels: Vec::new(),
            texts: Vec::new(),
            known: HashMap::new(),
            numbers: Vec::new(),
            decimals: Vec::new(),
        }
    }

    fn push(&mut self, cell: ParquetCell<'_>) -> Result<(), ReportError> {
        match (self.kind, cell) {
            (ParquetKind::Text | ParquetKind::Decimal(_), ParquetCell::Nothing) => {
                self.levels.push(0);
                return Ok(());
            }
            (ParquetKind::Text, ParquetCell::Text(text)) => {
                let text = match self.known.entry(text.to_owned()) {
                    Entry::Occupied(known) => known.get().clone(),
                    Entry::Vacant(new) => new.insert(ByteArray::from(text)).clone(),
                };
                self.texts.push(text);
            }
            (ParquetKind::Number, ParquetCell::Number(number)) => self.numbers.push(number),
            (ParquetKind::Decimal(places), ParquetCell::Decimal(decimal)) => {
                let units = units_of(decimal, places)
                    .ok_or_else(|| ReportError::Parquet(format!("{decimal} has no {places} places")))?;
                self.decimals.push(FixedLenByteArray::from(units.to_be_bytes().to_vec()));
            }
            (kind, cell) => return Err(ReportError::Parquet(format!("{cell:?} is no {kind:?}"))),
        }
        self.levels.push(1);
        Ok(())
    }

    fn write(&mut self, group: &mut SerializedRowGroupWriter<'_, Vec<u8>>) -> Result<(), ParquetError> {
        let Some(mut writer) = group.next_column()? else { return Ok(()) };
        match self.kind {
            ParquetKind::Text => {
                writer.typed::<ByteArrayType>().write_batch(&self.texts, Some(&self.levels), None)?
            }
            ParquetKind::Number => writer.typed::<Int64Type>().write_batch(&self.numbers, None, None)?,
            ParquetKind::Decimal(_) => writer.typed::<FixedLenByteArrayType>().write_batch(
                &self.decimals,
                Some(&self.levels),
                None,
            )?,
        };
        writer.close()?;
        *self = Self::new(self.kind);
        Ok(())
    }
}

/// Gives how many units of the last place a decimal has; `None` where it has more places or does not fit.
fn units_of(decimal: Decimal, places: u32) -> Option<i128> {
    let decimal = decimal.normalize();
    let missing = places.checked_sub(decimal.scale())?;
    let units = decimal.mantissa().checked_mul(10_i128.checked_pow(missing)?)?;
    (units.unsigned_abs() < TOO_LARGE).then_some(units)
}
