import { Landscape } from '../../parts/pictures/Landscape.tsx';
import { Sentences } from '../../parts/Sentences.tsx';
import { Tile } from '../../parts/Tile.tsx';
import { Frame } from '../Frame.tsx';
import { isLandscape, isLarge } from '../panel.ts';
import type { Around } from '../screen-props.ts';

/** What becomes of the value, and the choice that nothing becomes of it; both the same size. */
export function GuestTold(around: Around) {
  const { view, say, act } = around;
  return (
    <Frame
      {...around}
      class="home answers"
      reading={
        <>
          <h1>
            <Sentences>{say('told.title')}</Sentences>
          </h1>
          {!(isLandscape(view.panel) && isLarge(view)) && <p class="lead">{say('told.line')}</p>}
          <Landscape />
        </>
      }
      keys={
        <>
          <Tile
            kind="answer"
            icon="filed"
            name={say('told.understood')}
            line={say('told.understood.line')}
            onPress={() => act({ do: 'understood' })}
          />
          <Tile
            kind="answer"
            icon="eye"
            name={say('told.only-show')}
            line={say('told.only-show.line')}
            onPress={() => act({ do: 'only-show' })}
          />
        </>
      }
    />
  );
}
