/** One interleaving: the product's hub, device and visits, two screens, one meter with a memory, two people, by a seed. */
import { pathToFileURL } from 'node:url';
import { openHub } from '../../edge-agent/hub.ts';
import type { Agent, Filing } from '../../edge-agent/index.ts';
import { loadRules } from '../../firmware-config/index.ts';
import { localTimeIn } from '../../kiosk/visits/local-time.ts';
import { openPanel, type PanelVisits } from '../../kiosk/visits/visits.ts';
import { NO_RECYCLING } from '../no-recycling.ts';
import { beginLife, type Life } from './life.ts';
import { type Broken, check, type Seen } from './memory-checker.ts';
import { type ClockKind, memoryMeter, openMemoryMeter } from './memory-meter.ts';
import { letCome, type Seat } from './memory-people.ts';
import { type Dice, diceOf } from './random.ts';
import { openScheduler } from './scheduler.ts';

const METER = 'glucose-1';
const PEOPLE_MS = 600_000;
const rules = loadRules({ bloodPressure: 'cn-2024', glucose: 'cds-2024' });
const localTime = localTimeIn('Asia/Shanghai');
const WALL_MS = Date.UTC(2026, 10, 23, 6, 20);

export interface Interleaving {
  readonly history: readonly Seen[];
  readonly broken: readonly Broken[];
}

export async function interleave(seed: number): Promise<Interleaving> {
  const dice = (name: string): Dice => diceOf(seed, name);
  const scheduler = openScheduler(dice('ties'));
  const history: Seen[] = [];
  const note = (seen: Seen): void => void history.push(seen);
  const at = scheduler.now;
  const meter = openMemoryMeter({
    scheduler,
    dice: dice('meter'),
    clock: dice('clock').pick<ClockKind>(['seconds', 'minutes', 'none']),
    dumped: (holds) => note({ what: 'dumped', at: at(), holds }),
  });
  const seat = (): Seat => ({ panel: undefined, visit: '', person: undefined });
  const seats: readonly [Seat, Seat] = [seat(), seat()];
  /** What outlives a station that dies: by which name each reading was filed. */
  const onDisk = new Set<string>();
  let visits = 0;

  function start(): { readonly die: () => void } {
    const life = beginLife(scheduler, { now: () => WALL_MS + at() }, dice('life'));
    const log = { info: logged, warn: logged, error: logged };
    const hub = openHub([{ deviceId: METER, driver: memoryMeter, socket: meter.socket }], { clock: life.clock, log });
    const agent = anAgent(hub, life);
    for (const one of seats) one.panel = aPanel(one, agent, life);
    return {
      die() {
        life.end();
        for (const one of seats) one.panel = undefined;
      },
    };
  }
  const logged = (what: string, facts: object = {}): void =>
    note({ what: 'logged', at: at(), text: JSON.stringify({ what, ...facts }) });

  function anAgent(hub: Agent['hub'], life: Life): Agent {
    const commits = dice('commits');
    return {
      hub,
      recycling: NO_RECYCLING,
      signals: { statuses: () => [] },
      file: (filing: Filing) =>
        new Promise((resolve) => {
          scheduler.after(commits.between(1, 30), () => {
            if (!life.alive) return;
            const { reading, subject, remembered } = filing;
            if (remembered) onDisk.add(remembered.name);
            if (reading.kind === 'glucose' && reading.mmolPerL !== undefined)
              note({ what: 'filed', at: at(), visit: subject, mmolPerL: reading.mmolPerL });
            scheduler.stir();
            resolve({ id: 'id', sequence: 1 });
          });
        }),
      recordings: () => [],
      wasFiled: (name) => onDisk.has(name),
      alarm: () => {},
      network: () => 'on',
      storeWorks: () => true,
      acceptsVisits: () => true,
      clockTrusted: () => true,
      figures: () => {
        throw new Error('nobody monitors here');
      },
      stuck: () => [],
      onChange: () => () => {},
      close: async () => {},
    };
  }

  function aPanel(one: Seat, agent: Agent, { clock }: Life): PanelVisits {
    const name = one === seats[0] ? 'main' : 'low';
    let shown: string | undefined;
    let tested = false;
    const panel = openPanel({
      facts: {
        panel: { id: name, diagonalInch: 21.5, widthPx: 1080, heightPx: 1920 },
        languages: ['zh-CN'],
        station: { name: {}, phone: '' },
        demo: true,
        selfTest: true,
        alarmsAs: METER,
        devices: new Map(),
      },
      agent,
      clock,
      log: { info: logged, warn: logged, error: logged },
      newSubject() {
        one.visit = `visit ${++visits}`;
        note({ what: 'begins', at: at(), visit: one.visit, person: one.person ?? '' });
        return one.visit;
      },
      localTime,
      rules,
    });
    panel.onView(() => {
      const { screen } = panel.view();
      const tests = screen.id.startsWith('glu.') || screen.id === 'help';
      if (tests || tested) note({ what: 'tests', at: at(), visit: one.visit });
      tested = tests;
      const asks = screen.id === 'glu.yours' && screen.mmolPerL !== undefined ? JSON.stringify(screen) : undefined;
      if (asks !== undefined && asks !== shown && screen.id === 'glu.yours' && screen.mmolPerL !== undefined)
        note({ what: 'asked', at: at(), visit: one.visit, mmolPerL: screen.mmolPerL });
      if (screen.id !== 'help') shown = asks;
    });
    panel.watchedBy(1);
    return panel;
  }

  const values = dice('values');
  const given: number[] = [];
  const value = (): number => {
    const former = given[values.below(given.length + 1)];
    const fresh = former !== undefined && values.chance(0.05) ? former : (41 + given.length * 3) / 10;
    given.push(fresh);
    return fresh;
  };
  const hand = { holds: undefined };
  for (const name of ['one', 'other'])
    letCome({ name, scheduler, dice: dice(name), meter, hand, seats, note, value, untilMs: PEOPLE_MS });

  const faults = dice('faults');
  let station = start();
  if (faults.chance(0.3))
    scheduler.at(faults.between(0, PEOPLE_MS), () => {
      station.die();
      scheduler.after(faults.between(500, 20_000), () => {
        station = start();
      });
    });
  if (faults.chance(0.15))
    scheduler.at(faults.between(0, PEOPLE_MS), () => {
      meter.setClock(faults.between(-1, 1) * 600_000);
      note({ what: 'clock set', at: at() });
    });
  await scheduler.runUntil(PEOPLE_MS + 60_000);
  station.die();
  return { history, broken: check(history) };
}

/** `node test/simulation/memory-run.ts FIRST COUNT`: those seeds; what broke, and how often what happened, as JSON. */
export async function interleaveAll(first: number, count: number) {
  const broken: { readonly seed: number; readonly what: readonly Broken[] }[] = [];
  const times: Partial<Record<Seen['what'], number>> = {};
  for (let seed = first; seed < first + count; seed++) {
    const one = await interleave(seed);
    if (one.broken.length > 0) broken.push({ seed, what: one.broken });
    for (const { what } of one.history) times[what] = (times[what] ?? 0) + 1;
  }
  return { broken, times };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [first = 1, count = 10_000] = process.argv.slice(2).map(Number);
  process.stdout.write(`${JSON.stringify(await interleaveAll(first, count))}\n`);
}
