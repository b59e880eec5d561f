import { describe, expect, test } from 'vitest';
import { aTalk, hexOf, toldOf } from '../../test/a-talk.ts';
import { onABadAnswer } from '../../test/on-a-bad-answer.ts';
import { onABadWire, type Worked } from '../../test/on-a-bad-wire.ts';
import type { DeviceEvent } from '../domain/event.ts';
import type { Settings } from '../domain/settings.ts';
import type { Driver } from '../drivers/driver.ts';
import { yaohuaXk3190 } from '../drivers/yaohua-xk3190.ts';
import { asciiOf, fromHex } from './bytes.ts';

const set = (settings: Settings): Driver => yaohuaXk3190.configured?.(settings) ?? yaohuaXk3190;
const weight = (grams: number, more: { readonly net?: true; readonly stable?: true } = {}): DeviceEvent => ({
  event: 'weight',
  grams,
  stable: false,
  ...more,
});
const RANGE: DeviceEvent = { event: 'failure', kind: 'range' };
const rejected = (reason: 'unsupported' | 'checksum' | 'unknown' | 'length'): DeviceEvent => ({
  event: 'rejected',
  reason,
});
const inHex = (text: string): string => hexOf(asciiOf(text));

const FORMAT_0: readonly Worked[] = [
  { what: 'an empty platform', hex: '02 2B 30 30 30 30 30 30 30 31 42 03', tells: [weight(0)] },
  { what: '+12.35', hex: '02 2B 30 30 31 32 33 35 32 31 43 03', tells: [weight(12_350)] },
  { what: '-0.40', hex: '02 2D 30 30 30 30 34 30 32 31 42 03', tells: [weight(-400)] },
  { what: 'all digits full', hex: '02 2B 39 39 39 39 39 39 31 31 41 03', tells: [RANGE] },
  { what: '+21.35', hex: '02 2B 30 30 32 31 33 35 32 31 43 03', tells: [weight(21_350)] },
  { what: '+20.00', hex: '02 2B 30 30 32 30 30 30 32 31 42 03', tells: [weight(20_000)] },
];
const LINES: readonly Worked[] = [
  { what: 'gross 4.139 kg', hex: '57 47 30 30 34 2E 31 33 39 6B 67 33 44 0D 0A', tells: [weight(4139)] },
  { what: 'net -3.250 kg', hex: '57 4E 2D 30 33 2E 32 35 30 6B 67 32 32 0D 0A', tells: [weight(-3250, { net: true })] },
  { what: 'overload', hex: inHex(`${' '.repeat(9)}OL23\r\n`), tells: [RANGE] },
];
/** The same check value as overload. */
const UNDER: Worked = { what: 'under', hex: inHex(`${' '.repeat(9)}LO23\r\n`), tells: [RANGE] };
/** Without a check value: a digit may become another, a gross weight none that is told; no more. */
const PLAIN_LINES: readonly Worked[] = [
  { what: 'weight 0 lb', hex: inHex('ww000.000lb\r\n'), tells: [weight(0)], unseen: [2, 3, 4, 6, 7, 8] },
  {
    what: 'net -0.1 kg',
    hex: inHex('wn-0000.1kg\r\n'),
    tells: [weight(-100, { net: true })],
    unseen: [3, 4, 5, 6, 8],
  },
  { what: 'tare', hex: inHex('wt000.000kg\r\n'), tells: [rejected('unsupported')] },
];
const NEXT = { hex: '02 2B 30 30 30 30 37 37 31 31 41 03', tells: weight(7700) };

describe('format 0', () => {
  onABadWire(yaohuaXk3190, { answers: {}, firstByte: [0x02, 0x20, 0x3d, 0x57, 0x77], next: NEXT, frames: FORMAT_0 });
});

describe('lines', () => {
  onABadWire(yaohuaXk3190, { answers: {}, firstByte: [0x02, 0x20, 0x3d, 0x57, 0x77], next: NEXT, frames: LINES });
});

describe('a line of less than nothing', () => {
  onABadWire(yaohuaXk3190, { answers: {}, firstByte: [0x02, 0x20, 0x3d, 0x57, 0x77], next: NEXT, frames: [UNDER] });
});

describe('lines without a check value', () => {
  onABadWire(yaohuaXk3190, { answers: {}, firstByte: [0x02, 0x20, 0x3d, 0x57, 0x77], next: NEXT, frames: PLAIN_LINES });
});

describe('eight characters, straight', () => {
  onABadWire(set({ format: 'straight' }), {
    answers: {},
    firstByte: 0x3d,
    endsByNext: true,
    next: { hex: inHex('=0007.700'), tells: weight(7700) },
    frames: [
      { what: '3.000', hex: inHex('=0003.000'), tells: [weight(3000)], unseen: [1, 2, 3, 4, 6, 7, 8] },
      { what: '-1.00', hex: inHex('=-0001.00'), tells: [weight(-1000)], unseen: [2, 3, 4, 5, 7, 8] },
    ],
  });
});

describe('eight characters, backwards', () => {
  onABadWire(set({ format: 'reversed' }), {
    answers: {},
    firstByte: 0x3d,
    endsByNext: true,
    next: { hex: inHex('=007.7000'), tells: weight(7700) },
    frames: [
      { what: '3.000', hex: inHex('=000.3000'), tells: [weight(3000)], unseen: [1, 2, 3, 5, 6, 7] },
      { what: '-1.00', hex: inHex('=00.1000-'), tells: [weight(-1000)], unseen: [1, 2, 4, 5, 6, 7] },
    ],
  });
});

test('which way round nobody has said, or not like that, is refused', async () => {
  for (const frame of ['=000.3000', '=00.1000-', '=0003.000', '=-0001.00'])
    expect(await toldOf(yaohuaXk3190, {}, 'idle', [inHex(frame)])).toEqual([rejected('unsupported')]);
  for (const frame of ['=00.1000-', '=00030000', '=00.03.00'])
    expect(await toldOf(set({ format: 'straight' }), {}, 'idle', [inHex(frame)])).toEqual([rejected('unknown')]);
  for (const frame of ['=-0001.00', '=000.3001', '=00003000'])
    expect(await toldOf(set({ format: 'reversed' }), {}, 'idle', [inHex(frame)])).toEqual([rejected('unknown')]);
});

test('the unit is the site’s where the frame has none, and never where it has one', async () => {
  const frame = FORMAT_0[1]?.hex ?? '';
  expect(await toldOf(set({ unit: 'g' }), {}, 'idle', [frame])).toEqual([weight(12)]);
  expect(await toldOf(set({ unit: 'lb' }), {}, 'idle', [frame])).toEqual([weight(5602)]);
  expect(await toldOf(set({ unit: 'lb' }), {}, 'idle', [LINES[0]?.hex ?? ''])).toEqual([weight(4139)]);
});

test('what repeats a number for a second stands still, until another comes', async () => {
  const chunks = Array.from({ length: 12 }, () => [100, fromHex(FORMAT_0[1]?.hex ?? '')]).flat();
  const told = await toldOf(yaohuaXk3190, {}, 'idle', [...chunks, 100, FORMAT_0[4]?.hex ?? '']);
  expect(told).toEqual([weight(12_350), weight(12_350, { stable: true }), weight(21_350)]);
});

test('a stream that is joined in the middle is thrown away up to its first beginning', async () => {
  const straight = set({ format: 'straight' });
  expect(await toldOf(straight, {}, 'idle', [inHex('3.000=0003.000=0003.000')])).toEqual([weight(3000)]);
  expect(await toldOf(yaohuaXk3190, {}, 'idle', ['32 33 35 32 31 43 03', FORMAT_0[0]?.hex ?? ''])).toEqual([weight(0)]);
  expect(await toldOf(yaohuaXk3190, {}, 'idle', [inHex('4.139kg3D\r\n'), LINES[0]?.hex ?? ''])).toEqual([weight(4139)]);
});

const GROSS = { question: '02 41 42 30 33 03', answer: '02 41 42 2B 30 30 31 32 33 35 32 31 46 03' };
const TARE = '02 41 43 2B 30 30 30 33 35 30 32 31 44 03';
const NET = { question: '02 41 44 30 35 03', answer: '02 41 44 2B 30 30 30 38 38 35 32 31 39 03' };

/** What is told and sent in a quarter of a second by one that answers so. */
async function asked(settings: Settings, answers: Readonly<Record<string, string>>) {
  const talk = aTalk(set(settings), answers);
  const idling = talk.idle().catch(() => {});
  await talk.clock.pass(150);
  talk.gone();
  await talk.clock.until(idling);
  return { told: talk.told, sent: talk.sent.map(({ hex }) => hex) };
}
const plain = (hex: string): string => hexOf(fromHex(hex));

test('one that answers is asked for its gross weight, or for its net, and for nothing else', async () => {
  expect(await asked({ address: 'A' }, { [GROSS.question]: GROSS.answer })).toEqual({
    told: [weight(12_350)],
    sent: Array(2).fill(plain(GROSS.question)),
  });
  expect(await asked({ address: 'A', net: true }, { [NET.question]: NET.answer })).toEqual({
    told: [weight(8850, { net: true })],
    sent: Array(2).fill(plain(NET.question)),
  });
  expect((await asked({ address: 'B' }, {})).sent).toEqual(['024242303003']);
  expect((await asked({ address: 'B', net: true }, {})).sent).toEqual(['024244303603']);
});

test.each([
  ['its tare', TARE],
  ['another address', '02 42 42 2B 30 30 31 32 33 35 32 31 43 03'],
  ['our own question, echoed', GROSS.question],
  ['a wrong check value', '02 41 42 2B 30 30 31 32 33 35 32 31 45 03'],
])('%s is no answer: asked three times, it is lost', async (_, answer) => {
  const talk = aTalk(set({ address: 'A' }), { [GROSS.question]: answer });
  await expect(talk.clock.until(talk.greet())).rejects.toMatchObject({ code: 'silent' });
  expect(talk.sent.map(({ at }) => at)).toEqual([0, 1000, 2000]);
  expect(talk.told.filter(({ event }) => event !== 'rejected')).toEqual([]);
});

describe('the worked answers', () => {
  onABadAnswer([
    { what: 'gross', driver: set({ address: 'A' }), ...GROSS, tells: weight(12_350) },
    { what: 'net', driver: set({ address: 'A', net: true }), ...NET, tells: weight(8850, { net: true }) },
  ]);
});
