import { Icon } from '../../parts/Icon.tsx';
import { LiveBar } from '../../parts/LiveBar.tsx';
import { EmptyCuff } from '../../parts/pictures/Cuff.tsx';
import { StopBar } from '../../parts/StopBar.tsx';
import { Frame } from '../Frame.tsx';
import { isLarge } from '../panel.ts';
import type { Around, ScreenProps } from '../screen-props.ts';
import { Message } from './Message.tsx';

export function BpMeasuring({ screen, ...around }: ScreenProps<'bp.measuring'>) {
  const { view, say } = around;
  const { mmHg, rising, reading } = screen;
  const phase = mmHg === undefined ? 'begins' : rising ? 'rising' : 'falling';
  const large = isLarge(view);
  return (
    <Frame
      {...around}
      class="bp-measuring"
      reading={
        <>
          <h1>{say('bp.measuring.title')}</h1>
          {!large && <p class="lead">{say('bp.measuring.line')}</p>}
          <div class="live">
            <LiveBar mmHg={mmHg ?? 0} />
            <div class="pressure">
              <p class="label">{say('bp.measuring.cuff')}</p>
              <p class="now">
                <span class="number">{mmHg === undefined ? '–' : Math.round(mmHg)}</span>
                <span class="unit caption">{say('unit.mmHg')}</span>
              </p>
            </div>
            <div key={phase} class="phase">
              <Icon name="heart" class="heart" />
              <p>
                <strong>{say(`bp.measuring.${phase}`)}</strong>
                <span>{say('bp.measuring.reading', { n: reading })}</span>
                {!large && <span>{say('bp.measuring.time')}</span>}
              </p>
            </div>
          </div>
        </>
      }
      strip={<Stop {...around} />}
    />
  );
}

/** STOP stays where it was: pressed again, it is sent again. */
export function BpStopping(around: Around) {
  const { say } = around;
  return (
    <Message
      {...around}
      title={say('bp.stopping.title')}
      line={say('bp.stopping.line')}
      picture={<EmptyCuff />}
      strip={<Stop {...around} />}
    />
  );
}

const Stop = ({ say, act }: Around) => (
  <StopBar word={say('stop')} line={say('stop.line')} onPress={() => void act({ do: 'stop' })} />
);
