import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { argumentsOf, wholeNumber } from './arguments.ts';
import { flashBytesOf } from './intel-hex.ts';
import { Refusal } from './refusal.ts';

export const usage = `Usage: yike flash --image FILE --serial PATH [--baud N]
Prepares a bin's board: writes that image into an Arduino Uno through its bootloader, with avrdude, which verifies it.
  --image   an Intel HEX file, such as StandardFirmata.ino.hex
  --baud    of the bootloader: 115200, or 57600 for boards made before the Uno`;

const OPTIONS = {
  image: { type: 'string' },
  serial: { type: 'string' },
  baud: { type: 'string', default: '115200' },
} as const;

export async function run(args: string[]): Promise<number> {
  const { values } = argumentsOf(args, OPTIONS, [], usage);
  const { image, serial } = values;
  if (image === undefined || serial === undefined)
    throw new Refusal(1, `name the image and the port: --image FILE --serial PATH\n${usage}`);
  const baud = wholeNumber('--baud', values.baud, 1200, 1_000_000);
  const found = flashBytesOf(textOf(image));
  if (typeof found === 'string') throw new Refusal(1, `${image}: ${found}`);
  process.stdout.write(`writing ${found} bytes to the board on ${serial}\n`);
  // -D: the bootloader erases as it writes, and a whole erase is beyond it.
  const words = ['-p', 'atmega328p', '-c', 'arduino', '-P', serial, '-b', `${baud}`, '-D', '-U', `flash:w:${image}:i`];
  const avrdude = spawn('avrdude', words, { stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = await once(avrdude, 'exit').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new Refusal(2, 'avrdude is missing: apt-get install avrdude');
    throw error;
  });
  if (code !== 0)
    throw new Refusal(
      2,
      `avrdude has given up (${code}): check the port, --baud, and that nothing else uses the board`,
    );
  process.stdout.write('written and verified\n');
  return 0;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch (error) {
    throw new Refusal(1, `--image: ${error instanceof Error ? error.message : file}`);
  }
}
