import { useState } from 'preact/hooks';
import type { AuditList } from '../../../fleet/contract/audit.ts';
import { api, Refused } from '../api.ts';
import { useAsked } from '../asked.ts';
import { sayAct, sayDetail, sayTarget } from '../audit/say-entry.ts';
import { Button } from '../parts/Button.tsx';
import { Empty, Failed, Waiting } from '../parts/States.tsx';
import { StatusChip } from '../parts/StatusChip.tsx';
import { say } from '../say.ts';
import { clockOf, dateOf } from '../time.ts';
import type { PageProps } from './page.ts';

/** So many entries come at a time; fewer are the last ones. */
const AT_A_TIME = 100;

/** Who did what, newest first. What is written there nobody can take out unseen. */
export function Audit(_: PageProps) {
  const newest = useAsked({ key: 'audit', ask: () => api.audit() });
  /** All that was shown when older ones were asked for, and those: what comes new in between leaves no gap. */
  const [older, setOlder] = useState<AuditList['entries']>([]);
  const [atEnd, setAtEnd] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<Refused>();
  const { answer } = newest;
  const known = new Map([...older, ...(answer?.entries ?? [])].map((entry) => [entry.id, entry]));
  const entries = [...known.values()].sort((a, b) => b.id - a.id);
  const last = entries.at(-1);
  const more = last && !atEnd && (older.length > 0 || (answer?.entries.length ?? 0) >= AT_A_TIME);

  const goBack = async (): Promise<void> => {
    if (!last) return;
    setBusy(true);
    setFailed(undefined);
    try {
      const before = await api.audit(last.id);
      setOlder([...entries, ...before.entries]);
      setAtEnd(before.entries.length < AT_A_TIME);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      setFailed(error);
    } finally {
      setBusy(false);
    }
  };

  return (
    <>
      <div class="page-head">
        <h1>{say('audit.title')}</h1>
        {answer && (
          <StatusChip state={answer.holds ? 'ok' : 'fault'}>
            {say(answer.holds ? 'audit.holds' : 'audit.broken')}
          </StatusChip>
        )}
      </div>
      <p class="note">{say('audit.note')}</p>
      {!answer && !newest.failed && <Waiting />}
      {newest.failed && <Failed failed={newest.failed} onAgain={newest.again} />}
      {answer && entries.length === 0 && <Empty>{say('audit.none')}</Empty>}
      {entries.length > 0 && (
        <ol class="panel audit-list" aria-label={say('audit.title')}>
          {entries.map(({ id, at, by, act, target, detail }) => (
            <li key={id}>
              <time dateTime={new Date(at).toISOString()}>
                {dateOf(at)} {clockOf(at, true)}
              </time>
              <span class="by">{by ?? say('audit.by-itself')}</span>
              <strong>{sayAct(act)}</strong>
              <span class="target">{sayTarget(target)}</span>
              <span class="detail">{detail && sayDetail(act, detail)}</span>
            </li>
          ))}
        </ol>
      )}
      {failed && <Failed failed={failed} onAgain={() => void goBack()} />}
      {more && !failed && (
        <p class="keys">
          <Button busy={busy} onPress={() => void goBack()}>
            {say('audit.older.key')}
          </Button>
        </p>
      )}
    </>
  );
}
