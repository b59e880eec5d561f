import { describe, expect, test } from 'vitest';
import { messageOf, type Noted, oneLine } from './message.ts';
import { type Hours, type Notify, WEEKDAYS } from './notify.ts';
import { backOffMs, going, onCall, toldOf } from './rules.ts';

const MINUTE = 60_000;
/** By the clock of Asia/Shanghai; the 23rd of November 2026 is a Monday. */
const shanghai = (text: string): number => Date.parse(`2026-11-${text}:00+08:00`);

test.each<[string, Hours, string, boolean]>([
  ['at the begin', { days: ['mon'], from: '08:00', to: '18:00' }, '23T08:00', true],
  ['before it', { days: ['mon'], from: '08:00', to: '18:00' }, '23T07:59', false],
  ['at the end', { days: ['mon'], from: '08:00', to: '18:00' }, '23T18:00', false],
  ['on another day', { days: ['tue'], from: '08:00', to: '18:00' }, '23T12:00', false],
  ['past midnight', { days: ['mon'], from: '18:00', to: '08:00' }, '24T07:59', true],
  ['past midnight of another day', { days: ['mon'], from: '18:00', to: '08:00' }, '23T07:59', false],
  ['on Sunday, which is Saturday in London', { days: ['sun'], from: '00:00', to: '24:00' }, '22T00:30', true],
  ['day and night', { days: [...WEEKDAYS], from: '00:00', to: '00:00' }, '25T03:00', true],
])('on call %s', (_, hours, at, wanted) => {
  expect(onCall([hours], shanghai(at))).toBe(wanted);
});

const email = {
  smtp: { host: 'localhost', port: 25, secure: false },
  from: 'yike@example.org',
  people: [
    { address: 'all@x', severity: 'warning' },
    { address: 'wuda@x', severity: 'warning', districts: ['wuda'] },
    { address: 'night@x', severity: 'critical', hours: [{ days: ['mon'], from: '18:00', to: '08:00' }] },
  ],
  escalateAfterMinutes: 15,
  escalateTo: ['chief@x'],
} as const satisfies Notify['email'];
const told = (severity: 'task' | 'warning' | 'critical', district: string, at: string, minutes = 0) => {
  const notify = { webhook: { url: 'http://x', from: 'task' }, email } as const;
  const waiting = { severity, district, raisedMs: shanghai(at) - minutes * MINUTE };
  return toldOf(waiting, notify, shanghai(at)).map(({ recipient, step }) => `${recipient || 'hook'}${step || ''}`);
};

test.each([
  ['task', 'wuda', '23T12:00', 0, ['hook']],
  ['task', 'wuda', '23T12:00', 99, ['hook']],
  ['warning', 'wuda', '23T12:00', 0, ['hook', 'all@x', 'wuda@x']],
  ['warning', 'hainan', '23T12:00', 14, ['hook', 'all@x']],
  ['warning', 'hainan', '23T12:00', 15, ['hook', 'all@x', 'chief@x1']],
  ['critical', 'hainan', '24T03:00', 0, ['hook', 'all@x', 'night@x']],
] as const)('a %s of %s at %s, unacknowledged for %i min', (severity, district, at, minutes, wanted) => {
  expect(told(severity, district, at, minutes)).toEqual(wanted);
});

test('more than five in a minute are one message, and the next one is in the next minute', () => {
  expect([going(5, 0), going(6, 0), going(1, 4), going(1, 5), going(1, 6), going(40, 40)]).toEqual([
    'singly',
    'together',
    'singly',
    'together',
    'later',
    'later',
  ]);
});

test('the waits after failures rise to an hour and no further', () => {
  expect([0, 1, 2, 7, 1000].map((tries) => backOffMs(tries) / MINUTE)).toEqual([0.5, 1, 2, 60, 60]);
});

describe('a message', () => {
  const noted: Noted = {
    alarmId: 7,
    step: 0,
    stationId: 'hut-1',
    deviceId: 'station',
    code: 'silent',
    severity: 'critical',
    words: { 'zh-CN': '小站失联', en: 'The station is silent' },
    stationName: { 'zh-CN': '公园\r\nBcc: x@y', en: `Park\u202e\u0000${'x'.repeat(500)}` },
    district: { 'zh-CN': '乌达区', en: 'Wuda' },
    raisedMs: shanghai('23T12:00'),
  };

  test('has its local time and no line that a station made', () => {
    const { subject, text, json } = messageOf([noted], 'email', 'li@x');
    expect(subject).toBe('一刻小站 紧急：小站失联 · 公园 Bcc: x@y');
    expect(text.split('\n')).toHaveLength(3);
    expect(text).toContain('2026-11-23 12:00');
    expect(text).not.toMatch(/[\r\u202e\0]/);
    expect(JSON.stringify(json)).toContain('"raisedAt":"2026-11-23T04:00:00.000Z"');
  });

  test('of many names the gravest first, and is bounded', () => {
    const many = Array.from(
      { length: 80 },
      (_, i) => ({ ...noted, severity: i === 79 ? 'critical' : 'task' }) as const,
    );
    const { subject, text } = messageOf(many, 'email', 'li@x');
    expect(subject).toContain('80');
    expect(text.split('\n')[0]).toContain('紧急');
    expect(text).toContain('+30');
  });

  test('keeps a letter of more than one unit whole', () => {
    expect(oneLine('𠮷'.repeat(121))).toBe('𠮷'.repeat(120));
  });
});
