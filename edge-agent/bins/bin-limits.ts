/**
 * The figures of a recycling bin's interlocks. They are design choices for the bin of `board.yaml`, made from the published
 * figures of its parts: a servo that needs 2.5 s for the door, a shunt in its supply, a level sensor that sees 20 to 150 cm.
 */
export interface BinLimits {
  /** From one end of the door's way to the other; so long the lock's door may take to come loose, too. */
  readonly moveMs: number;
  /** After a closing move's time the door must read closed within so long. */
  readonly closedWithinMs: number;
  /** A door that reads closed is pressed home for so long, or its bolt may not have caught. */
  readonly homeMs: number;
  /** At or above it the door presses on something. */
  readonly pinchAmps: number;
  /** So many looks in a row, and the motor's start is over by then. */
  readonly pinchLooks: number;
  readonly pinchBlankedMs: number;
  readonly pinchLookMs: number;
  /** From a reopened door, or a hand that left, to the next try. */
  readonly retryAfterMs: number;
  readonly closingTries: number;

  /** A pulse, and the lock coil's rest behind it. */
  readonly pulseMs: number;
  readonly pulsePauseMs: number;
  /** The coil may get no more than so many pulses within that time. */
  readonly pulses: number;
  readonly pulsesWithinMs: number;

  /** Since the opening was last crossed: a word to the resident, then the door closes by itself. */
  readonly quietPromptMs: number;
  readonly quietCloseMs: number;
  /** Since the door was first read open. */
  readonly openPromptsMs: readonly number[];
  readonly openAlarmMs: number;
  readonly openTaskMs: number;

  /** The level is judged so long after the door was closed, by medians of so many looks, and believed after so many alike. */
  readonly settleMs: number;
  readonly levelLookMs: number;
  readonly levelLooks: number;
  readonly levelDecisions: number;
  /** From the sensor to the floor of an empty bin, and to the heap of a full one. */
  readonly emptyMm: number;
  readonly fullMm: number;
  readonly fullPercent: number;
  readonly clearPercent: number;
  /** Of what lies in it. */
  readonly mostGrams: number;

  readonly hotCelsius: number;
  /** More than so much warmer than at any moment of the time before is a fire. */
  readonly riseCelsius: number;
  readonly riseWithinMs: number;
  /** An output that the board did not confirm is sent again after so long, as long as it matters. */
  readonly sendAgainMs: number;
}

export const BIN_LIMITS: BinLimits = {
  moveMs: 2500,
  closedWithinMs: 1000,
  homeMs: 200,
  pinchAmps: 0.8,
  pinchLooks: 3,
  pinchBlankedMs: 200,
  pinchLookMs: 50,
  retryAfterMs: 3000,
  closingTries: 3,

  pulseMs: 500,
  pulsePauseMs: 2000,
  pulses: 6,
  pulsesWithinMs: 60_000,

  quietPromptMs: 20_000,
  quietCloseMs: 30_000,
  openPromptsMs: [10_000, 20_000, 40_000],
  openAlarmMs: 60_000,
  openTaskMs: 300_000,

  settleMs: 3000,
  levelLookMs: 100,
  levelLooks: 5,
  levelDecisions: 3,
  emptyMm: 1000,
  fullMm: 200,
  fullPercent: 90,
  clearPercent: 80,
  mostGrams: 40_000,

  hotCelsius: 60,
  riseCelsius: 8,
  riseWithinMs: 60_000,
  sendAgainMs: 1000,
};
