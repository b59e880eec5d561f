import { useState } from 'preact/hooks';
import type { AlarmPage, AlarmRow } from '../../../fleet/contract/alarms.ts';
import { ActKeys } from '../alarms/ActKeys.tsx';
import { Asking, type Question } from '../alarms/asking.tsx';
import { OutcomeBar } from '../alarms/OutcomeBar.tsx';
import { acted } from '../alarms/pending.ts';
import { useActs } from '../alarms/use-acts.ts';
import { useNames } from '../alarms/use-people.ts';
import { api } from '../api.ts';
import { useAsked } from '../asked.ts';
import { Since } from '../parts/Ago.tsx';
import { Panel } from '../parts/Panel.tsx';
import { stateOfAlarm } from '../parts/Sign.tsx';
import { Failed, Waiting } from '../parts/States.tsx';
import { DemoMark, StatusChip } from '../parts/StatusChip.tsx';
import { addressOf } from '../router.ts';
import { own, say, sayWord } from '../say.ts';
import { mayWork } from '../session.ts';
import { lasting, momentOf, now } from '../time.ts';
import type { PageProps } from './page.ts';

/** One alarm: what it is, who has done what about it, and what can be done now. */
export function Alarm({ me, alarmId }: PageProps & { readonly alarmId: number }) {
  const page = useAsked({
    key: `alarm ${alarmId}`,
    ask: () => api.alarm(alarmId),
    touches: ({ alarms, many }) => alarms > 0 || many,
  });
  const [question, setQuestion] = useState<Question>();
  const nameOf = useNames();
  const known = page.answer?.alarm;
  const acts = useActs(known ? [{ lead: known, others: [] }] : [], {
    onRows: ([alarm]) => alarm && page.mend((before) => ({ ...before, alarm })),
    onEnd: page.again,
  });
  if (!page.answer || !known) {
    return (
      <>
        <h1 class="unseen">{say('alarm.title')}</h1>
        {page.failed ? <Failed failed={page.failed} onAgain={page.again} /> : <Waiting />}
      </>
    );
  }
  const alarm = acts.pending.reduce((row, { act }) => acted(row, act, { name: me.name, atMs: now.peek() }), known);
  return (
    <>
      <p class="crumbs">
        <a href={addressOf({ name: 'alarms' })}>{say('alarms.title')}</a> ／{' '}
        <a href={addressOf({ name: 'station', stationId: alarm.stationId })}>{own(alarm.stationName)}</a>
        {alarm.deviceId && (
          <>
            {' '}
            ／{' '}
            <a href={addressOf({ name: 'device', stationId: alarm.stationId, deviceId: alarm.deviceId })}>
              {sayWord('device', alarm.deviceId)}
            </a>
          </>
        )}
      </p>
      <div class="page-head">
        <h1>{own(alarm.words)}</h1>
        <StatusChip state={stateOfAlarm(alarm)} />
        {alarm.demo && <DemoMark />}
      </div>
      <OutcomeBar acts={acts} />
      {mayWork(me) && (
        <div class="keys alarm-keys">
          <ActKeys
            rows={[alarm]}
            busy={acts.pending.length > 0}
            onAct={(act) => acts.act(act, [alarm.id])}
            onQuestion={setQuestion}
          />
        </div>
      )}
      <Facts alarm={alarm} nameOf={nameOf} />
      <Panel title={say('alarm.history')} count={page.answer.history.length} class="history">
        <ol>
          {page.answer.history.map((entry) => (
            <Entry key={`${entry.at} ${entry.act} ${entry.text ?? ''}`} entry={entry} nameOf={nameOf} />
          ))}
        </ol>
      </Panel>
      {question && (
        <Asking
          question={question}
          count={1}
          me={me}
          onAct={(act) => acts.act(act, [alarm.id])}
          onClose={() => setQuestion(undefined)}
        />
      )}
    </>
  );
}

interface FactsProps {
  readonly alarm: AlarmRow;
  nameOf(account: string): string;
}

function Facts({ alarm, nameOf }: FactsProps) {
  const { raisedAt, clearedAt, acknowledged, shelved, assignee, flapping, code } = alarm;
  const at = (moment: number): string => momentOf(moment, now.value);
  return (
    <dl class="fact-list">
      <Fact name={say('alarm.raised')} note={at(raisedAt)}>
        {clearedAt === undefined ? <Since at={raisedAt} /> : lasting(clearedAt - raisedAt, say)}
      </Fact>
      <Fact name={say('alarm.stands')} note={flapping ? say('alarms.mark.flapping') : undefined}>
        {clearedAt === undefined ? say('alarm.open') : say('alarm.cleared', { at: at(clearedAt) })}
      </Fact>
      <Fact name={say('alarm.acknowledged')} note={acknowledged && at(acknowledged.at)}>
        {acknowledged ? nameOf(acknowledged.by) : say('alarm.nobody')}
      </Fact>
      <Fact name={say('alarm.assigned')}>{assignee ? nameOf(assignee) : say('alarm.nobody')}</Fact>
      {shelved && (
        <Fact name={say('alarm.shelved-until')} note={`${nameOf(shelved.by)}：${shelved.reason}`}>
          {at(shelved.until)}
        </Fact>
      )}
      <Fact name={say('alarm.code')}>
        <code>{code}</code>
      </Fact>
    </dl>
  );
}

interface FactProps {
  readonly name: string;
  readonly note?: string | undefined;
  readonly children: preact.ComponentChildren;
}

const Fact = ({ name, note, children }: FactProps) => (
  <div>
    <dt>{name}</dt>
    <dd>
      <strong>{children}</strong>
      {note && <span class="note">{note}</span>}
    </dd>
  </div>
);

interface EntryProps {
  readonly entry: AlarmPage['history'][number];
  nameOf(account: string): string;
}

const Entry = ({ entry: { at, by, act, text }, nameOf }: EntryProps) => (
  <li>
    <time dateTime={new Date(at).toISOString()}>{momentOf(at, now.value)}</time>
    <strong>{say(`alarm.act.${act}`)}</strong>
    <span>
      {by === undefined ? say('alarm.by-itself') : nameOf(by)}
      {text && (act === 'assigned' ? ` → ${nameOf(text)}` : <q>{text}</q>)}
    </span>
  </li>
);
