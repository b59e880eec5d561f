/**
 * The loudspeaker's alarm: two tones, a second on and a second off, never a number or a word. It calls whoever is
 * near; the screen says everything without it, so a station without sound loses nothing.
 */
const TONES_HZ = [880, 660] as const;
const TONE_S = 0.5;
const PERIOD_S = 2;
const LOUDNESS = 0.5;
/** A tone that begins at once crackles. */
const SOFTENED_S = 0.02;

/** Sounds until the returned function is called. */
export function soundAlarm(): () => void {
  const context = openSound();
  if (!context) return () => {};
  const source = context.createBufferSource();
  source.buffer = onePeriod(context);
  source.loop = true;
  source.connect(context.destination);
  source.start();
  context.resume().catch(() => {});
  return () => void context.close().catch(() => {});
}

/** Absent where there is no sound, or the browser refuses it. */
function openSound(): AudioContext | undefined {
  try {
    return new AudioContext();
  } catch {
    return undefined;
  }
}

/** One tone after the other, then silence. */
function onePeriod(context: AudioContext): AudioBuffer {
  const { sampleRate } = context;
  const period = context.createBuffer(1, PERIOD_S * sampleRate, sampleRate);
  const samples = period.getChannelData(0);
  for (const [index, hertz] of TONES_HZ.entries()) {
    const from = index * TONE_S * sampleRate;
    for (let sample = 0; sample < TONE_S * sampleRate; sample++) {
      const seconds = sample / sampleRate;
      const softened = Math.min(1, seconds / SOFTENED_S, (TONE_S - seconds) / SOFTENED_S);
      samples[from + sample] = LOUDNESS * softened * Math.sin(2 * Math.PI * hertz * seconds);
    }
  }
  return period;
}
