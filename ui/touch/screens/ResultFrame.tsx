/** What blood pressure and glucose results have in common: numbers first, and pages where they do not fit on one. */
import type { ComponentChildren } from 'preact';
import type { Band, Level, Saved } from '../../../kiosk/contract/screen.ts';
import { BandScale } from '../../parts/BandScale.tsx';
import { Sentences } from '../../parts/Sentences.tsx';
import type { State } from '../../parts/shapes.tsx';
import { Frame } from '../Frame.tsx';
import { usePages } from '../pages.tsx';
import { isLandscape, isLarge } from '../panel.ts';
import type { Around } from '../screen-props.ts';
import { bandNames, Facts, ResultKeys, SavedNotice, Verdict } from './ResultParts.tsx';

export interface ResultFrameProps extends Around {
  readonly title: string;
  readonly numbers: ComponentChildren;
  readonly band: Band | undefined;
  readonly state: State;
  readonly verdict: string;
  readonly next: string;
  readonly level: Level;
  readonly saved: Saved;
  /** What may be wrong with the reading. */
  readonly warning?: ComponentChildren;
  readonly chart?: ComponentChildren;
}

export function ResultFrame(props: ResultFrameProps) {
  const { say, title, level } = props;
  const pages = pagesOf(props);
  const { page, key } = usePages(props, pages.length);
  return (
    <Frame
      {...props}
      class="result"
      reading={
        <>
          <h1 class="unseen">{title}</h1>
          {pages[page]}
        </>
      }
      keys={<ResultKeys say={say} act={props.act} level={level} page={key} />}
    />
  );
}

/** Number, verdict and next step are on the first page always, and that a result is not kept. */
function pagesOf(props: ResultFrameProps): readonly ComponentChildren[] {
  const { view, say, numbers, band, state, verdict, next, saved, level, warning, chart } = props;
  const low = isLandscape(view.panel);
  const crowded = low || isLarge(view);
  const tight = low ? isLarge(view) || saved === 'not-saved' : isLarge(view) && saved === 'not-saved';
  const scale = band && <BandScale key="scale" band={band} you={say('result.you')} names={bandNames(say)} />;
  const first = [
    numbers,
    !tight && scale,
    <Verdict key="verdict" state={state}>
      {verdict}
    </Verdict>,
    <p key="next" class="next">
      <Sentences>{next}</Sentences>
    </p>,
  ];
  const facts = [warning, <Facts key="facts" say={say} saved={saved} />];
  if (!crowded) {
    // A chart has room there while there is little else to say.
    if (level === 'ok' && !warning) return [[...first, chart, ...facts]];
    return chart ? [[...first, ...facts], chart] : [[...first, ...facts]];
  }
  const noted = saved === 'not-saved' && <SavedNotice key="saved" saved={saved} say={say} />;
  const start = [...first, noted];
  const rest = [tight && scale, ...facts];
  if (chart && (warning || tight)) return [start, rest, chart];
  return [start, [...rest, chart]];
}
