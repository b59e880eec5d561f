import { useEffect } from 'preact/hooks';
import { soundAlarm } from '../../parts/alarm.ts';
import { Key } from '../../parts/Key.tsx';
import { Notice, Phone } from '../../parts/Notice.tsx';
import { SeatedOnRed } from '../../parts/pictures/Seated.tsx';
import { Sentences } from '../../parts/Sentences.tsx';
import { Shape } from '../../parts/shapes.tsx';
import { Frame } from '../Frame.tsx';
import { isLandscape, isLarge } from '../panel.ts';
import type { Say, Key as Word } from '../say.ts';
import type { ScreenProps } from '../screen-props.ts';
import { SavedNotice } from './ResultParts.tsx';

type Props = ScreenProps<'act-now'>;

/** The one screen on red ground: sit down, get help. Stays, and sounds, until acknowledged. */
export function ActNow({ screen, ...around }: Props) {
  const { view, say } = around;
  const { what, time, saved, acknowledged } = screen;
  useEffect(() => (acknowledged ? undefined : soundAlarm()), [acknowledged]);
  const roomy = !isLandscape(view.panel) && !isLarge(view);
  const number = numberOf(screen, say);
  return (
    <Frame
      {...around}
      class="act-now"
      strip={null}
      reading={
        <>
          <div class="found">
            <p class="what">
              <Shape state="very-high" />
              {say(`now.${what}`)}
            </p>
            {number && (
              <p class="value">
                <strong>{number.value}</strong>
                <span class="caption">
                  {time === undefined ? number.unit : say('result.when', { unit: number.unit, time })}
                </span>
              </p>
            )}
          </div>
          <div class="sitting">
            <SeatedOnRed />
          </div>
          <h1>{say('now.sit')}</h1>
          <p class="now">
            <Sentences>{say(toDo(screen))}</Sentences>
          </p>
        </>
      }
      keys={
        <>
          <ActNowKeys {...around} screen={screen} />
          {saved && (roomy || saved !== 'saved') && (
            <div class="facts">
              <SavedNotice saved={saved} say={say} />
              {roomy && <p>{say('result.no-diagnosis')}</p>}
            </div>
          )}
        </>
      }
    />
  );
}

/** Staff first, then the ambulance; what became of the call is said as it is. */
function ActNowKeys({ screen: { called, acknowledged }, view, say, act }: Props) {
  return (
    <>
      {called && <Called view={view} say={say} />}
      <div class="ways">
        {!called && (
          <Key kind={acknowledged ? 'outline' : 'primary danger'} icon="bell" onPress={() => act({ do: 'call-staff' })}>
            {say('now.call.key')}
          </Key>
        )}
        <Key kind="outline" icon="ring-120" onPress={() => act({ do: 'how-to-call' })}>
          {say('now.how.key')}
        </Key>
        {acknowledged ? (
          <Key kind="primary" icon="tick" onPress={() => act({ do: 'done' })}>
            {say('done')}
          </Key>
        ) : (
          <Key onPress={() => act({ do: 'acknowledge' })}>{say('now.understood.key')}</Key>
        )}
      </div>
    </>
  );
}

/** A call needs the network; without it only a telephone helps. */
function Called({ view, say }: Pick<Props, 'view' | 'say'>) {
  const off = view.network === 'off';
  return (
    <div class="called">
      <Notice key={view.network} state={off ? 'warn' : 'ok'} icon={off ? 'no-network' : 'tick'}>
        {say(off ? 'now.called-off' : 'now.called')}
      </Notice>
      <Phone name={say('staff.phone')} number={view.station.phone} />
    </div>
  );
}

function toDo({ sugar, called, acknowledged }: Props['screen']): Word {
  if (called || acknowledged) return sugar ? 'now.stay-sugar' : 'now.stay';
  return sugar ? 'now.sugar' : 'now.line';
}

function numberOf(screen: Props['screen'], say: Say): { readonly value: string; readonly unit: string } | undefined {
  const { what, systolicMmHg, diastolicMmHg, pulsePerMin, mmolPerL } = screen;
  if (mmolPerL !== undefined) return { value: mmolPerL.toFixed(1), unit: say('unit.mmolPerL') };
  if (what === 'pulse' && pulsePerMin !== undefined) return { value: String(pulsePerMin), unit: say('unit.perMin') };
  if (systolicMmHg === undefined || diastolicMmHg === undefined) return undefined;
  return { value: `${systolicMmHg} / ${diastolicMmHg}`, unit: say('unit.mmHg') };
}
