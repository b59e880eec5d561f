/** Reads the machine's console: which test file began, what each test came to, and how its process ended. */

export interface Sum {
  passed: number;
  failed: number;
  skipped: number;
}

/** Of the protocol, besides the results: nobody wants to read it. */
const FRAMING = /^(TAP version|# |\s+(---|\.\.\.|duration_ms|type:))/;

/** `say`: a line for whoever looks on. What ended before its time is a failure: a test, a file, the machine. */
export function readsConsole(say: (line: string) => void) {
  const sum: Sum = { passed: 0, failed: 0, skipped: 0 };
  /** Outside the files: the kernel's word, wanted only when no test had one. */
  const remarks: string[] = [];
  let file: { readonly name: string; planned?: number; seen: number; failed: number } | undefined;
  let isOff = false;

  const fail = (what: string): void => {
    sum.failed++;
    say(`✗ ${what}`);
  };

  function ended(code: string): void {
    if (!file) return;
    const { name, planned, seen, failed } = file;
    if (seen !== planned)
      fail(`${name}: its process ended with ${code} after ${seen} tests of ${planned ?? 'how many?'}`);
    else if (code !== '0' && failed === 0) fail(`${name}: its process ended with ${code}`);
    file = undefined;
  }

  function result(name: string, isPass: boolean, isSkip: boolean): void {
    if (file) file.seen++;
    if (isSkip) sum.skipped++;
    else if (isPass) {
      sum.passed++;
      say(`✓ ${name}`);
    } else {
      if (file) file.failed++;
      fail(name);
    }
  }

  return {
    line(raw: string): void {
      const line = raw.trimEnd();
      const [, begins, ends, plan] = /^(?:@begin (\S+)|@end (\d+)|1\.\.(\d+))$/.exec(line) ?? [];
      const [, not, name, remark] = /^(not )?ok \d+ - (.*?)( # (?:SKIP|TODO).*)?$/.exec(line) ?? [];
      if (begins !== undefined) {
        file = { name: begins, seen: 0, failed: 0 };
        say(begins);
      } else if (ends !== undefined) ended(ends);
      else if (plan !== undefined && file) file.planned = Number(plan);
      else if (line === '@off') isOff = true;
      else if (name !== undefined) result(name, not === undefined, remark !== undefined);
      else if (!file) remarks.push(line);
      else if (!FRAMING.test(line) && line !== '') say(`  ${line}`);
    },
    /** After the machine is off. */
    end(): Sum {
      if (file) fail(`${file.name} never ended`);
      else if (!isOff) fail(`the machine never came to its end\n${remarks.join('\n')}`);
      else if (sum.passed + sum.failed === 0) fail('no test ran');
      return sum;
    },
  };
}
