import type { Driver } from '../../edge-agent/devices.ts';
import { choiceText, settingOf } from '../../firmware-config/index.ts';
import { Refusal } from './refusal.ts';

/** A driver as a person has set it up, in words such as `format=reversed`; anything that it does not take is named. */
export function asSet(driver: Driver, words: readonly string[]): Driver {
  const { id, choices = {}, configured } = driver;
  const settings = words.map((word) => {
    const [name = '', ...value] = word.split('=');
    const choice = choices[name];
    if (!choice)
      throw new Refusal(
        1,
        `--set: found '${word}', but ${id} takes ${Object.keys(choices).join(', ') || 'no setting'}`,
      );
    const setting = settingOf(choice, value.join('='));
    if (setting === undefined) throw new Refusal(1, `--set ${name}: found '${word}', expected ${choiceText(choice)}`);
    return [name, setting] as const;
  });
  return configured?.(Object.fromEntries(settings)) ?? driver;
}
