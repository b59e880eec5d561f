import type { GlucoseProblem } from '../../../kiosk/contract/screen.ts';
import { Key } from '../../parts/Key.tsx';
import { DropToStrip, StripIntoMeter, Thermometer } from '../../parts/pictures/Meter.tsx';
import { Staff } from '../../parts/pictures/Staff.tsx';
import type { ScreenProps } from '../screen-props.ts';
import { Message } from './Message.tsx';

const PICTURES: Readonly<Record<GlucoseProblem, () => preact.JSX.Element>> = {
  'GLU-STRIP': StripIntoMeter,
  'GLU-LOWVOL': DropToStrip,
  'GLU-TEMP': Thermometer,
  'GLU-AGAIN': StripIntoMeter,
  'GLU-LOST': Staff,
};

export function GluProblem({ screen: { code }, ...around }: ScreenProps<'glu.problem'>) {
  const { say, act } = around;
  const Picture = PICTURES[code];
  return (
    <Message
      {...around}
      title={say(`${code}.title`)}
      line={say(`${code}.line`)}
      picture={<Picture />}
      code={code}
      phone={code === 'GLU-LOST' || code === 'GLU-TEMP'}
      keys={
        <Key kind="primary" onPress={() => act({ do: 'again' })}>
          {say(`${code}.key`)}
        </Key>
      }
    />
  );
}
