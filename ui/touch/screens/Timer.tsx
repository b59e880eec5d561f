import { Ring } from '../../parts/Ring.tsx';

export interface TimerProps {
  readonly secondsLeft: number;
  readonly ofSeconds: number;
  /** What comes then, or the unit. */
  readonly unit: string;
}

/** A wait that is seen to pass: minutes and seconds, or seconds alone where there are no minutes. */
export function Timer({ secondsLeft, ofSeconds, unit }: TimerProps) {
  return (
    <div role="timer" class="timer">
      <Ring size="large" share={1 - secondsLeft / ofSeconds}>
        <strong class="seconds">{ofSeconds < 60 ? secondsLeft : clockOf(secondsLeft)}</strong>
        <span class="caption">{unit}</span>
      </Ring>
    </div>
  );
}

const clockOf = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
