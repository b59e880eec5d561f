/**
 * One deposit on a real database, by a clock of its own: `deposit-child.ts FOLDER LIES [POINT NTH]`. It kills itself at the
 * n-th time that it passes POINT; what is then true of the things stands in the file `things` of the folder, a line each. Without
 * a point it only starts, resumes what it finds, and prints what has come of everything.
 */
import { openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { armFaultPoints } from '../../edge-agent/fault-point.ts';
import { openStore, type Store } from '../../edge-agent/store/store.ts';
import { aDepositWorld, type Disk } from '../a-deposit.ts';

const BIN = 'bin-paper';
const [folder = '', lies = '0', point, nth = '1'] = process.argv.slice(2);
const things = openSync(join(folder, 'things'), 'a');
const say = (line: string): void => void writeSync(things, `${line}\n`);

let store: Store | undefined;
const disk: Disk = {
  open({ clock }) {
    store ??= openStore({ folder, keepDays: 7, receipts: true, clock });
    return store;
  },
  close: () => store?.close(),
};
const world = aDepositWorld(disk, { lies: Number(lies), made: process.pid });
let seen = 0;
/** The things outlive the process: a pulse, a door. */
const look = (): void => {
  for (const { what } of world.hardware.happened.slice(seen)) say(what);
  seen = world.hardware.happened.length;
};

await world.clock.pass(8000);
if (point === undefined) {
  await world.clock.pass(100_000);
  look();
  const { outbox, deposits, ledger } = world.onDisk();
  const events = outbox.after(0, 1e6).map((row) => ('damaged' in row ? {} : JSON.parse(row.payload)));
  const [unsettled, sum, balance] = [deposits.unsettled().length, ledger.sum(), ledger.balance('community')];
  process.stdout.write(JSON.stringify({ events, unsettled, sum, balance }));
  process.exit(0);
}
let passed = 0;
armFaultPoints((at) => {
  look();
  if (at === point && ++passed === Number(nth)) process.kill(process.pid, 'SIGKILL');
});
world.station?.deposits.begin(BIN, 'community');
await world.clock.pass(6000);
if (world.drop(1000)) say('dropped 1000');
world.station?.deposits.finish(BIN);
await world.clock.pass(20_000);
look();
say('through');
process.kill(process.pid, 'SIGKILL');
