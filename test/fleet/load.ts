/**
 * `npm run fleet:load`: so many stations with their devices over real MQTT. Without `--broker` beside a mosquitto and a fleet
 * service (SQLite) of its own. Says each second what was made, acknowledged and receipted, and what it costs itself.
 *   --stations 500 --devices 20 --broker mqtt://… --connections 200 --rate 1000 --share 50 --outage 60m --spread 10s --seconds 60
 *   --no-receipts --ledger FILE
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { aMosquitto } from '../platform.ts';
import { aMember } from './members.ts';
import { loadArguments, paceOf } from './player/arguments.ts';
import { openPlayer } from './player/player.ts';

const SECOND_MS = 1000;
const DRAIN_WITHIN_S = 900;

const wanted = loadArguments(process.argv.slice(2));
const pace = paceOf(wanted);
const folder = mkdtempSync(join(tmpdir(), 'yike-load-'));
await using own = wanted.broker === undefined ? await aMosquitto(['max_inflight_messages 64']) : undefined;
const url = wanted.broker ?? own?.url ?? '';
const member = own && (await aMember({ database: folder, url, number: 1, of: 1 }));
const player = openPlayer({
  url,
  stations: wanted.stations,
  devices: wanted.devices,
  alarming: wanted.connections === undefined ? wanted.devices : 0,
  ...(wanted.connections !== undefined && { connections: wanted.connections }),
  receipts: wanted.receipts,
  spreadMs: wanted.spreadMs,
});

let cpu = process.cpuUsage();
let at = performance.now();
const said = (number: number): string => number.toLocaleString('en').padStart(9);
function tell(what: string): void {
  const { user, system } = process.cpuUsage(cpu);
  const share = (user + system) / 10 / (performance.now() - at);
  cpu = process.cpuUsage();
  at = performance.now();
  const { made, acknowledged, receipted } = player.sums();
  const { counts, ledger } = player.tally;
  const service = member?.figures();
  const beside = service ? `  service ${service.cpuPercent.toFixed(0)} % CPU, ${service.rssMb.toFixed(0)} MB` : '';
  process.stdout.write(
    `${what.padEnd(9)} online ${player.online()}/${wanted.stations}  made${said(made)}  acknowledged${said(acknowledged)}  receipted${said(receipted)}  ` +
      `repeats${said(ledger.repeats)}  states${said(counts.states)}  refused ${counts.refusals}/${counts.disbelieved}  player ${share.toFixed(0)} % CPU${beside}\n`,
  );
}
async function during(what: string, seconds: number, over: () => boolean = () => false): Promise<void> {
  for (let second = 0; second < seconds && !over(); second++) {
    await pause(SECOND_MS);
    tell(what);
  }
}
const settled = (): boolean => {
  const { made, acknowledged, receipted } = player.sums();
  return (wanted.receipts ? receipted : acknowledged) === made;
};

process.once('SIGINT', () => {
  rmSync(folder, { recursive: true, force: true });
  process.exit(130);
});
player.begin();
await during('connect', DRAIN_WITHIN_S, () => player.online() === wanted.stations);
if (wanted.outageMs > 0) {
  player.outage(wanted.outageMs, pace.events);
  tell('outage');
  const began = performance.now();
  await during('return', DRAIN_WITHIN_S, settled);
  process.stdout.write(`drained in ${((performance.now() - began) / 1000).toFixed(0)} s\n`);
}
player.play(pace);
await during('play', wanted.seconds);
player.rest();
await during('settle', DRAIN_WITHIN_S, settled);
if (wanted.ledger !== undefined) writeFileSync(wanted.ledger, `${[...player.tally.ledger.lines()].join('\n')}\n`);
const complete = settled();
await player.close();
await member?.kill('SIGTERM');
rmSync(folder, { recursive: true, force: true });
const { user, system } = process.cpuUsage();
process.stdout.write(
  `${complete ? 'everything' : 'NOT everything'} is ${wanted.receipts ? 'receipted' : 'acknowledged'}; ${((user + system) / 1e6).toFixed(1)} s of CPU\n`,
);
process.exitCode = complete ? 0 : 1;
