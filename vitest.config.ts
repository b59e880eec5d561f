import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Those that take minutes begin first, so that no core waits for the last of them. */
const LONGEST = [
  '/audit-en.test.ts',
  '/audit-zh-CN.test.ts',
  '/console/pages.test.ts',
  '/console/list.test.ts',
  '/rough.test.ts',
  '/fleet/drain.test.ts',
  '/days-1.test.ts',
  '/days-2.test.ts',
  '/kills.test.ts',
  '/kill.test.ts',
  '/read.test.ts',
  '/rig/bin.test.ts',
  '/rig/bin-restarts.test.ts',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const at = LONGEST.findIndex((name) => moduleId.endsWith(name));
      return at < 0 ? LONGEST.length : at;
    };
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b));
  }
}

/** What does not come in so long does not come. The runner's own second is too short on a machine that does other things as well. */
const POLL = { poll: { timeout: 20_000 } };

/** One project per budget line of CI; `test/run.ts` says which run beside which. */
const project = (name: string, include: string[], more: object = {}) => ({
  test: { name, include, exclude: ['**/node_modules/**'], pool: 'forks' as const, expect: POLL, ...more },
});

const WHOLE_STATION = ['line', 'flows', 'privacy', 'control', 'touch', 'memory', 'recycling', 'city'];

export default defineConfig({
  test: {
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    projects: [
      project('unit', ['{edge-agent,firmware-config,fleet,kiosk,ui}/**/*.test.ts', 'test/*.test.ts'], {
        exclude: ['**/node_modules/**', 'firmware-config/firmware/**'],
        testTimeout: 30_000,
        // Hundreds of files of pure code: to begin a process for each costs more than all their tests.
        isolate: false,
      }),
      project('system', ['test/system/**/*.test.ts'], { testTimeout: 60_000, hookTimeout: 60_000 }),
      // Real firmware on a simulated chip: a core is busy for as long as the board lives, half a second or so for each of its own.
      project('boards', ['test/rig/**/*.test.ts', 'firmware-config/firmware/**/*.test.ts'], {
        globalSetup: 'test/rig/global-setup.ts',
        testTimeout: 60_000,
        hookTimeout: 60_000,
      }),
      // The city's side: real brokers, real databases, members that are killed.
      project('fleet', ['test/fleet/**/*.test.ts'], { testTimeout: 120_000, hookTimeout: 60_000 }),
      // A station's days, thousands of them, on a clock of their own.
      project('simulation', ['test/simulation/**/*.test.ts'], { testTimeout: 1_800_000, hookTimeout: 600_000 }),
      // Power cuts, failing disks: each in processes of its own, a share of what `npm run ordeal` does.
      project('ordeal', ['test/ordeal/**/*.test.ts'], { testTimeout: 240_000 }),
      // A hand at a whole station: one at a time. The screens alone, measured and handled roughly: two at a time.
      project('browser', [`test/browser/{${WHOLE_STATION.join()}}.test.ts`], {
        testTimeout: 120_000,
        hookTimeout: 120_000,
        fileParallelism: false,
      }),
      project('screens', ['test/browser/**/*.test.ts'], {
        exclude: ['**/node_modules/**', `test/browser/{${WHOLE_STATION.join()}}.test.ts`],
        testTimeout: 120_000,
        hookTimeout: 120_000,
      }),
    ],
  },
});
