/** Acts of a hand on alarms: shown at once, asked of the service, and told how they ended. */
import { useRef, useState } from 'preact/hooks';
import type { AlarmAct, AlarmLine, AlarmRow } from '../../../fleet/contract/alarms.ts';
import { api, Refused } from '../api.ts';
import type { PendingAct } from './pending.ts';

/** How the last act ended. */
export interface Outcome {
  readonly act: AlarmAct;
  /** Those that were done. */
  readonly done: readonly number[];
  /** Those that the service refused, as they still are. */
  readonly refused: readonly AlarmRow[];
  /** There was no answer, or a refusal of everything: nobody knows what was done, or nothing was. */
  readonly failed?: Refused;
}

export interface Acts {
  readonly pending: readonly PendingAct[];
  readonly outcome: Outcome | undefined;
  act(act: AlarmAct, ids: readonly number[]): void;
  /** Takes the last shelving back; absent when there is none. */
  readonly undo: (() => void) | undefined;
  forget(): void;
}

/** So many at once are taken by the service. */
const AT_MOST = 500;

/** `onRows`: rows as the service has just said them. `onEnd`: what is shown is to be asked anew. */
export function useActs(
  lines: readonly AlarmLine[],
  { onRows, onEnd }: { onRows(rows: readonly AlarmRow[]): void; onEnd(): void },
): Acts {
  const [pending, setPending] = useState<readonly PendingAct[]>([]);
  const [outcome, setOutcome] = useState<Outcome>();
  const shown = useRef(lines);
  shown.current = lines;

  const act = async (what: AlarmAct, ids: readonly number[]): Promise<void> => {
    if (ids.length === 0) return;
    const mine: PendingAct = { ids: new Set(ids), act: what };
    const rows = shown.current.flatMap(({ lead, others }) => [lead, ...others]);
    setPending((before) => [...before, mine]);
    const end = (ended: Outcome): void => {
      setPending((before) => before.filter((one) => one !== mine));
      setOutcome(ended);
      onEnd();
    };
    const done: number[] = [];
    const refused = new Set<number>();
    try {
      for (let from = 0; from < ids.length; from += AT_MOST) {
        const asked = ids.slice(from, from + AT_MOST);
        const answer = await api.act({ alarmIds: asked, act: what });
        onRows(answer.rows);
        for (const id of answer.refused) refused.add(id);
        done.push(...asked.filter((id) => !refused.has(id)));
      }
      end({ act: what, done, refused: rows.filter(({ id }) => refused.has(id)) });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      end({ act: what, done, refused: rows.filter(({ id }) => refused.has(id)), failed: error });
    }
  };

  const undoable = outcome?.act.kind === 'shelve' && outcome.done.length > 0 ? outcome.done : undefined;
  return {
    pending,
    outcome,
    act: (what, ids) => void act(what, ids),
    undo: undoable && (() => void act({ kind: 'unshelve' }, undoable)),
    forget: () => setOutcome(undefined),
  };
}
