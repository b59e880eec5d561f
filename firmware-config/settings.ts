/** What may be set of a device whose bytes leave something open: each driver says by name what it takes, and which values. */
import { foundText, meant, type Path } from './complaint.ts';
import type { Problem } from './validate.ts';

/** One of these, or a whole number within bounds. */
export type Choice = readonly (string | boolean)[] | { readonly least: number; readonly most: number };
export type Choices = Readonly<Record<string, Choice>>;

export const choiceText = (choice: Choice): string =>
  'least' in choice ? `a whole number from ${choice.least} to ${choice.most}` : `one of ${choice.join(', ')}`;

/** A person's words as that setting; undefined where it cannot be that. */
export function settingOf(choice: Choice, text: string): string | number | boolean | undefined {
  if (!('least' in choice)) return choice.find((one) => String(one) === text);
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  return number >= choice.least && number <= choice.most ? number : undefined;
}

/** Against what the driver takes; what is of no right type at all is the schema's to say. */
export function settingProblems(
  settings: unknown,
  path: Path,
  { id, choices = {} }: { readonly id: string; readonly choices?: Choices },
): Problem[] {
  if (typeof settings !== 'object' || settings === null) return [];
  return Object.entries(settings).flatMap(([name, value]): Problem[] => {
    const at = [...path, name];
    const choice = choices[name];
    if (choice) {
      const right = settingOf(choice, String(value)) === value;
      return right ? [] : [{ path: at, found: foundText(value), expected: choiceText(choice) }];
    }
    const names = Object.keys(choices);
    const near = meant(name, names);
    const taken = names.length === 0 ? 'none' : names.join(', ');
    const expected = `${taken}: that is what ${id} takes${near === undefined ? '' : `; did you mean ${near}?`}`;
    return [{ path: at, found: 'a setting', expected }];
  });
}
