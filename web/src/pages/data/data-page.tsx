import { DropZone } from '../../parts/upload/drop-zone.js';
import { useMay, useSession } from '../../session/session.js';
import { useTitle } from '../../shell/use-title.js';
import { FeedPanel } from './feed.js';
import { ImportList } from './import-list.js';
import { Schedules } from './schedules.js';
import './data.css';

/** What has come in, whether it still does, and what runs by itself. */
export function DataPage() {
  const mayUpload = useMay('ingest');
  const isLimited = useSession().stores !== null;
  useTitle('Data');
  return (
    <div className="stack">
      <h1>Data</h1>
      <FeedPanel />
      {mayUpload && <DropZone />}
      <ImportList />
      {!isLimited && <Schedules />}
    </div>
  );
}
