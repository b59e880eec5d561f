import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  GLUCOSE,
  HANDSHAKE,
  PRESSURE,
  START,
  STOP,
  says,
  toTerminal,
} from '../../edge-agent/protocols/creative-frame.ts';
import { frameReader } from '../../edge-agent/protocols/frame-reader.ts';

export interface Terminal extends AsyncDisposable {
  /** Where the station plugs it in. */
  readonly path: string;
  /** A strip's result goes out at once; returns the moment of its last byte, milliseconds since 1970. */
  finds(tenthsOfMmolPerL: number): number;
  /** The same for the pressure in the cuff, once a measurement was started. */
  squeezes(mmHg: number): number;
}

const ECHOED = [HANDSHAKE, START, STOP];

/**
 * The device's side of a Creative terminal on a real pty, in this process and with nothing in between, so that the moment
 * of the last byte is known. (The simulated twin looks at the tty's settings before it speaks, which may take a while.)
 */
export async function aTerminal(folder: string): Promise<Terminal> {
  const path = join(folder, 'terminal-1');
  const socat = spawn('socat', [`PTY,rawer,link=${path}`, '-'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const heard = frameReader(toTerminal, () => {});
  socat.stdout.on('data', (bytes: Buffer) => {
    heard.take(new Uint8Array(bytes));
    for (let frame = heard.next(); frame; frame = heard.next()) {
      if (ECHOED.includes(frame.kind)) socat.stdin.write(says(frame.kind));
    }
  });
  while (!(await stat(path).catch(() => undefined))) await new Promise((resolve) => setTimeout(resolve, 10));
  // Without a slave of our own, the last station's end would end the pty.
  const slave = await open(path, constants.O_RDWR | constants.O_NOCTTY);
  const tells = (frame: Uint8Array): number => {
    socat.stdin.write(frame);
    return performance.timeOrigin + performance.now();
  };
  return {
    path,
    squeezes: (mmHg) => tells(says(PRESSURE, mmHg >> 8, mmHg & 0xff)),
    finds(tenths) {
      const hundreds = Math.floor(tenths / 100);
      const packed = ((Math.floor(tenths / 10) % 10) << 4) | (tenths % 10); // a decimal digit each four bits
      return tells(says(GLUCOSE, 0, hundreds, packed));
    },
    async [Symbol.asyncDispose]() {
      const exited = once(socat, 'exit');
      if (socat.kill()) await exited;
      await slave.close();
    },
  };
}
