import { Key } from '../../parts/Key.tsx';
import { Frame } from '../Frame.tsx';
import { stationName } from '../Head.tsx';
import type { Around } from '../screen-props.ts';

/** The number, and what to say: whoever rings is frightened, and the other end asks where. */
export function ActNowCall(around: Around) {
  const { view, say, act } = around;
  return (
    <Frame
      {...around}
      class="call-120"
      strip={null}
      reading={
        <>
          <h1>{say('call.title')}</h1>
          <p class="dial">120</p>
          <ol>
            <li>{say('call.place', { place: stationName(view, view.language) })}</li>
            <li>{say('call.what')}</li>
            <li>{say('call.stay')}</li>
          </ol>
        </>
      }
      keys={
        <Key kind="primary" icon="back" onPress={() => act({ do: 'back' })}>
          {say('call.back.key')}
        </Key>
      }
    />
  );
}
