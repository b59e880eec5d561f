import { Frame } from '../Frame.tsx';
import { usePages } from '../pages.tsx';
import type { Around } from '../screen-props.ts';
import { ResultKeys, Verdict } from './ResultParts.tsx';
import { pagesOf, type Told } from './result-pages.tsx';

export interface ResultFrameProps extends Around, Told {
  readonly title: string;
  /** The numbers again, on the pages that follow: it is still known what is spoken of. */
  readonly inShort: string;
}

/** What blood pressure and glucose results have in common. */
export function ResultFrame(props: ResultFrameProps) {
  const { say, act, title, level, inShort } = props;
  const pages = pagesOf(props);
  const { page, key } = usePages(props, pages.length);
  return (
    <Frame
      {...props}
      class={page > 0 ? 'result later' : 'result'}
      reading={
        <>
          <h1 class="unseen">{title}</h1>
          {page > 0 && <Verdict state="plain">{inShort}</Verdict>}
          {pages[page]}
        </>
      }
      keys={<ResultKeys say={say} act={act} level={level} page={key} />}
    />
  );
}
