import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { previewStoreUptime } from '../../../api/sdk.gen.js';
import type { PreviewedChange, PreviewedUptime } from '../../../api/types.gen.js';
import { formatDuration } from '../../../parts/format/duration.js';
import { formatPercent } from '../../../parts/format/percent.js';
import { ProblemNote } from '../../../parts/problem/problem-note.js';
import { earlier } from '../earlier.js';

const WEEK_SECONDS = 7 * 86_400;

/** While somebody types, nothing is computed. */
const TYPING_MS = 400;

/** What a change would do to the number of the last seven days. */
export function Preview({ storeId, asOf, change }: { storeId: string; asOf: string; change: PreviewedChange }) {
  const settled = useSettled(JSON.stringify(change));
  const preview = useQuery({
    queryKey: ['store', 'preview', storeId, asOf, settled],
    queryFn: async () => {
      const query = { from: earlier(asOf, WEEK_SECONDS), to: asOf, asOf };
      const body = JSON.parse(settled) as PreviewedChange;
      return (await previewStoreUptime({ path: { storeId }, query, body, throwOnError: true })).data;
    },
    placeholderData: keepPreviousData,
  });
  return (
    <div className="note" role="status">
      <strong>What this does to the last seven days</strong>
      {preview.isError && <ProblemNote error={preview.error} />}
      {preview.data !== undefined && !preview.isError && (
        <p>
          {describe(preview.data.current)} → <strong>{describe(preview.data.changed)}</strong>
        </p>
      )}
    </div>
  );
}

function describe({ openSeconds, downtimeSeconds, excusedSeconds, uptimePercent }: PreviewedUptime): string {
  if (openSeconds === 0) return 'no open time';
  const excused = excusedSeconds === 0 ? '' : ` and ${formatDuration(excusedSeconds)} excused`;
  return `${formatPercent(uptimePercent)}, ${formatDuration(downtimeSeconds)} down${excused} of ${formatDuration(openSeconds)} open`;
}

function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), TYPING_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
