import { Key } from '../../parts/Key.tsx';
import type { ScreenProps } from '../screen-props.ts';
import { Message } from './Message.tsx';
import { Timer } from './Timer.tsx';

/** Between two measurements: why once more, and that nothing need be done for it. */
export function BpPause({ screen, ...around }: ScreenProps<'bp.pause'>) {
  const { secondsLeft, ofSeconds, why, hasReading, ownButton } = screen;
  const { say, act } = around;
  return (
    <Message
      {...around}
      title={say(`pause.${why}.title`)}
      line={say(ownButton || why === 'failed' ? 'pause.failed.line' : 'pause.line')}
      timer={<Timer secondsLeft={secondsLeft} ofSeconds={ofSeconds} unit={say('pause.unit')} />}
      keys={hasReading && <Key onPress={() => act({ do: 'see-result' })}>{say('pause.see-result.key')}</Key>}
    />
  );
}
