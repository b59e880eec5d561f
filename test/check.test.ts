import { expect, test } from 'vitest';
import { CHECKS, check } from './check.ts';

test.each(Object.keys(CHECKS) as (keyof typeof CHECKS)[])('%s', { timeout: 120_000 }, (name) => {
  const { ok, says } = check(name);
  expect(ok, says).toBe(true);
});
