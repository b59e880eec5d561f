/** Reads the machine's console: which test file began, what each test came to, and how its process ended. */

export interface Sum {
  passed: number;
  failed: number;
  skipped: number;
}

/** `say`: a line for whoever looks on. Ends with what is missing: a file that never ended, a machine that never came so far. */
export function readsConsole(say: (line: string) => void) {
  const sum: Sum = { passed: 0, failed: 0, skipped: 0 };
  let file: string | undefined;
  let isOff = false;
  const fail = (what: string): void => {
    sum.failed++;
    say(`✗ ${what}`);
  };
  return {
    line(raw: string): void {
      const line = raw.trimEnd();
      const [, begins] = /^@begin (\S+)$/.exec(line) ?? [];
      const [, ends] = /^@end (\d+)$/.exec(line) ?? [];
      const [, not, name = '', remark] = /^(not )?ok \d+ - (.*?)( # (?:SKIP|TODO).*)?$/.exec(line) ?? [];
      if (begins !== undefined) {
        file = begins;
        say(begins);
      } else if (ends !== undefined) {
        // A failed test has been counted, and makes its process end with 1.
        if (ends !== '0' && (ends !== '1' || sum.failed === 0)) fail(`${file}: its process ended with ${ends}`);
        file = undefined;
      } else if (line === '@off') isOff = true;
      else if (name !== '') {
        if (remark !== undefined) sum.skipped++;
        else if (not !== undefined) fail(name);
        else {
          sum.passed++;
          say(`✓ ${name}`);
        }
      } else if (!/^(TAP version|# |1\.\.|\s+(---|\.\.\.|duration_ms|type:))/.test(line) && line !== '')
        say(`  ${line}`);
    },
    /** After the machine is off. */
    end(): Sum {
      if (file !== undefined) fail(`${file} never ended`);
      else if (!isOff) fail('the machine never came to its end');
      else if (sum.passed + sum.failed === 0) fail('no test ran');
      return sum;
    },
  };
}
