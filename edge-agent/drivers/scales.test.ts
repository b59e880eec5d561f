/** Every simulated scale on the product's own device side. */
import { describe, expect, test } from 'vitest';
import { aDevice } from '../../test/a-monitor.ts';
import type { DeviceEvent } from '../domain/event.ts';
import type { Settings } from '../domain/settings.ts';

interface ScaleUnderTest {
  readonly driver: string;
  /** What it may be asked, hexadecimal; nothing is ever sent to who talks by itself. */
  readonly asks?: RegExp;
  /** What its site sets. */
  readonly settings?: Settings;
  /** What is told of each of its faults, besides weights. */
  readonly faults: Readonly<Record<string, DeviceEvent>>;
}

const rejected = (reason: 'checksum' | 'length' | 'unsupported' | 'unknown'): DeviceEvent => ({
  event: 'rejected',
  reason,
});

const SCALES: readonly ScaleUnderTest[] = [
  {
    driver: 'yaohua-xk3190',
    faults: { equals: rejected('unsupported'), torn: rejected('length'), garbled: rejected('length') },
  },
  {
    driver: 'mt-sics',
    asks: /^(53490D0A|49340D0A)$/, // SI, I4
    faults: { busy: { event: 'failure', kind: 'timeout' }, torn: rejected('length'), garbled: rejected('checksum') },
  },
  {
    driver: 'and-scale',
    faults: {
      pieces: rejected('unsupported'),
      error: { event: 'failure', kind: 'unknown', code: 'E11' },
      parity: rejected('checksum'),
      torn: rejected('length'),
      garbled: rejected('checksum'),
    },
  },
  {
    driver: 'modbus-weight',
    asks: /^010300000002C40B$/, // read two registers; 06 and 10 write
    faults: {
      'other-map': { event: 'failure', kind: 'unknown', code: '2' },
      garbled: rejected('checksum'),
    },
    settings: { capacity: 60 },
  },
  {
    driver: 'modbus-weight',
    asks: /^090300070002....$/,
    faults: { 'other-map': { event: 'failure', kind: 'unknown', code: '2' } },
    settings: { address: 9, profile: 'cas-ci-600d', words: 'little', decimals: 4, capacity: 60 },
  },
  {
    driver: 'yaohua-xk3190',
    asks: /^024342303103$/, // its gross weight
    faults: { garbled: rejected('length') },
    settings: { address: 'C' },
  },
];

type Weighed = Extract<DeviceEvent, { event: 'weight' }>;
const weighed = (events: readonly DeviceEvent[]): Weighed[] => events.filter((event) => event.event === 'weight');

describe.each(SCALES)('$driver $settings', ({ driver, asks, faults, settings = {} }) => {
  async function aScale() {
    const twin = aDevice(driver, { settings });
    await twin.ready();
    return twin;
  }

  test('what is put there sways, comes to rest, and is told as that', async () => {
    const twin = await aScale();
    twin.press('put 1.234');
    await twin.clock.pass(4000);
    const weights = weighed(twin.toldOf('weight'));
    expect(weights.at(-1)).toEqual({ event: 'weight', grams: 1234, stable: true });
    expect(weights.filter(({ stable, grams }) => stable && grams !== 1234 && grams !== 0)).toEqual([]);
    expect(weights.some(({ stable }) => !stable)).toBe(true);
    twin.press('put -0.02');
    await twin.clock.pass(4000);
    expect(weighed(twin.toldOf('weight')).at(-1)).toEqual({ event: 'weight', grams: -20, stable: true });
    await twin.close();
  });

  test('shaken it never stands still', async () => {
    const twin = await aScale();
    await twin.clock.pass(3000);
    twin.press('move');
    await twin.clock.pass(500);
    const before = twin.told.length;
    await twin.clock.pass(5000);
    expect(weighed(twin.told.slice(before)).filter(({ stable }) => stable)).toEqual([]);
    expect(twin.told.length).toBeGreaterThan(before);
    await twin.close();
  });

  test('too much is a failure, told once until it ends, and no weight; state and counters say the same', async () => {
    const twin = await aScale();
    twin.press('put 2.5');
    await twin.clock.pass(3000);
    let news = 0;
    twin.device.onHealth(() => news++);
    expect(twin.device.health()).toMatchObject({ status: 'ok', gauge: { grams: 2500, stable: true } });
    twin.press('overload');
    await twin.clock.pass(500);
    const before = twin.told.length;
    await twin.clock.pass(5000);
    expect(twin.toldOf('failure')).toEqual([{ event: 'failure', kind: 'range' }]);
    expect(twin.told.slice(before)).toEqual([]);
    expect(twin.device.health().gauge).toBeUndefined();
    twin.press('put 0');
    await twin.clock.pass(3000);
    expect(twin.device.health()).toMatchObject({
      status: 'ok',
      failures: { range: 1 },
      gauge: { grams: 0, stable: true },
    });
    expect(news).toBe(1); // the failure; no weight is news
    await twin.close();
  });

  test.each(Object.entries(faults))('fault %s is refused, and told to staff', async (fault, told) => {
    const twin = await aScale();
    await twin.clock.pass(3000);
    twin.press(`fault ${fault}`);
    await twin.clock.pass(1500);
    const since = twin.told.length;
    await twin.clock.pass(300);
    expect(weighed(twin.told.slice(since))).toEqual([]);
    expect(twin.told.map(({ at: _, ...event }) => event)).toContainEqual(told);
    await twin.clock.pass(5000);
    if (told.event === 'rejected') expect(['warning', 'down']).toContain(twin.device.health().status);
    twin.press('fault none');
    await twin.clock.pass(12_000);
    expect(weighed(twin.toldOf('weight')).at(-1)).toEqual({ event: 'weight', grams: 0, stable: true });
    expect(twin.device.health().status).toBe('ok');
    await twin.close();
  });

  test('silent it is lost, looked for without an end, and back', async () => {
    const twin = await aScale();
    const losses = (): number => twin.device.health().losses.silent ?? 0;
    let news = 0;
    twin.device.onHealth(() => news++);
    twin.press('fault silent');
    await twin.clock.pass(60_000);
    expect(twin.device.health().status).toBe('down');
    expect([losses(), news]).toEqual([1, 1]);
    twin.press('fault none');
    await twin.clock.pass(5000);
    expect(twin.device.health().status).toBe('ok');
    await twin.close();
  });

  test('it is asked nothing but its weight', async () => {
    const twin = await aScale();
    twin.press('put 1.234');
    await twin.clock.pass(12_000);
    expect(twin.sent.filter(({ hex }) => !asks?.test(hex))).toEqual([]);
    expect(twin.sent.length > 0).toBe(asks !== undefined);
    await twin.close();
  });
});
