/**
 * The board as a process of its own, in real time, at the end of a real tty (socat's):
 *
 *   node test/rig/board.ts IMAGE LINK [bin]
 *
 * IMAGE: `2.4` or `2.5` (StandardFirmata), `own` (ours, built now), or an Intel-hex file. LINK: where the tty shall be found. `bin`:
 * with a bin behind it, whose switches and sensors follow what lock, motor and servo do.
 *
 * On stdin, a line each: `volts CHANNEL VOLTS`, `close PIN`, `open PIN`, `drive PIN 0|1`, `reset`, `hang`, `unplug`, `plug`,
 * `levels`, `press WORDS` (a hand at the bin). On stdout: `ready` when the tty is there; `CYCLE PIN LEVEL` for every change of a pin, `CYCLE 9 pulse US` for a
 * servo's pulse of another length than the last, `CYCLE 9 still` when there was none for 50 ms; `did LINE` for each line.
 * Ends with its stdin. It is deaf and dumb until it has seen that the tty is set to 57600 8N1, which may take a second: a host
 * asks for the version until it is answered, as with a real board that boots.
 */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { ptyCable } from '../../edge-agent/transports/pty.ts';
import { aBinBehind } from './bin-behind.ts';
import { standardFirmata } from './images.ts';
import { type Image, parseHex } from './intel-hex.ts';
import { ownFirmware } from './own-firmware.ts';
import { aRig, type Change, us } from './rig.ts';

const SERVO = 9;
const TURN_MS = 2;
/** A machine that was busy for longer lets the board's time stand, rather than making it race. */
const MOST_MS = 50;
const STILL_US = 50_000;
/** The library's own interrupts make a pulse a few µs longer or shorter. */
const JITTER_US = 8;
const SETTINGS = { baudRate: 57_600, parity: 'none', dataBits: 8, stopBits: 1 } as const;

function load(name: string): Image {
  if (name === 'own') return ownFirmware().image;
  return name === '2.4' || name === '2.5' ? standardFirmata(name) : parseHex(readFileSync(name, 'ascii'));
}

const [image = '', link = '', behind] = process.argv.slice(2);
const rig = aRig(load(image));
const bin = behind === 'bin' ? aBinBehind(rig) : undefined;
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const cable = await ptyCable(SETTINGS, (bytes) => rig.send(bytes), link);

const servo = { roseAt: 0, fellAt: 0, us: 0 };
rig.onChange(({ pin, level, cycle }: Change) => {
  if (pin !== SERVO || level === 'input' || level === 'pull-up') return print(`${cycle} ${pin} ${level}`);
  if (level === 'high') {
    servo.roseAt = cycle;
    return;
  }
  if (servo.roseAt <= servo.fellAt) return;
  servo.fellAt = cycle;
  const width = Math.round(us(cycle - servo.roseAt));
  if (Math.abs(width - servo.us) <= JITTER_US) return;
  print(`${cycle} ${pin} pulse ${width}`);
  servo.us = width;
});

const COMMANDS: Readonly<Record<string, (a: number, b: number) => unknown>> = {
  volts: rig.volts,
  close: rig.close,
  open: rig.open,
  drive: (pin, level) => rig.drive(pin, level === 1),
  reset: () => rig.reset('pin'),
  hang: rig.hang,
  unplug: cable.unplug,
  plug: cable.plug,
  levels: () => {
    for (let pin = 2; pin < 20; pin++) print(`${rig.cycles} ${pin} ${rig.level(pin)}`);
  },
};

let last = performance.now();
let owedMs = 0;
const turning = setInterval(() => {
  const now = performance.now();
  for (owedMs += Math.min(MOST_MS, now - last); owedMs >= 1; owedMs--) {
    rig.run(1);
    bin?.turn();
  }
  last = now;
  const said = rig.take();
  if (said.length > 0) cable.say(said);
  rig.forget();
  if (servo.us > 0 && us(rig.cycles - servo.fellAt) > STILL_US) {
    servo.us = 0;
    print(`${rig.cycles} ${SERVO} still`);
  }
}, TURN_MS);
print('ready');

for await (const line of createInterface({ input: process.stdin })) {
  const [name = '', a, b] = line.trim().split(/\s+/);
  const command = name === 'press' && bin ? () => bin.press(line.slice('press '.length)) : COMMANDS[name];
  await command?.(Number(a), Number(b));
  print(`${command ? 'did' : 'no such command:'} ${line}`);
}
clearInterval(turning);
await cable.close();
