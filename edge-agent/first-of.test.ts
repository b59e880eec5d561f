import { expect, test } from 'vitest';
import { firstOf } from './first-of.ts';

test('is aborted with the first of them, or at once', () => {
  const [one, other] = [new AbortController(), new AbortController()];
  using either = firstOf(one.signal, other.signal);
  expect(either.signal.aborted).toBe(false);
  other.abort();
  expect(either.signal.aborted).toBe(true);
  using late = firstOf(one.signal, other.signal);
  expect(late.signal.aborted).toBe(true);
});

test('let go of, it hears none of them any more', () => {
  const one = new AbortController();
  const { signal, [Symbol.dispose]: letGo } = firstOf(one.signal);
  letGo();
  one.abort();
  expect(signal.aborted).toBe(false);
});
