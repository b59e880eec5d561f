import { say } from '../say.ts';
import type { PageProps } from './page.ts';

export function Station(_: PageProps & { readonly stationId: string }) {
  return <h1>{say('station.title')}</h1>;
}
