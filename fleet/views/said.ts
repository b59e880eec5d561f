/** What a station or device said of itself, out of its last state: each fact only where it is of its kind. */
export interface Said {
  number(...path: string[]): number | undefined;
  text(...path: string[]): string | undefined;
  flag(...path: string[]): boolean | undefined;
  /** The facts of a group by their names. */
  group(...path: string[]): readonly (readonly [string, unknown])[];
}

export function saidIn(json: string | null): Said {
  const whole = parsed(json);
  const at = (path: readonly string[]): unknown => {
    let here = whole;
    for (const step of path) {
      if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return undefined;
      here = Reflect.get(here, step);
    }
    return here;
  };
  return {
    number: (...path) => {
      const found = at(path);
      return typeof found === 'number' && Number.isFinite(found) ? found : undefined;
    },
    text: (...path) => {
      const found = at(path);
      return typeof found === 'string' ? found : undefined;
    },
    flag: (...path) => {
      const found = at(path);
      return typeof found === 'boolean' ? found : undefined;
    },
    group: (...path) => {
      const found = at(path);
      return typeof found === 'object' && found !== null ? Object.entries(found) : [];
    },
  };
}

function parsed(json: string | null): unknown {
  try {
    return json === null ? undefined : JSON.parse(json);
  } catch {
    return undefined;
  }
}
