import { Landscape } from '../../parts/pictures/Landscape.tsx';
import { Ring } from '../../parts/Ring.tsx';
import { Banner, Head } from '../Frame.tsx';
import type { Around } from '../screen-props.ts';

/** Read for a few seconds; knows nothing of the visit but its language. */
export function Bye({ view, say }: Around) {
  return (
    <main class="page bye">
      <Head view={view} say={say} />
      <Banner view={view} say={say} />
      <section class="reading">
        <Ring size="large" share={1} />
        <h1>{say('bye.title')}</h1>
        <p class="next">{say('bye.line')}</p>
      </section>
      <Landscape />
    </main>
  );
}
