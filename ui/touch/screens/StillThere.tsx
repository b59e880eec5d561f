import { Key } from '../../parts/Key.tsx';
import { Ring } from '../../parts/Ring.tsx';
import { Frame } from '../Frame.tsx';
import type { Around } from '../screen-props.ts';

const ASKED_FOR_SECONDS = 30;

/** A whole screen, never a box over another: nothing of the visit is in the page meanwhile. */
export function StillThere({ secondsLeft, ...around }: Around & { readonly secondsLeft: number }) {
  const { say, act } = around;
  return (
    <Frame
      {...around}
      class="still"
      reading={
        <>
          <h1>{say('still.title')}</h1>
          <div role="timer">
            <Ring size="large" share={1 - secondsLeft / ASKED_FOR_SECONDS}>
              <strong class="seconds">{secondsLeft}</strong>
              <span>{say('still.unit')}</span>
            </Ring>
          </div>
          <p class="next">{say('still.line')}</p>
        </>
      }
      keys={
        <>
          <Key kind="primary" onPress={() => act({ do: 'stay' })}>
            {say('still.stay')}
          </Key>
          <Key onPress={() => act({ do: 'end' })}>{say('still.end')}</Key>
        </>
      }
    />
  );
}
