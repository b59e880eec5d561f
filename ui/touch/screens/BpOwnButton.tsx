import { Key } from '../../parts/Key.tsx';
import { SeatedWithCuff } from '../../parts/pictures/Seated.tsx';
import type { ScreenProps } from '../screen-props.ts';
import { Message } from './Message.tsx';

/** A hand at the monitor starts and stops it: no STOP stands here, for it would stop nothing. */
export function BpOwnButton({ screen: { unplug }, ...around }: ScreenProps<'bp.own-button'>) {
  const { say, act } = around;
  return (
    <Message
      {...around}
      title={say(unplug ? 'bp.own-button.off.title' : 'bp.own-button.title')}
      line={say('bp.own-button.line')}
      picture={<SeatedWithCuff />}
      keys={
        <>
          {unplug && (
            <Key kind="primary" icon="tick" onPress={() => act({ do: 'next' })}>
              {say('bp.own-button.next.key')}
            </Key>
          )}
          <Key onPress={() => act({ do: 'stop' })}>{say('bp.own-button.stopped.key')}</Key>
        </>
      }
    />
  );
}
