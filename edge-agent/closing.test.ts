import { afterEach, expect, test } from 'vitest';
import { aHut } from '../test/hut.ts';
import { armFaultPoints } from './fault-point.ts';

afterEach(() => armFaultPoints());

test.each([false, true])(
  'closed, it leaves no timer behind that would keep the process alive; disk refuses: %s',
  async (refuses) => {
    const hut = await aHut();
    armFaultPoints((point) => {
      if (refuses && point === 'inside save') throw new Error('no space left');
    });
    await hut.close(); // the note that it stops is to be saved
    expect(hut.clock.waiting()).toBe(0);
  },
);
