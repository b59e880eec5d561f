/** What a visit leaves behind on the station, once it has ended: nothing that a screen, new or old, could show. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { View } from '../../kiosk/contract/screen.ts';
import { aHut, anyFiling, type Hut } from '../hut.ts';
import { needlesIn } from '../needles.ts';
import { aResident, type Resident } from '../resident.ts';
import { type Served, served } from '../served.ts';

let hut: Hut;
let app: Served;
let url: string;
/** The panel before anybody came, but for its turn and clock. */
let untouched: object;
/** The screen at the panel, there all the while. */
let panel: Resident;
const screens = mkdtempSync(join(tmpdir(), 'yike-screens-'));

beforeAll(async () => {
  writeFileSync(join(screens, 'index.html'), '<!doctype html>');
  hut = await aHut();
  app = await served(hut, screens);
  url = app.url;
  untouched = lasting(hut.view());
  panel = await aResident(url);
});
afterAll(async () => {
  panel.leave();
  await app.close();
  await hut.close();
  rmSync(screens, { recursive: true });
});

function lasting({ turn: _turn, clock: _clock, ...view }: View): object {
  return view;
}

/** What a page opened now is sent first. */
async function freshly(): Promise<View> {
  const resident = await aResident(url);
  const view = await resident.sees(() => true);
  resident.leave();
  return view;
}

const VALUES = [143, 87, 63, 7.3];

async function nothingIsLeft(): Promise<void> {
  await hut.until('idle', 200_000);
  for (const view of [hut.view(), await freshly()]) {
    expect(lasting(view)).toEqual(untouched);
    expect(needlesIn(JSON.stringify(view), VALUES, ['turn', 'clock'])).toEqual([]);
  }
}

async function pressureTaken(): Promise<void> {
  await hut.press('bp-1 take 143/87/63');
  await hut.toReady();
  await hut.act({ do: 'start' });
  await hut.until('bp.pause');
  await hut.act({ do: 'see-result' });
  const { screen } = hut.view();
  expect(screen).toMatchObject({ systolicMmHg: 143, saved: 'saved' });
  expect(needlesIn(JSON.stringify(await freshly()), VALUES)).toEqual([143, 87, 63]); // a page loaded now must show it
}

test('a visit that its person ends is forgotten, on the farewell already', async () => {
  await pressureTaken();
  await hut.act({ do: 'speak', language: 'en' }, { do: 'end' });
  expect(hut.view()).toMatchObject({ screen: { id: 'bye' }, language: 'en' });
  expect(needlesIn(JSON.stringify(await freshly()), VALUES, ['turn', 'clock'])).toEqual([]);
  await nothingIsLeft();
});

test('a result that its person walked away from is forgotten', async () => {
  await hut.toStrip();
  await hut.press('glucose-1 take 7.3');
  await hut.until('glu.result');
  await nothingIsLeft();
});

test('a value that comes after its person has gone is nobody’s: not shown, not filed', async () => {
  const filed = async (): Promise<number> => {
    await hut.toStrip();
    await hut.press('glucose-1 take 5.5');
    await hut.until('glu.result');
    await hut.act({ do: 'end' });
    await hut.until('idle');
    return (await hut.agent.file(anyFiling)).sequence;
  };
  const before = await filed();
  await hut.press('glucose-1 take 7.3');
  await hut.clock.pass(2000);
  await nothingIsLeft();
  expect(await filed()).toBe(before + 2);
});

test('the next person is asked anew, and does not answer for another’s failures', async () => {
  await hut.press('bp-1 fault cuff-loose');
  for (let visit = 1; visit <= 2; visit++) {
    await hut.act({ do: 'wake' }, { do: 'choose', service: 'blood-pressure' });
    expect(hut.view().screen.id).toBe('guest.told');
    await hut.act({ do: 'back' });
    await hut.toReady();
    await hut.act({ do: 'start' });
    const { screen } = await hut.until('bp.problem');
    expect(screen).not.toMatchObject({ code: 'BP-TWICE' });
    await hut.act({ do: 'end' });
    await nothingIsLeft();
  }
});
