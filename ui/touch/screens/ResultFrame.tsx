import { Frame } from '../Frame.tsx';
import { usePages } from '../pages.tsx';
import type { Around } from '../screen-props.ts';
import { ResultKeys, Verdict } from './ResultParts.tsx';
import { pagesOf, type Told } from './result-pages.tsx';

export interface ResultFrameProps extends Around, Told {
  readonly title: string;
  /** The numbers again, on the pages that follow, so that it is known what is spoken of. */
  readonly inShort: string;
}

/** What blood pressure and glucose results have in common. */
export function ResultFrame(props: ResultFrameProps) {
  const { say, act, title, level, inShort, chart } = props;
  const pages = pagesOf(props);
  const { page, key } = usePages(props, pages.length);
  const later = page > 0;
  // A chart has the numbers at its end.
  const ofChart = chart !== undefined && page === pages.length - 1;
  return (
    <Frame
      {...props}
      class={later ? 'result later' : 'result'}
      reading={
        <>
          <h1 class="unseen">{title}</h1>
          {later && !ofChart && <Verdict state="plain">{inShort}</Verdict>}
          {pages[page]}
        </>
      }
      keys={<ResultKeys say={say} act={act} level={level} page={key} />}
    />
  );
}
