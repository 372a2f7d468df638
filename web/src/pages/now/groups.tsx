import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { FleetGroup, FleetGroups } from '../../api/types.gen.js';
import { Spark } from '../../parts/figures/spark.js';
import { formatDuration } from '../../parts/format/duration.js';
import { formatAmount, formatPercent, formatTarget } from '../../parts/format/percent.js';
import { GroupLink } from '../../parts/group-link.js';
import { Loaded } from '../../parts/problem/loading.js';
import { StateShape } from '../../parts/state/state.js';
import { ScrollTable } from '../../parts/table/scroll-table.js';
import { groupsQuery } from './now-queries.js';

/** The groups of stores, each with its week and its target. There is nothing where stores have no groups. */
export default function Groups() {
  const [by, setBy] = useState<string>();
  return (
    <Loaded query={useQuery(groupsQuery(by))}>
      {(groups) => (groups.by === null ? null : <GroupPanel groups={groups} by={groups.by} onChoose={setBy} />)}
    </Loaded>
  );
}

interface Props {
  readonly groups: FleetGroups;
  readonly by: string;
  readonly onChoose: (kind: string) => void;
}

function GroupPanel({ groups: { kinds, items }, by, onChoose }: Props) {
  const down = items.filter(({ counts }) => counts.down > 0).length;
  return (
    <details className="panel groups">
      <summary>
        <h2>Groups by {by}</h2>
        <span className="quiet">
          {items.length.toLocaleString('en')} {items.length === 1 ? 'group' : 'groups'}, {down.toLocaleString('en')}{' '}
          with stores that are down
        </span>
      </summary>
      {kinds.length > 1 && (
        <label>
          Grouped by
          <select value={by} onChange={({ target }) => onChoose(target.value)}>
            {kinds.map((kind) => (
              <option key={kind}>{kind}</option>
            ))}
          </select>
        </label>
      )}
      <GroupTable by={by} groups={items} />
    </details>
  );
}

function GroupTable({ by, groups }: { by: string; groups: readonly FleetGroup[] }) {
  const hasValue = groups.some(({ lostValue }) => lostValue > 0);
  const headings = [
    by,
    { title: 'Stores', isNumber: true },
    { title: 'Down now', isNumber: true },
    { title: '7 days', isNumber: true },
    { title: 'Target', isNumber: true },
    { title: 'Met their target', isNumber: true },
    { title: 'Down, 7 days', isNumber: true },
    ...(hasValue ? [{ title: 'Lost, 7 days', isNumber: true }] : []),
    'Last week',
  ];
  return (
    <ScrollTable label={`Groups by ${by}`} headings={headings}>
      {groups.map((group) => (
        <GroupRow key={group.value ?? ''} by={by} group={group} hasValue={hasValue} />
      ))}
    </ScrollTable>
  );
}

function GroupRow({ by, group, hasValue }: { by: string; group: FleetGroup; hasValue: boolean }) {
  const { value, stores, counts, week, days, target, met, missed, lostValue } = group;
  const aimed = met + missed;
  return (
    <tr>
      <th scope="row">
        {value === null ? <span className="quiet">none</span> : <GroupLink kind={by} value={value} />}
      </th>
      <td className="number">{stores.toLocaleString('en')}</td>
      <td className="number">
        {counts.down === 0 ? (
          '0'
        ) : (
          <strong className="down-text">
            <StateShape state="down" /> {counts.down.toLocaleString('en')}
          </strong>
        )}
      </td>
      <td className="number">{week.openSeconds === 0 ? 'no open time' : formatPercent(week.uptimePercent)}</td>
      <td className="number">{formatTarget(target)}</td>
      <td className="number">{aimed === 0 ? '' : `${met.toLocaleString('en')} of ${aimed.toLocaleString('en')}`}</td>
      <td className="number">{formatDuration(week.downtimeSeconds)}</td>
      {hasValue && <td className="number">{formatAmount(lostValue)}</td>}
      <td>
        <Spark days={days} />
      </td>
    </tr>
  );
}
