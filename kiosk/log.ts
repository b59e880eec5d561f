/** The one log: JSON lines on stderr by pino. What may enter is narrowed by the type `LogFacts`; here it is narrowed again. */
import { pino } from 'pino';
import type { Log, LogFacts } from '../edge-agent/devices.ts';

/** Whatever looks like a measured value, a person's number or a secret has no business in a log. */
const NEVER =
  /mmHg|mmol|pulse|systolic|diastolic|glucose|reading|subject|payload|frame|pin|token|ticket|secret|phone|name$/i;
const LONGEST_FACT = 300;

const clean = (facts: LogFacts): LogFacts =>
  Object.fromEntries(
    Object.entries(facts)
      .filter(([key]) => key === 'name' || !NEVER.test(key))
      .map(([key, value]) => [key, typeof value === 'string' ? value.slice(0, LONGEST_FACT) : value]),
  );

/** `to`: a file descriptor, or a file's path. Written at once: a kill must not take the last lines with it. */
export function openLog(to: number | string): Log {
  const stream = pino.destination({ dest: to, mkdir: true, sync: true });
  const out = pino(
    { base: null, formatters: { level: (label) => ({ level: label }) }, timestamp: pino.stdTimeFunctions.isoTime },
    stream,
  );
  return {
    info: (what, facts = {}) => out.info(clean(facts), what),
    warn: (what, facts = {}) => out.warn(clean(facts), what),
    error: (what, facts = {}) => out.error(clean(facts), what),
  };
}
