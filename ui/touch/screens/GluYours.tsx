import { Key } from '../../parts/Key.tsx';
import type { ScreenProps } from '../screen-props.ts';
import { Message } from './Message.tsx';

/** Whose is it? The two answers are the same size: neither is the better one to give. */
export function GluYours({ screen: { mmolPerL, beyond, time }, ...around }: ScreenProps<'glu.yours'>) {
  const { say, act } = around;
  const unit = say('unit.mmolPerL');
  return (
    <Message
      {...around}
      class="yours"
      title={say('yours.title')}
      line={say('yours.line')}
      picture={
        <div class="measured">
          {mmolPerL !== undefined && <p class="number alone">{mmolPerL.toFixed(1)}</p>}
          {beyond && <p class="beyond">{say(`yours.${beyond}`)}</p>}
          {mmolPerL !== undefined && <p class="caption">{time ? say('yours.when', { unit, time }) : unit}</p>}
        </div>
      }
      keys={
        <>
          <Key onPress={() => act({ do: 'mine' })}>{say('yours.yes.key')}</Key>
          <Key onPress={() => act({ do: 'not-mine' })}>{say('yours.no.key')}</Key>
        </>
      }
    />
  );
}
