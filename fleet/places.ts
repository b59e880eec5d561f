/** Where a station belongs: its life circle's id names its district. Wuhai has three: 海勃湾区, 乌达区, 海南区. */
import type { Words } from './contract/words.ts';

export interface District {
  readonly id: string;
  readonly name: Words;
}

export interface Place {
  readonly district: District;
  readonly circleName: Words;
}

const WUHAI: Readonly<Record<string, Words>> = {
  haibowan: { 'zh-CN': '海勃湾区', en: 'Haibowan' },
  wuda: { 'zh-CN': '乌达区', en: 'Wuda' },
  hainan: { 'zh-CN': '海南区', en: 'Hainan' },
};
const OTHER: District = { id: 'other', name: { 'zh-CN': '其他', en: 'Other' } };

export const DISTRICTS: readonly District[] = [...Object.entries(WUHAI).map(([id, name]) => ({ id, name })), OTHER];

/** `haibowan-04` → 海勃湾区, 海勃湾 04. A circle of no district that we know is shown by its id under 其他. */
export function placeOf(circle: string): Place {
  const [, id = '', number = ''] = /^([a-z]+)-(\d+)$/.exec(circle) ?? [];
  const name = WUHAI[id];
  if (!name) return { district: OTHER, circleName: { 'zh-CN': circle, en: circle } };
  return {
    district: { id, name },
    circleName: { 'zh-CN': `${name['zh-CN'].replace('区', '')} ${number}`, en: `${name.en} ${number}` },
  };
}
