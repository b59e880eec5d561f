import type { Act } from '../kiosk/contract/act.ts';
import type { ScreenId, View } from '../kiosk/contract/screen.ts';

/** A resident at a panel, without a browser: sees what the live stream shows, and does what a hand can do. */
export interface Resident {
  /** What is on the screen now; undefined before the first event, and while the station is away. */
  readonly view: () => View | undefined;
  /** Every view, in order. */
  readonly seen: readonly View[];
  act(act: Act): Promise<string>;
  /** Resolves with the first view, from now on or now, on which this holds; rejects when the stream ends first. */
  sees(holds: (view: View) => boolean): Promise<View>;
  seesScreen(...ids: readonly ScreenId[]): Promise<View>;
  leave(): void;
}

/** Loads the page, as a browser would, for its cookie; then follows the live stream until it ends. */
export async function aResident(url: string): Promise<Resident> {
  const page = await fetch(url);
  const cookie = page.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const origin = new URL(url).origin;
  const leaving = new AbortController();
  const stream = await fetch(`${origin}/api/live`, { headers: { cookie }, signal: leaving.signal });
  if (!stream.body) throw new Error(`no live stream: ${stream.status}`);

  const seen: View[] = [];
  const waiting = new Set<{ readonly holds: (view: View) => boolean; readonly found: PromiseWithResolvers<View> }>();
  const ended = (error: unknown): void => {
    for (const { found } of waiting) found.reject(error);
    waiting.clear();
  };
  const show = (view: View): void => {
    seen.push(view);
    for (const wait of waiting) {
      if (!wait.holds(view)) continue;
      waiting.delete(wait);
      wait.found.resolve(view);
    }
  };
  void follow(stream.body, show).then(() => ended(new Error('the live stream ended')), ended);

  const sees = (holds: (view: View) => boolean): Promise<View> => {
    const now = seen.at(-1);
    if (now && holds(now)) return Promise.resolve(now);
    const found = Promise.withResolvers<View>();
    waiting.add({ holds, found });
    return found.promise;
  };
  return {
    view: () => seen.at(-1),
    seen,
    async act(act) {
      const { turn, panel } = await sees(() => true);
      const answer = await fetch(`${origin}/api/panels/${panel.id}/acts`, {
        method: 'POST',
        headers: { cookie, origin, 'content-type': 'application/json' },
        body: JSON.stringify({ turn, act }),
      });
      const { outcome, message } = (await answer.json()) as { outcome?: string; message?: string };
      return outcome ?? message ?? '';
    },
    sees,
    seesScreen: (...ids) => sees(({ screen }) => ids.includes(screen.id)),
    leave: () => leaving.abort(),
  };
}

async function follow(body: ReadableStream<Uint8Array>, show: (view: View) => void): Promise<void> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const part of body) {
    text += decoder.decode(part, { stream: true });
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) if (event.startsWith('data: ')) show(JSON.parse(event.slice(6)) as View);
  }
}
