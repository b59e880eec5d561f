import { say } from '../say.ts';
import type { PageProps } from './page.ts';

export function Device(_: PageProps & { readonly stationId: string; readonly deviceId: string }) {
  return <h1>{say('device.title')}</h1>;
}
