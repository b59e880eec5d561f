/** Our own firmware behind our port: what becomes of the bin when its agent dies, or stands still for a while. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aBinOnAChip, type BinOnAChip } from '../a-bin-on-a-chip.ts';
import { PIN } from './bin-board.ts';
import { ownFirmware } from './own-firmware.ts';
import { ms } from './rig.ts';

const MAY_MOVE = [PIN.lock, PIN.motor, PIN.servo, PIN.buzzer, PIN.green] as const;
let chip: BinOnAChip;

beforeAll(async () => {
  chip = await aBinOnAChip(ownFirmware().image);
});
afterAll(() => chip.close());

/** Each goes on where the one before it has left the bin. */
test.each([
  { deed: 'it is locked', place: 'locked', after: 'locked', on: PIN.green },
  { deed: 'the lock is pulsed', place: 'unlocking', after: 'open', on: PIN.lock }, // its motor opens it until it is stopped
  { deed: 'the door closes', place: 'closing', after: 'open', on: PIN.motor },
  { deed: 'the door opens', place: 'open', after: 'open', on: PIN.motor },
] as const)(
  'the agent stops while $deed: all safe within two seconds, and nothing by itself when it is back',
  async ({ place, after, on }) => {
    if (place === 'closing' || place === 'open') chip.bin.requestClose();
    if (place !== 'closing') await chip.untilPlace('locked');
    if (place === 'unlocking' || place === 'open') expect(chip.bin.unlock(chip.authorisation())).toBe('begun');
    await chip.untilPlace(place);
    await chip.pass(60);
    expect(chip.rig.level(on)).toBe('high');
    chip.told();
    chip.rig.forget();
    const stops = chip.rig.cycles;
    chip.hostStands(3000);
    for (const pin of MAY_MOVE) {
      const last = chip.rig.changes.findLast((change) => change.pin === pin);
      expect(ms((last?.cycle ?? stops) - stops)).toBeLessThan(2000);
      expect(chip.rig.level(pin)).toBe('low');
    }
    expect(chip.rig.level(PIN.red)).toBe('high');

    chip.rig.forget();
    await chip.hostGoesOn();
    const told: string[] = [];
    await chip.until(() => told.push(...chip.told()) > 0 && told.includes('board ready'));
    await chip.untilPlace(after);
    await chip.pass(500);
    expect(told[0]).toMatch(/^board (restarted|lost)$/);
    expect(told.filter((word) => /^(fault|opened unlocked|pinched)/.test(word))).toEqual([]);
    const rose = chip.rig.changes.filter(({ level }) => level === 'high').map(({ pin }) => pin);
    expect(rose.filter((pin) => pin !== PIN.green && pin !== PIN.servo)).toEqual([]); // no supply, no servo
    expect(chip.rig.level(PIN.green)).toBe(after === 'locked' ? 'high' : 'low');
    expect(chip.senses()?.doorClosed).toBe(after === 'locked');
  },
);

test.each([
  { stops: 'hand', by: 'hand', gone: 'hand away' },
  { stops: 'a door that is held', by: 'jam', gone: 'jam free' },
])('$stops: the firmware stops it before we can, and it is opened again', async ({ by, gone }) => {
  chip.bin.requestClose();
  await chip.untilPlace('closing');
  await chip.pass(400);
  chip.told();
  chip.rig.forget();
  const at = chip.rig.cycles;
  chip.press(by);
  await chip.untilPlace('reopening');
  await chip.pass(100);
  const [fell, rose, ...more] = chip.rig.changes.filter(({ pin }) => pin === PIN.motor);
  expect([fell?.level, rose?.level, more]).toEqual(['low', 'high', []]);
  expect(ms((fell?.cycle ?? 0) - at)).toBeLessThan(45);
  expect(ms((rose?.cycle ?? 0) - at)).toBeLessThan(100);
  expect(chip.told()).toEqual(['pinched']);
  chip.press(gone);
});

test('it hears from us every 500 ms, whatever else there is to say', async () => {
  chip.sent();
  await chip.untilPlace('locked');
  const said = chip.sent().map(({ cycle }) => cycle);
  const gaps = said.slice(1).map((cycle, index) => ms(cycle - (said[index] ?? 0)));
  expect(gaps.length).toBeGreaterThan(10);
  expect(Math.max(...gaps)).toBeLessThanOrEqual(500);
  expect(chip.told().filter((word) => word.startsWith('board'))).toEqual([]);
});
