/** How a result is told on the room that there is: on one page, else on more of them, never scrolled. */
import type { ComponentChildren } from 'preact';
import type { Band, Level, Saved } from '../../../kiosk/contract/screen.ts';
import { BandScale } from '../../parts/BandScale.tsx';
import { Sentences } from '../../parts/Sentences.tsx';
import type { State } from '../../parts/shapes.tsx';
import { isLandscape, isLarge } from '../panel.ts';
import type { Around } from '../screen-props.ts';
import { bandNames, Facts, SavedNotice, Verdict } from './ResultParts.tsx';

export interface Told extends Pick<Around, 'view' | 'say'> {
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

type Page = readonly ComponentChildren[];

const page = (...parts: Page): Page => parts.filter(Boolean);
const pages = (...all: readonly Page[]): readonly Page[] => all.filter(({ length }) => length > 0);

/** Number, verdict and next step are on the first page always, and that a result is not kept. */
export function pagesOf({ view, say, numbers, band, state, verdict, next, level, saved, warning, chart }: Told) {
  const low = isLandscape(view.panel);
  const large = isLarge(view);
  const unsaved = saved === 'not-saved';
  /** What to do next is said in one line. */
  const short = level === 'ok' || level === 'doctor-today';
  const tight = large && (low || unsaved);
  const scale = band && <BandScale key="scale" band={band} you={say('result.you')} names={bandNames(say)} />;
  const facts = <Facts key="facts" say={say} saved={saved} />;
  const words = [
    <Verdict key="verdict" state={state}>
      {verdict}
    </Verdict>,
    <p key="next" class="next">
      <Sentences>{next}</Sentences>
    </p>,
  ];

  if (!low && !large) {
    const chartFits = short && !warning;
    return pages(page(numbers, scale, ...words, warning, chartFits && chart, facts), page(!chartFits && chart));
  }
  const scaleFits = !tight && !(low && unsaved);
  const factsFit = !low && !tight && (view.textSize < 1.5 || short);
  const told = factsFit ? facts : unsaved && <SavedNotice key="saved" saved={saved} say={say} />;
  const first = page(numbers, scaleFits && scale, ...words, told);
  if (low && large && warning) return pages(first, page(warning, facts), page(scale), page(chart));
  const rest = page(!scaleFits && scale, warning, !factsFit && facts);
  // A chart shares its page with few words only.
  return warning || (low && large) ? pages(first, rest, page(chart)) : pages(first, page(...rest, chart));
}
