/**
 * The loudspeaker's alarm: two tones, a second on and a second off, never a number or a word. It calls whoever is
 * near; the screen says everything without it, so a station without sound loses nothing.
 */
const TONES_HZ = [880, 660] as const;
const TONE_S = 0.5;
const EVERY_MS = 2_000;
const LOUDNESS = 0.5;
const SOFTENED_S = 0.02;

/** Sounds until the returned function is called. */
export function soundAlarm(): () => void {
  const context = openSound();
  if (!context) return () => {};
  context.resume().then(
    () => beep(context),
    () => {},
  );
  const again = setInterval(() => beep(context), EVERY_MS);
  return () => {
    clearInterval(again);
    void context.close().catch(() => {});
  };
}

/** Absent where there is no sound, or the browser refuses it. */
function openSound(): AudioContext | undefined {
  try {
    return new AudioContext();
  } catch {
    return undefined;
  }
}

function beep(context: AudioContext): void {
  if (context.state !== 'running') return;
  for (const [index, hertz] of TONES_HZ.entries()) {
    const from = context.currentTime + index * TONE_S;
    const until = from + TONE_S;
    const loudness = context.createGain();
    loudness.gain.setValueAtTime(0, from);
    loudness.gain.linearRampToValueAtTime(LOUDNESS, from + SOFTENED_S);
    loudness.gain.setValueAtTime(LOUDNESS, until - SOFTENED_S);
    loudness.gain.linearRampToValueAtTime(0, until);
    const tone = context.createOscillator();
    tone.frequency.value = hertz;
    tone.connect(loudness).connect(context.destination);
    tone.start(from);
    tone.stop(until);
  }
}
