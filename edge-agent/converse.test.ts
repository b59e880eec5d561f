import { expect, test } from 'vitest';
import { aFakeClock } from '../test/fake-clock.ts';
import { converser } from './converse.ts';
import type { DeviceEvent } from './domain/event.ts';
import { ask, type Conversation, type Language, type Line, NEVER } from './protocols/conversation.ts';

/** A language of two-byte frames: 0x55 and a letter. */
const pairs: Language<string> = {
  gapMs: 50,
  cut(bytes) {
    if (bytes[0] !== 0x55) return { skip: 1, why: 'noise' };
    if (bytes.length < 2) return 'wait';
    return bytes[1] === 0xff ? { skip: 1, why: 'checksum' } : { frame: String.fromCharCode(bytes[1] ?? 0), used: 2 };
  },
};
const frame = (letter: string): Uint8Array => Uint8Array.of(0x55, letter.charCodeAt(0));

function aTalker() {
  const clock = aFakeClock();
  const sent: { at: number; byte: number | undefined }[] = [];
  const told: DeviceEvent[] = [];
  const started = clock.now();
  const talker = converser({
    language: pairs,
    clock,
    write: async (bytes) => void sent.push({ at: clock.now() - started, byte: bytes[0] }),
    tell: (event) => told.push(event),
  });
  return { clock, sent, told, talker };
}

function* untilZ(line: Line, heard: string[] = []): Conversation<string, string> {
  for (;;) {
    const letter = yield NEVER;
    heard.push(letter ?? '?');
    if (letter === 'z') return `${heard.join('')}@${line.now > 0}`;
  }
}

test('frames come whole however the wire cuts them', async () => {
  const { clock, talker } = aTalker();
  const talk = talker.converse((line) => untilZ(line));
  for (const byte of [...frame('a'), ...frame('b')]) talker.hear(Uint8Array.of(byte));
  talker.hear(Uint8Array.of(...frame('c'), ...frame('z')));
  expect(await clock.until(talk)).toBe('abcz@true');
});

test('a refused frame is told and counted, and the next good one heard', async () => {
  const { clock, told, talker } = aTalker();
  const talk = talker.converse((line) => untilZ(line));
  talker.hear(Uint8Array.of(0x55, 0xff, 9, ...frame('z')));
  expect(await clock.until(talk)).toBe('z@true');
  expect(told).toEqual([{ event: 'rejected', reason: 'checksum' }]);
  expect(talker.counters).toEqual({ frames: 1, rejected: 1, noiseBytes: 2 });
});

test('half a frame, then silence, is abandoned when the language says how far bytes may lie apart', async () => {
  const { clock, told, talker } = aTalker();
  const talk = talker.converse((line) => untilZ(line));
  talker.hear(Uint8Array.of(0x55));
  await clock.pass(60);
  talker.hear(frame('z'));
  expect(await clock.until(talk)).toBe('z@true');
  expect(told).toEqual([{ event: 'rejected', reason: 'length' }]);
});

test('an abort is thrown in once; what is said on the way out is not cut short by it', async () => {
  const { clock, sent, talker } = aTalker();
  const stop = new AbortController();
  function* careful(line: Line): Conversation<string> {
    try {
      line.send(Uint8Array.of(1));
      yield NEVER;
    } finally {
      yield* ask(line, Uint8Array.of(2), (letter: string) => letter === 's' || undefined, { withinMs: 500, tries: 5 });
    }
  }
  const talk = talker.converse(careful, stop.signal);
  const failed = expect(talk).rejects.toMatchObject({ code: 'aborted' });
  await clock.pass(100);
  stop.abort();
  await clock.pass(600);
  talker.hear(frame('s'));
  await clock.pass(1000);
  await failed;
  expect(sent).toEqual([
    { at: 0, byte: 1 },
    { at: 100, byte: 2 },
    { at: 600, byte: 2 },
  ]);
});

test('what has not been sent when the abort comes stays here', async () => {
  const { sent, talker } = aTalker();
  function* starts(line: Line): Conversation<string> {
    line.send(Uint8Array.of(1));
    yield NEVER;
  }
  await expect(talker.converse(starts, AbortSignal.abort())).rejects.toMatchObject({ code: 'aborted' });
  expect(sent).toEqual([]);
});

test('whole frames heard before the unplug still count; then the conversation fails', async () => {
  const { talker } = aTalker();
  const heard: string[] = [];
  const talk = talker.converse((line) => untilZ(line, heard));
  talker.hear(Uint8Array.of(...frame('a'), 0x55));
  talker.gone('pulled');
  await expect(talk).rejects.toMatchObject({ code: 'unplugged' });
  expect(heard).toEqual(['a']);
});

test('a device is in one conversation at a time', async () => {
  const { talker } = aTalker();
  const first = talker.converse((line) => untilZ(line));
  await expect(talker.converse((line) => untilZ(line))).rejects.toThrow('one conversation');
  talker.hear(frame('z'));
  await first;
});
