/** Every word on the screen. The keys of zh-CN are the keys; a key that a language lacks does not compile. */
import type { Language } from '../../kiosk/contract/screen.ts';
import en from './words/en.json' with { type: 'json' };
import zhCN from './words/zh-CN.json' with { type: 'json' };

export type Key = keyof typeof zhCN;
type Params = Readonly<Record<string, string | number>>;
export type Say = (key: Key, params?: Params) => string;

export const WORDS = { 'zh-CN': zhCN, en } satisfies Record<Language, Record<Key, string>>;

/** Each language's name in itself. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { 'zh-CN': '中文', en: 'English' };

export const sayIn =
  (language: Language): Say =>
  (key, params) =>
    WORDS[language][key].replaceAll(/\{(\w+)\}/g, (gap, name: string) => String(params?.[name] ?? gap));
