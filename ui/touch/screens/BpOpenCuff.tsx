import { Key } from '../../parts/Key.tsx';
import { OpenCuff } from '../../parts/pictures/Cuff.tsx';
import type { Around } from '../screen-props.ts';
import { Message } from './Message.tsx';

export function BpOpenCuff(around: Around) {
  const { say, act } = around;
  return (
    <Message
      {...around}
      title={say('open.title')}
      line={say('open.line')}
      picture={<OpenCuff />}
      phone
      keys={
        <Key kind="primary" icon="tick" onPress={() => act({ do: 'done' })}>
          {say('open.done.key')}
        </Key>
      }
    />
  );
}
