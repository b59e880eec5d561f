import { useState } from 'preact/hooks';
import { api } from '../api.ts';
import { useAsked } from '../asked.ts';
import { CircleRing } from '../board/CircleRing.tsx';
import { FullestBins } from '../board/FullestBins.tsx';
import { Legend } from '../board/Legend.tsx';
import { WaitingAlarms } from '../board/WaitingAlarms.tsx';
import { cityWith } from '../city-changes.ts';
import { Since } from '../parts/Ago.tsx';
import { Unknown } from '../parts/States.tsx';
import { StatusChip } from '../parts/StatusChip.tsx';
import { addressOf } from '../router.ts';
import { say } from '../say.ts';
import type { PageProps } from './page.ts';

const TROUBLE = ['look', 'fault', 'silent', 'maintenance'] as const;

/** Bins and waiting alarms move all day long in a whole city: nobody reads them faster than this. */
const EVERY_MS = 3_000;

/** The city at a glance: one sentence, its life circles, what waits for somebody, what is nearly full. */
export function Board(props: PageProps) {
  const { district } = props;
  const asked = useAsked({
    key: 'board',
    ask: api.board,
    touches: ({ many, alarms, devicesOf }) => many || alarms > 0 || devicesOf.length > 0,
    mends: (board, { stations }) => cityWith(board, stations),
    everyMs: EVERY_MS,
  });
  const [lookedAt, setLookedAt] = useState<string | undefined>();
  const board = asked.answer;
  if (!board) return <Unknown title={say('board.title')} asked={asked} />;
  const districts = board.districts.filter(({ id }) => district === '' || id === district);
  const counts = district === '' ? board.counts : (districts[0]?.counts ?? board.counts);
  const circles = districts.flatMap(({ circles }) => circles);
  const demo = circles.flatMap(({ stations }) => stations).filter(({ demo }) => demo).length;
  return (
    <div class="board-parts">
      <section class="city" aria-label={say('board.title')}>
        <h1>{say('board.sentence', { total: counts.total, ok: counts.ok })}</h1>
        <p class="summary">
          {TROUBLE.map(
            (condition) =>
              counts[condition] > 0 && (
                <a key={condition} href={addressOf({ name: 'stations' }, { district, condition })}>
                  <StatusChip state={condition}>
                    {counts[condition]} {say(`state.${condition}`)}
                  </StatusChip>
                </a>
              ),
          )}
          {board.waiting.oldestAt !== undefined && district === '' && (
            <span class="oldest">
              {say('board.oldest')} <Since at={board.waiting.oldestAt} />
            </span>
          )}
          {demo > 0 && <span class="oldest">{say('board.demo', { n: demo })}</span>}
        </p>
      </section>
      <section class="circles" aria-labelledby="circles">
        <header>
          <h2 id="circles">{say('board.circles', { n: circles.length })}</h2>
          <span class="note">{say('board.circles.note')}</span>
        </header>
        <ul>
          {districts.flatMap(({ id, circles }) =>
            circles.map((circle) => (
              <li key={circle.id}>
                <CircleRing
                  circle={circle}
                  district={id}
                  lookedAt={circle.stations.some(({ id }) => id === lookedAt) ? lookedAt : undefined}
                />
              </li>
            )),
          )}
          <li>
            <Legend />
          </li>
        </ul>
      </section>
      <WaitingAlarms {...props} board={board} onLook={setLookedAt} onActed={asked.again} />
      <FullestBins {...props} board={board} />
    </div>
  );
}
