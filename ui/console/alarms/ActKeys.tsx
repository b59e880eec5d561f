import type { AlarmAct, AlarmRow } from '../../../fleet/contract/alarms.ts';
import { Button } from '../parts/Button.tsx';
import { say } from '../say.ts';
import type { Question } from './asking.tsx';

interface ActKeysProps {
  /** What the keys are for. */
  readonly rows: readonly AlarmRow[];
  /** With the letter that does the same. */
  readonly letters?: boolean;
  readonly busy?: boolean;
  onAct(act: AlarmAct): void;
  onQuestion(question: Question): void;
}

/** All that can be done with these alarms as they are. Only tasks are cleared by hand: everything else by whoever raised it. */
export function ActKeys({ rows, letters = false, busy = false, onAct, onQuestion }: ActKeysProps) {
  const open = rows.filter(({ clearedAt }) => clearedAt === undefined);
  const none = open.length === 0;
  const tasks = open.length > 0 && open.every(({ severity }) => severity === 'task');
  const shelved = open.length > 0 && open.every(({ shelved }) => shelved !== undefined);
  const letter = (key: string) =>
    letters && (
      <span class="letter" aria-hidden="true">
        {key}
      </span>
    );
  return (
    <>
      <Button
        kind="primary"
        busy={busy}
        disabled={open.every(({ acknowledged }) => acknowledged !== undefined)}
        onPress={() => onAct({ kind: 'acknowledge' })}
      >
        {say('act.acknowledge.key')} {letter('a')}
      </Button>
      {shelved ? (
        <Button busy={busy} onPress={() => onAct({ kind: 'unshelve' })}>
          {say('alarms.unshelve.key')}
        </Button>
      ) : (
        <Button busy={busy} disabled={none} onPress={() => onQuestion('shelve')}>
          {say('alarms.shelve.key')} {letter('s')}
        </Button>
      )}
      <Button busy={busy} disabled={none} onPress={() => onQuestion('assign')}>
        {say('alarms.assign.key')} {letter('g')}
      </Button>
      <Button busy={busy} disabled={rows.length === 0} onPress={() => onQuestion('comment')}>
        {say('alarms.comment.key')} {letter('c')}
      </Button>
      {tasks && (
        <Button busy={busy} onPress={() => onQuestion('clear')}>
          {say('alarms.clear.key')}
        </Button>
      )}
    </>
  );
}
