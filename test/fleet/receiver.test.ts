import { expect, test } from 'vitest';
import { readPlatformKeys } from '../../edge-agent/keys/platform-keys.ts';
import { readFleetKeys } from '../../fleet/keys/fleet-keys.ts';
import { anUplink } from '../an-uplink.ts';
import { aMosquitto, anAedes } from '../platform.ts';
import { aReceiver } from './a-receiver.ts';
import { someFleetKeys } from './some-fleet-keys.ts';

test.each([
  ['the embedded broker', anAedes, false],
  ['mosquitto', aMosquitto, false],
  ['mosquitto, signed', aMosquitto, true],
] as const)("a station's backlog is committed, its receipt believed: %s", async (_, start, signed) => {
  await using broker = await start();
  const keys = await someFleetKeys();
  await using fleet = await aReceiver(broker.url, signed ? { keys: await readFleetKeys(keys.secret) } : {});
  const platform = await readPlatformKeys(keys.public);
  let refused = 0;
  await expect.poll(() => fleet.receiver.figures().online).toBe(true);
  await using station = anUplink(broker.url, {
    receipts: true,
    backlog: 300,
    ...(signed && { verify: platform.verify }),
    receiptRefused: () => void refused++,
  });
  await expect.poll(() => station.outbox.receipted()).toBe(300);
  station.happens(5);
  await expect.poll(() => station.outbox.receipted()).toBe(305);
  expect(refused).toBe(0);
  expect(fleet.receiver.figures()).toMatchObject({ committed: 305, disputed: 0, failing: false });
  const events = await fleet.databases.fleet.selectFrom('event').select('sequence').orderBy('position').execute();
  expect(events.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 305 }, (_, at) => at + 1));
  expect(await fleet.databases.resident.selectFrom('record').selectAll().execute()).toHaveLength(305);
});
