import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { StoreStateSort } from '../../api/types.gen.js';
import { SearchField } from '../../parts/search-field.js';
import { StateShape } from '../../parts/state/state.js';
import { STATE_ORDER, STATES, type StoreState } from '../../parts/state/states.js';
import { SORTS, type StoresSearch } from './search.js';
import { sortName } from './sort-name.js';
import { timeZonesQuery } from './stores-queries.js';

/** What is shown of the stores. Every choice goes into the address at once. */
export function StoresFilter({ search }: { search: StoresSearch }) {
  const navigate = useNavigate();
  const zones = useQuery(timeZonesQuery).data ?? [];
  const show = (change: Partial<StoresSearch>) =>
    void navigate({ to: '/stores', search: { ...search, ...change }, replace: true });
  return (
    <form className="row end stores-filter" role="search" onSubmit={(event) => event.preventDefault()}>
      <SearchField
        label="Id or name contains"
        value={search.search ?? ''}
        onChange={(text) => show({ search: text === '' ? undefined : text })}
      />
      <StateChoices
        chosen={search.state ?? []}
        onChange={(state) => show({ state: state.length === 0 ? undefined : state })}
      />
      <label>
        Time zone
        <select
          value={search.timeZone ?? ''}
          onChange={({ target }) => show({ timeZone: target.value === '' ? undefined : target.value })}
        >
          <option value="">All</option>
          {zones.map(({ timeZone, stores }) => (
            <option key={timeZone} value={timeZone}>
              {timeZone} ({stores.toLocaleString('en')})
            </option>
          ))}
        </select>
      </label>
      {search.group !== undefined && (
        <button type="button" onClick={() => show({ group: undefined })}>
          {search.group} <span aria-hidden="true">×</span>
          <span className="visually-hidden">: show the stores of all groups</span>
        </button>
      )}
      <label>
        Sorted by
        <select
          value={search.sort ?? 'state'}
          onChange={({ target }) => show({ sort: target.value as StoreStateSort, order: search.order ?? 'asc' })}
        >
          {SORTS.map((sort) => (
            <option key={sort} value={sort}>
              {sortName(sort)}
            </option>
          ))}
        </select>
      </label>
    </form>
  );
}

function StateChoices(props: { chosen: readonly StoreState[]; onChange: (states: StoreState[]) => void }) {
  const { chosen, onChange } = props;
  const toggle = (state: StoreState) =>
    onChange(STATE_ORDER.filter((one) => (one === state ? !chosen.includes(one) : chosen.includes(one))));
  return (
    <fieldset className="row">
      <legend>State</legend>
      {STATE_ORDER.map((state) => (
        <label key={state} className="check">
          <input type="checkbox" checked={chosen.includes(state)} onChange={() => toggle(state)} />
          <StateShape state={state} /> {STATES[state].word}
        </label>
      ))}
    </fieldset>
  );
}
