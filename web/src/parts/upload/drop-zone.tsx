import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ProblemNote } from '../problem/problem-note.js';
import { sendFiles } from './send-files.js';
import { UploadedFiles } from './uploaded-files.js';
import './upload.css';

/** Takes files, by hand or by mouse, sends them with their progress, and follows their imports. */
export function DropZone() {
  const queries = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [share, setShare] = useState(0);
  const [isOver, setOver] = useState(false);
  const upload = useMutation({
    mutationFn: async (files: readonly File[]) => sendFiles(files, setShare),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['imports'] }),
  });
  const send = (files: FileList | null) => {
    if (files === null || files.length === 0) return;
    setShare(0);
    upload.mutate([...files]);
  };
  return (
    <div className="stack">
      <div
        className={isOver ? 'drop-zone over' : 'drop-zone'}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          send(event.dataTransfer.files);
        }}
      >
        <p>Drop CSV files here, or</p>
        <button type="button" className="primary" disabled={upload.isPending} onClick={() => input.current!.click()}>
          Choose files
        </button>
        <input
          ref={input}
          type="file"
          multiple
          hidden
          accept=".csv,.gz,.zip,text/csv"
          aria-label="Files to import"
          onChange={({ target }) => {
            send(target.files);
            target.value = '';
          }}
        />
        <p className="small quiet">
          Polls, business hours, special hours, closures and time zones are told apart by their headers. Also as .gz or
          .zip.
        </p>
      </div>
      {upload.isPending && (
        <label>
          {share < 1 ? `Sending: ${Math.floor(share * 100)} %` : 'Sent; the server stores the files'}
          <progress value={share} max={1} />
        </label>
      )}
      {upload.isError && <ProblemNote error={upload.error} />}
      {upload.data !== undefined && <UploadedFiles files={upload.data.imports} />}
    </div>
  );
}
