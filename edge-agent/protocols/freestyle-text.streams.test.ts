/** The driver against a second decoder, over wires that spoil what they like: no reading that the other does not confirm. */
import { expect, test } from 'vitest';
import { type Answers, hexOf } from '../../test/a-talk.ts';
import { onSpoiltDumps } from '../../test/on-a-spoilt-wire.ts';
import { confirmed } from '../../test/second/freestyle-text.ts';
import { wordsOf } from '../../test/second/mg-dl-words.ts';
import { freestyleText } from '../drivers/freestyle-text.ts';
import { asciiOf, concat } from './bytes.ts';
import { failed, reportOf, sumOf, TYPES, textReports } from './freestyle-report.ts';

const asked = (command: string): string => hexOf(reportOf(TYPES.text, asciiOf(command)));
/** With something left over behind what counts. */
const said = (message: string): string =>
  hexOf(
    concat(
      ...textReports(message).map((report) => report.map((byte, at) => (at < 2 + (report[1] ?? 0) ? byte : 0x31))),
    ),
  );
const log = (...records: readonly string[]): string => {
  const lines = records.map((record) => `${record}\r\n`).join('');
  return said(`${lines}${records.length},${sumOf(lines)}\r\n`);
};
const CLOCK: Answers = { [asked('$date?')]: said('11,23,26\r\n'), [asked('$time?')]: said('9,20\r\n') };

const NEO: Answers = {
  ...CLOCK,
  [asked('$serlnum?')]: said('LAGN123-T4567\r\n'),
  [asked('$result?')]: log(
    '7,00005,11,23,26,9,15,1,104,0,1,0,0,0,0,0,0,0,0',
    '9,00004,11,23,26,9,2,1,104,1',
    '7,00003,11,23,26,8,2,1,HI,0,1,0,0,0,0,0,0,0,0',
    '6,00002,11,23,26,8,0,1,1,1,20,0,0',
    '7,00001,11,22,26,21,40,1,112,0,0,0,0,0,0,0,0,0,0',
  ),
};
const ENDING = `${',0'.repeat(15)},"","","","","",""`;
const LIBRE: Answers = {
  ...CLOCK,
  [asked('$serlnum?')]: hexOf(failed()),
  [asked('$sn?')]: said('JCMV239-T0987\r\n'),
  [asked('$arresult?')]: log(
    `14,2,11,23,26,9,15,7,1,0,0,0,104,0${ENDING}`,
    `13,2,11,23,26,9,14,7,1,2,0,0,111,1${ENDING}`,
    `12,2,11,22,26,21,40,59,1,0,0,0,187,0${ENDING}`,
  ),
};

onSpoiltDumps(freestyleText, { 'a Neo': NEO, 'a Libre': LIBRE }, confirmed, wordsOf);

test('the second decoder reads the worked reports by itself', () => {
  const lines = [
    '7,00003,11,23,26,9,15,1,104,0,1,0,0,0,0,0,0,0,0',
    '7,00002,11,23,26,8,2,1,HI,0,1,0,0,0,0,0,0,0,0',
    '7,00001,11,22,26,21,40,1,112,0,0,0,0,0,0,0,0,0,0',
  ];
  const exchange = (sums: readonly [string, string]) => {
    const text = `${lines.map((line) => `${line}\r\n`).join('')}3,${sums[0]}\r\nCKSM:${sums[1]}\r\nCMD OK\r\n`;
    const parts = [text.slice(0, 62), text.slice(62, 124), text.slice(124)];
    const alive = reportOf(TYPES.alive, asciiOf('\x05'));
    const answer = concat(...parts.flatMap((part) => [alive, reportOf(TYPES.text, asciiOf(part))]));
    return { question: asked('$result?'), answer };
  };
  expect([...confirmed([exchange(['00001A53', '00001C63'])])]).toEqual([
    '2026-11-23T09:15:00 104 5.8  ',
    '2026-11-23T08:02:00 HI   ',
    '2026-11-22T21:40:00 112 6.2  control',
  ]);
  expect(confirmed([exchange(['00001A53', '00001C64'])]).size).toBe(0);
  expect(confirmed([exchange(['00001A54', '00001C64'])]).size).toBe(0);
});
