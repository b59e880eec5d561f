import { v7 } from 'uuid';
import type { Clock, Random } from '../ports.ts';
import type { Store } from '../store/store.ts';
import { cloudEvent } from '../wire/cloud-event.ts';
import { rfc3339 } from '../wire/rfc3339.ts';
import { type EventKind, eventTopic } from '../wire/topics.ts';
import type { Begun, Outcome, Weighing } from './deposit.ts';

export interface DepositEvents {
  /** Only inside a transaction: the deposit's event, whose id is the deposit's own, and behind it that of its points. */
  add(id: string, begun: Begun, outcome: Outcome, atMs: number): void;
}

export interface DepositEventsParts {
  readonly stationId: string;
  readonly timeZone: string;
  readonly demo: boolean;
  readonly store: Pick<Store, 'outbox' | 'ledger'>;
  readonly clock: Pick<Clock, 'wall'>;
  readonly random: Pick<Random, 'bytes'>;
}

/** What the city is told of a deposit: no person is in it; the evidence is, for whoever doubts it. */
export function depositEvents({ stationId, timeZone, demo, store, random }: DepositEventsParts): DepositEvents {
  const { outbox, ledger } = store;
  const shown = ({ grams, net, atMs }: Weighing): object => ({
    grams,
    ...(net && { net }),
    at: rfc3339(atMs, timeZone),
  });
  const add = (kind: EventKind, id: string, deviceId: string, atMs: number, data: object): void => {
    const happening = {
      id,
      kind,
      stationId,
      deviceId,
      time: rfc3339(atMs, timeZone),
      demo,
      dataContentType: 'application/json',
      data,
    } as const;
    outbox.add(id, eventTopic(stationId, kind), (sequence) => cloudEvent(happening, sequence));
  };
  return {
    add(id, begun, { grams, after, points, flags }, atMs) {
      const { bin, scale, material, account, before, prices } = begun;
      add('deposit', id, bin, after?.atMs ?? atMs, {
        material,
        scale,
        grams,
        before: shown(before),
        ...(after && { after: shown(after) }),
        flags,
        account,
        points,
        pointsPerKg: prices.pointsPerKg[material] ?? 0,
        prices: prices.id,
      });
      if (points === 0) return;
      const reason = 'deposit';
      const data = { posting: id, reason, account, points, balance: ledger.balance(account), prices: prices.id };
      add('points', v7({ msecs: atMs, random: random.bytes(16) }), bin, atMs, data);
    },
  };
}
