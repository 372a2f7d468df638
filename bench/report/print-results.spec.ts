import { expect, test } from '@jest/globals';
import { formatResults } from './print-results.js';
import { spreadOf, type BenchResults } from './results.js';

const results = (seconds: number): BenchResults => ({
  takenAt: '2026-11-27T00:00:00.000Z',
  machine: { processors: '2 × CPU', memory: '24 GB', node: 'v24.0.0', system: 'linux x64' },
  reports: [
    {
      data: 'calm',
      stores: 14_000,
      polls: 1_813_780,
      report: spreadOf([3 * seconds, seconds, 2 * seconds]),
      parts: { planning: 0, chunks: 0, reading: 0, computing: 0, writingRows: 0, csv: 0, temporal: 0 },
      cpuSeconds: null,
      peakMegabytes: null,
      duckDb: spreadOf([1]),
      scan: spreadOf([0.1]),
    },
  ],
  imports: [{ data: 'calm', file: 'polls.csv', rows: 1_000, seconds, copySeconds: 0.5 }],
});

const lineOf = (text: string, start: string) => text.split('\n').filter((line) => line.startsWith(`| ${start}`));

test('results have the median, its ratio to DuckDB and to COPY', () => {
  const text = formatResults(results(1), null);
  expect(lineOf(text, 'calm')[0]).toMatch(/2\.00 s \(1\.00 to 3\.00\)\s+\| 1\.00 s \(1\.00 to 1\.00\)\s+\| 2\.00/);
  expect(lineOf(text, 'calm')[1]).toMatch(/1,000 \| 1\.00 s\s+\| 1,000\s+\| 0\.50 s\s+\| 2\.00/);
  expect(text).not.toContain('earlier');
});

test('compared to an earlier run, each line has the ratio to the same line of it', () => {
  const [report, upload] = lineOf(formatResults(results(1), results(2)), 'calm');
  expect(report).toMatch(/\| 0\.50\s+\|$/);
  expect(upload).toMatch(/\| 0\.50\s+\|$/);
});

test('a line that the earlier run does not have has no ratio', () => {
  const earlier = { ...results(2), reports: [], imports: [] };
  for (const line of lineOf(formatResults(results(1), earlier), 'calm')) expect(line).toMatch(/\|\s+\|$/);
});
