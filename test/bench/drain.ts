import { join } from 'node:path';
import { aMosquitto, type Mosquitto } from '../platform.ts';
import { aSlowLine } from '../slow-line.ts';
import { arrivalsAt } from './arrivals.ts';
import { aBridge, bridgeName, type Safety } from './bridge.ts';
import { aFolder, aPayload, TOPIC, WINDOW } from './event.ts';
import { aNodeRed, haveNodeRed, type NodeRed } from './node-red.ts';
import { inTurn, type Row, timesAtLeast } from './row.ts';
import { bareLoop, bareSealedLoop, offlineClient, ourDrain } from './senders.ts';

/** Each gets as many as keep it busy for a second or so: what is compared are rates. */
interface Line {
  readonly roundTripMs: number;
  readonly ours: number;
  /** What a bridge queues by default. */
  readonly default: number;
  readonly durable: number;
  /** Those that send one for each round trip. */
  readonly oneByOne: number;
  /** What ours must be of mqtt.js's own store. */
  readonly ofOwnStore?: number;
}

const LINES: readonly Line[] = [
  { roundTripMs: 0, ours: 20_000, default: 1000, durable: 3000, oneByOne: 3000 },
  { roundTripMs: 40, ours: 4000, default: 1000, durable: 4000, oneByOne: 30, ofOwnStore: 20 },
];
const NODE_RED = 'a Node-RED flow, what its mqtt out node still held when the line broke';

export async function drainRows(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const line of LINES) rows.push(...(await rowsOf(line)));
  return rows;
}

async function rowsOf(line: Line): Promise<Row[]> {
  using folder = aFolder();
  // Without `set_tcp_nodelay` its kernel holds acknowledgements back for those of the line's near end, which is no part of a line.
  await using upstream = await aMosquitto([`max_inflight_messages ${WINDOW}`, 'set_tcp_nodelay true']);
  await using slow = await aSlowLine({ to: upstream.port, delayMs: line.roundTripMs / 2 });
  const port = line.roundTripMs === 0 ? upstream.port : slow.port;
  const url = `mqtt://127.0.0.1:${port}`;
  const bytes = await aPayload();
  const backlog = { url, events: line.ours, bytes };
  const ours = (): Promise<number> => ourDrain(join(folder.path, 'drain.db'), backlog);

  const seen = async (): Promise<number> => {
    await using arrivals = await arrivalsAt(upstream.url, TOPIC);
    await ours();
    return await arrivals.rateOf(line.ours);
  };
  const bridge = async (safety: Safety): Promise<number> => {
    await upstream.stop();
    // Filled before it is made durable: it would take minutes, and what is measured here is the way out.
    await using bridge = await aBridge(port, safety === 'durable' ? 'unbounded' : safety);
    await bridge.fill(line[safety], bytes);
    await bridge.stop();
    if (safety === 'durable') bridge.becomeDurable();
    await upstream.start();
    await using arrivals = await arrivalsAt(upstream.url, TOPIC);
    await bridge.start();
    return await arrivals.rateOf(line[safety]);
  };
  const ownStore = async (): Promise<number> => {
    const client = offlineClient({ url, events: line.oneByOne, bytes });
    await using arrivals = await arrivalsAt(upstream.url, TOPIC);
    client.begin();
    const rate = await arrivals.rateOf(line.oneByOne);
    await client.close();
    return rate;
  };

  await using nodeRed = haveNodeRed() ? await aNodeRed(join(folder.path, 'node-red'), port) : undefined;
  const rates = await inTurn({
    ours,
    bare: () => bareLoop(backlog),
    bareSealed: () => bareSealedLoop(join(folder.path, 'sealed.db'), backlog),
    seen,
    default: () => bridge('default'),
    durable: () => bridge('durable'),
    ownStore,
    nodeRed: nodeRed && (() => ofNodeRed(nodeRed, upstream, line.oneByOne, bytes)),
  });

  const where = line.roundTripMs === 0 ? 'loopback' : `a line of ${line.roundTripMs} ms round trip`;
  const row = (name: string, rival: number | undefined, atLeast?: number): Row => ({
    what: `drain, ${where}: from the first event to arrive to the last`,
    unit: '/s',
    ours: rates.seen,
    ...(rival !== undefined && { rival: { name, value: rival } }),
    ...(rival !== undefined && atLeast !== undefined && { wanted: timesAtLeast(atLeast, { ours: rates.seen, rival }) }),
  });
  return [
    {
      what: `drain, ${where}: ${line.ours.toLocaleString('en')} events to mosquitto, ${WINDOW} in flight, from before the connection to the last mark`,
      unit: '/s',
      ours: rates.ours,
      rival: { name: 'a bare mqtt.js loop from memory, same window', value: rates.bare },
      wanted: timesAtLeast(0.9, { ours: rates.ours, rival: rates.bare }),
    },
    {
      what: `drain, ${where}: the same, beside a loop whose rows are sealed too`,
      unit: '/s',
      ours: rates.ours,
      rival: {
        name: 'a bare mqtt.js loop, each row read from SQLite and opened by node:crypto',
        value: rates.bareSealed,
      },
      wanted: timesAtLeast(0.9, { ours: rates.ours, rival: rates.bareSealed }),
    },
    row(bridgeName('default', line.default), rates.default),
    row(bridgeName('durable', line.durable), rates.durable, 1),
    row("mqtt.js's own offline store", rates.ownStore, line.ofOwnStore),
    rates.nodeRed === undefined
      ? { ...row('', undefined), what: `drain, ${where}; Node-RED could not be installed` }
      : row(NODE_RED, rates.nodeRed, 3),
  ];
}

/**
 * Offline its mqtt out node drops what it is given, so that a backlog can only be what it had given mqtt.js while the
 * line was dead and did not yet seem so.
 */
async function ofNodeRed(nodeRed: NodeRed, upstream: Mosquitto, events: number, bytes: string): Promise<number> {
  await nodeRed.is('online');
  process.kill(upstream.pid(), 'SIGSTOP');
  await nodeRed.fill(events, bytes);
  await upstream.kill();
  await nodeRed.is('offline');
  nodeRed.standStill();
  await upstream.start();
  await using arrivals = await arrivalsAt(upstream.url, TOPIC);
  nodeRed.goOn();
  return await arrivals.rateOf(events);
}
