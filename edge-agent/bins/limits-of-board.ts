import type { Board } from '../../firmware-config/index.ts';
import { BIN_LIMITS, type BinLimits } from './bin-limits.ts';

/** The figures of the interlocks for a bin of that wiring. */
export const limitsOf = ({ level, lockPulse, motorCurrent, limits }: Board): BinLimits => ({
  ...BIN_LIMITS,
  pinchAmps: motorCurrent.pinchAmps,
  pinchLooks: motorCurrent.pinchSamples,
  pinchBlankedMs: motorCurrent.blankMs,
  pulseMs: lockPulse.ms,
  pulsePauseMs: lockPulse.pauseMs,
  pulses: lockPulse.perMinute,
  emptyMm: level.emptyMm,
  fullMm: level.fullMm,
  fullPercent: limits.fullPercent,
  clearPercent: limits.clearPercent,
  mostGrams: 1000 * limits.overWeightKg,
  hotCelsius: limits.fireCelsius,
  riseCelsius: limits.fireRiseCelsius,
  riseWithinMs: 1000 * limits.fireRiseSeconds,
});
