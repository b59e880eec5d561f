import { Key } from '../../parts/Key.tsx';
import { SeatedWithCuff } from '../../parts/pictures/Seated.tsx';
import type { Around } from '../screen-props.ts';
import { Message } from './Message.tsx';

/** A hand at the monitor starts and stops it: no STOP stands here, for it would stop nothing. */
export function BpOwnButton(around: Around) {
  const { say, act } = around;
  return (
    <Message
      {...around}
      title={say('bp.own-button.title')}
      line={say('bp.own-button.line')}
      picture={<SeatedWithCuff />}
      keys={<Key onPress={() => act({ do: 'stop' })}>{say('bp.own-button.stopped.key')}</Key>}
    />
  );
}
