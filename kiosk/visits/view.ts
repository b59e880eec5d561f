/** The visit as its panel sees it: a pure projection, whole every time. */
import type { BinOffer } from '../../edge-agent/index.ts';
import type { Language, OutOfOrder, Screen, Service, TextSize, View } from '../contract/screen.ts';
import { offerOf, offersOf } from './recycling-flow.ts';
import type { Place, Visit } from './visit.ts';

/** What the station file says of a device beyond its driver. */
export interface DeviceFacts {
  /** Test strips at a meter; `expires`: the last day on which they are good, `YYYY-MM-DD`. */
  readonly strips?: { readonly lot: string; readonly expires: string } | undefined;
  /** The circumferences of upper arms that a monitor's cuff is made for. */
  readonly cuff?: { readonly fromCm: number; readonly toCm: number } | undefined;
}

/** What does not change while the station runs. */
export interface PanelFacts {
  readonly panel: View['panel'];
  readonly languages: readonly Language[];
  readonly station: View['station'];
  readonly demo: boolean;
  /** The self-tests this station offers. */
  readonly selfTest: boolean;
  /** The device under whose name this panel calls for staff. */
  readonly alarmsAs: string;
  readonly devices: ReadonlyMap<string, DeviceFacts>;
}

export interface Around {
  readonly turn: number;
  readonly clock: View['clock'];
  readonly network: View['network'];
  readonly secondsLeft: number | undefined;
  /** Why no visit may begin: what would be measured could not be kept, or nothing may be measured. */
  closed(): OutOfOrder | undefined;
  /** Of the screen that goes on by itself. */
  wait(): { readonly secondsLeft: number; readonly ofSeconds: number };
  cuff(): DeviceFacts['cuff'];
  strips(): DeviceFacts['strips'];
  works(service: Service): boolean;
  ownButton(): boolean;
  declared(service: Service): boolean;
  /** It would work, were its calibration not overdue. */
  uncalibrated(service: Service): boolean;
  bins(): readonly BinOffer[];
}

export const SERVICES: readonly Service[] = ['blood-pressure', 'glucose'];

/** An upright panel has room for larger letters than one that lies. */
const sizesOf = ({ widthPx, heightPx }: View['panel']): TextSize[] => (heightPx > widthPx ? [1, 1.25, 1.5] : [1, 1.25]);

export function project(visit: Visit, facts: PanelFacts, around: Around): View {
  const textSizes = sizesOf(facts.panel);
  return {
    turn: around.turn,
    screen: screenOf(visit.place, facts, around),
    ...(around.secondsLeft !== undefined && { stillThere: { secondsLeft: around.secondsLeft } }),
    language: visit.language,
    languages: [...facts.languages],
    textSize: textSizes.includes(visit.textSize) ? visit.textSize : 1,
    textSizes,
    station: facts.station,
    clock: around.clock,
    network: around.network,
    panel: facts.panel,
    demo: facts.demo,
  };
}

function screenOf(place: Place, facts: PanelFacts, around: Around): Screen {
  const why = (service: Service) => around.uncalibrated(service) && ({ uncalibrated: true } as const);
  const ownButton = () => around.ownButton() && ({ ownButton: true } as const);
  switch (place.id) {
    case 'idle':
    case 'home': {
      const closed = around.closed();
      if (closed) return { id: 'out-of-order', why: closed };
      if (place.id === 'idle') return place;
      const offered = facts.selfTest ? SERVICES.filter(around.declared) : [];
      return {
        id: 'home',
        tiles: [
          ...offered.map((service) => ({ service, working: around.works(service), ...why(service) })),
          ...recyclingTile(around.bins()),
        ],
      };
    }
    case 'device.down':
      return { ...place, ...why(place.service) };
    case 'rec.material':
      return { ...place, offers: offersOf(around.bins()) };
    case 'rec.prepare': {
      const offer = offerOf(around.bins(), place.material);
      return offer ? { ...place, offer } : { id: 'rec.material', offers: offersOf(around.bins()) };
    }
    case 'bp.cuff': {
      const cuff = around.cuff();
      return { ...place, ...(cuff && { armCm: { from: cuff.fromCm, to: cuff.toCm } }) };
    }
    case 'glu.strip':
    case 'glu.problem': {
      const strips = around.strips();
      return { ...place, ...(strips && { strips }) };
    }
    case 'bp.ready':
      return { ...place, ...ownButton() };
    case 'bp.pause':
      return { ...place, ...around.wait(), ...ownButton() };
    case 'bp.rest':
    case 'glu.wash':
    case 'glu.wait':
      return { ...place, ...around.wait() };
    default:
      return place;
  }
}

/** None where the station has no bins. One that is busy is so for moments. */
function recyclingTile(bins: readonly BinOffer[]): Extract<Screen, { id: 'home' }>['tiles'] {
  if (bins.length === 0) return [];
  const working = bins.some(({ is }) => is === 'ready' || is === 'busy');
  return [{ service: 'recycling', working, ...(bins.every(({ is }) => is === 'full') && { full: true }) }];
}
