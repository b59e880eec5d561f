/** A line that is cut at every byte there is: nothing is lost, nothing overtakes, and the next connection has it all. */
import { expect, test } from 'vitest';
import { receiptTopic } from '../../edge-agent/wire/topics.ts';
import { anUplink, STATION } from '../an-uplink.ts';
import { aBrokenLine } from '../broken-line.ts';
import { fold } from '../platform.ts';
import { aScriptedBroker, puback, type ScriptedBroker } from '../scripted-broker.ts';

/** Fewer than events and states together, so that the exchange goes to and fro. */
const RECEIVE_MAXIMUM = 2;
const RECEIPTS = receiptTopic(STATION);
const LONGEST_BACK_OFF_MS = 30_000;

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);
/** In the order of their first arrival; `fold` fails where a repeat is not byte-identical. */
const firsts = (broker: ScriptedBroker): number[] =>
  fold(broker.seen.map((seen) => ({ ...seen, qos: 1, contentType: '' }))).map(({ sequence }) => Number(sequence));

/** 0 ≤ x < 1, spread evenly: a chance that is the same each time. */
function aSpread(): () => number {
  let turn = 0;
  return () => (++turn * 0.618034) % 1;
}

/** Some hundreds of bytes towards the broker, and as many pairs of connections: on a busy machine longer than most tests. */
const LIMIT_MS = 180_000;

/** With receipts SUBSCRIBE, SUBACK and the broker's own PUBLISH are part of it; without them PUBACK alone moves the mark. */
const EXCHANGES = [
  ['broker', { receipts: false, events: 2 }, 600],
  ['broker', { receipts: true, events: 1 }, 400],
  ['station', { receipts: false, events: 2 }, 20],
  ['station', { receipts: true, events: 2 }, 100],
] as const;

test.concurrent.each(EXCHANGES)(
  'cut after every single byte towards the %s, %o',
  async (towards, { receipts, events }, atLeast) => {
    let platformHas = 0;
    await using broker = await aScriptedBroker({
      connack: () => ({ properties: { receiveMaximum: RECEIVE_MAXIMUM } }),
      puback(publish, wire) {
        wire.send(puback(publish));
        if (!receipts || !publish.topic.includes('/up/event/')) return;
        platformHas = Math.max(platformHas, Number(JSON.parse(publish.payload.toString()).sequence));
        const payload = JSON.stringify({ sequence: String(platformHas).padStart(20, '0') });
        wire.send({ cmd: 'publish', topic: RECEIPTS, payload, qos: 1, messageId: 1, retain: false, dup: false });
      },
    });
    await using line = await aBrokenLine(Number(new URL(broker.url).port));
    await using station = anUplink(`mqtt://127.0.0.1:${line.port}`, { receipts, fillerBytes: 0, fraction: aSpread() });
    const { triedAt, lostAt, passesUntil: until } = station;
    let bytes = 0;
    for (; line.cuts() === bytes; bytes++) {
      line.drop();
      await until(() => station.uplink.status() === 'offline');
      const tries = triedAt.length;
      line.cutNext({ towards, afterBytes: bytes });
      station.happens(events);
      await until(() => station.outbox.depth() === 0);
      expect(triedAt.length - tries, `byte ${bytes}: cut, and then delivered`).toBeLessThanOrEqual(2);
    }

    expect(bytes, 'a whole exchange').toBeGreaterThan(atLeast);
    expect(firsts(broker)).toEqual(upTo(bytes * events));
    const waits = lostAt.slice(0, triedAt.length - 1).map((lost, i) => (triedAt[i + 1] ?? 0) - lost);
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(1000);
    expect(Math.max(...waits)).toBeLessThanOrEqual(LONGEST_BACK_OFF_MS);
    const tenths = waits.map((wait) => Math.floor(wait / 3000));
    expect(new Set(tenths).size, 'all over the half minute').toBe(10);
  },
  LIMIT_MS,
);
