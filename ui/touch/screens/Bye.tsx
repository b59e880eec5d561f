import { Landscape } from '../../parts/pictures/Landscape.tsx';
import { Ring } from '../../parts/Ring.tsx';
import { Head } from '../Head.tsx';
import type { Around } from '../screen-props.ts';

/** Read for a few seconds; knows nothing of the visit but its language. */
export function Bye({ view, say }: Around) {
  return (
    <main class="page bye">
      <Head view={view} say={say} quiet />
      <section class="reading">
        <Ring size="large" share={1} state="done" />
        <h1>{say('bye.title')}</h1>
        <p class="next">{say('bye.line')}</p>
      </section>
      <Landscape />
    </main>
  );
}
