import { DropZone } from '../../parts/upload/drop-zone.js';
import { Account } from '../../shell/account.js';
import { useTitle } from '../../shell/use-title.js';

/** The page of a key that may send files and see nothing. */
export default function UploadOnly() {
  useTitle('Upload');
  return (
    <main className="shell-main stack">
      <div className="page-head">
        <h1>Send files</h1>
        <Account />
      </div>
      <p>Your key may send files, and not see what is there.</p>
      <DropZone />
    </main>
  );
}
