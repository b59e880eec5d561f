import type { Act } from '../../../kiosk/contract/act.ts';
import type { RecyclingProblem } from '../../../kiosk/contract/screen.ts';
import { Key } from '../../parts/Key.tsx';
import { BusyBin, FullBin, HalfOpen, NoHand, OnScale, ShutBin, TwoGoes } from '../../parts/pictures/Bin.tsx';
import { Staff } from '../../parts/pictures/Staff.tsx';
import type { ScreenProps } from '../screen-props.ts';
import { Message } from './Message.tsx';

interface WayOut {
  readonly picture: () => preact.JSX.Element;
  readonly act: Act;
  /** The station's staff are asked for. */
  readonly phone: boolean;
}

const AGAIN = { act: { do: 'again' }, phone: false } as const;
const OTHERS = { act: { do: 'next' }, phone: false } as const;
const STAFF = { act: { do: 'done' }, phone: true } as const;
const Scale = () => <OnScale />;
const Shaking = () => <OnScale unsteady />;

const WAYS_OUT: Readonly<Record<RecyclingProblem, WayOut>> = {
  'REC-FULL': { ...OTHERS, picture: FullBin },
  'REC-BUSY': { ...AGAIN, picture: BusyBin },
  'REC-DOWN': { ...OTHERS, picture: ShutBin, phone: true },
  'REC-SHAKE': { ...AGAIN, picture: Shaking },
  'REC-SHUT': { ...AGAIN, picture: ShutBin, phone: true },
  'REC-STORE': { ...STAFF, picture: ShutBin },
  'REC-JAM': { ...STAFF, picture: NoHand },
  'REC-ZERO': { ...AGAIN, picture: Scale },
  'REC-HEAVY': { ...STAFF, picture: TwoGoes },
  'REC-DOOR': { ...STAFF, picture: HalfOpen },
  'REC-STAFF': { ...STAFF, picture: Staff },
};

/** What happened, what becomes of the points, and the one thing to do now. */
export function RecProblem({ screen: { why, mostKg = 0 }, ...around }: ScreenProps<'rec.problem'>) {
  const { say, act } = around;
  const { picture: Picture, act: wayOut, phone } = WAYS_OUT[why];
  return (
    <Message
      {...around}
      title={say(`${why}.title`, { most: mostKg })}
      line={say(`${why}.line`)}
      picture={<Picture />}
      code={why}
      phone={phone}
      keys={
        <Key kind="primary" onPress={() => act(wayOut)}>
          {say(`${why}.key`)}
        </Key>
      }
    />
  );
}
