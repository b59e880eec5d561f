/** Every picture of the gallery, and every cell of the audits: a view, and how the page comes to it. */
import type { Screen, View } from '../kiosk/contract/screen.ts';
import { previews } from '../ui/touch/screens/previews.ts';
import { LANGUAGES, type Look, PANELS } from './looks.ts';

export interface Cell {
  readonly name: string;
  readonly view: View;
  /** Before the first view. */
  readonly notYet?: true;
  /** Seconds since the station vanished, for the screens of a lost link. */
  readonly goneForS?: number;
}

function aView(screen: Screen, { language, panel, textSize }: Look, more: Partial<View> = {}): View {
  const { textSizes, ...geometry } = PANELS[panel];
  return {
    turn: 1,
    screen,
    language,
    languages: [...LANGUAGES],
    textSize,
    textSizes: [...textSizes],
    station: { name: { 'zh-CN': '海勃湾区健康小屋', en: 'Haibowan Health Hut' }, phone: '0473 555 0100' },
    clock: { time: '14:20', month: 11, day: 23, weekday: 1 },
    network: 'on',
    panel: { id: 'main', ...geometry },
    demo: true,
    ...more,
  };
}

const named = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(' · ');

export function cells(look: Look): Cell[] {
  const all = Object.entries(previews).flatMap(([id, examples]) =>
    Object.entries<Screen>(examples).map(([name, screen]) => ({
      name: named(id, name),
      view: aView(screen, look),
    })),
  );
  // The banner's place is kept free on every screen: once each, to see that it is.
  const offline = Object.entries(previews).flatMap(([id, examples]) =>
    Object.values<Screen>(examples)
      .slice(0, 1)
      .map((screen) => ({ name: named(id, 'offline'), view: aView(screen, look, { network: 'off' }) })),
  );
  const { home, 'bp.result': pressure, 'bp.measuring': measuring } = previews;
  const over = [
    { name: 'back online', view: aView({ id: 'bp.ready' }, look, { network: 'back' }) },
    { name: 'still-there', view: aView({ id: 'bp.ready' }, look, { stillThere: { secondsLeft: 18 } }) },
    { name: 'not a demo', view: aView({ id: 'help' }, look, { demo: false }) },
  ];
  const lost = [home['both services'], pressure['a bit high'], pressure.low, measuring.late].flatMap((screen) =>
    screen ? [{ screen, view: aView(screen, look) }] : [],
  );
  return [
    ...all,
    ...offline,
    ...over,
    ...lost.map(({ screen, view }) => ({
      name: named('lost', screen.id, 'saved' in screen ? screen.saved : ''),
      view,
      goneForS: 3,
    })),
    { name: 'starting', view: aView({ id: 'idle' }, look), notYet: true },
    { name: 'lost · long', view: aView({ id: 'bp.ready' }, look), goneForS: 30 },
  ];
}

export function aCell(look: Look, name: string): Cell {
  const cell = cells(look).find((cell) => cell.name === name);
  if (!cell) throw new RangeError(`no such screen: ${name}`);
  return cell;
}
