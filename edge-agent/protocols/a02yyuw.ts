/**
 * DYP-A02 ultrasonic sensors (A02YYUW), 9600 8N1; the sensor only talks, every 100 to 300 ms. Read: DFRobot's wiki, SEN0311;
 * DFRobot/DFRobot_RaspberryPi_A02YYUW, README; ESPHome's component a02yyuw; vithsutra/jnnce-hydroponics-project,
 * Ultrasonic_sonic.ino. Four bytes, and nothing between two frames:
 *
 *   FF | distance, big-endian, millimetres | sum of the three
 *
 * - [x] start: FF, which a distance and a sum may be as well; only a window whose sum holds is a frame
 * - [x] range: 30 to 4500 mm. Whatever else it says is no reading: nothing echoes, or too near, or what sister models say
 *       (FFFE disturbed, FFFD no target). Nothing else for a while is a failure
 * - [x] dropouts and echoes beside the way, of bags, steam and arms: the median of five readings is told, not one alone
 * - [x] nothing is sent
 */
import { bytesOf, seek, sum8, u8, u16be } from './bytes.ts';
import type { Framer, Language, Line } from './conversation.ts';
import { AGAIN_MS, OUT_OF_RANGE, repeating } from './weighing.ts';

/** Millimetres as they were said, a reading or not. */
export interface Frame {
  readonly millimetres: number;
}

const START = 0xff;
const FRAME_BYTES = 4;

const cut: Framer<Frame> = (bytes) => {
  const noise = seek(bytes, START);
  if (noise > 0) return { skip: noise, why: 'noise' };
  if (bytes.length < FRAME_BYTES) return 'wait';
  if (sum8(bytes.subarray(0, FRAME_BYTES - 1)) !== u8(bytes, FRAME_BYTES - 1)) return { skip: 1, why: 'checksum' };
  return { frame: { millimetres: u16be(bytes, 1) }, used: FRAME_BYTES };
};

/** A frame takes 4 ms; the rest is for slow adapters. */
export const fromSensor: Language<Frame> = { cut, gapMs: 60 };

export function sensorSays(millimetres: number): Uint8Array {
  const frame = [START, millimetres >> 8, millimetres & 0xff];
  return bytesOf(...frame, sum8(bytesOf(...frame)));
}

const RANGE = { least: 30, most: 4500 } as const;
export const isReading = ({ millimetres }: Frame): boolean => millimetres >= RANGE.least && millimetres <= RANGE.most;

const READINGS = 5;
const MIDDLE = 2;

/** Tells the median of the last five readings, and, where five times in a row there was none, that once. */
function levels(line: Line): (frame: Frame) => void {
  let readings: readonly number[] = [];
  let missed = 0;
  let told: number | undefined;
  let toldAt = 0;

  function miss(): void {
    if (++missed !== READINGS) return;
    readings = [];
    told = undefined;
    line.tell(OUT_OF_RANGE);
  }

  return (frame) => {
    if (!isReading(frame)) return miss();
    missed = 0;
    readings = [...readings, frame.millimetres].slice(-READINGS);
    const millimetres = readings.length < READINGS ? undefined : readings.toSorted((a, b) => a - b)[MIDDLE];
    if (millimetres === undefined) return;
    if (millimetres === told && line.now - toldAt < AGAIN_MS) return;
    told = millimetres;
    toldAt = line.now;
    line.tell({ event: 'level', millimetres });
  };
}

export const { greet, idle } = repeating<Frame>({ lostMs: 1000, hearing: levels });
