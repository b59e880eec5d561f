/** Alarms that acts change, as the service would: for pages that are looked at alone. What the service does is its own tests'. */
import type {
  AlarmAct,
  AlarmActed,
  AlarmActs,
  AlarmLine,
  AlarmList,
  AlarmPage,
  AlarmQuery,
  AlarmRow,
} from '../../fleet/contract/alarms.ts';
import { acted } from '../../ui/console/alarms/pending.ts';

type Entry = AlarmPage['history'][number];

const SAID: Readonly<Record<AlarmAct['kind'], Entry['act']>> = {
  acknowledge: 'acknowledged',
  shelve: 'shelved',
  unshelve: 'unshelved',
  assign: 'assigned',
  comment: 'commented',
  clear: 'cleared',
};

export interface AlarmBook {
  readonly acts: readonly AlarmActs[];
  /** These are not this person's. */
  refuse(...ids: number[]): void;
  row(id: number): AlarmRow | undefined;
  list(query: AlarmQuery): AlarmList;
  page(id: number): AlarmPage | undefined;
  act(acts: AlarmActs): AlarmActed;
}

/** `together`: ids that have one cause, the first leading. */
export function anAlarmBook(given: readonly AlarmRow[], me: string, together: readonly number[] = []): AlarmBook {
  const rows = new Map(given.map((row) => [row.id, row]));
  const history = new Map<number, Entry[]>(
    given.map(({ id, raisedAt, acknowledged }) => [
      id,
      [
        { at: raisedAt, act: 'raised' },
        ...(acknowledged ? [{ at: acknowledged.at, by: acknowledged.by, act: 'acknowledged' } satisfies Entry] : []),
      ],
    ]),
  );
  const refused = new Set<number>();
  const acts: AlarmActs[] = [];
  const shown = (show: AlarmQuery['show'] = 'waiting'): AlarmRow[] =>
    [...rows.values()]
      .filter(({ clearedAt, acknowledged, shelved, assignee }) => {
        if (show === 'cleared' || clearedAt !== undefined) return (show === 'cleared') === (clearedAt !== undefined);
        if (show === 'shelved' || shelved) return (show === 'shelved') === (shelved !== undefined);
        if (show === 'mine') return assignee === me;
        return show === 'open' || !acknowledged;
      })
      .sort((a, b) => a.raisedAt - b.raisedAt);
  const grouped = (some: readonly AlarmRow[]): AlarmLine[] => {
    const group = some.filter(({ id }) => together.includes(id));
    return some.flatMap((lead): AlarmLine[] => {
      if (!group.includes(lead) || group.length < 2) return [{ lead, others: [] }];
      if (lead !== group[0]) return [];
      const words = { 'zh-CN': `${group.length} 站一起失联`, en: `${group.length} stations fell silent together` };
      return [{ lead, others: group.slice(1), words }];
    });
  };

  return {
    acts,
    refuse: (...ids) => {
      for (const id of ids) refused.add(id);
    },
    row: (id) => rows.get(id),
    list: ({ show, district, station }) => ({
      at: Date.now(),
      lines: grouped(
        shown(show).filter(
          (row) => (!district || row.district === district) && (!station || row.stationId === station),
        ),
      ),
      more: 0,
      counts: {
        waiting: shown('waiting').length,
        open: shown('open').length,
        mine: shown('mine').length,
        shelved: shown('shelved').length,
      },
    }),
    page: (id) => {
      const alarm = rows.get(id);
      return alarm && { alarm, history: history.get(id) ?? [] };
    },
    act(asked) {
      acts.push(asked);
      const { alarmIds, act } = asked;
      const at = Date.now();
      const mine = alarmIds.filter((id) => !refused.has(id));
      const changed = mine.flatMap((id): AlarmRow[] => {
        const row = rows.get(id);
        return row ? [acted(row, act, { name: me, atMs: at })] : [];
      });
      const text = 'reason' in act ? act.reason : 'text' in act ? act.text : 'to' in act ? act.to : undefined;
      for (const row of changed) {
        rows.set(row.id, row);
        history.get(row.id)?.push({ at, by: me, act: SAID[act.kind], ...(text && { text }) });
      }
      return { rows: changed, refused: alarmIds.filter((id) => refused.has(id)) };
    },
  };
}
