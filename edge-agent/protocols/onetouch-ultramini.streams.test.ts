/** The driver against a second decoder, over wires that spoil what they like: no reading that the other does not confirm. */
import { expect, test } from 'vitest';
import { type Answers, hexOf } from '../../test/a-talk.ts';
import { onSpoiltDumps } from '../../test/on-a-spoilt-wire.ts';
import { wordsOf } from '../../test/second/mg-dl-words.ts';
import { confirmed } from '../../test/second/onetouch-ultramini.ts';
import { onetouchUltramini } from '../drivers/onetouch-ultramini.ts';
import { asciiOf, bytesOf, concat, fromHex } from './bytes.ts';
import { frameOf } from './lifescan-frame.ts';

const framed = (link: number, hex: string): string => hexOf(frameOf(link, fromHex(hex)));
const hex = (text: string): string => hexOf(asciiOf(text));
const onLink = (payload: string): string => `${framed(6, '')} ${framed(2, payload)}`;

const MINI: Answers = {
  [framed(8, '')]: framed(0x0c, ''),
  [framed(0, '05 0B 02 00 00 00 00 84 6A E8 73 00')]: onLink(`05 06 ${hex('YC9ABC123')}`),
  [framed(0, '05 1F F5 01')]: onLink('05 0F 03 00'),
  [framed(0, '05 20 02 00 00 00 00')]: onLink('05 06 40 05 04 6B'),
  [framed(0, '05 1F 00 00')]: onLink('05 06 14 04 04 6B 68 00 00 00'),
  [framed(0, '05 1F 01 00')]: onLink('05 06 00 02 04 6B FE FF 00 00'),
  [framed(0, '05 1F 02 00')]: onLink('05 06 FF 01 02 6B FF FF 00 00'),
};
const VERIO: Answers = {
  [framed(0, '03 0B 01 02')]: framed(0, `03 06 ${hex('SJKL12345')} 00`),
  [framed(0, '03 27 00')]: framed(0, '03 06 04 00'),
  [framed(0, '03 20 02')]: framed(0, '03 06 C0 C1 96 32'),
  [framed(0, '03 21 00 00')]: framed(0, '03 06 C0 C1 96 32 BB 00 00 02 00 00'),
  [framed(0, '03 21 01 00')]: framed(0, '03 06 94 C0 96 32 68 00 00 00 00 00'),
  [framed(0, '03 21 02 00')]: framed(0, '03 06 40 70 95 32 70 00 01 00 00 00'),
  [framed(0, '03 21 03 00')]: framed(0, '03 06 3F 70 95 32 12 00 00 01 00 00'),
};

onSpoiltDumps(onetouchUltramini, { 'an UltraMini': MINI, 'a Verio IQ': VERIO }, confirmed, wordsOf);

test('the second decoder reads the worked frames by itself', () => {
  const mini = '02 10 02 05 06 14 04 04 6B 68 00 00 00 03 D5 03';
  const verio =
    '02 12 00 03 06 40 70 95 32 70 00 01 00 00 00 03 56 3A 02 12 00 03 06 C0 C1 96 32 BB 00 00 02 00 00 03 51 C2';
  const exchange = (question: string, answer: string) => ({
    question: hexOf(fromHex(question)),
    answer: fromHex(answer),
  });
  const asked = [exchange('02 0A 00 05 1F 00 00 03 AB 91', mini), exchange('02 0A 00 03 21 00 00 03 9D D2', verio)];
  expect([...confirmed(asked)]).toEqual([
    '2026-11-23T09:15:00 104 5.8  ',
    '2026-11-22T09:20:00 112 6.2  control',
    '2026-11-23T09:20:00 187 10.4 after-meal ',
  ]);
  const spoilt = concat(fromHex(mini).slice(0, -1), bytesOf(4));
  expect([...confirmed([{ question: asked[0]?.question ?? '', answer: spoilt }])]).toEqual([]);
  expect([...confirmed([{ question: '', answer: fromHex(mini) }])]).toEqual([]);
});
