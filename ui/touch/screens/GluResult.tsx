import type { Level, Screen } from '../../../kiosk/contract/screen.ts';
import { BandScale } from '../../parts/BandScale.tsx';
import { Sentences } from '../../parts/Sentences.tsx';
import type { State } from '../../parts/shapes.tsx';
import { Frame } from '../Frame.tsx';
import { usePages } from '../pages.tsx';
import { isLarge } from '../panel.ts';
import type { Key } from '../say.ts';
import type { ScreenProps } from '../screen-props.ts';
import { bandNames, Facts, ResultKeys, Verdict } from './ResultParts.tsx';

type Result = Extract<Screen, { id: 'glu.result' }>;

export function GluResult({ screen, ...around }: ScreenProps<'glu.result'>) {
  const { view, say } = around;
  const { mmolPerL, meal, band, low, level, saved, time } = screen;
  const { page, key } = usePages(around);
  const crowded = isLarge(view);
  const facts = <Facts say={say} saved={saved} />;
  const { state, word } = verdict(screen);
  return (
    <Frame
      {...around}
      class="result"
      reading={
        page === 0 ? (
          <>
            <h1 class="label">{say('result.glucose')}</h1>
            <div class="measured">
              <p class="number alone">{mmolPerL.toFixed(1)}</p>
              <p class="caption">
                {say('result.glu.when', { unit: say('unit.mmolPerL'), meal: say(`meal.${meal}`), time })}
              </p>
            </div>
            {band && <BandScale band={band} you={say('result.you')} names={bandNames(say)} />}
            <Verdict state={state}>{say(word)}</Verdict>
            <p class="next">
              <Sentences>{say(low ? 'glu.next.sugar' : nextStep(level))}</Sentences>
            </p>
            {(!crowded || saved === 'not-saved') && facts}
          </>
        ) : (
          <>
            <h1 class="label">{say('result.glucose')}</h1>
            {facts}
          </>
        )
      }
      keys={<ResultKeys {...around} level={level} page={crowded && saved !== 'not-saved' && key} />}
    />
  );
}

/** Without a meal context there is no class: then the level speaks, as far as it can. */
function verdict({ band, low, level }: Result): { readonly state: State; readonly word: Key } {
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
