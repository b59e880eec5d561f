import { Icon } from '../../parts/Icon.tsx';
import { Key } from '../../parts/Key.tsx';
import type { ScreenProps } from '../screen-props.ts';
import { Message } from './Message.tsx';

/** What is better than to measure now. The kinder way is the large key; the other one stays open. */
export function BpAdvice({ screen: { about }, ...around }: ScreenProps<'bp.advice'>) {
  const { say, act } = around;
  return (
    <Message
      {...around}
      title={say(`advice.${about}.title`)}
      line={say(`advice.${about}.line`)}
      picture={<Icon name={about} class="sign" />}
      more={about === 'arm' && <p class="next">{say('advice.arm.both')}</p>}
      keys={
        about === 'arm' ? (
          <>
            <Key kind="primary" onPress={() => act({ do: 'go-on' })}>
              {say('advice.other-arm.key')}
            </Key>
            <Key icon="bell" onPress={() => act({ do: 'help' })}>
              {say('find-staff')}
            </Key>
          </>
        ) : (
          <>
            <Key kind="primary" onPress={() => act({ do: 'done' })}>
              {say('advice.not-now.key')}
            </Key>
            <Key onPress={() => act({ do: 'go-on' })}>{say('advice.go-on.key')}</Key>
          </>
        )
      }
    />
  );
}
