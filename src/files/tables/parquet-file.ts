import { ByteWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer';
import type { Cell, CellType, Table, TableColumn } from './table.js';

export const PARQUET_MEDIA_TYPE = 'application/vnd.apache.parquet';

/** Rows that are encoded at once, without a pause. */
const ROWS_PER_GROUP = 5_000;

const TYPES: Readonly<Record<CellType, Omit<SchemaElement, 'name'>>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  number: { type: 'DOUBLE' },
  hundredths: { type: 'DOUBLE' },
  count: { type: 'INT32' },
  boolean: { type: 'BOOLEAN' },
  instant: {
    type: 'INT64',
    converted_type: 'TIMESTAMP_MICROS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
  },
};

/** Yields a Parquet file of a table, one row group at a time. It has no date: the same table is the same bytes. */
export async function* parquetFile({ columns, rows }: Table): AsyncGenerator<Uint8Array> {
  const writer = new ByteWriter();
  const file = new ParquetWriter({ writer, schema: schemaOf(columns), createdBy: 'Storelight' });
  for await (const group of groupsOf(rows)) {
    await file.write({
      columnData: columns.map((column, c) => columnData(column, c, group)),
      rowGroupSize: group.length,
    });
    yield takeBytes(writer);
  }
  await file.finish();
  yield takeBytes(writer);
}

function schemaOf(columns: readonly TableColumn[]): SchemaElement[] {
  const elements = columns.map(({ name, type }): SchemaElement => {
    return { name, repetition_type: 'OPTIONAL', ...TYPES[type] };
  });
  return [{ name: 'root', num_children: columns.length }, ...elements];
}

function columnData({ name, type }: TableColumn, index: number, rows: readonly (readonly Cell[])[]) {
  const cells = rows.map((row) => row[index]!);
  return { name, data: type === 'instant' ? cells.map(toBigInt) : cells, offsetIndex: false };
}

function toBigInt(cell: Cell): bigint | null {
  return cell === null ? null : BigInt(cell);
}

async function* groupsOf(rows: AsyncIterable<readonly Cell[]>): AsyncGenerator<(readonly Cell[])[]> {
  let group: (readonly Cell[])[] = [];
  for await (const row of rows) {
    group.push(row);
    if (group.length < ROWS_PER_GROUP) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}

/** Returns what was written since, and begins anew. The offset in the file goes on. */
function takeBytes(writer: ByteWriter): Uint8Array {
  const bytes = writer.getBytes().slice();
  writer.index = 0;
  return bytes;
}
