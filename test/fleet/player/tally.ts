/** What all stations of a run have sent and heard, counted where it passes. */
import type { Publication } from '../../../edge-agent/uplink/connection.ts';
import type { UplinkError } from '../../../edge-agent/uplink/uplink-error.ts';
import { type Ledger, openLedger } from './ledger.ts';

type Settled = (failure?: UplinkError) => void;

export interface Tally {
  readonly ledger: Ledger;
  readonly counts: {
    events: number;
    states: number;
    acknowledged: number;
    refusals: number;
    receipts: number;
    /** Receipts that a station did not believe. */
    disbelieved: number;
  };
  /** Notes a publication; what it returns notes its acknowledgement. */
  sent(stationId: string, publication: Publication, settled: Settled): Settled;
  receipt(stationId: string, payload: Uint8Array): void;
  refused(stationId: string): void;
  /** Told of each receipt in the turn in which it is heard; of an unsigned one, its sequence. */
  onReceipt(listener: (stationId: string, sequence: number) => void): void;
}

const SEQUENCE = /"sequence":"(\d{20})"/;
const sequenceIn = (text: string): number => Number(SEQUENCE.exec(text)?.[1] ?? Number.NaN);

export function openTally(): Tally {
  const ledger = openLedger();
  const counts = { events: 0, states: 0, acknowledged: 0, refusals: 0, receipts: 0, disbelieved: 0 };
  const listeners = new Set<(stationId: string, sequence: number) => void>();
  return {
    ledger,
    counts,
    sent(stationId, publication, settled) {
      if (publication.retain) counts.states++;
      else {
        counts.events++;
        ledger.sent(stationId, sequenceIn(publication.payload), publication);
      }
      return (failure) => {
        if (failure) counts.refusals++;
        else counts.acknowledged++;
        settled(failure);
      };
    },
    receipt(stationId, payload) {
      counts.receipts++;
      const sequence = sequenceIn(Buffer.from(payload).toString());
      for (const listener of listeners) listener(stationId, sequence);
    },
    refused: () => void counts.disbelieved++,
    onReceipt: (listener) => void listeners.add(listener),
  };
}
