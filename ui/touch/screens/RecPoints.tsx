import { Icon } from '../../parts/Icon.tsx';
import { Key } from '../../parts/Key.tsx';
import { Notice } from '../../parts/Notice.tsx';
import { Weighed } from '../../parts/pictures/Bin.tsx';
import { Sentences } from '../../parts/Sentences.tsx';
import { kilograms } from '../kilograms.ts';
import { isLandscape, isLarge } from '../panel.ts';
import type { ScreenProps } from '../screen-props.ts';
import { Message } from './Message.tsx';

/** What it brought, and how that was reckoned: shown only once it is on disk. */
export function RecPoints({ screen, ...around }: ScreenProps<'rec.points'>) {
  const { say, act } = around;
  const { material, grams, points, pointsPerKg, interrupted } = screen;
  const low = isLandscape(around.view.panel);
  const crowded = low && (interrupted || isLarge(around.view));
  return (
    <Message
      {...around}
      class="rec-weight"
      title={say('rec.points.title')}
      line={
        low && interrupted
          ? say('rec.points.interrupted')
          : say('rec.points.of', { kg: kilograms(grams), points: pointsPerKg })
      }
      picture={<Weighed takes={<Icon name={material} />} />}
      more={
        <>
          <p class="weight">
            <span class="number">{points}</span>
            <span class="label">{say('unit.points')}</span>
          </p>
          {!crowded && (
            <Notice state="ok" icon="tick">
              {say('rec.points.community')}
            </Notice>
          )}
          {!low && interrupted && (
            <p class="next">
              <Sentences>{say('rec.points.interrupted')}</Sentences>
            </p>
          )}
        </>
      }
      keys={
        <div class="pair">
          <Key onPress={() => act({ do: 'again' })}>{say('rec.again.key')}</Key>
          <Key kind="primary" onPress={() => act({ do: 'done' })}>
            {say('done')}
          </Key>
        </div>
      }
    />
  );
}
