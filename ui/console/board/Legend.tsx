import { say } from '../say.ts';

const SAMPLES = ['ok', 'look', 'fault', 'silent', 'maintenance'] as const;

export function Legend() {
  return (
    <div class="legend">
      <h3>{say('board.legend')}</h3>
      <ul>
        {SAMPLES.map((condition) => (
          <li key={condition}>
            <svg viewBox="0 0 30 18" aria-hidden="true">
              <path class={`piece ${condition}`} d={sample(condition)} />
            </svg>
            {say(condition === 'silent' ? 'board.legend.silent' : `state.${condition}`)}
          </li>
        ))}
        <li>
          <svg viewBox="0 0 30 18" aria-hidden="true">
            <circle class="sun-dot" cx="15" cy="9" r="7" />
          </svg>
          {say('board.legend.here')}
        </li>
      </ul>
    </div>
  );
}

const HEIGHTS = { ok: 6, look: 16, fault: 16, silent: 14, maintenance: 10 } as const;
const sample = (condition: (typeof SAMPLES)[number]): string => {
  const height = HEIGHTS[condition];
  return `M2 ${9 - height / 2}h26v${height}H2Z`;
};
