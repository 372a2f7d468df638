import { useQuery } from '@tanstack/react-query';
import { importQuery } from './import-queries.js';
import { Loaded } from '../problem/loading.js';
import { ImportOutcome } from './import-outcome.js';
import { useMay } from '../../session/session.js';
import type { UploadedFile } from '../../api/types.gen.js';

/** The imports of an upload, each with what becomes of it. */
export function UploadedFiles({ files }: { files: readonly UploadedFile[] }) {
  const maySee = useMay('reader');
  return (
    <ul className="uploaded" role="status">
      {files.map((file) =>
        maySee ? (
          <UploadedFileItem key={file.importId} file={file} />
        ) : (
          <li key={file.importId}>{file.fileName}: received, and will be imported.</li>
        ),
      )}
    </ul>
  );
}

function UploadedFileItem({ file: { importId, fileName } }: { file: UploadedFile }) {
  return (
    <li>
      <a href={`/ui/data/${importId}`}>{fileName}</a>{' '}
      <Loaded query={useQuery(importQuery(importId))}>{(imported) => <ImportOutcome imported={imported} />}</Loaded>
    </li>
  );
}
