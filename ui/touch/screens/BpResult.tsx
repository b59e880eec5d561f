import type { Screen } from '../../../kiosk/contract/screen.ts';
import { Notice } from '../../parts/Notice.tsx';
import { isLarge } from '../panel.ts';
import type { Key } from '../say.ts';
import type { ScreenProps } from '../screen-props.ts';
import { BpNumbers } from './BpNumbers.tsx';
import { BpTrend } from './BpTrend.tsx';
import { ResultFrame } from './ResultFrame.tsx';

/** What was measured, what that is called, what to do next; then what else there is to know. */
export function BpResult({ screen, ...around }: ScreenProps<'bp.result'>) {
  const { say } = around;
  const { irregular, band, level, saved, history } = screen;
  return (
    <ResultFrame
      {...around}
      title={say('result.bp')}
      inShort={`${screen.systolicMmHg} / ${screen.diastolicMmHg} ${say('unit.mmHg')}`}
      numbers={<BpNumbers say={say} screen={screen} terms={!isLarge(around.view)} />}
      band={band}
      state={band.name}
      verdict={say(`bp.${band.name}`)}
      next={say(nextStep(screen))}
      level={level}
      saved={saved}
      warning={
        irregular && (
          <Notice state="warn" icon="blood-pressure">
            {say('result.irregular')}
          </Notice>
        )
      }
      chart={history && <BpTrend say={say} screen={screen} history={history} />}
    />
  );
}

function nextStep({ level, band }: Extract<Screen, { id: 'bp.result' }>): Key {
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
