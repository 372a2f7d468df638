import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { csvFormatter } from '../files/csv-format.js';

export const CSV_MEDIA_TYPE = 'text/csv; charset=utf-8';

/** A CSV that is generated while it is sent. */
export interface CsvStream {
  /** The file name under which clients save it. */
  readonly name: string;
  readonly columns: string[];
  readonly rows: AsyncIterable<readonly string[] | object>;
}

/** Answers with a CSV as its rows arrive. An error in the middle breaks the response off. */
export async function sendCsvStream(reply: FastifyReply, { name, columns, rows }: CsvStream): Promise<void> {
  const source = Readable.from(rows);
  const csv = csvFormatter(columns);
  source.on('error', (error) => csv.destroy(error));
  csv.on('close', () => source.destroy());
  await reply
    .type(CSV_MEDIA_TYPE)
    .header('content-disposition', `attachment; filename="${name}"`)
    .send(source.pipe(csv));
}
