import type { Act } from '../../../kiosk/contract/act.ts';
import type { BloodPressureProblem } from '../../../kiosk/contract/screen.ts';
import { Key } from '../../parts/Key.tsx';
import { EmptyCuff, LooseCuff, MovingArm, OpenCuff } from '../../parts/pictures/Cuff.tsx';
import { SeatedWithCuff } from '../../parts/pictures/Seated.tsx';
import { Staff } from '../../parts/pictures/Staff.tsx';
import type { Key as Word } from '../say.ts';
import type { ScreenProps } from '../screen-props.ts';
import { Message } from './Message.tsx';

interface WayOut {
  readonly picture: () => preact.JSX.Element;
  readonly word: Word;
  readonly act: Act;
}

const AGAIN = { word: 'again', act: { do: 'again' } } as const;
const STAFF = { word: 'find-staff', act: { do: 'help' } } as const;

const WAYS_OUT: Readonly<Record<BloodPressureProblem, WayOut>> = {
  'BP-CUFF': { picture: LooseCuff, ...AGAIN },
  'BP-MOVE': { picture: MovingArm, ...AGAIN },
  'BP-WEAK': { picture: SeatedWithCuff, ...AGAIN },
  'BP-DOUBT': { picture: MovingArm, ...AGAIN },
  'BP-TWICE': { picture: Staff, ...STAFF },
  'BP-OVER': { picture: EmptyCuff, ...STAFF },
  'BP-OLD': { picture: SeatedWithCuff, ...AGAIN },
  'BP-SEVERAL': { picture: SeatedWithCuff, ...AGAIN },
  'BP-OTHER': { picture: SeatedWithCuff, ...AGAIN },
  'BP-LOST': { picture: OpenCuff, word: 'bp.how-to-open.key', act: { do: 'show-open-cuff' } },
};

/** What happened, what to do now, and one key that does it; what was measured before is not lost. */
export function BpProblem({ screen: { code, hasReading }, ...around }: ScreenProps<'bp.problem'>) {
  const { say, act } = around;
  const { picture: Picture, word, act: wayOut } = WAYS_OUT[code];
  return (
    <Message
      {...around}
      title={say(`${code}.title`)}
      line={say(`${code}.line`)}
      picture={<Picture />}
      code={code}
      keys={
        <>
          <Key kind="primary" onPress={() => act(wayOut)}>
            {say(word)}
          </Key>
          {hasReading && <Key onPress={() => act({ do: 'see-result' })}>{say('see-result.key')}</Key>}
        </>
      }
    />
  );
}
