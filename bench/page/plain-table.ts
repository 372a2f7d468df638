import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** Writes all rows of a report as an ordinary table, which is what a page without paging would be. Returns its address. */
export async function writePlainTable(url: string, reportId: string, folder: string): Promise<string> {
  const csv = await (await fetch(`${url}/reports/${reportId}/rows?format=csv`)).text();
  const rows = csv
    .trim()
    .split('\n')
    .map(
      (line) =>
        `<tr>${line
          .split(',')
          .map((cell) => `<td>${cell}</td>`)
          .join('')}</tr>`,
    );
  const html = `<!doctype html><meta charset="utf-8">
<style>.virtual-table { height: 640px; overflow: auto } td { height: 44px; padding: 0 10px }</style>
<div class="virtual-table"><table><tbody>${rows.join('\n')}</tbody></table></div>`;
  const file = path.join(folder, 'plain-table.html');
  await writeFile(file, html);
  return pathToFileURL(file).href;
}
