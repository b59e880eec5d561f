/** The README's table of meters, from what `yike drivers --json` prints. */
import { type driverFacts, transportOf } from '../../kiosk/cli/drivers.ts';

type Facts = ReturnType<typeof driverFacts>[number];

const HEAD = [
  '| driver | makes and models | transport | gives | check | sureness | source |',
  '|---|---|---|---|---|---|---|',
];

/** A vertical line in a source's name would begin a cell of its own. */
const cell = (text: string): string => text.replaceAll('|', '\\|');

/** How its values come about: what a visit can use, and what it cannot. */
const comes = ({ canMeasure, remembers }: Facts): string => {
  if (remembers) return 'out of its memory';
  return canMeasure ? 'live; the host starts the cuff' : 'live';
};

export function table(drivers: readonly Facts[]): string {
  const lines = drivers.map((facts) => {
    const { id, models, wire, provides, check, sureness, source } = facts;
    const gives = `${provides.map((kind) => kind.replaceAll('-', ' ')).join(', ')}; ${comes(facts)}`;
    return `| ${[`\`${id}\``, models.join(', '), transportOf(wire), gives, check, sureness, source].map(cell).join(' | ')} |`;
  });
  return `${[...HEAD, ...lines].join('\n')}\n`;
}
