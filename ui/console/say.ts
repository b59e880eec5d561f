/** Every word of the console. The keys of zh-CN are the keys; a key that a language lacks does not compile. */
import { signal } from '@preact/signals';
import type { Words } from '../../fleet/contract/words.ts';
import en from './words/en.json' with { type: 'json' };
import zhCN from './words/zh-CN.json' with { type: 'json' };

export type Language = 'zh-CN' | 'en';
export type Key = keyof typeof zhCN;
type Params = Readonly<Record<string, string | number>>;
export type Say = (key: Key, params?: Params) => string;

export const WORDS = { 'zh-CN': zhCN, en } satisfies Record<Language, Record<Key, string>>;

export const sayIn =
  (language: Language): Say =>
  (key, params) =>
    params
      ? WORDS[language][key].replaceAll(/\{(\w+)\}/g, (gap, name: string) => String(params[name] ?? gap))
      : WORDS[language][key];

const KEPT = 'yike.language';
const kept = (): Language => (globalThis.localStorage?.getItem(KEPT) === 'en' ? 'en' : 'zh-CN');

/** The reader's language: the one thing that this browser keeps. */
export const language = signal<Language>(kept());

export function speak(next: Language): void {
  language.value = next;
  localStorage.setItem(KEPT, next);
}

/** In the reader's language; whoever says so in its rendering is rendered anew when that changes. */
export const say: Say = (key, params) => sayIn(language.value)(key, params);
/** A name or an alarm's words. */
export const own = (words: Words): string => words[language.value];

/** A key that is made of a word of the contract, or undefined: what a newer service says is shown as it is. */
export const keyOf = (group: string, word: string): Key | undefined => KEYS.get(`${group}.${word}`);
const KEYS: ReadonlyMap<string, Key> = new Map(Object.keys(zhCN).map((key) => [key, key as Key]));
export const sayWord = (group: string, word: string): string => {
  const key = keyOf(group, word);
  return key ? say(key) : word;
};
