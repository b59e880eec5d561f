/** What a visit wishes to keep, handed to the agent; what became of it is said as it is. */
import type { Agent, Log, Reading } from '../../edge-agent/index.ts';
import { judgeBloodPressure, type Rules } from '../../firmware-config/index.ts';
import type { Saved } from '../contract/screen.ts';
import type { BloodPressureReading, Taken, Visit, Wish } from './visit.ts';

interface FilingParts {
  readonly agent: Pick<Agent, 'file'>;
  readonly rules: Rules;
  readonly log: Log;
  readonly panel: string;
}

export function openFiling({ agent, rules, log, panel }: FilingParts) {
  /** The result is shown as saved after the commit, never before. */
  async function saving(
    save: () => ReturnType<Agent['file']>,
  ): Promise<{ readonly saved: Saved; readonly id?: string }> {
    try {
      return { id: (await save()).id, saved: 'saved' };
    } catch (error) {
      log.error('reading not saved', { panel, name: error instanceof Error ? error.name : typeof error });
      return { saved: 'not-saved' };
    }
  }
  return {
    /** `subject`: the visit's. A blood pressure is one of a set that goes on; a sugar is whole. */
    async file(
      { reading, deviceId, flags, unit, remembered }: Extract<Wish, { wish: 'file' }>,
      subject: string,
    ): Promise<Taken> {
      const partOfSet = reading.kind === 'blood-pressure';
      const whose = { subject, guest: true } as const;
      const filing = {
        reading,
        deviceId,
        ...whose,
        flags,
        partOfSet,
        ...(unit && { unit }),
        ...(remembered && { remembered }),
      };
      return { reading, deviceId, ...(await saving(() => agent.file(filing))) };
    },
    async conclude({ series, flags }: Extract<Wish, { wish: 'conclude' }>, subject: string): Promise<Saved> {
      const { deviceId, offer } = series.at(-1) ?? {};
      if (deviceId === undefined) return 'not-saved';
      const {
        class: name,
        isolated,
        band,
        average,
      } = judgeBloodPressure(
        series.map(({ reading }) => reading),
        rules.bloodPressure,
      );
      const classes = isolated === undefined ? [name] : [name, isolated];
      const { saved } = await saving(() =>
        agent.file({
          reading: averaged(series, average),
          deviceId,
          subject,
          guest: true,
          flags,
          ...(offer && { unit: offer.unit }),
          set: {
            averageOf: series.flatMap(({ id }) => id ?? []),
            found: { table: rules.bloodPressure.id, classes, band: band.name },
          },
        }),
      );
      return saved;
    },
  };
}

/** The average as a reading of its own, with every flag that a monitor gave. */
function averaged(series: Visit['series'], average: Omit<BloodPressureReading, 'event' | 'kind'>): Reading {
  const flags = [...new Set(series.flatMap(({ reading }) => reading.flags ?? []))];
  const { systolicMmHg, diastolicMmHg, pulsePerMin } = average;
  return {
    event: 'reading',
    kind: 'blood-pressure',
    systolicMmHg,
    diastolicMmHg,
    ...(pulsePerMin !== undefined && { pulsePerMin }),
    ...(flags.length > 0 && { flags }),
  };
}
