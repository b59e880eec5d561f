import type { Level, Screen } from '../../../kiosk/contract/screen.ts';
import { Sentences } from '../../parts/Sentences.tsx';
import type { State } from '../../parts/shapes.tsx';
import type { Key } from '../say.ts';
import type { ScreenProps } from '../screen-props.ts';
import { ResultFrame } from './ResultFrame.tsx';

export function GluResult({ screen, ...around }: ScreenProps<'glu.result'>) {
  const { say } = around;
  const { mmolPerL, meal, band, low, level, saved, time } = screen;
  const { state, word } = verdict(screen);
  return (
    <ResultFrame
      {...around}
      title={say('result.glucose')}
      inShort={`${mmolPerL.toFixed(1)} ${say('unit.mmolPerL')}`}
      numbers={
        <div class="measured">
          <p class="label">{say('result.glucose')}</p>
          <p class="number alone">{mmolPerL.toFixed(1)}</p>
          <p class="caption">
            <Sentences>
              {say('result.glu.when', { unit: say('unit.mmolPerL'), meal: say(`meal.${meal}`), time })}
            </Sentences>
          </p>
        </div>
      }
      band={band}
      state={state}
      verdict={say(word)}
      next={say(low ? 'glu.next.sugar' : nextStep(level))}
      level={level}
      saved={saved}
    />
  );
}

/** Without a meal context there is no class: then the level speaks, as far as it can. */
function verdict({ band, low, level }: Extract<Screen, { id: 'glu.result' }>): {
  readonly state: State;
  readonly word: Key;
} {
  if (band) return { state: band.name, word: `glu.${band.name}` };
  if (low) return { state: 'low', word: 'glu.low' };
  switch (level) {
    case 'ok':
    case 'repeat':
      return { state: 'plain', word: 'glu.no-band' };
    case 'doctor-soon':
      return { state: 'high', word: 'glu.high' };
    case 'doctor-today':
    case 'act-now': // has its own screen
      return { state: 'very-high', word: 'glu.very-high' };
    default:
      return level satisfies never;
  }
}

const nextStep = (level: Level): Key => `glu.next.${level === 'act-now' ? 'doctor-today' : level}`;
