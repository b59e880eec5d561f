/** What our own firmware says and wants beyond Firmata. Pure. Source: `firmware-config/firmware/README.md`. */

/** The sysex of what it tells unasked: `F0 01 kind lsb msb F7`. */
export const NEWS_ID = 0x01;

/** `anew`: outputs were switched off, and stay so until they are set up again. `pinch`: it has stopped a closing door. */
export type OwnNews = 'anew' | 'pinch';

/** By its kind; undefined: what the pins tell as well. */
const NEWS: Readonly<Record<number, OwnNews | undefined>> = {
  0: 'anew', // our first word since its reset
  1: 'anew', // our first word behind a silence
  2: 'pinch',
  6: 'anew', // a HIGH was not obeyed
};

export const newsOf = ([kind = -1]: readonly number[]): OwnNews | undefined => NEWS[kind];

/** Ours lets go of everything after 1.5 s without a word; it gets one at least every 500 ms, the way of an answer included. */
export const aliveEveryMs = (firmware: string): number => (firmware === 'YikeBin' ? 400 : 2000);

/** It tells a servo by its pulse in µs, and the widths are the servo library's. */
export const pulseUs = (degrees: number): number => 544 + Math.floor((degrees * (2400 - 544)) / 180);
