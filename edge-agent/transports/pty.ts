/** The device's end of a real tty: a pseudo-terminal held by socat (Debian package `socat`), since Node cannot make one. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access, type FileHandle, open, rename, rm, symlink } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { CableEnd } from './pipe.ts';
import type { SerialSettings } from './transport.ts';

/** How long one look at the tty's line settings is believed; a wrong one less: a search listens half a second, then asks. */
const LOOK_AGAIN_MS = { right: 1000, wrong: 400 } as const;

export async function canMakePtys(): Promise<boolean> {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const looks = folders.map((folder) =>
    access(join(folder, 'socat'), constants.X_OK).then(
      () => true,
      () => false,
    ),
  );
  return (await Promise.all(looks)).includes(true);
}

/**
 * A pty whose slave is the host's port. `link`, where given, always names the present one: a replug makes a new pty.
 * A pty carries bytes at any speed, so the device looks at the settings itself: at the wrong speed it hears nothing and says
 * nothing.
 */
export async function ptyCable(
  settings: SerialSettings,
  heard: (bytes: Uint8Array) => void,
  link?: string,
): Promise<CableEnd & { readonly path: () => string }> {
  let held: Held | undefined;
  let ready: Promise<void> = Promise.resolve();
  const plug = async (): Promise<void> => {
    held ??= await hold(settings, heard);
    if (link === undefined) return;
    await symlink(held.path, `${link}.new`);
    await rename(`${link}.new`, link);
  };
  const unplug = async (): Promise<void> => {
    const old = held;
    held = undefined;
    if (link !== undefined) await rm(link, { force: true });
    await old?.release();
  };
  const next = (step: () => Promise<void>): Promise<void> => {
    ready = ready.then(step);
    return ready;
  };
  await next(plug);
  return {
    path: () => link ?? held?.path ?? '',
    say: (bytes) => held?.say(bytes),
    unplug: () => next(unplug),
    plug: () => next(plug),
    close: () => next(unplug),
  };
}

interface Held {
  readonly path: string;
  say(bytes: Uint8Array): void;
  release(): Promise<void>;
}

async function hold(settings: SerialSettings, heard: (bytes: Uint8Array) => void): Promise<Held> {
  const socat = spawn('socat', ['-d', '-d', 'PTY,rawer', '-'], { stdio: ['pipe', 'pipe', 'pipe'] });
  const path = await pathOf(socat);
  // Without a slave of our own, the last host's close would end the pty.
  const slave: FileHandle = await open(path, constants.O_RDWR | constants.O_NOCTTY);
  const look = lineLooker(path, settings);
  let toDevice = Promise.resolve();
  socat.stdout?.on('data', (bytes: Buffer) => {
    toDevice = toDevice.then(async () => {
      if (await look()) heard(new Uint8Array(bytes));
    });
  });
  socat.stdin?.on('error', () => {}); // the pty went while we spoke: an unplug
  let toHost = Promise.resolve();
  return {
    path,
    say(bytes) {
      toHost = toHost.then(async () => {
        if (await look()) socat.stdin?.write(bytes);
      });
    },
    async release() {
      const exited = new Promise((resolve) => socat.once('exit', resolve));
      if (socat.exitCode === null && socat.signalCode === null && socat.kill('SIGKILL')) await exited;
      await slave.close();
    },
  };
}

function pathOf(socat: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    socat.once('error', () => reject(new Error('socat is not installed: apt-get install socat')));
    socat.once('exit', () => reject(new Error(`socat made no pty: ${said.trim()}`)));
    socat.stderr?.on('data', (text: Buffer) => {
      said += text;
      const path = /PTY is (\S+)/.exec(said)?.[1];
      // Before that line it still changes the settings, and would undo those of a host that was quicker.
      if (path && said.includes('starting data transfer loop')) resolve(path);
    });
  });
}

/**
 * Is the tty set to these settings, as far as a pty keeps them? Linux takes PARENB and the number of bits from every pty's
 * settings (drivers/tty/pty.c, pty_set_termios), and leaves the speed, PARODD and CSTOPB. PARODD says nothing without PARENB,
 * and stays set from an earlier opening: so a device without parity answers at any, and one of even parity also at none.
 */
function lineLooker(path: string, { baudRate, parity, stopBits }: SerialSettings): () => Promise<boolean> {
  let right: Promise<boolean> | undefined;
  let believedUntil = 0;
  const wanted = [
    `speed ${baudRate} baud`,
    ...(parity === 'none' ? [] : [`${parity === 'odd' ? '' : '-'}parodd`]),
    `${stopBits === 1 ? '-' : ''}cstopb`,
  ];
  const look = (): Promise<boolean> =>
    new Promise((resolve) => {
      execFile('stty', ['-a', '-F', path], (error, text) => {
        const shown = new Set(text.split(/[\s;]+/));
        const speed = /speed \d+ baud/.exec(text)?.[0];
        const isRight = !error && wanted.every((setting) => setting === speed || shown.has(setting));
        believedUntil = performance.now() + LOOK_AGAIN_MS[isRight ? 'right' : 'wrong'];
        resolve(isRight);
      });
    });
  return () => {
    if (right === undefined || performance.now() > believedUntil) {
      believedUntil = Number.POSITIVE_INFINITY; // while one looks, nobody else does
      right = look();
    }
    return right;
  };
}
