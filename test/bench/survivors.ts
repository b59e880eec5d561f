import { join } from 'node:path';
import { aMosquitto } from '../platform.ts';
import { aProcess } from '../process.ts';
import { arrivalsAt } from './arrivals.ts';
import { aBridge, type Safety } from './bridge.ts';
import { aFolder, aPayload, openStore, TOPIC } from './event.ts';
import { aNodeRed, haveNodeRed } from './node-red.ts';
import type { Row } from './row.ts';

const EVENTS = 1000;
/** A bridge looks for its upstream when it starts. */
const COME_WITHIN_MS = 4000;
const SAVER = 'test/bench/save-until-killed.ts';

/** Of so many that were acknowledged while the line was away, how many reach the platform when the power fails before it returns? */
export async function survivorRows(): Promise<Row[]> {
  const ours = await ourSurvivors();
  const events = EVENTS.toLocaleString('en');
  const rows: Row[] = [];
  for (const safety of ['default', 'durable'] as const) {
    const name = safety === 'default' ? 'a mosquitto bridge, default settings' : 'the same, made durable';
    rows.push({
      what: `saved or acknowledged without a line: there still after kill -9, of ${events}`,
      unit: '',
      ours,
      rival: { name, value: await bridgesSurvivors(safety) },
      wanted: { what: 'all', met: ours === EVENTS },
    });
  }
  if (haveNodeRed()) {
    rows.push({
      what: `given to it without a line: sent once there is one, of ${events}`,
      unit: '',
      ours,
      rival: { name: "Node-RED's mqtt out node, not even killed", value: await keptByNodeRed() },
      wanted: { what: 'all', met: ours === EVENTS },
    });
  }
  return rows;
}

async function ourSurvivors(): Promise<number> {
  using folder = aFolder();
  const file = join(folder.path, 'survivors.db');
  const saver = aProcess([SAVER, file, String(EVENTS)]);
  await saver.says((line) => line === `saved ${EVENTS}`);
  await saver.kill('SIGKILL');
  const { db, outbox } = openStore(file);
  const found = outbox.after(0, EVENTS + 1).length;
  db.close();
  return found;
}

async function bridgesSurvivors(safety: Safety): Promise<number> {
  await using upstream = await aMosquitto();
  await upstream.stop();
  await using bridge = await aBridge(upstream.port, safety);
  await bridge.fill(EVENTS, await aPayload());
  await bridge.kill();
  await upstream.start();
  await using arrivals = await arrivalsAt(upstream.url, TOPIC);
  await bridge.start();
  return await arrivals.settled(COME_WITHIN_MS);
}

async function keptByNodeRed(): Promise<number> {
  using folder = aFolder();
  await using upstream = await aMosquitto();
  await upstream.stop();
  await using nodeRed = await aNodeRed(folder.path, upstream.port);
  await nodeRed.is('offline');
  await nodeRed.fill(EVENTS, await aPayload());
  await upstream.start();
  await using arrivals = await arrivalsAt(upstream.url, TOPIC);
  await nodeRed.is('online');
  return await arrivals.settled(COME_WITHIN_MS);
}
