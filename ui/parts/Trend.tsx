import type { ComponentChildren } from 'preact';
import { acrossTo, besides, downTo, MARKS, NAMES_APART, NUMBERS_APART, namesFit } from './trend-geometry.ts';

export interface TrendLine {
  readonly kind: 'systolic' | 'diastolic';
  /** Oldest first, the last one today's; two or more. */
  readonly values: readonly number[];
  readonly name: string;
  readonly ideal: readonly [from: number, to: number];
}

export interface TrendProps {
  /** The upper line first. */
  readonly lines: readonly TrendLine[];
  /** At most four, spread from the first point to the last. */
  readonly labels: readonly string[];
  readonly title: string;
  /** What the pale bands are. */
  readonly hint: string;
  /** What the chart says, in words: for the eye and for the ear. */
  readonly sentence: string;
}

const percent = (share: number): string => `${share.toFixed(2)}%`;

/** Something of a fixed size at a point of the field, which stretches. */
const At = ({ x, y, children }: { readonly x: number; readonly y: number; readonly children: ComponentChildren }) => (
  <svg x={percent(x)} y={percent(y)} overflow="visible" aria-hidden="true">
    {children}
  </svg>
);

const DOTS = {
  systolic: <circle r="0.28rem" />,
  diastolic: <rect x="-0.25rem" y="-0.25rem" width="0.5rem" height="0.5rem" />,
} as const;
const TODAY = {
  systolic: <circle class="today" r="0.38rem" />,
  diastolic: <rect class="today" x="-0.33rem" y="-0.33rem" width="0.66rem" height="0.66rem" />,
} as const;

/** Joined by straight pieces, since a field that stretches has no one shape for a path. */
function Line({ kind, values }: TrendLine) {
  const points = values.map((value, index) => ({ x: acrossTo(index, values.length), y: downTo(value) }));
  return (
    <g class={kind}>
      {points.slice(1).map(({ x, y }, index) => {
        const from = points[index] ?? { x, y };
        return <line key={x} x1={percent(from.x)} y1={percent(from.y)} x2={percent(x)} y2={percent(y)} />;
      })}
      {points.map(({ x, y }, index) => (
        <At key={x} x={x} y={y}>
          {(index === points.length - 1 ? TODAY : DOTS)[kind]}
        </At>
      ))}
    </g>
  );
}

/** How far down the words of each line stand; a line alone has its words at its value. */
function placesOf(values: readonly number[], least: number): readonly number[] {
  const [upper = 0, lower] = values;
  return lower === undefined ? [downTo(upper)] : besides(upper, lower, least);
}

/**
 * Earlier results and today's: two lines told apart by colour, dash and dot, each with its ideal values in a pale band.
 * Words stand beside the drawing, never in it: letters keep their size while the drawing stretches, and no line crosses them.
 */
export function Trend({ lines, labels, title, hint, sentence }: TrendProps) {
  const last = lines.map(({ values }) => values.at(-1) ?? 0);
  const first = lines.map(({ values }) => values[0] ?? 0);
  const [upper = 0, lower = 0] = last;
  const namesAtEnd = namesFit(upper, lower);
  const numbers = placesOf(last, NUMBERS_APART);
  const names = placesOf(first, NAMES_APART);
  return (
    <figure class="trend">
      <figcaption>
        <span>
          <strong>{title}</strong> <span class="axis">{hint}</span>
        </span>
        <span>{sentence}</span>
      </figcaption>
      <div class="marks axis" aria-hidden="true">
        {MARKS.map((mark) => (
          <span key={mark} style={{ top: percent(downTo(mark)) }}>
            {mark}
          </span>
        ))}
      </div>
      {!namesAtEnd && (
        <div class="names axis" aria-hidden="true">
          {lines.map(({ kind, name }, index) => (
            <span key={kind} style={{ top: percent(names[index] ?? 0) }}>
              {name}
            </span>
          ))}
        </div>
      )}
      <svg role="img" aria-label={sentence}>
        {lines.map(({ kind, ideal: [from, to] }) => (
          <rect
            key={kind}
            class={`ideal ${kind}`}
            y={percent(downTo(to))}
            width="100%"
            height={percent(downTo(from) - downTo(to))}
          />
        ))}
        {MARKS.map((mark) => (
          <line key={mark} class="grid" x2="100%" y1={percent(downTo(mark))} y2={percent(downTo(mark))} />
        ))}
        {lines.map((line) => (
          <Line key={line.kind} {...line} />
        ))}
      </svg>
      <div class="ends" aria-hidden="true">
        {lines.map(({ kind }, index) => (
          <strong key={kind} style={{ top: percent(numbers[index] ?? 0) }}>
            {last[index]}
          </strong>
        ))}
        {namesAtEnd &&
          lines.map(({ kind, name }, index) => (
            <span key={kind} class={`${kind} axis`} style={{ top: percent(numbers[index] ?? 0) }}>
              {name}
            </span>
          ))}
      </div>
      <ol class="times axis" aria-hidden="true">
        {labels.map((label, index) => (
          <li key={`${index} ${label}`}>{label}</li>
        ))}
      </ol>
    </figure>
  );
}
