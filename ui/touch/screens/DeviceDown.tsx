import { Icon } from '../../parts/Icon.tsx';
import { Key } from '../../parts/Key.tsx';
import { Ring } from '../../parts/Ring.tsx';
import type { ScreenProps } from '../screen-props.ts';
import { Message } from './Message.tsx';

export function DeviceDown({ screen, ...around }: ScreenProps<'device.down'>) {
  const { say, act } = around;
  return (
    <Message
      {...around}
      title={say(`${screen.uncalibrated ? 'paused' : 'down'}.${screen.service}`)}
      line={say(screen.uncalibrated ? 'paused.calibration' : 'down.line')}
      picture={
        <Ring size="large" share={0} state="broken">
          <Icon name={screen.service} struck />
        </Ring>
      }
      phone
      keys={
        <Key kind="primary" onPress={() => act({ do: 'back' })}>
          {say('down.others.key')}
        </Key>
      }
    />
  );
}
