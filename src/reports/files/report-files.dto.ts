import { z } from 'zod';
import { groupFilter } from '../../http/dto/store-attributes.dto.js';
import { strictRequest } from '../../http/schemas.js';
import { ALL_COLUMNS } from './selected-columns.js';

const columnsInput = z
  .string()
  .min(1)
  .optional()
  .meta({
    examples: ['store_id,name,uptime_last_day_percent'],
    description:
      `The names of columns with commas between them, in this order, or \`${ALL_COLUMNS}\`. A column of a window has the name of the window ` +
      'in it. A name with a comma is in double quotes, as in a CSV. An answer to an unknown name lists those there are.',
  });

export const csvQuerySchema = strictRequest({ columns: columnsInput, group: groupFilter }).refine(
  ({ columns, group }) => columns !== undefined || group === undefined,
  { path: ['group'], message: `group needs columns, such as columns=${ALL_COLUMNS}` },
);

export type CsvQuery = z.output<typeof csvQuerySchema>;

export const xlsxQuerySchema = strictRequest({ columns: columnsInput, group: groupFilter });

export type XlsxQuery = z.output<typeof xlsxQuerySchema>;

export const REPORT_TABLES = ['stores', 'groups', 'outages'] as const;

export const parquetQuerySchema = strictRequest({
  table: z.enum(REPORT_TABLES).default('stores').meta({ description: 'A Parquet file has one table.' }),
  columns: columnsInput,
  group: groupFilter,
}).refine(({ table, columns }) => table === 'stores' || columns === undefined, {
  path: ['columns'],
  message: 'columns are of the table of stores',
});

export type ParquetQuery = z.output<typeof parquetQuerySchema>;
