import type { Saved } from '../../../kiosk/contract/screen.ts';
import { Key } from '../../parts/Key.tsx';
import { Phone } from '../../parts/Notice.tsx';
import { SeatedOnRed } from '../../parts/pictures/Seated.tsx';
import { Sentences } from '../../parts/Sentences.tsx';
import { Shape } from '../../parts/shapes.tsx';
import { Frame } from '../Frame.tsx';
import type { Around } from '../screen-props.ts';
import { SavedNotice } from './ResultParts.tsx';

export interface ActNowProps extends Around {
  /** What is wrong, in words. */
  readonly what: string;
  /** Absent when the meter gave no number. */
  readonly value: string | undefined;
  readonly unit: string;
  readonly time: string;
  readonly saved: Saved;
  /** Low glucose: sugar first. */
  readonly sugar: boolean;
}

/** The one screen on red ground: sit down, get help. Stays until acknowledged. */
export function ActNow({ what, value, unit, time, saved, sugar, ...around }: ActNowProps) {
  const { say, act, view } = around;
  return (
    <Frame
      {...around}
      class="act-now"
      strip={null}
      reading={
        <>
          <p class="what">
            <Shape state="very-high" />
            {what}
          </p>
          {value !== undefined && (
            <p class="value">
              <strong>{value}</strong> {say('result.when', { unit, time })}
            </p>
          )}
          <div class="sitting">
            <SeatedOnRed />
          </div>
          <h1>{say('now.sit')}</h1>
          <p class="now">
            <Sentences>{say(sugar ? 'now.sugar' : 'now.call')}</Sentences>
          </p>
        </>
      }
      keys={
        <>
          <div class="phones">
            <Phone name={say('staff.phone')} number={view.station.phone} />
            <Phone name={say('ambulance.phone')} number="120" />
          </div>
          <SavedNotice saved={saved} say={say} />
          <p>{say('result.no-diagnosis')}</p>
          <Key kind="primary" onPress={() => act({ do: 'done' })}>
            {say('now.understood')}
          </Key>
        </>
      }
    />
  );
}
