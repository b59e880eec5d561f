/** `yike read` in one process, a monitor that prints by itself at the other end of a real tty in another. */
import { afterAll, describe, expect, test, vi } from 'vitest';
import { asciiOf } from '../../edge-agent/protocols/bytes.ts';
import { aYike, type Process } from '../process.ts';
import { aScriptedMeter } from '../scripted-meter.ts';

const started: Process[] = [];
const yike = (...args: readonly string[]): Process => {
  const process = aYike(...args);
  started.push(process);
  return process;
};
afterAll(async () => {
  await Promise.all(started.map((process) => process.kill('SIGKILL')));
});

async function reads(driver: string, path: string): Promise<Process> {
  const reader = yike('read', driver, '--serial', path);
  await vi.waitFor(() => expect(reader.lines.join('\n')).toContain('device connected'), { timeout: 30_000 });
  return reader;
}

async function ends(reader: Process): Promise<void> {
  await reader.kill('SIGINT');
  expect(await reader.exited).toBe(0);
}

interface LineMonitor {
  readonly driver: string;
  /** What the simulator's `take 138/84/72` becomes, but for the minute on its clock. */
  readonly taken: RegExp;
  /** Each line on the wire, hexadecimal or text, and what is printed of it. */
  readonly vectors: readonly (readonly [wire: string | Uint8Array, line: string])[];
}

const pressure = (facts: object): string => JSON.stringify({ event: 'reading', kind: 'blood-pressure', ...facts });

const MONITORS: readonly LineMonitor[] = [
  {
    driver: 'omron-hbp',
    taken:
      /^{"event":"reading","kind":"blood-pressure","systolicMmHg":138,"diastolicMmHg":84,"pulsePerMin":72,"deviceClock":"2026-11-23T10:3\d:00"}$/,
    vectors: [
      [
        '323032362C30372C31312C30392C30352C31323334353637383930313233343536373839302C302C3132302C3038302C3037322C300D0A',
        '{"event":"reading","kind":"blood-pressure","systolicMmHg":120,"diastolicMmHg":80,"pulsePerMin":72,"deviceClock":"2026-07-11T09:05:00"}',
      ],
      [
        '323032362C31312C32332C31302C33302C20202020202020202020202020202020202020202C302C3136322C3039382C3037382C310D0A',
        '{"event":"reading","kind":"blood-pressure","systolicMmHg":162,"diastolicMmHg":98,"pulsePerMin":78,"flags":["movement"],"deviceClock":"2026-11-23T10:30:00"}',
      ],
      [
        '323032362C31312C32332C31302C33312C20202020202020202020202020202020202020202C372C2020202C2020202C2020202C300D0A',
        '{"event":"failure","kind":"unknown","code":"7"}',
      ],
      [
        '323032352C30322C32392C30392C30352C31323334353637383930313233343536373839302C302C3132302C3038302C3037322C300D0A',
        '{"event":"rejected","reason":"date"}',
      ],
      [
        '323032362C31312C32332C31302C33312C20202020202020202020202020202020202020202C302C3236312C3038302C3037322C300D0A',
        '{"event":"rejected","reason":"range"}',
      ],
      [
        '62702C31323334353637383930313233343536373839302C323031362F30312F32352C30313A30352C3130302C3037352C3035302C3036352C300D',
        pressure({
          systolicMmHg: 100,
          diastolicMmHg: 50,
          meanMmHg: 75,
          pulsePerMin: 65,
          deviceClock: '2016-01-25T01:05:00',
        }),
      ],
      [
        '62702C39393939393939393939393939393939393939392C323032332F30342F32372C31353A30362C3134302C3039382C3037372C3036382C330D0A',
        pressure({
          systolicMmHg: 140,
          diastolicMmHg: 77,
          meanMmHg: 98,
          pulsePerMin: 68,
          flags: ['movement'],
          deviceClock: '2023-04-27T15:06:00',
        }),
      ],
      [
        '62702C20202020202020202020202020202020202020202C323032362F31312F32332C31303A33302C3133382C3130322C3038342C3037322C300D0A',
        pressure({
          systolicMmHg: 138,
          diastolicMmHg: 84,
          meanMmHg: 102,
          pulsePerMin: 72,
          deviceClock: '2026-11-23T10:30:00',
        }),
      ],
    ],
  },
  {
    driver: 'ampall-bp868f',
    taken:
      /^{"event":"reading","kind":"blood-pressure","systolicMmHg":138,"diastolicMmHg":84,"meanMmHg":102,"pulsePerMin":72}$/,
    vectors: [
      [
        '5E313230303936303732303638315E',
        pressure({ systolicMmHg: 120, diastolicMmHg: 72, meanMmHg: 96, pulsePerMin: 68, flags: ['irregular'] }),
      ],
      [
        '5E313338313032303834303732305E',
        pressure({ systolicMmHg: 138, diastolicMmHg: 84, meanMmHg: 102, pulsePerMin: 72 }),
      ],
      ['5E313338303834303834313032305E', '{"event":"rejected","reason":"implausible"}'],
    ],
  },
  {
    driver: 'parama-ft201',
    taken:
      /^{"event":"reading","kind":"blood-pressure","systolicMmHg":138,"diastolicMmHg":84,"pulsePerMin":72,"deviceClock":"2026-11-23T10:3\d:00"}$/,
    vectors: [
      [
        '0220313530353032203039343320313235203037352030393903',
        pressure({ systolicMmHg: 125, diastolicMmHg: 75, pulsePerMin: 99, deviceClock: '2015-05-02T09:43:00' }),
      ],
      [
        '0220323631313233203130333020313338203038342030373203',
        pressure({ systolicMmHg: 138, diastolicMmHg: 84, pulsePerMin: 72, deviceClock: '2026-11-23T10:30:00' }),
      ],
      ['0220323631313233203130333020202020203038342030373203', '{"event":"failure","kind":"unknown"}'],
    ],
  },
  {
    driver: 'terumo-bp500',
    taken:
      /^{"event":"reading","kind":"blood-pressure","systolicMmHg":138,"diastolicMmHg":84,"meanMmHg":102,"pulsePerMin":72,"deviceClock":"2026-11-23T10:3\d:\d\d"}$/,
    vectors: [
      [
        asciiOf('\x02R1,000000000,210427,153000,128,097,082,084,0000,0000,00000,000\x03?'),
        pressure({
          systolicMmHg: 128,
          diastolicMmHg: 82,
          meanMmHg: 97,
          pulsePerMin: 84,
          deviceClock: '2021-04-27T15:30:00',
        }),
      ],
      [
        asciiOf('\x02R1,000000000,261123,103000,138,102,084,072,0000,0000,00000,000\x03?'),
        pressure({
          systolicMmHg: 138,
          diastolicMmHg: 84,
          meanMmHg: 102,
          pulsePerMin: 72,
          deviceClock: '2026-11-23T10:30:00',
        }),
      ],
      [
        asciiOf('\x02R1,000000000,261123,103000,138,102,084,072,0001,0000,00000,000\x03?'),
        '{"event":"rejected","reason":"unknown"}',
      ],
    ],
  },
  {
    driver: 'and-tm2657p',
    taken:
      /^{"event":"reading","kind":"blood-pressure","systolicMmHg":138,"diastolicMmHg":84,"meanMmHg":102,"pulsePerMin":72}$/,
    vectors: [
      [
        asciiOf('\x02a\x1eb\x1ec\x1ed\x1ef\x1eS138\x1eM102\x1eD084\x1eP072\x1eg\x03'),
        pressure({ systolicMmHg: 138, diastolicMmHg: 84, meanMmHg: 102, pulsePerMin: 72 }),
      ],
      [asciiOf('\x02a\x1eb\x1ec\x1ed\x1ef\x1eE1\x03'), '{"event":"rejected","reason":"unknown"}'],
    ],
  },
];

describe.concurrent.each(MONITORS)('$driver', ({ driver, taken, vectors }) => {
  test('read prints what the simulator’s button brings', async () => {
    const meter = yike('simulate', driver, '--pty');
    const reader = await reads(driver, await meter.says((line) => line.startsWith('/dev/')));
    meter.type('take 138/84/72');
    expect(await reader.says((line) => line.startsWith('{'))).toMatch(taken);
    expect(reader.out).toHaveLength(1);
    await ends(reader);
  });

  test('the worked lines, those to be refused too, become the documented ones; it is told nothing', async () => {
    await using monitor = await aScriptedMeter(driver, {});
    const reader = await reads(driver, monitor.path);
    for (const [i, [wire]] of vectors.entries()) {
      monitor.say(wire);
      await vi.waitFor(() => expect(reader.out.length).toBeGreaterThan(i), { timeout: 30_000, interval: 5 });
    }
    expect(reader.out).toEqual(vectors.map(([, line]) => line));
    expect(monitor.heard).toEqual([]);
    await ends(reader);
  });
});

test.concurrent('the host cannot start one, and says so', async () => {
  const reader = yike('read', 'omron-hbp', '--serial', '/dev/null', '--start');
  expect(await reader.exited).toBe(1);
  expect(reader.lines.at(-1)).toBe('yike: omron-hbp cannot be started by the host: press its own button');
});
