import { describe, expect, test } from 'vitest';
import { loadRules } from '../../firmware-config/index.ts';
import {
  aWorld,
  type Happening,
  placeAfter,
  play,
  pressure,
  TO_MEASURING,
  TO_PRESSURE,
  TO_READY,
  taking,
  told,
  WAITED,
} from '../../test/play.ts';
import type { Act } from '../contract/act.ts';

const wishes = (happenings: readonly Happening[]): string[] => play(happenings).all.map(({ wish }) => wish);
const again: Act = { do: 'again' };

describe('before the measurement', () => {
  test('asked, shown how to sit, asked of the cuff, rested, and only then started by a hand', () => {
    const seen = TO_MEASURING.map((_, at) => placeAfter(TO_MEASURING.slice(0, at + 1)).id);
    expect(seen).toEqual([
      'home',
      'guest.told',
      'bp.ask',
      ...Array(6).fill('bp.posture'),
      'bp.cuff',
      'bp.rest',
      'bp.ready',
      'bp.measuring',
    ]);
    expect(wishes(TO_MEASURING)).toEqual(['measure']);
  });

  test('a picture may be passed with a tap, and six stand there', () => {
    const pictures = [...TO_PRESSURE, { do: 'none' } as const];
    expect(placeAfter([...pictures, { do: 'next' }])).toEqual({ id: 'bp.posture', picture: 2 });
    expect(placeAfter([...pictures, ...Array(5).fill(WAITED)])).toEqual({ id: 'bp.posture', picture: 6 });
  });

  test.each(['recent', 'bladder', 'arm'] as const)(
    '%s is advised against, may be gone on with, and is not forgotten',
    (answer) => {
      const noted = [...TO_PRESSURE, { do: 'answer', answer } as const];
      expect(placeAfter(noted)).toEqual({ id: 'bp.advice', about: answer });
      expect(placeAfter([...noted, { do: 'go-on' }])).toEqual({ id: 'bp.ask', noted: [answer] });
      expect(placeAfter([...noted, { do: 'done' }])).toEqual({ id: 'home' });
    },
  );

  test('chest pain or the like is an emergency without any number', () => {
    const { visit, all } = play([...TO_PRESSURE, { do: 'answer', answer: 'symptoms' }]);
    expect(visit.place).toMatchObject({ id: 'act-now', what: 'symptoms', acknowledged: false });
    expect(all).toEqual([{ wish: 'alarm', code: 'act-now', raised: true }]);
  });

  test('who has rested already rests the shortest time, and the readings say so', () => {
    const rest = TO_READY.slice(0, -1);
    expect(placeAfter([...rest, { do: 'rested' }])).toEqual({ id: 'bp.rest', shortened: true });
    const { all } = play([...rest, { do: 'rested' }, WAITED, { do: 'start' }, ...taking('120/75')]);
    expect(all).toContainEqual(expect.objectContaining({ wish: 'file', flags: ['short-rest'] }));
  });

  test('what was answered stands on every reading as a code', () => {
    const asked: Happening[] = [
      ...TO_PRESSURE,
      { do: 'answer', answer: 'recent' },
      { do: 'go-on' },
      { do: 'answer', answer: 'bladder' },
      { do: 'go-on' },
      ...TO_READY.slice(3),
      { do: 'start' },
      ...taking('120/75'),
    ];
    expect(play(asked).all).toContainEqual(expect.objectContaining({ flags: ['recent-activity', 'full-bladder'] }));
  });
});

describe('the readings', () => {
  test('two that agree: each filed as taken, the average filed, then shown', () => {
    const { visit, all } = play([...TO_MEASURING, ...taking('120/75/70', '125/78/74')]);
    expect(all.map(({ wish }) => wish)).toEqual(['measure', 'file', 'measure', 'file', 'conclude']);
    expect(all.at(-1)).toMatchObject({ series: [{ id: 'id-1' }, { id: 'id-2' }], flags: [] });
    expect(visit.place).toMatchObject({
      id: 'bp.result',
      systolicMmHg: 123,
      diastolicMmHg: 77,
      pulsePerMin: 72,
      averageOf: 2,
      level: 'ok',
      saved: 'saved',
    });
  });

  test.each([
    [['120/75'], 'exact'],
    [['120/75', '135/75'], 'differ'],
    [['185/100'], 'confirm'],
    [['215/60'], 'confirm'],
    [['120/75~'], 'irregular'],
  ])('after %j there is a pause and one more: %s', (readings, why) => {
    expect(placeAfter([...TO_MEASURING, ...taking(...readings)])).toEqual({ id: 'bp.pause', why, hasReading: true });
    expect(play([...TO_MEASURING, ...taking(...readings), WAITED]).wishes).toEqual([{ wish: 'measure' }]);
    expect(placeAfter([...TO_MEASURING, ...taking(...readings), WAITED])).toMatchObject({
      id: 'bp.measuring',
      reading: readings.length + 1,
    });
  });

  test('the third is the last, and the mean is of the last two', () => {
    expect(placeAfter([...TO_MEASURING, ...taking('120/75', '135/75', '121/74')])).toMatchObject({
      id: 'bp.result',
      systolicMmHg: 128,
      averageOf: 2,
    });
  });

  test('in Europe there are three', () => {
    const world = aWorld({ rules: loadRules({ bloodPressure: 'esc-2024', glucose: 'cds-2024' }) });
    expect(placeAfter([...TO_MEASURING, ...taking('120/65', '121/66')], world).id).toBe('bp.pause');
    expect(placeAfter([...TO_MEASURING, ...taking('120/65', '121/66', '119/65')], world).id).toBe('bp.result');
  });

  test.each([
    ['seen at once', { do: 'see-result' }],
    ['left by the back key', { do: 'back' }],
  ] as const)('a set %s after one reading is a single reading', (_, act) => {
    const { visit, all } = play([...TO_MEASURING, ...taking('120/75'), act]);
    expect(all.at(-1)).toMatchObject({ wish: 'conclude', flags: ['single-reading'] });
    expect(visit.place).toMatchObject({ id: 'bp.result', averageOf: 1 });
  });

  test.each([{ do: 'end' }, { on: 'over' }] as const)(
    'a visit that ends between two readings keeps the one it has: %j',
    (end) => {
      const { visit, all } = play([...TO_MEASURING, ...taking('120/75'), end]);
      expect(all).toContainEqual(expect.objectContaining({ wish: 'conclude', flags: ['single-reading'] }));
      expect(visit).toMatchObject({ place: { id: 'bye' }, series: [], earlier: [] });
    },
  );

  test('a dangerous reading that the second bears out is act-now, with the last numbers, and no third', () => {
    const { visit, all } = play([...TO_MEASURING, ...taking('190/118', '186/112')]);
    expect(visit.place).toMatchObject({ id: 'act-now', what: 'bp-high', systolicMmHg: 186, saved: 'saved' });
    expect(all.slice(-2)).toMatchObject([{ wish: 'conclude' }, { wish: 'alarm', code: 'act-now', raised: true }]);
  });

  test('a dangerous reading is not forgotten by measuring anew', () => {
    const skipped: Happening[] = [...TO_MEASURING, ...taking('190/118'), { do: 'see-result' }];
    expect(placeAfter(skipped)).toMatchObject({ id: 'bp.result', level: 'repeat' });
    expect(placeAfter([...skipped, again])).toEqual({ id: 'bp.pause', why: 'confirm', hasReading: false });
    expect(placeAfter([...skipped, again, WAITED, told(pressure('188/100'))])).toMatchObject({ id: 'act-now' });
    const throughHome: Happening[] = [
      ...skipped,
      { do: 'done' },
      ...TO_READY.slice(1).filter((one) => !('do' in one && one.do === 'understood')),
    ];
    expect(placeAfter([...throughHome, { do: 'start' }, told(pressure('188/100'))])).toMatchObject({ id: 'act-now' });
  });

  test('an unusual reading is filed with a flag', () => {
    expect(play([...TO_MEASURING, ...taking('215/60')]).all.at(-1)).toMatchObject({
      wish: 'file',
      flags: ['soft-limit'],
    });
  });

  test('only-show files nothing at all, and shows the same', () => {
    const onlyShow = TO_MEASURING.map((one) =>
      'do' in one && one.do === 'understood' ? ({ do: 'only-show' } as const) : one,
    );
    const { visit, all } = play([...onlyShow, ...taking('120/75', '121/76')]);
    expect(all.map(({ wish }) => wish)).toEqual(['measure', 'measure']);
    expect(visit.place).toMatchObject({ id: 'bp.result', saved: 'shown-only', averageOf: 2 });
    expect(play([...onlyShow, ...taking('120/75'), { do: 'end' }]).all).not.toContainEqual(
      expect.objectContaining({ wish: 'conclude' }),
    );
  });

  test('what could not be saved is shown as not saved', () => {
    expect(placeAfter([...TO_MEASURING, ...taking('120/75', '121/76')], aWorld(), 'not-saved')).toMatchObject({
      id: 'bp.result',
      saved: 'not-saved',
    });
  });
});

describe('the cuff', () => {
  test.each(['stop', 'back', 'help', 'end', 'settings'] as const)(
    'while it holds an arm, %s lets it go first',
    (hand) => {
      const stopped = play([...TO_MEASURING, { on: 'pressure', mmHg: 150 }, { do: hand }]);
      expect(stopped.visit.place).toEqual({ id: 'bp.stopping' });
      expect(stopped.wishes).toEqual([{ wish: 'stop' }]);
    },
  );

  test('the arm is told free only when the monitor showed less than 10 mmHg', () => {
    const stopping: Happening[] = [...TO_MEASURING, { do: 'stop' }, { on: 'measured', error: 'aborted' }];
    const stopped = { id: 'bp.stopped', hasReading: false };
    expect(placeAfter([...stopping, { on: 'pressure', mmHg: 10 }])).toEqual({ id: 'bp.stopping' });
    expect(placeAfter([...stopping, { on: 'pressure', mmHg: 9 }])).toEqual({ ...stopped, released: true });
    expect(placeAfter([...stopping, { on: 'not released' }])).toEqual({ ...stopped, released: false });
  });

  test('a result that comes after the stop is not taken', () => {
    expect(wishes([...TO_MEASURING, { do: 'stop' }, ...taking('120/75')])).toEqual(['measure', 'stop']);
  });

  test('stopped in the second measurement, the first is still there to be seen', () => {
    const stopped: Happening[] = [
      ...TO_MEASURING,
      ...taking('120/75'),
      WAITED,
      { do: 'stop' },
      { on: 'pressure', mmHg: 3 },
    ];
    expect(placeAfter(stopped)).toEqual({ id: 'bp.stopped', released: true, hasReading: true });
    expect(placeAfter([...stopped, { do: 'see-result' }])).toMatchObject({ id: 'bp.result', averageOf: 1 });
  });

  test('a monitor that is gone when the second is due: the first is shown', () => {
    let works = true;
    const world = aWorld({ works: () => works });
    const pausing: Happening[] = [...TO_MEASURING, ...taking('120/75')];
    expect(placeAfter(pausing, world).id).toBe('bp.pause');
    const gone = play([...pausing, { on: 'waited' }, { on: 'measured', error: 'unavailable' }], world);
    expect(gone.visit.place).toMatchObject({ id: 'bp.result', averageOf: 1 });
    works = false;
    expect(placeAfter(TO_MEASURING.slice(0, 3), world)).toMatchObject({ id: 'device.down' });
  });

  test('after a failure only a hand starts it again, after a rest', () => {
    const loose: Happening[] = [...TO_MEASURING, { on: 'failure', kind: 'cuff' }, again];
    expect(placeAfter(loose)).toEqual({ id: 'bp.pause', why: 'failed', hasReading: false });
    expect(play([...loose, WAITED])).toMatchObject({ visit: { place: { id: 'bp.ready' } }, wishes: [] });
  });
});

describe('no reading', () => {
  const failing = (...kinds: readonly ('cuff' | 'movement' | 'weak-signal' | 'doubt')[]): Happening[] =>
    kinds.flatMap((kind, at) => [
      ...(at > 0 ? ([again, WAITED, { do: 'start' }] as const) : []),
      kind === 'doubt'
        ? ({ on: 'rejected', reason: 'implausible', dangerous: true } as const)
        : ({ on: 'failure', kind } as const),
    ]);

  test.each([
    ['unplugged', 'BP-LOST'],
    ['silent', 'BP-LOST'],
    ['wire', 'BP-LOST'],
    [undefined, 'BP-WEAK'],
  ] as const)('a measurement that ends by %s says %s', (error, code) => {
    expect(placeAfter([...TO_MEASURING, { on: 'measured', ...(error && { error }) }])).toMatchObject({
      id: 'bp.problem',
      code,
    });
  });

  test('twice in a row sends to a person', () => {
    expect(placeAfter([...TO_MEASURING, ...failing('cuff')])).toMatchObject({ code: 'BP-CUFF' });
    expect(placeAfter([...TO_MEASURING, ...failing('cuff', 'movement')])).toMatchObject({ code: 'BP-TWICE' });
    expect(placeAfter([...TO_MEASURING, ...failing('weak-signal', 'cuff')])).toMatchObject({ code: 'BP-TWICE' });
  });

  test('no pulse found twice is an emergency', () => {
    expect(placeAfter([...TO_MEASURING, ...failing('weak-signal')])).toMatchObject({ code: 'BP-WEAK' });
    expect(placeAfter([...TO_MEASURING, ...failing('weak-signal', 'weak-signal')])).toMatchObject({
      id: 'act-now',
      what: 'no-pulse',
    });
  });

  test('a dangerous number that cannot be true is measured again, and twice is for staff', () => {
    expect(placeAfter([...TO_MEASURING, ...failing('doubt')])).toMatchObject({ code: 'BP-DOUBT' });
    expect(placeAfter([...TO_MEASURING, ...failing('doubt', 'doubt')])).toMatchObject({
      id: 'act-now',
      what: 'unsure',
    });
  });

  test('a refused number that would be harmless waits for the end of its measurement', () => {
    const refused: Happening[] = [...TO_MEASURING, { on: 'rejected', reason: 'implausible', dangerous: false }];
    expect(placeAfter(refused).id).toBe('bp.measuring');
    expect(placeAfter([...refused, { on: 'measured' }])).toMatchObject({ code: 'BP-WEAK' });
  });
});
