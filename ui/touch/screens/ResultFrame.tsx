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
      class={page > 0 ? 'result later' : 'result'}
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
  const large = isLarge(view);
  const unsaved = saved === 'not-saved';
  /** No room even for the scale. */
  const tight = low ? large || unsaved : large && unsaved;
  /** What to do next is said in one line. */
  const short = level === 'ok' || level === 'doctor-today';
  const factsFit = !low && !tight && (view.textSize < 1.5 || short);
  const chartFits = !low && !large && short && !warning;

  const scale = band && <BandScale key="scale" band={band} you={say('result.you')} names={bandNames(say)} />;
  const facts = <Facts key="facts" say={say} saved={saved} />;
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
  if (!low && !large) first.push(warning);
  if (chartFits) first.push(chart);
  if (factsFit) first.push(facts);
  else if (unsaved) first.push(<SavedNotice key="saved" saved={saved} say={say} />);

  const warned = (low || large) && warning;
  const later = [
    tight && warned ? [warned, facts] : [],
    [tight && scale, !tight && warned, !factsFit && !(tight && warned) && facts],
    [!chartFits && chart],
  ].map((page) => page.filter(Boolean));
  const [warnings = [], rest = [], charts = []] = later;
  // A chart shares the page of the few words that were left, unless a scale or a warning stands there.
  const shared = !tight && !warned ? [[...rest, ...charts]] : [rest, charts];
  return [first, warnings, ...shared].filter((page) => page.length > 0);
}
