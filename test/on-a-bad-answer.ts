/** What a scale's answers with a check value must stand, whatever the wire does to them: the weight that they say, or none. */
import { expect, test } from 'vitest';
import type { DeviceEvent } from '../edge-agent/domain/event.ts';
import type { Driver } from '../edge-agent/drivers/driver.ts';
import { concat, fromHex } from '../edge-agent/protocols/bytes.ts';
import { aTalk, type OnTheWay } from './a-talk.ts';
import { doubles, flips, losses, splits, torn } from './bad-bytes.ts';

export interface WorkedAnswer {
  readonly what: string;
  readonly driver: Driver;
  /** Hexadecimal, as the answer. */
  readonly question: string;
  readonly answer: string;
  readonly tells: DeviceEvent;
}

/** One question is asked, and its answer heard. */
const ONE_POLL_MS = 50;

/** What is told, refusals left out, of one answer that comes like this. */
async function told({ driver, question, answer }: WorkedAnswer, onTheWay: OnTheWay): Promise<DeviceEvent[]> {
  const talk = aTalk(driver, { [question]: answer }, onTheWay);
  const idling = talk.idle().catch(() => {});
  await talk.clock.pass(ONE_POLL_MS);
  talk.gone();
  await talk.clock.until(idling);
  return talk.told.filter(({ event }) => event !== 'rejected');
}

export function onABadAnswer(answers: readonly WorkedAnswer[]): void {
  test.each(answers)('$what: however it is cut, and behind an echo of the question', async (worked) => {
    const [question, answer] = [fromHex(worked.question), fromHex(worked.answer)];
    const cuts = [...splits(answer), Array.from(answer, (byte) => Uint8Array.of(byte))];
    for (const chunks of [[answer], ...cuts, ...splits(concat(question, answer))])
      expect(await told(worked, () => chunks)).toEqual([worked.tells]);
  });

  test.each(answers)('$what: spoilt, it is the weight that it says, or none', async (worked) => {
    const answer = fromHex(worked.answer);
    for (const spoilt of [...flips(answer), ...losses(answer), ...torn(answer)])
      expect(await told(worked, () => [spoilt]), `${spoilt}`).toEqual([]);
    for (const spoilt of doubles(answer))
      expect([[], [worked.tells]], `${spoilt}`).toContainEqual(await told(worked, () => [spoilt]));
  });
}
