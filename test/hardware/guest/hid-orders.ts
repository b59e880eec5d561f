/** A virtual HID device in a process of its own, one for all tests of a file; what it and they say to each other. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { after, afterEach } from 'node:test';

/** `late`: of those whom udev lets nobody open for a while. */
export type Kind = 'contour' | 'late contour' | 'cp2110';

export type Order =
  | { readonly order: 'plug'; readonly kind: Kind }
  | { readonly order: 'pull' }
  /** A report, its number first where it has one. */
  | { readonly order: 'say'; readonly hex: string }
  /** Said whenever the host opens it, and before each setting is answered. */
  | { readonly order: 'before'; readonly hex: readonly string[] }
  /** What becomes of the host's settings. */
  | { readonly order: 'settings'; readonly answers: 'yes' | 'no' | 'never' };

export type Told =
  | { readonly told: 'done' }
  | { readonly told: 'output'; readonly hex: string }
  | { readonly told: 'feature'; readonly hex: string };

const NORMAL: readonly Order[] = [
  { order: 'pull' },
  { order: 'before', hex: [] },
  { order: 'settings', answers: 'yes' },
];

/** Its twin is of that kind. It is back to normal, and out, after each test. */
export function hidDevice(kind: Kind) {
  const child: ChildProcess = fork(join(import.meta.dirname, 'hid-device.ts'), { execArgv: [] });
  const outputs: string[] = [];
  const features: string[] = [];
  const done: (() => void)[] = [];
  child.on('message', (told: Told) => {
    if (told.told === 'done') done.shift()?.();
    else (told.told === 'output' ? outputs : features).push(told.hex);
  });
  const order = (given: Order): Promise<void> =>
    new Promise((resolve) => {
      done.push(resolve);
      child.send(given);
    });
  afterEach(async () => {
    for (const given of NORMAL) await order(given);
    outputs.length = 0;
    features.length = 0;
  });
  after(async () => {
    const over = once(child, 'exit');
    child.kill('SIGKILL'); // it reads without end
    await over;
  });
  return {
    plug: (other: Kind = kind) => order({ order: 'plug', kind: other }),
    pull: () => order({ order: 'pull' }),
    say: (hex: string) => order({ order: 'say', hex }),
    saysFirst: (hex: readonly string[]) => order({ order: 'before', hex }),
    answersSettings: (answers: 'yes' | 'no' | 'never') => order({ order: 'settings', answers }),
    /** Reports and settings that the host sent in this test, each with its number. */
    outputs,
    features,
  };
}
