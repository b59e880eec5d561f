import { expect, test } from 'vitest';
import { whileLeading } from './duties.ts';

function aLead() {
  const listeners = new Set<(leads: boolean) => void>();
  let leads = false;
  return {
    leads: () => leads,
    onChange(listener: (leads: boolean) => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => {},
    become(next: boolean) {
      leads = next;
      for (const listener of listeners) listener(next);
    },
  };
}

test('a duty that is ending has ended before it begins again, whatever the lead does meanwhile', async () => {
  const lead = aLead();
  const said: string[] = [];
  let begun = 0;
  const duties = whileLeading(lead, [
    () => {
      const number = ++begun;
      said.push(`begin ${number}`);
      return {
        async close() {
          await null;
          said.push(`end ${number}`);
        },
      };
    },
  ]);
  for (const leads of [true, false, true, false, false, true]) {
    lead.become(leads);
    await null;
  }
  await duties.close();
  lead.become(true);
  await duties.close();
  const order = said.map((line) => line.split(' ')[0]);
  expect(order).toEqual(order.map((_, index) => (index % 2 === 0 ? 'begin' : 'end')));
  expect(order.at(-1)).toBe('end');
  expect(begun).toBeGreaterThan(0);
});
