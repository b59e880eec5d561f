import { Key } from '../../parts/Key.tsx';
import { CuffFit } from '../../parts/pictures/CuffFit.tsx';
import type { ScreenProps } from '../screen-props.ts';
import { Message } from './Message.tsx';

/** A wrong cuff makes the number wrong: then somebody helps. */
export function BpCuff({ screen: { armCm }, ...around }: ScreenProps<'bp.cuff'>) {
  const { say, act } = around;
  return (
    <Message
      {...around}
      title={say('cuff.title')}
      line={say('cuff.line')}
      picture={<CuffFit />}
      more={armCm && <p class="next">{say('cuff.range', armCm)}</p>}
      keys={
        <>
          <Key kind="primary" icon="tick" onPress={() => act({ do: 'fits' })}>
            {say('cuff.fits.key')}
          </Key>
          <Key onPress={() => act({ do: 'help' })}>{say('cuff.not.key')}</Key>
        </>
      }
    />
  );
}
