/**
 * The loudspeaker: tones, never a number or a word. The screen says everything without it, so a station without sound
 * loses nothing.
 */
interface Tones {
  readonly hertz: readonly number[];
  readonly toneS: number;
  /** All of them, and the silence behind. */
  readonly periodS: number;
  readonly loudness: number;
}

/** A second on and a second off: it calls whoever is near. */
const ALARM: Tones = { hertz: [880, 660], toneS: 0.5, periodS: 2, loudness: 0.5 };
/** Rising, short and soft: not to be taken for the alarm. */
const CHIME: Tones = { hertz: [523, 659], toneS: 0.25, periodS: 0.5, loudness: 0.3 };
/** A tone that begins at once crackles. */
const SOFTENED_S = 0.02;

/** Sounds until the returned function is called. */
export const soundAlarm = (): (() => void) => sound(ALARM, true);

/** Once: something at the machine wants the eye. */
export const soundChime = (): (() => void) => sound(CHIME, false);

function sound(tones: Tones, loop: boolean): () => void {
  const context = openSound();
  if (!context) return () => {};
  const source = context.createBufferSource();
  source.buffer = onePeriod(context, tones);
  source.loop = loop;
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
function onePeriod(context: AudioContext, { hertz, toneS, periodS, loudness }: Tones): AudioBuffer {
  const { sampleRate } = context;
  const period = context.createBuffer(1, periodS * sampleRate, sampleRate);
  const samples = period.getChannelData(0);
  for (const [index, pitch] of hertz.entries()) {
    const from = index * toneS * sampleRate;
    for (let sample = 0; sample < toneS * sampleRate; sample++) {
      const seconds = sample / sampleRate;
      const softened = Math.min(1, seconds / SOFTENED_S, (toneS - seconds) / SOFTENED_S);
      samples[from + sample] = loudness * softened * Math.sin(2 * Math.PI * pitch * seconds);
    }
  }
  return period;
}
