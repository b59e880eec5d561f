import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { ScreenId } from '../../kiosk/contract/screen.ts';
import { aFreePort } from '../free-port.ts';
import { aSubscriber, type Subscriber } from '../platform.ts';
import { aProcess, type Process } from '../process.ts';
import { aSkipper } from '../skip.ts';
import { aHand, type Hand } from './hand.ts';
import { aPanel, openBrowser } from './page.ts';

/** `npm start`'s own wiring in its own process; Chromium with a hand before it, and `mosquitto_sub` at the broker, in theirs. */
export interface Demo extends AsyncDisposable {
  /** The present one: another after `restart`. */
  readonly process: Process;
  readonly url: string;
  readonly browser: Browser;
  readonly page: Page;
  readonly hand: Hand;
  readonly city: Subscriber;
  /** What the page complained of, and whatever it asked of another machine. */
  readonly wrong: readonly string[];
  /** Does the page's loudspeaker run? */
  sounds(): Promise<boolean>;
  skip(ms: number): void;
  /** What the station has logged so far. */
  logged(): string;
  /** The station dies, and starts again on the same port and records. */
  restart(): Promise<void>;
  /** Leaps over a wait, once its screen stands there. */
  waits(screen: ScreenId, ms?: number): Promise<void>;
  /** Home → start key of the blood-pressure test, as a guest who files, none of the questions so, rested already. */
  toReady(): Promise<void>;
  /** Wherever there is an end key → idle. */
  leaves(): Promise<void>;
  /** Home → strip asked for. */
  toStrip(meal?: RegExp): Promise<void>;
}

/** From one cuff pressure to the next: a measurement takes some two seconds, and is still seen to rise and fall. */
const STEP_MS = 30;

/** `bins`: with its two recycling bins. */
export async function aDemo({ bins = false } = {}): Promise<Demo> {
  const folder = mkdtempSync(join(tmpdir(), 'yike-demo-'));
  const port = await aFreePort(3);
  const skipper = aSkipper(STEP_MS);
  const started = async (): Promise<Process> => {
    const demo = aProcess(
      ['kiosk/bootstrap.mjs', 'demo', '--port', String(port), '--data', folder, ...(bins ? ['--bins'] : [])],
      {
        ...skipper.env,
        NODE_OPTIONS: skipper.args.join(' '),
      },
    );
    await demo.says((line) => line.includes('Ctrl-C'));
    return demo;
  };
  let demo = await started();
  const city = await aSubscriber(`mqtt://127.0.0.1:${port + 2}`, 'yike/v1/#', { protocol: '3.1.1' });
  const browser = await openBrowser();
  const page = await aPanel(browser);
  const wrong: string[] = [];
  page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()));
  page.on('pageerror', (error) => wrong.push(error.message));
  page.on('request', (request) => {
    if (new URL(request.url()).hostname !== '127.0.0.1') wrong.push(`asked for ${request.url()}`);
  });
  const url = `http://127.0.0.1:${port}/`;
  await page.addInitScript(() => {
    const contexts: AudioContext[] = [];
    Object.assign(window, { contexts });
    window.AudioContext = class extends AudioContext {
      constructor(options?: AudioContextOptions) {
        super(options);
        contexts.push(this);
      }
    };
  });
  await page.goto(url);
  const hand = aHand(page);

  const skip = (ms: number): void => skipper.skip(childOf(demo.child.pid ?? 0), ms);
  const waits = async (screen: ScreenId, ms = 60_000): Promise<void> => {
    await hand.sees(screen);
    skip(ms);
  };
  const told = async (service: RegExp, next: ScreenId): Promise<void> => {
    await hand.tapTo(service, ['guest.told', next]);
    if (await hand.isAt('guest.told')) await hand.tap(/知道了/, next);
  };
  return {
    get process() {
      return demo;
    },
    url,
    browser,
    page,
    hand,
    city,
    wrong,
    sounds: () =>
      page.evaluate(
        () =>
          (window as Window & { contexts?: AudioContext[] }).contexts?.some(({ state }) => state === 'running') ??
          false,
      ),
    waits,
    skip,
    logged: () => readFileSync(join(folder, 'station.log'), 'utf8'),
    async restart() {
      process.kill(childOf(demo.child.pid ?? 0), 'SIGKILL');
      await demo.exited;
      demo = await started();
    },
    async toReady() {
      await told(/测血压/, 'bp.ask');
      await hand.tap(/都没有/, 'bp.posture');
      // The pictures go on by themselves, with the clock's help.
      await expect
        .poll(async () => {
          if (await hand.isAt('bp.posture')) skip(6000);
          return hand.isAt('bp.cuff');
        })
        .toBe(true);
      await hand.tap(/^合适/, 'bp.rest');
      await waits('bp.rest', 300_000);
      await hand.sees('bp.ready');
    },
    async toStrip(meal = /其他时间/) {
      await told(/测血糖/, 'glu.context');
      await hand.tap(meal, 'glu.wash');
      await waits('glu.wash', 20_000);
      await hand.sees('glu.strip');
    },
    async leaves() {
      await hand.tap(/结束/, 'bye');
      await waits('bye', 3000);
      await hand.sees('idle');
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      await (city as Subscriber & AsyncDisposable)[Symbol.asyncDispose]();
      await demo.kill('SIGINT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The bootstrap's one child is the station. */
const childOf = (pid: number): number =>
  Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0]);
