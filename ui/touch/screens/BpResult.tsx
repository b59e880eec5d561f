import type { Screen } from '../../../kiosk/contract/screen.ts';
import { BandScale } from '../../parts/BandScale.tsx';
import { Notice } from '../../parts/Notice.tsx';
import { Sentences } from '../../parts/Sentences.tsx';
import { Frame } from '../Frame.tsx';
import type { Key, Say } from '../say.ts';
import type { ScreenProps } from '../screen-props.ts';
import { ActNow } from './ActNow.tsx';
import { bandNames, ResultKeys, SavedNotice, Verdict } from './ResultParts.tsx';

type Result = Extract<Screen, { id: 'bp.result' }>;

export function BpResult({ screen, ...around }: ScreenProps<'bp.result'>) {
  const { say } = around;
  const { systolicMmHg, diastolicMmHg, pulsePerMin, irregular, band, level, saved, time } = screen;
  if (level === 'act-now') {
    const value = `${systolicMmHg} / ${diastolicMmHg}`;
    return (
      <ActNow
        {...around}
        what={say(`bp.${band.name}`)}
        value={value}
        unit={say('unit.mmHg')}
        time={time}
        saved={saved}
        sugar={false}
      />
    );
  }
  return (
    <Frame
      {...around}
      class="result"
      reading={
        <>
          <h1 class="unseen">{say('result.bp')}</h1>
          <dl class="numbers">
            <div>
              <dt>
                <strong>{say('result.upper')}</strong> {say('result.upper.term')}
              </dt>
              <dd class="number">{systolicMmHg}</dd>
            </div>
            <div>
              <dt>
                <strong>{say('result.lower')}</strong> {say('result.lower.term')}
              </dt>
              <dd class="number">{diastolicMmHg}</dd>
            </div>
            {pulsePerMin !== undefined && <Pulse say={say} perMin={pulsePerMin} />}
          </dl>
          <p class="caption">{say('result.when', { unit: say('unit.mmHg'), time })}</p>
          <BandScale band={band} you={say('result.you')} names={bandNames(say)} />
          <Verdict state={band.name}>{say(`bp.${band.name}`)}</Verdict>
          <p class="next">
            <Sentences>{say(nextStep(screen))}</Sentences>
          </p>
          {irregular && (
            <Notice state="warn" icon="blood-pressure">
              {say('result.irregular')}
            </Notice>
          )}
          <p>{say('result.no-diagnosis')}</p>
          <SavedNotice saved={saved} say={say} />
        </>
      }
      keys={<ResultKeys {...around} level={level} />}
    />
  );
}

const Pulse = ({ say, perMin }: { readonly say: Say; readonly perMin: number }) => (
  <div class="pulse">
    <dt>{say('result.pulse')}</dt>
    <dd>
      <strong>{perMin}</strong>
      <span>{say('unit.perMin')}</span>
    </dd>
  </div>
);

function nextStep({ level, band }: Result): Key {
  switch (level) {
    case 'ok':
      return band.name === 'in-range' ? 'bp.next.keep' : 'bp.next.monthly';
    case 'repeat':
      return band.name === 'low' ? 'bp.next.repeat-low' : 'bp.next.repeat';
    case 'doctor-soon':
      return 'bp.next.doctor-soon';
    case 'doctor-today':
    case 'act-now': // has its own screen
      return 'bp.next.doctor-today';
    default:
      return level satisfies never;
  }
}
