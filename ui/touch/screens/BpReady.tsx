import { Key } from '../../parts/Key.tsx';
import { SeatedWithCuff } from '../../parts/pictures/Seated.tsx';
import type { ScreenProps } from '../screen-props.ts';
import { Message } from './Message.tsx';

/** The start key stands above the place that STOP takes: a second tap of a trembling hand must not reach it. */
export function BpReady({ screen: { ownButton }, ...around }: ScreenProps<'bp.ready'>) {
  const { say, act } = around;
  return (
    <Message
      {...around}
      class="bp-ready"
      title={say('bp.ready.title')}
      line={say(ownButton ? 'bp.ready.own-button.line' : 'bp.ready.line')}
      picture={<SeatedWithCuff />}
      keys={
        <>
          <Key kind="primary" icon="tick" onPress={() => act({ do: 'start' })}>
            {say(ownButton ? 'bp.ready.own-button.key' : 'bp.ready.start.key')}
          </Key>
          {!ownButton && (
            <p class="promise">
              <span class="square" aria-hidden="true" />
              {say('bp.ready.stop')}
            </p>
          )}
        </>
      }
    />
  );
}
