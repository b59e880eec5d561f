import type { Screen } from '../../../kiosk/contract/screen.ts';
import { BandScale } from '../../parts/BandScale.tsx';
import { Notice } from '../../parts/Notice.tsx';
import { Sentences } from '../../parts/Sentences.tsx';
import { Frame } from '../Frame.tsx';
import { usePages } from '../pages.tsx';
import { isLandscape, isLarge } from '../panel.ts';
import type { Key, Say } from '../say.ts';
import type { ScreenProps } from '../screen-props.ts';
import { BpNumbers } from './BpNumbers.tsx';
import { BpTrend } from './BpTrend.tsx';
import { bandNames, Facts, ResultKeys, SavedNotice, Verdict } from './ResultParts.tsx';

type Result = Extract<Screen, { id: 'bp.result' }>;

/** What was measured, what that is called, what to do next; then what else there is to know. */
export function BpResult({ screen, ...around }: ScreenProps<'bp.result'>) {
  const { view, say } = around;
  const { irregular, band, level, saved, history } = screen;
  const { page, key } = usePages(around);
  const crowded = isLandscape(view.panel) || isLarge(view);
  const facts = <Facts say={say} saved={saved} />;
  const trend = history && <BpTrend say={say} screen={screen} history={history} />;
  const more = crowded || (irregular && trend !== undefined);
  return (
    <Frame
      {...around}
      class="result"
      reading={
        page === 0 ? (
          <>
            <h1 class="unseen">{say('result.bp')}</h1>
            <BpNumbers say={say} screen={screen} />
            <BandScale band={band} you={say('result.you')} names={bandNames(say)} />
            <Verdict state={band.name}>{say(`bp.${band.name}`)}</Verdict>
            <p class="next">
              <Sentences>{say(nextStep(screen))}</Sentences>
            </p>
            {crowded ? (
              saved === 'not-saved' && <SavedNotice saved={saved} say={say} />
            ) : (
              <>
                {irregular && <Irregular say={say} />}
                {!more && trend}
                {facts}
              </>
            )}
          </>
        ) : (
          <>
            <h1 class="unseen">{say('result.bp')}</h1>
            {crowded && irregular && <Irregular say={say} />}
            {trend}
            {crowded && facts}
          </>
        )
      }
      keys={<ResultKeys {...around} level={level} page={more && key} />}
    />
  );
}

const Irregular = ({ say }: { readonly say: Say }) => (
  <Notice state="warn" icon="blood-pressure">
    {say('result.irregular')}
  </Notice>
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
