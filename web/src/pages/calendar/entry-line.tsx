import { GroupLink } from '../../parts/group-link.js';
import { StoreLink } from '../../parts/store-link.js';
import type { Entry } from './entries.js';

/** An entry of a date; its edge says its kind, and so do its words. */
export function EntryLine({ entry: { kind, of, text } }: { entry: Entry }) {
  return (
    <li className={`entry entry-${kind}`}>
      <Whose of={of} /> {text}
    </li>
  );
}

function Whose({ of }: { of: Entry['of'] }) {
  if (typeof of === 'string') return of;
  return 'storeId' in of ? <StoreLink storeId={of.storeId} /> : <GroupLink kind={of.kind} value={of.value} />;
}
