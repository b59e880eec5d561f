/** The port, johnny-five and firmata-io as they are, the simulated board at the other end of a cable inside this process. */
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { aBinOnABench, type BinOnABench } from '../../test/a-bin-on-a-bench.ts';
import { hexOf } from '../../test/a-talk.ts';
import { aFakeClock } from '../../test/fake-clock.ts';

const GOOD = { doorClosed: true, serviceClosed: true, beamFree: true, untampered: true, smokeFree: true };

/** So far the clock goes at a time. */
const STEP_MS = 10;

let open: { readonly bin: BinOnABench; readonly clock: ReturnType<typeof aFakeClock> } | undefined;

async function aReadyBin(...before: readonly string[]) {
  const clock = aFakeClock();
  const bin = await aBinOnABench(clock, before);
  open = { bin, clock };
  const pass = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += STEP_MS) await clock.pass(STEP_MS); // a cable takes a turn for each chunk
  };
  await pass(1500);
  return { clock, pass, ...bin };
}

/** Of a promise that is settled or not: what became of it. */
function fate(promise: Promise<unknown>): { said: string } {
  const told = { said: 'waits' };
  promise.then(
    () => {
      told.said = 'done';
    },
    (error: unknown) => {
      told.said = error instanceof Error ? error.message : 'no error';
    },
  );
  return told;
}

afterEach(async () => {
  if (!open) return;
  const { bin, clock } = open;
  open = undefined;
  await clock.until(bin.port.close(), 5000);
  await bin.device.close();
  expect(clock.waiting()).toBe(0);
});

/** What it was told before it started anew may be obeyed behind its start. */
const LOW = 'F50700F50800F50A00F50C00F40901';
const SET_UP =
  'F07A6400F7F40200F40300F40400F40500F40600907C00F40701F40801F40A01F40C01F40901F40B03907C00910000EB0000' +
  'F40E02F40F02F41002F41102C001C101C201C301D001';

test('a board is asked who it is, set up in one go, and ready when all has been heard', async () => {
  const { port, sent, news } = await aReadyBin();
  expect(news).toEqual(['ready']);
  expect(port.senses()).toEqual({ ...GOOD, levelMm: 802, celsius: 21, motorAmps: 0, coarseGrams: 3175 });
  expect(sent()).toBe(`F9F079F7F06BF7F069F7${LOW}F06BF7${SET_UP}`);
});

test('a board that starts while its port is opened is waited for', async () => {
  const { news, pass } = await aReadyBin('reset');
  expect(news).toEqual([]);
  await pass(2000);
  expect(news).toEqual(['ready']);
});

test('a pulse ends after its time, is proved on and off, and the pull-ups are said with it', async () => {
  const { port, sent, forget, pass } = await aReadyBin();
  forget();
  const pulse = fate(port.pulseLock());
  await pass(490);
  expect([pulse.said, sent()]).toEqual(['waits', '907C01910000EB0000F06D07F7']);
  await pass(30);
  expect([pulse.said, sent().slice(26)]).toEqual(['done', '907C00910000EB0000F06D07F7']);
});

test('a coil rests two seconds behind each pulse, and has six a minute', async () => {
  const { port, pass } = await aReadyBin();
  const outcomes: string[] = [];
  for (let second = 0; second < 62; second++) {
    const pulse = fate(port.pulseLock());
    await pass(1000);
    outcomes.push(pulse.said);
  }
  const pulses = outcomes.flatMap((said, second) => (said === 'done' ? [second] : []));
  expect(pulses).toEqual([0, 3, 6, 9, 12, 15, 60]);
  expect(new Set(outcomes)).toEqual(new Set(['done', 'unavailable: the lock has to rest']));
});

test('the door is driven open and shut, watched twice as often, and then let go of', async () => {
  const { port, sent, forget, pass, told } = await aReadyBin();
  const pulse = port.pulseLock();
  await pass(520);
  await pulse;
  forget();
  const opens = fate(port.drive('open'));
  await pass(50);
  expect([opens.said, sent().slice(0, 40)]).toEqual(['done', 'F40904E95F00907C00910100EB0000F07A3200F7']);
  const before = told.length;
  await pass(1000);
  expect(told.length - before).toBeGreaterThanOrEqual(15); // each look counts while it moves
  expect(port.senses()).toMatchObject({ doorClosed: false, motorAmps: 0.4 });
  await pass(2000);
  expect(port.senses()).toMatchObject({ doorClosed: false, motorAmps: 0 });
  const shuts = fate(port.drive('closed'));
  await pass(3000);
  expect([shuts.said, port.senses()]).toMatchObject(['done', { doorClosed: true, motorAmps: 0 }]);
  forget();
  const released = fate(port.drive('released'));
  await pass(50);
  expect([released.said, sent().slice(0, 40)]).toEqual(['done', '907C00910000EB0000F40901F07A6400F7F06D08']);
});

test('a hand in the way of the door is felt by the motor and seen by the beam', async () => {
  const { port, pass, device } = await aReadyBin();
  const done = [port.pulseLock(), pass(520)];
  await Promise.all(done);
  await Promise.all([port.drive('open'), pass(3000)]);
  await device.press('hand');
  await Promise.all([port.drive('closed'), pass(2500)]);
  expect(port.senses()).toMatchObject({ doorClosed: false, beamFree: false, motorAmps: 1.3 });
});

test('lamps and buzzer are proved as well', async () => {
  const { port, sent, forget, pass } = await aReadyBin();
  forget();
  const shown = fate(Promise.all([port.show({ red: true, green: true }), port.buzz(true)]));
  await pass(30);
  expect([shown.said, sent()]).toEqual(['done', '907C00910400EB7F01F06D0AF7F06D0BF7907C00911400EB7F01F06D0CF7']);
});

test.each([
  ['wire door', { doorClosed: false }],
  ['wire service', { serviceClosed: false }],
  ['wire beam', { beamFree: false }],
  ['wire tamper', { untampered: false }],
  ['wire smoke', { smokeFree: false }],
  ['wire level', { levelMm: undefined }],
  ['wire temperature', { celsius: undefined }],
  ['wire weight', { coarseGrams: 'broken' }],
  ['load 58', { coarseGrams: 'overload' }],
  ['smoke', { smokeFree: false }],
  ['service open', { serviceClosed: false }],
])('%s is seen', async (words, seen) => {
  const { port, pass, device } = await aReadyBin();
  expect(await device.press(words)).toMatchObject({ ok: true });
  await pass(800);
  expect(port.senses()).toEqual({
    ...GOOD,
    levelMm: 802,
    celsius: 21,
    motorAmps: 0,
    coarseGrams: 3175,
    ...seen,
  });
});

/** Promises of the port that a disturbance meets half-way, and what each of them says then. */
test.each([
  ['reset', 'silent: no answer', ['ready', 'restarted', 'ready']],
  ['unplug', 'unplugged: unplugged', ['ready', 'lost']],
  ['fault silent', 'silent: no answer', ['ready', 'lost']],
])('%s in the middle of a pulse: it rejects, and nothing is switched on behind it', async (words, why, expected) => {
  const { port, pass, device, news, sent, forget } = await aReadyBin();
  await pass(1000); // just asked whether it lives: it has started anew before the answer to the next question is due
  const pulse = fate(port.pulseLock());
  await pass(50);
  forget();
  await device.press(words);
  await pass(4000);
  expect(pulse.said).toBe(why);
  expect(news).toEqual(expected);
  expect(sent()).not.toMatch(/907C01/);
});

test.each([
  ['unplug', 'plug'],
  ['fault silent', 'fault none'],
])('after %s it is gone, and after %s back by itself', async (away, back) => {
  const { port, pass, device, news, logged } = await aReadyBin();
  await device.press(away);
  await pass(10_000);
  expect(news).toEqual(['ready', 'lost']);
  expect(port.senses()).toBeUndefined();
  const refused = [port.pulseLock(), port.drive('open'), port.show({ red: true, green: false }), port.buzz(true)];
  const fates = refused.map(fate);
  await pass(20);
  expect(new Set(fates.map(({ said }) => said))).toEqual(new Set(['unavailable: the board is not ready']));
  await device.press(back);
  await pass(5000);
  expect(news).toEqual(['ready', 'lost', 'ready']);
  expect(logged.filter((line) => line.startsWith('warn'))).toHaveLength(away === 'unplug' ? 2 : 1); // one a change, not one a try
});

test('a banner in the middle of a pulse: it rejects, and the board is set up again', async () => {
  const { port, pass, says, news, sent, forget } = await aReadyBin();
  const pulse = fate(port.pulseLock());
  await pass(50);
  forget();
  says('F90205F079020553007400F7');
  await pass(10);
  expect([pulse.said, port.senses(), news]).toEqual([
    'unplugged: the board started anew',
    undefined,
    ['ready', 'restarted'],
  ]);
  await pass(1000);
  // Its answer first: real firmware loses what overruns its receiver.
  expect([sent().slice(0, LOW.length + SET_UP.length + 6), news]).toEqual([
    `${LOW}F06BF7${SET_UP}`,
    ['ready', 'restarted', 'ready'],
  ]);
  expect(sent()).not.toContain('907C01');
});

test('a restart whose banner got lost shows in the pins within five seconds', async () => {
  const { port, pass, device, news, logged } = await aReadyBin();
  await Promise.all([port.drive('open'), pass(1000)]);
  await device.press('reset unheard');
  await pass(6000);
  expect(news).toEqual(['ready', 'restarted', 'ready']);
  expect(logged[1]).toContain('a pin is not as it was left');
});

test('sensors that are reported no more are not believed for ever', async () => {
  const { pass, device, news, port } = await aReadyBin();
  await device.press('fault sulking');
  await pass(12_000);
  expect([news, port.senses()]).toEqual([['ready', 'restarted'], undefined]);
});

test('a lock that does not do what it is told is no pulse', async () => {
  const { port, pass, device, news } = await aReadyBin();
  await device.press('fault deaf');
  const pulse = fate(port.pulseLock());
  await pass(600);
  expect(pulse.said).toBe('unavailable: the board has not done it');
  expect(news).toEqual(['ready', 'restarted', 'ready']); // set up again at once: nobody knows what else it has not done
});

test('StandardFirmata 2.4: no write takes the pull-ups from the switches', async () => {
  const { port, pass, device, logged } = await aReadyBin('fault old', 'reset');
  await pass(2000);
  expect(logged).toEqual([expect.stringContaining('"protocol":"2.4"')]);
  for (const words of ['smoke', 'service open', 'tamper', 'hand']) await device.press(words);
  await pass(500);
  const open = { ...GOOD, serviceClosed: false, beamFree: false, untampered: false, smokeFree: false };
  expect(port.senses()).toMatchObject(open);
  await Promise.all([port.pulseLock(), pass(600)]);
  await Promise.all([port.show({ red: true, green: true }), port.drive('open'), pass(6000)]);
  expect(port.senses()).toMatchObject({ ...open, doorClosed: false });
});

test('bytes that no board says end the connection and nothing else', async () => {
  const { pass, says, news, logged } = await aReadyBin();
  says('F06E7F0101F7'); // the state of a pin that is not there
  await pass(2000);
  expect(news).toEqual(['ready', 'lost', 'ready']);
  expect(logged[1]).toContain('"code":"wire"');
});

test('whatever comes over the wire, nothing moves by it, and the board is found again', async () => {
  const { pass, says, sent, news, port } = await aReadyBin();
  const noise = fc.uint8Array({ minLength: 1, maxLength: 40 }).map(hexOf);
  const nearly = fc
    .tuple(fc.constantFrom('F06E', 'F06C', 'F06A', 'F079', 'F071', '90', 'E0', 'F9'), fc.uint8Array({ maxLength: 12 }))
    .map(([head, rest]) => `${head}${hexOf(rest.map((byte) => byte & 0x7f))}F7`);
  for (const hex of fc.sample(fc.oneof(noise, nearly), { numRuns: 200, seed: 20 })) {
    says(hex);
    await pass(50);
  }
  expect(new Set(news)).toEqual(new Set(['ready', 'restarted', 'lost']));
  await pass(12_000);
  expect(sent()).not.toMatch(/907C01|9101|F40904|FF/);
  expect([news.at(-1), port.senses()]).toMatchObject(['ready', { ...GOOD, levelMm: 802 }]);
});

test('a port that finds nobody is closed at once', async () => {
  const { port, device, pass, news } = await aReadyBin('fault silent');
  await pass(700);
  const closed = fate(port.close());
  await pass(30);
  expect([closed.said, news]).toEqual(['done', []]);
  await device.press('fault none');
});

test('a port report that got spoilt on the way is not believed for long', async () => {
  const { pass, says, device, port } = await aReadyBin();
  await device.press('hand');
  await pass(200);
  says('900000');
  await pass(100);
  expect(port.senses()).toMatchObject({ beamFree: true });
  await pass(5000);
  expect(port.senses()).toMatchObject({ beamFree: false });
});

/** As our own firmware says who it is, unasked. */
const YIKE_BIN = 'F90205F0790100590069006B006500420069006E00F7';

test('our own firmware hears from us every 500 ms, from its start on', async () => {
  const { port, clock, pass, says, news, heard } = await aReadyBin();
  const from = clock.now();
  says(YIKE_BIN);
  await pass(20_000);
  expect(news).toEqual(['ready', 'restarted', 'ready']);
  await Promise.all([port.drive('open'), pass(3000)]);
  const moments = [from, ...heard.map(({ at }) => at).filter((at) => at > from), clock.now()];
  const gaps = moments.slice(1).map((at, i) => at - (moments[i] ?? 0));
  expect(Math.max(...gaps)).toBeLessThanOrEqual(500);
});

test.each([
  ['its first word to a host', '00'],
  ['a host that is back', '01'],
  ['a HIGH that was not obeyed', '06'],
])('our own firmware says what it took away: %s, and it is set up again', async (_, kind) => {
  const { pass, says, news, sent, forget } = await aReadyBin();
  says(YIKE_BIN);
  await pass(1000);
  forget();
  says(`F001${kind}3200F7`);
  await pass(1000);
  expect(news).toEqual(['ready', 'restarted', 'ready', 'restarted', 'ready']);
  expect(sent()).toContain(SET_UP);
});

test('our own firmware stops a closing door: it is let go of, seen, and may be opened again; an opening one goes on', async () => {
  const { port, pass, says, sent, forget, told } = await aReadyBin();
  says('F001020100F7');
  await Promise.all([port.drive('open'), pass(500)]);
  says('F001020100F7');
  expect(port.senses()?.pinched).toBeUndefined();
  forget();
  await Promise.all([port.drive('closed'), pass(500)]);
  expect(sent()).toMatch(/^910000E90A00907C00910100/); // a door that turns back
  forget();
  says('F001020100F7');
  expect([told.at(-1)?.pinched, sent().slice(0, 24)]).toEqual([true, '907C00910000EB0000F40901']);
  const opens = fate(port.drive('open'));
  await pass(100);
  expect([opens.said, port.senses()?.pinched]).toEqual(['done', undefined]);
});

test('closing switches everything off, the motor before the pulses', async () => {
  const { port, pass, sent, forget } = await aReadyBin();
  await Promise.all([port.drive('open'), port.show({ red: true, green: false }), port.buzz(true), pass(100)]);
  const pulse = fate(port.pulseLock());
  await pass(100);
  forget();
  const closed = fate(port.close());
  await pass(100);
  expect([closed.said, pulse.said]).toEqual(['done', 'unavailable: closing']);
  expect(sent()).toMatch(/^907C00910000EB0000F40901/);
});
