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
      class="message waiting still"
      steps={false}
      reading={
        <>
          <h1>{say('still.title')}</h1>
          <p class="lead">{say('still.line')}</p>
          <div role="timer" class="timer">
            <Ring size="large" share={1 - secondsLeft / ASKED_FOR_SECONDS}>
              <strong class="seconds">{secondsLeft}</strong>
              <span class="caption">{say('still.unit')}</span>
            </Ring>
          </div>
        </>
      }
      keys={
        <>
          <Key kind="primary" onPress={() => act({ do: 'stay' })}>
            {say('still.stay.key')}
          </Key>
          <Key onPress={() => act({ do: 'end' })}>{say('still.end.key')}</Key>
        </>
      }
    />
  );
}
