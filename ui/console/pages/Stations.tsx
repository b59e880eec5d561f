import { useMemo, useRef, useState } from 'preact/hooks';
import { BY_TROUBLE } from '../../../fleet/contract/trouble.ts';
import { useAsked } from '../asked.ts';
import { Button } from '../parts/Button.tsx';
import { Sign } from '../parts/Sign.tsx';
import { Empty, Failed, Unknown, Waiting } from '../parts/States.tsx';
import { nameOf } from '../place-names.ts';
import { addressOf, ask, place } from '../router.ts';
import { own, say } from '../say.ts';
import { LongTable } from '../stations/LongTable.tsx';
import { askStations, type Stations as List } from '../stations/list-answer.ts';
import { type Filter, isEveryone, withRows } from '../stations/listing.ts';
import { carriedOver, isStale, type Order, orderOf, rowsIn } from '../stations/order.ts';
import type { PageProps } from './page.ts';

/** Where more changes at once than is told, all of it is asked anew: megabytes. */
const ANEW_EVERY_MS = 5_000;

/** All stations of whoever looks, trouble first. What changes while one reads changes in its place. */
export function Stations({ places, district }: PageProps) {
  const { asked } = place.value;
  const { condition = '', circle = '', q = '' } = asked;
  const list = useAsked({
    key: 'stations',
    ask: askStations,
    touches: ({ many }) => many,
    mends: (list, news) => withRows(list, news.stations),
    everyMs: ANEW_EVERY_MS,
  });
  const filter: Filter = { condition, district, circle, q };
  const { rows, resort, stale } = useOrder(list.answer, filter);
  const circles = (places?.districts ?? [])
    .filter(({ id }) => district === '' || id === district)
    .flatMap(({ circles }) => circles);
  if (!list.answer || !rows) return <Unknown title={say('stations.title')} asked={list} />;
  const { stations, total } = list.answer;
  const coming = stations.length < total;
  return (
    <>
      <h1>{say('stations.sentence', { n: isEveryone(filter) ? total : rows.length })}</h1>
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
      {coming && list.failed && <Failed failed={list.failed} onAgain={list.again} />}
      {coming && !list.failed && rows.length === 0 && <Waiting />}
      {rows.length === 0 && !coming && <Empty>{say('stations.none')}</Empty>}
      {rows.length > 0 && (
        <LongTable
          key={JSON.stringify([condition, district, circle, q])}
          rows={rows}
          whole={!coming}
          busy={coming && !list.failed}
          nameOf={(circle) => nameOf(places, circle)}
        />
      )}
      <p class="note keys-note">{say('stations.keys')}</p>
    </>
  );
}

/** While the list is coming its order is made anew with every part of it; then it is kept. */
function useOrder(list: List | undefined, filter: Filter) {
  const kept = useRef<{ readonly key: string; readonly order: Order } | undefined>(undefined);
  const [sorted, setSorted] = useState(0);
  const key = JSON.stringify([filter, list?.stations.length, sorted]);
  if (list)
    kept.current = {
      key,
      order: kept.current?.key === key ? carriedOver(kept.current.order, list) : orderOf(list, filter),
    };
  const order = list && kept.current?.order;
  return {
    rows: order && rowsIn(order),
    stale: useMemo(() => order !== undefined && list !== undefined && isStale(order, list), [order, list]),
    resort: () => setSorted((before) => before + 1),
  };
}
