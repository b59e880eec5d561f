/** The way out of the machine: one request, one answer. Between them nobody reads, so that nothing holds up the process's end. */
import { type FileHandle, open } from 'node:fs/promises';
import { afterEach } from 'node:test';
import type { AdapterName, Answer, Request } from '../outside.ts';

const MOST_BYTES = 65_536;
let channel: Promise<FileHandle> | undefined;
let before: Promise<unknown> = Promise.resolve();

/** Rejects with what the world outside complains of. */
function ask(request: Request): Promise<string> {
  const answered = before.then(() => exchange(request));
  before = answered.catch(() => {});
  return answered;
}

async function exchange(request: Request): Promise<string> {
  channel ??= open('/dev/outside', 'r+');
  const handle = await channel;
  await handle.write(`${JSON.stringify(request)}\n`);
  let line = '';
  while (!line.endsWith('\n')) {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(MOST_BYTES), 0, MOST_BYTES, null);
    line += buffer.toString('utf8', 0, bytesRead);
  }
  const answer: Answer = JSON.parse(line);
  if (!answer.ok) throw new Error(answer.why);
  return answer.hex ?? '';
}

const plugged = new Set<AdapterName>();

async function pull(adapter: AdapterName): Promise<void> {
  if (plugged.delete(adapter)) await ask({ do: 'pull', adapter });
}

/** A test that failed has left things as they were. */
afterEach(async () => {
  for (const name of plugged) await pull(name);
});

/** An emulated FTDI adapter; its serial number is its name in capitals. */
export const adapter = (name: AdapterName) => ({
  async plug() {
    plugged.add(name);
    await ask({ do: 'plug', adapter: name });
  },
  pull: () => pull(name),
  /** What comes along its line. */
  say: (hex: string) => ask({ do: 'say', adapter: name, hex }),
  hear: () => ask({ do: 'hear', adapter: name }),
  attach: (driver?: string) => ask({ do: 'attach', adapter: name, ...(driver !== undefined && { driver }) }),
});
