import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { Refusal } from './refusal.ts';

/** Parses a command's words; anything it does not know is an error that names it. */
export function argumentsOf<const O extends ParseArgsOptionsConfig>(
  args: string[],
  options: O,
  positionals: readonly string[],
  usage: string,
) {
  try {
    const parsed = parseArgs({ args, options, allowPositionals: true, strict: true });
    if (parsed.positionals.length !== positionals.length) {
      throw new Error(`expected ${positionals.length === 0 ? 'no further words' : positionals.join(' ')}`);
    }
    return parsed;
  } catch (error) {
    throw new Refusal(1, `${error instanceof Error ? error.message : 'wrong arguments'}\n${usage}`);
  }
}

/** A whole number of an option, within bounds. */
export function wholeNumber(option: string, text: string, least: number, most: number): number {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new Refusal(1, `${option}: found '${text}', expected a whole number from ${least} to ${most}`);
}
