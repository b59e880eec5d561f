import { describe, expect, test } from 'vitest';
import { sayIn, WORDS } from './say.ts';

const gaps = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(([gap]) => gap).sort();
const keys = Object.keys(WORDS['zh-CN']) as (keyof (typeof WORDS)['zh-CN'])[];

test('a gap is filled with what is given', () => {
  expect(sayIn('en')('result.when', { unit: 'mmHg', time: '14:20' })).toBe('mmHg, today 14:20');
});

test('the languages have the same keys with the same gaps', () => {
  expect(Object.keys(WORDS.en)).toEqual(keys);
  for (const key of keys) expect([key, gaps(WORDS.en[key])]).toEqual([key, gaps(WORDS['zh-CN'][key])]);
});

/** What stands on a key in large letters. */
const KEYS =
  /\.key$|^(stop|again|done|find-staff|footer\..*|service\.[^.]+|ask\.(recent|bladder|symptoms|arm)|(ate|told)\.[^.]+)$/;
/** Questions and sentences of those screens, not keys. */
const SENTENCES = /\.(title|line)$/;

describe('the words', () => {
  const chinese = Object.entries(WORDS['zh-CN']);

  test('no sentence is longer than 25 characters, nor any word of a key than 12', () => {
    const long = chinese.flatMap(([key, text]) => {
      const most = KEYS.test(key) && !SENTENCES.test(key) ? 12 : 25;
      return text.split(/[。？]/).filter((sentence) => sentence.replaceAll(' ', '').length > most);
    });
    expect(long).toEqual([]);
  });

  test('Chinese has its own punctuation, and a space beside digits', () => {
    expect(chinese.filter(([, text]) => /[,;:!?]/.test(text))).toEqual([]);
    expect(chinese.filter(([, text]) => /[\u4e00-\u9fff]\d|\d[\u4e00-\u9fff]/.test(text))).toEqual([]);
  });

  test('no Latin words in Chinese, no Chinese in English', () => {
    expect(chinese.filter(([, text]) => /[A-Za-z]/.test(text.replaceAll(/\{\w+\}/g, '')))).toEqual([]);
    expect(Object.entries(WORDS.en).filter(([, text]) => /[\u3000-\u9fff\uff00-\uffef]/.test(text))).toEqual([]);
  });

  test('nobody is blamed, and nobody waits without a time', () => {
    const all = [...chinese, ...Object.entries(WORDS.en)];
    expect(all.filter(([, text]) => /操作错误|未知错误|非法|error|please wait|请稍等|请稍候/i.test(text))).toEqual([]);
  });
});
