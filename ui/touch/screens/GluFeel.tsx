import { Icon } from '../../parts/Icon.tsx';
import { Key } from '../../parts/Key.tsx';
import type { Around } from '../screen-props.ts';
import { Message } from './Message.tsx';

/** After a very high number; the two answers are the same size, since neither is the better one to give. */
export function GluFeel(around: Around) {
  const { say, act } = around;
  return (
    <Message
      {...around}
      class="feel"
      title={say('feel.title')}
      line={say('feel.line')}
      picture={<Icon name="symptoms" class="sign" />}
      keys={
        <>
          <Key onPress={() => act({ do: 'feel', ill: true })}>{say('feel.yes.key')}</Key>
          <Key onPress={() => act({ do: 'feel', ill: false })}>{say('feel.no.key')}</Key>
        </>
      }
    />
  );
}
