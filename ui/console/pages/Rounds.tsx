import { useMemo, useState } from 'preact/hooks';
import type { BinRow } from '../../../fleet/contract/rounds.ts';
import { api } from '../api.ts';
import { useAsked } from '../asked.ts';
import { Button } from '../parts/Button.tsx';
import { Gauge } from '../parts/Gauge.tsx';
import { Panel } from '../parts/Panel.tsx';
import { Empty, Failed, Waiting } from '../parts/States.tsx';
import { DemoMark } from '../parts/StatusChip.tsx';
import { nameOf as placeName } from '../place-names.ts';
import { lengthKm, roundOf } from '../rounds/route.ts';
import { SketchMap } from '../rounds/SketchMap.tsx';
import { sayFullBy } from '../rounds/say-full-by.ts';
import { binKey, isDue, type Stop, startingAt, stopsOf } from '../rounds/stops.ts';
import { addressOf } from '../router.ts';
import { own, say, sayWord } from '../say.ts';
import { dateOf, momentOf, now } from '../time.ts';
import type { PageProps } from './page.ts';

/** Fill levels move slowly, and a round under the hand is not to be shuffled. */
const EVERY_MS = 30_000;

/** Which bins are to be emptied, in which order, and where they stand. */
export function Rounds({ places, district }: PageProps) {
  const list = useAsked({
    key: `rounds ${district}`,
    ask: () => api.rounds(district),
    touches: ({ devicesOf, many }) => devicesOf.length > 0 || many,
    everyMs: EVERY_MS,
  });
  const [picked, setPicked] = useState<ReadonlySet<string>>();
  const [start, setStart] = useState<string>();
  const bins = list.answer?.bins ?? [];
  const at = list.answer?.at ?? 0;
  const due = useMemo(() => new Set(bins.filter((bin) => isDue(bin, at)).map(binKey)), [bins, at]);
  const chosen = picked ?? due;
  const { stops, unplaced } = stopsOf(bins.filter((bin) => chosen.has(binKey(bin))));
  const order = startingAt(stops, start)
    .map(({ stationId }) => stationId)
    .join(' ');
  const round = useMemo(() => roundOf(startingAt(stops, start)), [order, bins, chosen]);
  const nameOf = (id: string): string => own(placeName(places, id));

  const choose = (keys: readonly string[], take: boolean): void => {
    const next = new Set(chosen);
    for (const key of keys) {
      if (take) next.add(key);
      else next.delete(key);
    }
    setPicked(next);
  };

  return (
    <>
      <h1>{list.answer ? say('rounds.headline', { bins: bins.length, due: due.size }) : say('rounds.title')}</h1>
      {!list.answer && !list.failed && <Waiting />}
      {list.failed && <Failed failed={list.failed} onAgain={list.again} />}
      {list.answer && bins.length === 0 && <Empty>{say('rounds.none')}</Empty>}
      {bins.length > 0 && (
        <div class="rounds-parts">
          <div class="bin-panels">
            {[...Map.groupBy(bins, (bin) => bin.district)].map(([id, here]) => (
              <District key={id} name={nameOf(id)} bins={here} chosen={chosen} onChoose={choose} />
            ))}
          </div>
          <div class="beside">
            <Panel
              title={say('rounds.route')}
              class="route"
              aside={
                <span class="note">
                  {say('rounds.sum', {
                    stops: round.length,
                    bins: chosen.size - unplaced.length,
                    km: lengthKm(round).toFixed(1),
                  })}
                </span>
              }
            >
              <div class="keys">
                <Button kind="primary" disabled={round.length === 0} onPress={() => window.print()}>
                  {say('rounds.print.key')}
                </Button>
                <Button onPress={() => setPicked(undefined)}>{say('rounds.due.key', { n: due.size })}</Button>
                <Button disabled={chosen.size === 0} onPress={() => setPicked(new Set())}>
                  {say('rounds.clear.key')}
                </Button>
              </div>
              <SketchMap bins={bins} round={round} nameOf={nameOf} />
              <p class="printed">{say('rounds.printed', { date: dateOf(now.value), at: momentOf(at, 0) })}</p>
              {round.length === 0 && <Empty>{say('rounds.route.none')}</Empty>}
              <Order round={round} onStart={setStart} />
              {unplaced.length > 0 && (
                <p class="note unplaced">
                  {say('rounds.unplaced', {
                    names: [...new Set(unplaced.map(({ stationName }) => own(stationName)))].join(say('list.comma')),
                  })}
                </p>
              )}
            </Panel>
          </div>
        </div>
      )}
    </>
  );
}

interface DistrictProps {
  readonly name: string;
  /** The soonest full first. */
  readonly bins: readonly BinRow[];
  readonly chosen: ReadonlySet<string>;
  onChoose(keys: readonly string[], take: boolean): void;
}

/** Of each district, besides those chosen: the rest is asked for. */
const SHOWN = 12;

function District({ name, bins, chosen, onChoose }: DistrictProps) {
  const [all, setAll] = useState(false);
  const shown = all ? bins : bins.filter((bin, index) => index < SHOWN || chosen.has(binKey(bin)));
  const keys = bins.map(binKey);
  const taken = keys.filter((key) => chosen.has(key)).length;
  return (
    <Panel
      title={name}
      count={bins.length}
      aside={
        <label class="all">
          <input
            type="checkbox"
            checked={taken === keys.length}
            onChange={({ currentTarget: { checked } }) => onChoose(keys, checked)}
          />
          {say('rounds.all')}
        </label>
      }
    >
      <ul class="bin-list">
        {shown.map((bin) => (
          <li key={binKey(bin)}>
            <label>
              <input
                type="checkbox"
                checked={chosen.has(binKey(bin))}
                onChange={({ currentTarget: { checked } }) => onChoose([binKey(bin)], checked)}
              />
              <span class="which">
                <strong>
                  {own(bin.stationName)} · {sayWord('material', bin.material)}
                </strong>
                <span class="note">
                  {sayFullBy(bin.fullAt, now.value)}
                  {bin.demo && <DemoMark />}
                </span>
              </span>
              <Gauge percent={bin.fillPercent} />
              <strong class="percent">{bin.fillPercent}%</strong>
            </label>
          </li>
        ))}
      </ul>
      {shown.length < bins.length && (
        <p class="rest">
          <Button onPress={() => setAll(true)}>{say('rounds.more.key', { n: bins.length })}</Button>
        </p>
      )}
    </Panel>
  );
}

function Order({ round, onStart }: { readonly round: readonly Stop[]; onStart(stationId: string): void }) {
  return (
    <ol class="stops">
      {round.map(({ stationId, bins }, index) => (
        <li key={stationId}>
          <span class="number" aria-hidden="true">
            {index + 1}
          </span>
          <span class="which">
            <a href={addressOf({ name: 'station', stationId })}>{bins[0] && own(bins[0].stationName)}</a>
            <span class="note">
              {bins
                .map(({ material, fillPercent, fullAt }) =>
                  say('rounds.stop', {
                    material: sayWord('material', material),
                    percent: fillPercent,
                    by: sayFullBy(fullAt, now.value),
                  }),
                )
                .join(say('list.semicolon'))}
            </span>
          </span>
          {index > 0 && <Button onPress={() => onStart(stationId)}>{say('rounds.start.key')}</Button>}
        </li>
      ))}
    </ol>
  );
}
