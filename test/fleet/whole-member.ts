/** A whole member of the fleet service in a process that may be killed: says its address, then whatever it logs. Ends with its parent. */
import { systemClock, systemRandom } from '../../edge-agent/clock.ts';
import { openFleet } from '../../fleet/index.ts';
import { settingsOf, type WholeMember } from './two-members.ts';

const member: WholeMember = JSON.parse(process.argv[2] ?? '{}');
const say = (what: string): void => void process.stdout.write(`${what}\n`);
const log = { info: say, warn: say, error: say };
const { url } = await openFleet({ settings: settingsOf(member), clock: systemClock, random: systemRandom, log });
say(url);
process.stdin.on('end', () => process.exit(0)).resume();
