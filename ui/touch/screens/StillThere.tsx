import { Key } from '../../parts/Key.tsx';
import { Frame } from '../Frame.tsx';
import type { Around } from '../screen-props.ts';
import { Timer } from './Timer.tsx';

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
          <Timer secondsLeft={secondsLeft} ofSeconds={ASKED_FOR_SECONDS} unit={say('still.unit')} />
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
