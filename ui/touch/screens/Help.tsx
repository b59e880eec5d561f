import { Phone } from '../../parts/Notice.tsx';
import { Staff } from '../../parts/pictures/Staff.tsx';
import { Frame } from '../Frame.tsx';
import type { Around } from '../screen-props.ts';

export function Help(around: Around) {
  const { say, view } = around;
  return (
    <Frame
      {...around}
      help={false}
      reading={
        <>
          <div>
            <h1>{say('help.title')}</h1>
            <p class="next">{say('help.line')}</p>
          </div>
          <div class="frame">
            <Staff />
          </div>
          <Phone name={say('staff.phone')} number={view.station.phone} />
          <p class="urgent">{say('help.urgent')}</p>
        </>
      }
    />
  );
}
