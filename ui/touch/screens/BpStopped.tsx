import { Key } from '../../parts/Key.tsx';
import { FreeArm, OpenCuff } from '../../parts/pictures/Cuff.tsx';
import type { ScreenProps } from '../screen-props.ts';
import { Message } from './Message.tsx';

export function BpStopped({ screen: { released, hasReading }, ...around }: ScreenProps<'bp.stopped'>) {
  const { say, act } = around;
  if (!released) {
    return (
      <Message
        {...around}
        title={say('bp.unreleased.title')}
        line={say('bp.unreleased.line')}
        picture={<OpenCuff />}
        phone
        keys={
          <Key kind="primary" onPress={() => act({ do: 'show-open-cuff' })}>
            {say('bp.how-to-open.key')}
          </Key>
        }
      />
    );
  }
  return (
    <Message
      {...around}
      title={say('bp.released.title')}
      line={say('bp.released.line')}
      picture={<FreeArm />}
      keys={
        <div class="pair">
          <Key onPress={() => act({ do: 'again' })}>{say('again')}</Key>
          <Key kind="primary" onPress={() => act({ do: hasReading ? 'see-result' : 'done' })}>
            {say(hasReading ? 'see-result.key' : 'done')}
          </Key>
        </div>
      }
    />
  );
}
