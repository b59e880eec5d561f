/** A monkey let loose on some screens, each act leading to another of them; and what came of it. */
import type { Page } from 'playwright-core';
import type { ActOnTurn } from '../../kiosk/contract/act.ts';
import type { Cell } from '../gallery-cells.ts';
import type { GalleryServer } from '../gallery-server.ts';
import { aMonkey, chance } from './monkey.ts';
import { goTo } from './page.ts';

export interface Havoc {
  readonly acts: number;
  readonly complaints: readonly string[];
}

export interface HavocParts {
  readonly page: Page;
  readonly server: GalleryServer;
  readonly among: readonly Cell[];
  readonly seed: number;
  readonly taps: number;
}

export async function havoc({ page, server, among, seed, taps }: HavocParts): Promise<Havoc> {
  const [first] = among;
  if (!first) throw new RangeError('no screen to let it loose on');
  const complaints: string[] = [];
  const hear = (error: Error): void => void complaints.push(error.message);
  page.on('pageerror', hear);
  const random = chance(seed);
  const actsBefore = server.acts.length;
  await goTo(page, server, first);
  server.obey(() => (among[Math.floor(random() * among.length)] ?? first).view);
  await aMonkey(page, seed).taps(taps);
  const acts = server.acts.slice(actsBefore);
  complaints.push(...doubled(acts));
  // Whatever it did, the page still shows what the station says, and is the only one that it has.
  await goTo(page, server, first).catch(() => complaints.push('the page no longer follows the station'));
  if (page.context().pages().length > 1) complaints.push('another page was opened');
  page.off('pageerror', hear);
  return { acts: acts.length, complaints };
}

/** One key never sends its act twice on one turn. STOP may: every press of it counts. */
function doubled(acts: readonly ActOnTurn[]): string[] {
  const sent = acts.filter(({ act }) => act.do !== 'stop').map((one) => JSON.stringify(one));
  return sent.filter((one, index) => sent.indexOf(one) !== index).map((one) => `sent twice: ${one}`);
}
