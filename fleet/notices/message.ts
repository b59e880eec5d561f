/** What a notice says, in both languages. Names come from stations: nothing in them that is not a character of a line. */
import type { Severity, Words } from '../contract/words.ts';
import type { Notice } from '../ports.ts';

export interface Noted {
  readonly alarmId: number;
  readonly step: number;
  readonly stationId: string;
  readonly deviceId: string;
  readonly code: string;
  readonly severity: Severity;
  readonly words: Words;
  readonly stationName: Words;
  readonly district: Words;
  readonly raisedMs: number;
}

const SEVERITY: Readonly<Record<Severity, Words>> = {
  critical: { 'zh-CN': '紧急', en: 'critical' },
  warning: { 'zh-CN': '注意', en: 'warning' },
  task: { 'zh-CN': '待办', en: 'task' },
};
const MOST_LINES = 50;
const MOST_LETTERS = 120;

/** Neither control characters, nor those that turn the direction of a text round, nor line ends of any kind. */
export const oneLine = (text: string): string =>
  [...text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, ' ').trim()].slice(0, MOST_LETTERS).join('');

const localTime = (ms: number): string => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');

function lines({ severity, words, stationName, district, stationId, deviceId, raisedMs, step }: Noted): string[] {
  const of = (language: keyof Words): string =>
    [
      SEVERITY[severity][language],
      words[language],
      district[language],
      `${stationName[language]} (${stationId}/${deviceId})`,
      localTime(raisedMs),
    ]
      .map(oneLine)
      .join(' · ');
  const late = step > 0 ? ['仍无人确认 · nobody has acknowledged it'] : [];
  return [of('zh-CN'), of('en'), ...late, ''];
}

/** `noted` is not empty; the gravest speaks for all. */
export function messageOf(noted: readonly Noted[], channel: Notice['channel'], recipient: string): Notice {
  const order: readonly Severity[] = ['critical', 'warning', 'task'];
  const sorted = noted.toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
  const [first] = sorted;
  const subject =
    sorted.length === 1 && first
      ? `${SEVERITY[first.severity]['zh-CN']}：${first.words['zh-CN']} · ${first.stationName['zh-CN']}`
      : `${sorted.length} 条报警 · ${sorted.length} alarms`;
  const left = sorted.length - MOST_LINES;
  return {
    channel,
    recipient,
    subject: oneLine(`一刻小站 ${subject}`),
    text: [...sorted.slice(0, MOST_LINES).flatMap(lines), ...(left > 0 ? [`… +${left}`] : [])].join('\n'),
    json: {
      alarms: sorted.map(({ raisedMs, ...alarm }) => ({ ...alarm, raisedAt: new Date(raisedMs).toISOString() })),
    },
  };
}
