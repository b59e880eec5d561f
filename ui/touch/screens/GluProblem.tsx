import type { Act } from '../../../kiosk/contract/act.ts';
import type { GlucoseProblem } from '../../../kiosk/contract/screen.ts';
import { Key } from '../../parts/Key.tsx';
import { DropToStrip, StripIntoMeter, Thermometer } from '../../parts/pictures/Meter.tsx';
import { isLandscape, isLarge } from '../panel.ts';
import type { ScreenProps } from '../screen-props.ts';
import { Message } from './Message.tsx';
import { StripsAtHand } from './StripsAtHand.tsx';

interface WayOut {
  readonly picture: () => preact.JSX.Element;
  readonly act: Act;
  /** The station's staff are asked for. */
  readonly phone: boolean;
}

const NEW_STRIP = { picture: StripIntoMeter, act: { do: 'again' }, phone: false } as const;

const WAYS_OUT: Readonly<Record<GlucoseProblem, WayOut>> = {
  'GLU-STRIP': NEW_STRIP,
  'GLU-LOWVOL': { ...NEW_STRIP, picture: DropToStrip },
  'GLU-TEMP': { picture: Thermometer, act: { do: 'done' }, phone: true },
  'GLU-OLD': NEW_STRIP,
  'GLU-SEVERAL': NEW_STRIP,
  'GLU-OTHER': NEW_STRIP,
  'GLU-CONTROL': NEW_STRIP,
  'GLU-EXPIRED': { picture: StripIntoMeter, act: { do: 'help' }, phone: false },
};

export function GluProblem({ screen: { code, strips }, ...around }: ScreenProps<'glu.problem'>) {
  const { view, say, act } = around;
  const { picture: Picture, act: wayOut, phone } = WAYS_OUT[code];
  const crowded = isLandscape(view.panel) && isLarge(view);
  const expired = code === 'GLU-EXPIRED' && !crowded && strips;
  return (
    <Message
      {...around}
      title={say(`${code}.title`)}
      line={say(`${code}.line`)}
      picture={<Picture />}
      more={expired && <StripsAtHand {...around} strips={expired} />}
      code={code}
      phone={phone}
      keys={
        <Key kind="primary" onPress={() => act(wayOut)}>
          {say(`${code}.key`)}
        </Key>
      }
    />
  );
}
