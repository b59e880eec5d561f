import { useMemo, useRef, useState } from 'preact/hooks';
import type { StationRow } from '../../../fleet/contract/stations.ts';
import { api } from '../api.ts';
import { useAsked } from '../asked.ts';
import { nameOf } from '../city-names.ts';
import { Button } from '../parts/Button.tsx';
import { Sign } from '../parts/Sign.tsx';
import { Empty, Unknown } from '../parts/States.tsx';
import { addressOf, ask, place } from '../router.ts';
import { own, say } from '../say.ts';
import { LongTable } from '../stations/LongTable.tsx';
import { BY_TROUBLE, inOrder, listed, placesIn, withRows } from '../stations/listing.ts';
import type { PageProps } from './page.ts';

/** Where more changes at once than is told, all of it is asked anew: megabytes. */
const ANEW_EVERY_MS = 5_000;

/** All stations of whoever looks, trouble first. What changes while one reads changes in its place. */
export function Stations({ city, district }: PageProps) {
  const { asked } = place.value;
  const { condition = '', circle = '', q = '' } = asked;
  const list = useAsked({
    key: 'stations',
    ask: api.stations,
    touches: ({ many }) => many,
    mends: ({ at, stations }, news) => ({ at, stations: withRows(stations, news.stations) }),
    everyMs: ANEW_EVERY_MS,
  });
  const { rows, resort, stale } = useStable(list.answer?.stations, { condition, district, circle, q });
  const circles = (city.answer?.districts ?? [])
    .filter(({ id }) => district === '' || id === district)
    .flatMap(({ circles }) => circles);
  if (!list.answer || !rows) return <Unknown title={say('stations.title')} asked={list} />;
  return (
    <>
      <h1>{say('stations.sentence', { n: rows.length })}</h1>
      <div class="filters">
        <nav aria-label={say('stations.filter')} class="conditions">
          {['', ...BY_TROUBLE].map((one) => (
            <a
              key={one}
              href={addressOf({ name: 'stations' }, { ...asked, condition: one })}
              aria-current={one === condition ? 'true' : undefined}
            >
              {BY_TROUBLE.map((state) => state === one && <Sign key={state} state={state} />)}
              {BY_TROUBLE.map((state) => state === one && say(`state.${state}`))}
              {one === '' && say('stations.every')}
            </a>
          ))}
        </nav>
        <label>
          <span class="unseen">{say('stations.circle')}</span>
          <select class="select" value={circle} onChange={({ currentTarget }) => ask({ circle: currentTarget.value })}>
            <option value="">{say('stations.every-circle')}</option>
            {circles.map(({ id, name }) => (
              <option key={id} value={id}>
                {own(name)}
              </option>
            ))}
          </select>
        </label>
        {q !== '' && <Button onPress={() => ask({ q: '' })}>{say('stations.forget-search', { q })}</Button>}
        {stale && <Button onPress={resort}>{say('stations.sort-anew')}</Button>}
      </div>
      {rows.length === 0 ? (
        <Empty>{say('stations.none')}</Empty>
      ) : (
        <LongTable
          key={JSON.stringify([condition, district, circle, q])}
          rows={rows}
          nameOf={(circle) => nameOf(city.answer, circle)}
        />
      )}
      <p class="note keys-note">{say('stations.keys')}</p>
    </>
  );
}

/** Rows in the order that they had when the list was asked for: what changes does not slip away under the hand. */
function useStable(stations: readonly StationRow[] | undefined, filter: Parameters<typeof listed>[1]) {
  const order = useRef<{ key: string; ids: readonly string[] } | undefined>(undefined);
  const key = JSON.stringify(filter);
  const [turn, setTurn] = useState(0);
  const size = stations?.length;
  if (stations && order.current?.key !== `${key}/${size}/${turn}`)
    order.current = { key: `${key}/${size}/${turn}`, ids: listed(stations, filter).map(({ id }) => id) };
  const ids = order.current?.ids;
  const rows = useMemo(() => {
    if (!stations || !ids) return undefined;
    const places = placesIn(stations);
    const inTheirOrder: StationRow[] = [];
    for (const id of ids) {
      const row = stations[places.get(id) ?? -1];
      if (row) inTheirOrder.push(row);
    }
    return inTheirOrder;
  }, [stations, ids]);
  const stale = useMemo(
    () =>
      rows !== undefined &&
      (!inOrder(rows) || rows.some(({ condition }) => filter.condition !== '' && condition !== filter.condition)),
    [rows, filter.condition],
  );
  return {
    rows,
    stale,
    resort: () => setTurn((before) => before + 1),
  };
}
