import { useEffect, useState } from 'preact/hooks';
import type { AlarmList, AlarmQuery, AlarmRow } from '../../../fleet/contract/alarms.ts';
import { ActKeys } from '../alarms/ActKeys.tsx';
import { Asking, type Question } from '../alarms/asking.tsx';
import { Grid } from '../alarms/Grid.tsx';
import { KeysPage } from '../alarms/KeysPage.tsx';
import { OutcomeBar } from '../alarms/OutcomeBar.tsx';
import { withPending, withRows } from '../alarms/pending.ts';
import { aimedAt, kept, NOTHING_CHOSEN, rowsOf, type Selection } from '../alarms/selection.ts';
import { useActs } from '../alarms/use-acts.ts';
import { useKeys } from '../alarms/use-keys.ts';
import { useNames } from '../alarms/use-people.ts';
import { api } from '../api.ts';
import { useAsked } from '../asked.ts';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { Empty, Failed, Waiting } from '../parts/States.tsx';
import { addressOf, go, place } from '../router.ts';
import { say } from '../say.ts';
import { mayWork } from '../session.ts';
import { lasting, now } from '../time.ts';
import type { PageProps } from './page.ts';

const SHOWS = ['waiting', 'open', 'mine', 'shelved', 'cleared'] as const satisfies readonly AlarmQuery['show'][];

/** A page of its own over the list, and the alarms that it is for. */
type Over = { readonly kind: 'keys' } | { readonly kind: Question | 'more'; readonly ids: readonly number[] };

export function Alarms({ me, district }: PageProps) {
  const asked = place.value.asked;
  const show = SHOWS.find((one) => one === asked.show) ?? 'waiting';
  const query = { show, district, station: asked.station ?? '', q: asked.q ?? '' };
  const list = useAsked({
    key: `alarms ${JSON.stringify(query)}`,
    ask: () => api.alarms(query),
    touches: ({ alarms, many }) => alarms > 0 || many,
  });
  const [selected, setSelected] = useState<Selection>(NOTHING_CHOSEN);
  const [moves, setMoves] = useState(0);
  const [over, setOver] = useState<Over>();
  const nameOf = useNames();

  const known = list.answer?.lines ?? [];
  const acts = useActs(known, {
    onRows: (rows) => list.mend((before) => ({ ...before, lines: [...withRows(before.lines, rows)] })),
    onEnd: list.again,
  });
  const lines = withPending(known, acts.pending, { name: me.name, atMs: now.peek() });
  const rows = rowsOf(lines, selected.unfolded);
  const selection = kept(selected, rows);
  const works = mayWork(me);
  const alarms = lines.flatMap(({ lead, others }) => [lead, ...others]);
  const of = (ids: readonly number[]) => alarms.filter(({ id }) => ids.includes(id));
  const aimed = aimedAt(selection, rows);

  const act: typeof acts.act = (what, ids) => {
    setSelected({ ...selection, chosen: new Set(), from: undefined });
    acts.act(what, ids);
  };
  useKeys({
    selection,
    rows,
    onSelection: (next) => {
      setSelected(next);
      setMoves((before) => before + 1);
    },
    onWish: (wish) => {
      if (wish.kind === 'open') go({ name: 'alarm', alarmId: wish.id });
      else if (wish.kind === 'keys') setOver({ kind: 'keys' });
      else if (!works) return;
      else if (wish.kind === 'undo') acts.undo?.();
      else if (wish.kind === 'acknowledge') act({ kind: 'acknowledge' }, wish.ids);
      else if (wish.ids.length > 0) setOver({ kind: wish.kind, ids: wish.ids });
    },
  });
  const [choosing, setChoosing] = useState(false);
  // Another list is another choice.
  useEffect(() => {
    setSelected(NOTHING_CHOSEN);
    setChoosing(false);
  }, [show, district, query.station, query.q]);

  return (
    <>
      <h1>{list.answer ? headline(list.answer) : say('alarms.title')}</h1>
      <Tabs show={show} counts={list.answer?.counts} />
      <OutcomeBar acts={acts} />
      <section
        class={`panel alarm-list ${choosing ? 'choosing' : ''} ${works ? 'works' : ''}`}
        aria-label={say('alarms.title')}
      >
        {works && lines.length > 0 && (
          <div class="bar" role="toolbar" aria-label={say('alarms.bar')}>
            <label class="all">
              <input
                type="checkbox"
                checked={rows.length > 0 && selection.chosen.size === rows.length}
                onChange={({ currentTarget: { checked } }) =>
                  setSelected({ ...selection, chosen: new Set(checked ? rows.map(({ id }) => id) : []) })
                }
              />
              <span>{say('alarms.all')}</span>
            </label>
            <span class="aim">
              {selection.chosen.size > 0 ? say('alarms.chosen', { n: aimed.length }) : say('alarms.at-cursor')}
            </span>
            <span class="wide">
              <ActKeys
                rows={of(aimed)}
                letters
                onAct={(what) => act(what, aimed)}
                onQuestion={(kind) => setOver({ kind, ids: aimed })}
              />
            </span>
            <span class="narrow">
              {choosing && (
                <Button
                  kind="primary"
                  disabled={selection.chosen.size === 0}
                  onPress={() => setOver({ kind: 'more', ids: aimed })}
                >
                  {say('alarms.do.key')}
                </Button>
              )}
              <Button
                onPress={() => {
                  setSelected({ ...selection, chosen: new Set() });
                  setChoosing(!choosing);
                }}
              >
                {choosing ? say('act.cancel.key') : say('alarms.choose.key')}
              </Button>
            </span>
            <button type="button" class="button quiet help" onClick={() => setOver({ kind: 'keys' })}>
              {say('alarms.keys.key')}{' '}
              <span class="letter" aria-hidden="true">
                ?
              </span>
            </button>
          </div>
        )}
        {!list.answer && !list.failed && <Waiting />}
        {list.failed && <Failed failed={list.failed} onAgain={list.again} />}
        {list.answer && lines.length === 0 && <Empty>{say(`alarms.none.${show}`)}</Empty>}
        <Grid
          label={say(`alarms.show.${show}`)}
          lines={lines}
          selection={selection}
          moves={moves}
          pending={acts.pending}
          refused={new Set(acts.outcome?.refused.map(({ id }) => id))}
          mayWork={works}
          nameOf={nameOf}
          onSelection={setSelected}
          onAcknowledge={(ids) => act({ kind: 'acknowledge' }, ids)}
          onMore={(ids) => setOver({ kind: 'more', ids })}
        />
        {list.answer && list.answer.more > 0 && <p class="note rest">{say('alarms.rest', { n: list.answer.more })}</p>}
      </section>
      {over?.kind === 'keys' && <KeysPage onClose={() => setOver(undefined)} />}
      {over?.kind === 'more' && (
        <Dialog title={say('alarms.more.title', { n: over.ids.length })} onClose={() => setOver(undefined)}>
          <div class="act-page">
            <ActKeys
              rows={of(over.ids)}
              onAct={(what) => {
                setOver(undefined);
                act(what, over.ids);
              }}
              onQuestion={(kind) => setOver({ kind, ids: over.ids })}
            />
            {over.ids.length === 1 && (
              <a class="button" href={addressOf({ name: 'alarm', alarmId: over.ids[0] ?? 0 })}>
                {say('alarms.history.key')}
              </a>
            )}
            <Button onPress={() => setOver(undefined)}>{say('act.cancel.key')}</Button>
          </div>
        </Dialog>
      )}
      {over && over.kind !== 'keys' && over.kind !== 'more' && (
        <Asking
          question={over.kind}
          count={over.ids.length}
          me={me}
          onAct={(what) => act(what, over.ids)}
          onClose={() => setOver(undefined)}
        />
      )}
    </>
  );
}

/** One sentence says how it stands, whichever list is shown. */
/** Of a demo station, which no count holds. */
const isWaitingDemo = ({ demo, shelved, clearedAt }: AlarmRow): boolean => demo && !shelved && clearedAt === undefined;

function headline({ counts, lines }: AlarmList): string {
  const unseen = lines.flatMap(({ lead, others }) => [lead, ...others]).filter(({ acknowledged }) => !acknowledged);
  if (counts.waiting === 0) return say(unseen.some(isWaitingDemo) ? 'alarms.headline.demo' : 'alarms.headline.none');
  const oldest = Math.min(...unseen.flatMap(({ demo, raisedAt }) => (demo ? [] : [raisedAt])));
  if (!Number.isFinite(oldest)) return say('alarms.headline', { n: counts.waiting });
  return say('alarms.headline.oldest', { n: counts.waiting, lasting: lasting(now.value - oldest, say) });
}

function Tabs({ show, counts }: { readonly show: string; readonly counts: AlarmList['counts'] | undefined }) {
  const { asked } = place.value;
  return (
    <nav class="tabs" aria-label={say('alarms.tabs')}>
      {SHOWS.map((name) => (
        <a
          key={name}
          href={addressOf({ name: 'alarms' }, { ...asked, show: name === 'waiting' ? '' : name })}
          aria-current={name === show ? 'page' : undefined}
        >
          {say(`alarms.show.${name}`)}
          {counts && name !== 'cleared' && <span class="count">{counts[name]}</span>}
        </a>
      ))}
    </nav>
  );
}
