/** A small computer in software: no privileges, no disk, no network. It says what it says on its console, and then is off. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Adapter, anAdapter } from './adapter.ts';
import type { AdapterName, Answer, Request } from './outside.ts';
import { aHand, type Hand } from './qmp.ts';

const ADAPTERS = ['one', 'two'] as const satisfies readonly AdapterName[];
/** Archive and unpacked files are in memory together. */
const MEMORY_MB = 768;

export interface Boot {
  readonly kernel: string;
  readonly image: string;
  /** Part of the names of the test files that are wanted; empty: all. */
  readonly only: string;
  readonly line: (line: string) => void;
  readonly stopped: AbortSignal;
}

/** Resolves when it is off: whatever its tests said, the emulator ends with 0. */
export async function boot({ kernel, image, only, line, stopped }: Boot): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'yike-hardware-'));
  const at = (name: string): string => join(folder, name);
  const chardev = (name: string): string[] => ['-chardev', `socket,id=${name},path=${at(name)},server=on,wait=off`];
  const args = [
    ...['-machine', 'q35', '-accel', 'tcg,thread=multi', '-cpu', 'max', '-smp', '2', '-m', `${MEMORY_MB}`],
    ...['-nodefaults', '-display', 'none', '-no-reboot', '-serial', 'stdio', '-kernel', kernel, '-initrd', image],
    ...['-append', `console=ttyS0 quiet loglevel=1 panic=-1 only=${only}`],
    ...['-device', 'qemu-xhci,id=usb', '-device', 'virtio-serial-pci'],
    ...chardev('outside'),
    ...['-device', 'virtserialport,chardev=outside,name=outside'],
    ...ADAPTERS.flatMap(chardev),
    ...['-qmp', `unix:${at('qmp')},server=on,wait=off`],
  ];
  const child = spawn('qemu-system-x86_64', args, { stdio: ['ignore', 'pipe', 'inherit'], signal: stopped });
  const over = once(child, 'close').finally(() => rmSync(folder, { recursive: true, force: true }));
  const off = new AbortController();
  over.catch(() => {}).finally(() => off.abort()); // it may fail before anybody waits for its end
  createInterface({ input: child.stdout }).on('line', line);
  const there = (name: string): Promise<Socket> => connected(at(name), off.signal);
  const hand = await aHand(await there('qmp'));
  const [one, two, outside] = await Promise.all(['one', 'two', 'outside'].map(there));
  if (!one || !two || !outside) throw new Error('a socket of the emulator is missing');
  const adapters = { one: anAdapter(one), two: anAdapter(two) };
  serve(outside, (request) => granted(request, hand, adapters));
  await over;
  for (const adapter of Object.values(adapters)) await adapter.attach(undefined);
}

/** Its sockets are there a moment after the emulator itself. */
async function connected(path: string, off: AbortSignal): Promise<Socket> {
  for (;;) {
    const socket = connect(path);
    const opened = await once(socket, 'connect').catch(() => undefined);
    if (opened) return socket.on('error', () => {}); // it ends with the machine
    off.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function serve(outside: Socket, grant: (request: Request) => Promise<Answer>): void {
  createInterface({ input: outside }).on('line', async (line) => {
    const answer = await grant(JSON.parse(line)).catch((error: Error) => ({ ok: false, why: error.message }));
    outside.write(`${JSON.stringify(answer)}\n`);
  });
}

async function granted(
  request: Request,
  hand: Hand,
  adapters: Readonly<Record<AdapterName, Adapter>>,
): Promise<Answer> {
  const { adapter: name } = request;
  const adapter = adapters[name];
  switch (request.do) {
    case 'plug':
      await hand.execute('device_add', {
        driver: 'usb-serial',
        id: name,
        chardev: name,
        serial: name.toUpperCase(),
        bus: 'usb.0',
        port: name === 'one' ? '1' : '2',
        'always-plugged': true,
      });
      return { ok: true };
    case 'pull': {
      const gone = hand.happens('DEVICE_DELETED', name);
      await hand.execute('device_del', { id: name });
      await gone; // before that its name is taken
      return { ok: true };
    }
    case 'say':
      adapter.say(request.hex);
      return { ok: true };
    case 'hear':
      return { ok: true, hex: adapter.heard() };
    case 'attach':
      await adapter.attach(request.driver);
      return { ok: true };
  }
}
