/** An entry of the audit in the reader's words. What a newer service writes is shown as it stands. */
import { keyOf, say, sayWord } from '../say.ts';

export function sayAct(act: string): string {
  const key = keyOf('audit.act', act.replaceAll(' ', '-'));
  return key ? say(key) : act;
}

/** `alarm 3, alarm 4`, a station, an account, or a name that nobody has. */
export function sayTarget(target: string): string {
  if (target === 'no account') return say('audit.no-account');
  return target
    .split(', ')
    .map((one) => {
      const [, n] = /^alarm (\d+)$/.exec(one) ?? [];
      return n === undefined ? one : say('audit.alarm', { n });
    })
    .join(say('list.comma'));
}

/** How long and why, for how long locked, as what, to whom. */
export function sayDetail(act: string, detail: string): string {
  const [, locked] = /^locked for (\d+) min$/.exec(detail) ?? [];
  if (locked !== undefined) return say('audit.locked', { n: locked });
  const [, minutes, why] = /^(\d+) min: (.*)$/s.exec(detail) ?? [];
  if (minutes !== undefined) return `${say('audit.minutes', { n: minutes })} · ${why}`;
  if (act === 'account made') return sayWord('role', detail);
  return act === 'alarm assigned' && detail === 'nobody' ? say('audit.nobody') : detail;
}
