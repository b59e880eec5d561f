/** A meter whose every word a test writes by hand, at the far end of a real tty, or of HID reports over TCP. */
import { findDriver } from '../edge-agent/catalogue.ts';
import { fromHex } from '../edge-agent/protocols/bytes.ts';
import { lineSettings } from '../edge-agent/simulate.ts';
import { ptyCable } from '../edge-agent/transports/pty.ts';
import { tcpCable } from '../edge-agent/transports/tcp.ts';
import { cutFor, hexOf, inTurn } from './a-talk.ts';
import type { Wrap } from './on-a-bad-dump.ts';

export interface ScriptedMeter extends AsyncDisposable {
  /** Its tty, or host and port. */
  readonly path: string;
  /** What the host said, in order, each known question as hexadecimal; bytes that are none as `? 7F`. */
  readonly heard: readonly string[];
  say(bytes: string | Uint8Array): void;
  /** The cable is pulled, the tty with it. */
  unplug(): Promise<void>;
}

/** As far as both go; a dot in the question is any digit. */
const agree = (question: string, said: string): boolean =>
  [...question.slice(0, said.length)].every((digit, at) => digit === '.' || digit === said[at]);

/**
 * `answers`: as in `a-talk.ts`: what it says at once to a question, which is hexadecimal, a dot being any digit; it knows no
 * other. Nothing is silence. `toHost`: what becomes of its words on the way.
 */
export async function aScriptedMeter(
  driverId: string,
  answers: Readonly<Record<string, string | Uint8Array>>,
  toHost: (bytes: Uint8Array) => Uint8Array = (bytes) => bytes,
): Promise<ScriptedMeter> {
  const driver = findDriver(driverId);
  if (!driver) throw new Error(`no driver '${driverId}'`);
  const { wire } = driver;
  const cut = cutFor({ wire });
  const known = Object.entries(answers).map(([question, answer]) => ({
    question: question.replaceAll(' ', '').toUpperCase(),
    answer: typeof answer === 'string' ? inTurn(answer) : () => answer,
  }));
  const heard: string[] = [];
  let waiting = '';

  function listen(bytes: Uint8Array): void {
    waiting += hexOf(bytes);
    while (waiting !== '') {
      const asked = known.find(({ question }) => waiting.length >= question.length && agree(question, waiting));
      if (!asked && known.some(({ question }) => waiting.length < question.length && agree(question, waiting))) return;
      heard.push(asked ? waiting.slice(0, asked.question.length) : `? ${waiting.slice(0, 2)}`);
      waiting = waiting.slice(asked?.question.length ?? 2);
      if (asked) say(asked.answer());
    }
  }
  const [cable, path] = await plugIn();

  async function plugIn() {
    if (wire.kind === 'hid') {
      const line = await tcpCable(0, 'reports', listen);
      return [line, `127.0.0.1:${line.port}`] as const;
    }
    const pty = await ptyCable(lineSettings({ wire }), listen);
    return [pty, pty.path()] as const;
  }

  function say(bytes: string | Uint8Array): void {
    const sent = toHost(typeof bytes === 'string' ? fromHex(bytes) : bytes);
    if (sent.length > 0) for (const part of cut(sent)) cable.say(part);
  }
  return { path, heard, say, unplug: cable.close, [Symbol.asyncDispose]: cable.close };
}

/**
 * The same in HID reports over TCP. A question takes one report or two; of several answers to it each is given once, the last
 * for ever, in as many reports as `wrap` makes of it.
 */
export async function aScriptedHidMeter(
  answers: Readonly<Record<string, string | readonly string[]>>,
  wrap: Wrap,
): Promise<AsyncDisposable & { readonly place: string; readonly heard: readonly string[] }> {
  const known = new Map(
    Object.entries(answers).map(([question, answer]) => [hexOf(fromHex(question)), [answer].flat()]),
  );
  const heard: string[] = [];
  const cable = await tcpCable(0, 'reports', (report) => {
    const hex = hexOf(report);
    const left = known.get(hex) ?? known.get((heard.at(-1) ?? '') + hex) ?? [];
    heard.push(hex);
    const answer = left.length > 1 ? left.shift() : left[0];
    for (const part of answer === undefined ? [] : wrap(fromHex(answer))) cable.say(part);
  });
  return { place: `127.0.0.1:${cable.port}`, heard, [Symbol.asyncDispose]: cable.close };
}
