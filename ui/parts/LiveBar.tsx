/** The cuff's pressure as a column that follows the monitor. */
const TOP_MMHG = 240;
const TICKS_MMHG = [240, 180, 120, 60, 0];

export function LiveBar({ mmHg }: { readonly mmHg: number }) {
  const share = Math.max(0, Math.min(1, mmHg / TOP_MMHG));
  return (
    <div class="live-bar" style={{ '--share': share }} aria-hidden="true">
      <div class="tube">
        <div class="column" />
      </div>
      <div class="dot" />
      <ul>
        {TICKS_MMHG.map((tick) => (
          <li key={tick} class="axis">
            {tick}
          </li>
        ))}
      </ul>
    </div>
  );
}
