/**
 * The thing behind a simulated bin board: a door with a bolt and a motor, a heap, a person's hand, wires. As volts and
 * contacts, in the reference wiring; what the board makes of them is not its business.
 */

/** What the board's pins do to it. */
export interface Drives {
  readonly lock: boolean;
  readonly motorSupply: boolean;
  /** Of the pulses at the servo; undefined: none. */
  readonly servoDegrees: number | undefined;
}

/** Contacts to ground, and counts of a 10-bit converter. */
export interface Feels {
  readonly contacts: {
    readonly door: boolean;
    readonly service: boolean;
    readonly beam: boolean;
    readonly tamper: boolean;
    readonly smoke: boolean;
  };
  readonly counts: readonly [level: number, weight: number, temperature: number, motor: number];
}

const CLOSED_DEGREES = 10;
const OPEN_DEGREES = 95;
/** From one end to the other. */
const STROKE_MS = 2500;
/** The bolt falls in again when nobody has opened by then. */
const BOLT_FREE_MS = 10_000;
/** A hand in the opening stops the door here. */
const HAND_AT = 0.3;
const FALLS_MS = 300;
const EMPTY_MM = 1000;
const RUNNING_AMPS = 0.4;
const HELD_AMPS = 1.3;

const WIRES = ['door', 'service', 'beam', 'tamper', 'smoke', 'level', 'weight', 'temperature'] as const;
type Wire = (typeof WIRES)[number];

/** What a hand does, in the words of `yike simulate`. */
export const BIN_WORDS = [
  { form: 'drop KG', does: 'something is thrown in, while the door is open' },
  { form: 'heap MM', does: 'so far from the sensor down to the heap' },
  { form: 'load KG', does: 'so much lies in the bin' },
  { form: 'full', does: 'the heap reaches up to the sensor' },
  { form: 'emptied', does: 'somebody has collected it' },
  { form: 'hand', does: 'a hand is in the opening; hand away: no longer' },
  { form: 'hand away', does: 'the opening is free' },
  { form: 'jam', does: 'the door sticks; jam free: no longer' },
  { form: 'jam free', does: 'the door moves' },
  { form: 'smoke', does: 'the detector has smelt something; smoke gone: no longer' },
  { form: 'smoke gone', does: 'the air is clear' },
  { form: 'heat CELSIUS', does: 'so warm is it inside' },
  { form: 'tamper', does: 'somebody shakes it; tamper over: no longer' },
  { form: 'tamper over', does: 'it stands still' },
  { form: 'service open', does: "the collector's door is opened" },
  { form: 'service shut', does: "the collector's door is shut" },
  ...WIRES.map((wire) => ({ form: `wire ${wire}`, does: `the wire of ${wire} breaks` })),
  { form: 'wires mended', does: 'every wire is whole' },
] as const;

export interface Bin {
  /** Lets time pass until then under these drives. */
  pass(now: number, drives: Drives): void;
  feels(): Feels;
  /** False when these are none of its words. */
  hand(form: string, amount: number | undefined): boolean;
}

export function openBin(startsAt: number): Bin {
  let at = startsAt;
  /** 0 shut, 1 open. */
  let door = 0;
  let freeUntil = 0;
  let amps = 0;
  let fallsUntil = 0;
  let kg = 3.2;
  let heapMm = 800;
  let celsius = 21;
  let [inHand, jammed, smoke, tamper, service] = [false, false, false, false, false];
  const cut = new Set<Wire>();

  function move(ms: number, { motorSupply, servoDegrees }: Drives): void {
    amps = 0;
    if (!motorSupply || servoDegrees === undefined) return;
    const target = Math.min(1, Math.max(0, (servoDegrees - CLOSED_DEGREES) / (OPEN_DEGREES - CLOSED_DEGREES)));
    if (target === door) return;
    const bolted = door === 0 && at > freeUntil;
    const handStops = inHand && target < door && door <= HAND_AT;
    if (jammed || bolted || handStops) {
      amps = HELD_AMPS;
      return;
    }
    amps = RUNNING_AMPS;
    const step = ms / STROKE_MS;
    const least = inHand && target < door ? HAND_AT : 0;
    if (target > door) door = Math.min(target, door + step);
    else {
      door = Math.max(target, least, door - step);
      if (door === 0) freeUntil = 0; // the bolt falls in behind it
    }
  }

  return {
    pass(now, drives) {
      if (drives.lock) freeUntil = now + BOLT_FREE_MS;
      move(now - at, drives);
      at = now;
    },
    feels: () => ({
      contacts: {
        door: door === 0 && !cut.has('door'),
        service: !service && !cut.has('service'),
        beam: !inHand && at >= fallsUntil && !cut.has('beam'),
        tamper: !tamper && !cut.has('tamper'),
        smoke: !smoke && !cut.has('smoke'),
      },
      counts: [
        cut.has('level') ? 0 : levelCounts(heapMm),
        cut.has('weight') ? 0 : Math.min(1023, Math.round(51 + kg * 16.38)),
        cut.has('temperature') ? 1023 : ntcCounts(celsius),
        Math.round((amps * 2 * 1023) / 5),
      ],
    }),
    hand(form, amount = 0) {
      const wire = WIRES.find((name) => form === `wire ${name}`);
      if (wire) cut.add(wire);
      else if (form === 'wires mended') cut.clear();
      else if (form === 'drop KG') {
        if (door > 0.5) {
          kg += amount;
          heapMm = Math.max(0, heapMm - 10);
          fallsUntil = at + FALLS_MS;
        }
      } else if (form === 'heap MM') heapMm = amount;
      else if (form === 'load KG') kg = amount;
      else if (form === 'full') heapMm = 220;
      else if (form === 'emptied') [kg, heapMm] = [0, EMPTY_MM];
      else if (form === 'hand' || form === 'hand away') inHand = form === 'hand';
      else if (form === 'jam' || form === 'jam free') jammed = form === 'jam';
      else if (form === 'smoke' || form === 'smoke gone') smoke = form === 'smoke';
      else if (form === 'heat CELSIUS') celsius = amount;
      else if (form === 'tamper' || form === 'tamper over') tamper = form === 'tamper';
      else if (form === 'service open' || form === 'service shut') service = form === 'service open';
      else return false;
      return true;
    },
  };
}

/** Millimetres and volts, as the maker draws the sensor's curve; nearer than its peak it falls again. */
const CURVE = [
  [0, 0.5],
  [150, 2.75],
  [200, 2.5],
  [300, 2],
  [400, 1.55],
  [500, 1.24],
  [700, 0.905],
  [1000, 0.66],
  [1300, 0.5],
  [1500, 0.435],
  [2500, 0.2],
] as const;

function levelCounts(mm: number): number {
  const far = CURVE.findIndex(([there]) => there >= mm);
  const [from, to] = [CURVE[Math.max(0, far - 1)], CURVE[far]];
  if (!from || !to) return 0;
  const share = to[0] === from[0] ? 0 : (mm - from[0]) / (to[0] - from[0]);
  return Math.round(((from[1] + share * (to[1] - from[1])) * 1023) / 5);
}

/** 10 kOhm to 5 V, an NTC of 10 kOhm (B 3950) to ground. */
function ntcCounts(celsius: number): number {
  const ohms = 10_000 * Math.exp(3950 * (1 / (celsius + 273.15) - 1 / 298.15));
  return Math.round((1023 * ohms) / (ohms + 10_000));
}
