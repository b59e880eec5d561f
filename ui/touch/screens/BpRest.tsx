import { Key } from '../../parts/Key.tsx';
import type { ScreenProps } from '../screen-props.ts';
import { Message } from './Message.tsx';
import { Timer } from './Timer.tsx';

/** Quiet minutes. Whoever has rested already may say so, once. */
export function BpRest({ screen: { secondsLeft, ofSeconds, shortened }, ...around }: ScreenProps<'bp.rest'>) {
  const { say, act } = around;
  return (
    <Message
      {...around}
      title={say('rest.title')}
      line={say(shortened ? 'rest.short' : 'rest.line')}
      timer={<Timer secondsLeft={secondsLeft} ofSeconds={ofSeconds} unit={say('rest.unit')} />}
      keys={!shortened && <Key onPress={() => act({ do: 'rested' })}>{say('rest.rested.key')}</Key>}
    />
  );
}
