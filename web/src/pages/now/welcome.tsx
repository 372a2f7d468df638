import { DropZone } from '../../parts/upload/drop-zone.js';
import { useMay } from '../../session/session.js';
import { useTitle } from '../../shell/use-title.js';

const FILES = [
  ['Polls', 'store_id,timestamp_utc,status', '8419537941919820732,2023-01-22 12:09:39.388884 UTC,active', 'needed'],
  [
    'Business hours',
    'store_id,day,start_time_local,end_time_local',
    '8419537941919820732,0,09:00:00,17:00:00',
    'without: always open',
  ],
  ['Time zones', 'store_id,timezone_str', '8419537941919820732,America/Denver', 'without: America/Chicago'],
] as const;

/** The first page while there is no data: what to do, and where to do it. */
export default function Welcome() {
  const mayUpload = useMay('ingest');
  useTitle('Welcome');
  return (
    <div className="stack welcome">
      <h1>No polls yet</h1>
      <p>
        Storelight needs to know when each store was found online. Give it your files, and this page shows which stores
        are down.
      </p>
      {mayUpload ? <DropZone /> : <p className="note">Your key may not upload files. Ask an operator to.</p>}
      <section className="panel" aria-labelledby="files-title">
        <h2 id="files-title">The files</h2>
        <p className="quiet">CSV with a header. The order of the columns does not matter, and others may be there.</p>
        <dl className="file-kinds">
          {FILES.map(([name, header, example, note]) => (
            <div key={name}>
              <dt>
                {name} <span className="quiet small">({note})</span>
              </dt>
              <dd>
                <pre tabIndex={0}>
                  {header}
                  {'\n'}
                  {example}
                </pre>
              </dd>
            </div>
          ))}
        </dl>
        <p>
          Polls can also be pushed as they happen, by <code>POST /polls</code>: see <a href="/docs">the API</a>.
        </p>
      </section>
    </div>
  );
}
