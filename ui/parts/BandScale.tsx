import type { Band } from '../../kiosk/contract/screen.ts';
import { BANDS, Shape } from './shapes.tsx';

export interface BandScaleProps {
  readonly band: Band;
  /** The word on the marker: 您. */
  readonly you: string;
  readonly names: Readonly<Record<Band['name'], string>>;
}

/** Five classes of equal width and a pin in the true one, at its share inside that class. */
export function BandScale({ band, you, names }: BandScaleProps) {
  const place = (BANDS.indexOf(band.name) + Math.min(0.84, Math.max(0.16, band.position))) / BANDS.length;
  return (
    <div class="scale">
      <span class="pin" style={{ '--place': `${place * 100}%` }}>
        <span class="you">{you}</span>
        <span class="stem" />
        <span class="dot" />
      </span>
      <ol>
        {BANDS.map((name) => (
          <li
            key={name}
            class={`${name}${name === band.name ? ' true' : ''}`}
            aria-current={name === band.name ? 'true' : undefined}
          >
            <span class="field" />
            <span class="axis">
              <Shape state={name} />
              {names[name]}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}
