/** One member of the fleet service without its console: databases and receiver, in a process that may be killed. Ends with its parent. */
import { flushCompileCache } from 'node:module';
import { systemClock, systemRandom } from '../../edge-agent/clock.ts';
import { openReceiver } from '../../fleet/receiver.ts';
import { openLeadership } from '../../fleet/store/leadership.ts';
import { openDatabases } from '../../fleet/store/open.ts';
import type { MemberFigures, MemberParts } from './members.ts';

const parts: MemberParts = JSON.parse(process.argv[2] ?? '{}');
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const complain = (what: string, facts = {}): void =>
  void process.stderr.write(`${JSON.stringify({ what, ...facts })}\n`);
const log = { info() {}, warn: complain, error: complain };

const databases = await openDatabases(parts.database, Date.now());
const leadership = openLeadership(parts.database, { clock: systemClock, log });
const receiver = openReceiver({
  databases,
  leadership,
  broker: { url: parts.url, secrets: () => ({}) },
  member: { number: parts.number, of: parts.of },
  clock: systemClock,
  random: systemRandom,
  log,
});

let cpu = process.cpuUsage();
let at = performance.now();
const figures = (): MemberFigures => {
  const { user, system } = process.cpuUsage(cpu);
  const cpuPercent = (user + system) / 10 / (performance.now() - at);
  cpu = process.cpuUsage();
  at = performance.now();
  const cpuSeconds = (cpu.user + cpu.system) / 1e6;
  return { ...receiver.figures(), cpuPercent, cpuSeconds, rssMb: process.memoryUsage.rss() / 2 ** 20 };
};
const watch = setInterval(() => {
  if (receiver.figures().online) begun();
}, 10);
let begun = (): void => {
  begun = () => {};
  clearInterval(watch);
  say('listening');
  flushCompileCache(); // who is killed writes none at its end
  setInterval(() => say(JSON.stringify(figures())), 1000);
};
const end = async (): Promise<void> => {
  await receiver.close();
  await leadership.close();
  await databases.close();
  process.exit(0);
};
process.once('SIGTERM', () => void end());
process.stdin.on('end', () => process.exit(0)).resume();
