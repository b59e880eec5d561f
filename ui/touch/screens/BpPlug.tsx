import { MeterOnCable } from '../../parts/pictures/Meter.tsx';
import type { ScreenProps } from '../screen-props.ts';
import { Message } from './Message.tsx';

/** A monitor with a memory: nothing is to be touched here, it goes on when the monitor is back on its cable. */
export function BpPlug({ screen: { isBeingRead }, ...around }: ScreenProps<'bp.plug'>) {
  const { say } = around;
  return (
    <Message
      {...around}
      title={say(isBeingRead ? 'bp.plug.reading.title' : 'bp.plug.title')}
      line={say(isBeingRead ? 'plug.reading.line' : 'plug.line')}
      picture={<MeterOnCable />}
    />
  );
}
