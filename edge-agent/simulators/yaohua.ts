import { oneOf, type Settings } from '../domain/settings.ts';
import { asciiOf, concat, textOf } from '../protocols/bytes.ts';
import type { Language } from '../protocols/conversation.ts';
import { fixedText } from '../protocols/fixed-text.ts';
import { FORMATS } from '../protocols/yaohua.ts';
import { COMMANDS, checkOf, commandFrame } from '../protocols/yaohua-frame.ts';
import type { OnIt } from './platform.ts';
import { scaleSimulator } from './scale.ts';
import { type Simulator, settableTwin } from './simulator.ts';

/** equals: set to the frames that begin with an equals sign, which do not say which way round they are. */
const FAULTS = ['equals'] as const;
const DRIVER = 'yaohua-xk3190';
/** As the A9 repeats itself at 9600 baud. */
const EVERY_MS = 100;

/** Sign, six digits, three of them decimals; all of them full where it is too much. */
const number = ({ grams, over }: OnIt): string =>
  `${grams < 0 ? '-' : '+'}${over ? '9999991' : `${String(Math.abs(grams)).padStart(6, '0')}3`}`;

function framed(body: string): Uint8Array {
  return asciiOf(`\x02${body}${checkOf(asciiOf(body))}\x03`);
}

function equals({ grams }: OnIt, format: (typeof FORMATS)[number]): Uint8Array {
  const digits = String(Math.abs(grams)).padStart(6, '0');
  const shown = `${grams < 0 ? '-' : '0'}${digits.slice(0, 3)}.${digits.slice(3)}`;
  return asciiOf(`=${format === 'straight' ? shown : [...shown].reverse().join('')}`);
}

const showing = (format: (typeof FORMATS)[number] | undefined): Simulator =>
  scaleSimulator({
    driver: DRIVER,
    faults: FAULTS,
    everyMs: EVERY_MS,
    says: (on, fault) => (format || fault === 'equals' ? equals(on, format ?? 'reversed') : framed(number(on))),
  });

/** Commands: address, letter, check. */
const toIndicator: Language<string> = { cut: fixedText(4, (text) => text), gapMs: 250 };

/** It has no tare, so that gross and net are one. */
const answering = (address: string): Simulator =>
  scaleSimulator<string>({
    driver: DRIVER,
    faults: FAULTS,
    language: toIndicator,
    says(on, _fault, command = '') {
      const mine = (['gross', 'net'] as const).find(
        (one) => textOf(commandFrame(address, one)) === `\x02${command}\x03`,
      );
      return mine ? framed(`${address}${COMMANDS[mine]}${number(on)}`) : concat();
    },
  });

export const yaohuaSimulator = (): Simulator =>
  settableTwin(({ format, address }: Settings) =>
    typeof address === 'string' ? answering(address) : showing(oneOf(FORMATS, format)),
  );
