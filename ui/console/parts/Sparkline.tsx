/** Errors of the last 24 hours, a bar for each; nothing means none. */
const WIDTH = 120;
const HEIGHT = 28;
/** From so many errors in an hour on, the hour was a bad one. */
const BAD = 5;

/** `label` is what it shows, for who cannot see it. */
export function Sparkline({ values, label }: { readonly values: readonly number[]; readonly label: string }) {
  const most = Math.max(BAD, ...values);
  const step = WIDTH / Math.max(1, values.length);
  return (
    <svg
      class="sparkline"
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={label}
    >
      <path class="ground" d={`M0 ${HEIGHT - 0.5}h${WIDTH}`} />
      {values.map((value, hour) => {
        if (value === 0) return null;
        const height = Math.max(3, (value / most) * (HEIGHT - 2));
        return (
          <rect
            key={hour}
            class={value >= BAD ? 'bad' : ''}
            x={hour * step + 1}
            y={HEIGHT - 1 - height}
            width={step - 2}
            height={height}
          />
        );
      })}
    </svg>
  );
}
