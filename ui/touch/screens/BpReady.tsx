import { Key } from '../../parts/Key.tsx';
import { SeatedWithCuff } from '../../parts/pictures/Seated.tsx';
import { Frame } from '../Frame.tsx';
import type { Around } from '../screen-props.ts';

/** The start key stands above the place that STOP takes: a second tap of a trembling hand must not reach it. */
export function BpReady(around: Around) {
  const { say, act } = around;
  return (
    <Frame
      {...around}
      class="bp-ready"
      reading={
        <>
          <div class="frame">
            <SeatedWithCuff />
          </div>
          <h1>{say('bp.ready.title')}</h1>
          <div class="next">
            <p>{say('bp.ready.sit')}</p>
            <p>{say('bp.ready.arm')}</p>
          </div>
        </>
      }
      keys={
        <>
          <Key kind="primary" icon="tick" onPress={() => act({ do: 'start' })}>
            {say('bp.ready.start')}
          </Key>
          <p class="promise">
            <span class="square" aria-hidden="true" />
            {say('bp.ready.stop')}
          </p>
        </>
      }
    />
  );
}
