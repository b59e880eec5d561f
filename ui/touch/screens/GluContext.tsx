import type { Meal } from '../../../kiosk/contract/screen.ts';
import type { IconName } from '../../parts/Icon.tsx';
import { Landscape } from '../../parts/pictures/Landscape.tsx';
import { Tile } from '../../parts/Tile.tsx';
import { Frame } from '../Frame.tsx';
import { isLandscape } from '../panel.ts';
import type { Around } from '../screen-props.ts';

const ANSWERS = [
  ['fasting', 'fasting'],
  ['after-meal-2h', 'after-meal'],
  ['random', 'other-time'],
] as const satisfies readonly (readonly [Meal, IconName])[];

/** Without this a number of blood glucose says little. */
export function GluContext(around: Around) {
  const { say, act } = around;
  return (
    <Frame
      {...around}
      class="home answers"
      reading={
        <>
          <h1>{say('ate.title')}</h1>
          {!isLandscape(around.view.panel) && <p class="lead">{say('ate.line')}</p>}
          <Landscape />
        </>
      }
      keys={ANSWERS.map(([meal, icon]) => (
        <Tile
          key={meal}
          kind="answer"
          icon={icon}
          name={say(`ate.${meal}`)}
          line={say(`ate.${meal}.line`)}
          onPress={() => act({ do: 'ate', meal })}
        />
      ))}
    />
  );
}
