import type { Screen } from '../../../kiosk/contract/screen.ts';
import { BandScale } from '../../parts/BandScale.tsx';
import { Sentences } from '../../parts/Sentences.tsx';
import type { State } from '../../parts/shapes.tsx';
import { Frame } from '../Frame.tsx';
import type { Key } from '../say.ts';
import type { ScreenProps } from '../screen-props.ts';
import { ActNow } from './ActNow.tsx';
import { bandNames, ResultKeys, SavedNotice, Verdict } from './ResultParts.tsx';

type Result = Extract<Screen, { id: 'glu.result' }>;

export function GluResult({ screen, ...around }: ScreenProps<'glu.result'>) {
  const { say } = around;
  const { mmolPerL, beyond, band, low, level, saved, time } = screen;
  const value = mmolPerL?.toFixed(1);
  const { state, word } = verdict(screen);
  if (level === 'act-now') {
    return (
      <ActNow
        {...around}
        what={say(word)}
        value={value}
        unit={say('unit.mmolPerL')}
        time={time}
        saved={saved}
        sugar={low}
      />
    );
  }
  return (
    <Frame
      {...around}
      class="result"
      reading={
        <>
          <h1 class="label">{say('result.glucose')}</h1>
          {value === undefined ? (
            beyond && <p class="beyond">{say(`glu.${beyond}`)}</p>
          ) : (
            <p class="number alone">{value}</p>
          )}
          <p class="caption">{say('result.when', { unit: say('unit.mmolPerL'), time })}</p>
          {band && <BandScale band={band} you={say('result.you')} names={bandNames(say)} />}
          <Verdict state={state}>{say(word)}</Verdict>
          <p class="next">
            <Sentences>{say(low ? 'glu.next.sugar' : `glu.next.${level}`)}</Sentences>
          </p>
          <p>{say('result.no-diagnosis')}</p>
          <SavedNotice saved={saved} say={say} />
        </>
      }
      keys={<ResultKeys {...around} level={level} />}
    />
  );
}

/** Without a meal context there is no class: then the level speaks, as far as it can. */
function verdict({ band, beyond, low, level }: Result): { readonly state: State; readonly word: Key } {
  if (beyond) return { state: beyond === 'below-range' ? 'low' : 'very-high', word: `glu.${beyond}` };
  if (band) return { state: band.name, word: `glu.${band.name}` };
  if (low) return { state: 'low', word: 'glu.low' };
  switch (level) {
    case 'ok':
    case 'repeat':
      return { state: 'plain', word: 'glu.no-band' };
    case 'doctor-soon':
      return { state: 'high', word: 'glu.high' };
    case 'doctor-today':
    case 'act-now':
      return { state: 'very-high', word: 'glu.very-high' };
    default:
      return level satisfies never;
  }
}
