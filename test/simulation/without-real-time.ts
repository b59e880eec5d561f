/** What would let a real clock or real dice into a simulated world: while it turns, whoever reaches for them gets an error. */
const PLACES: readonly (readonly [object: object, name: string])[] = [
  [Date, 'now'],
  [performance, 'now'],
  [Math, 'random'],
  [globalThis, 'setTimeout'],
  [globalThis, 'setInterval'],
  [globalThis, 'setImmediate'],
  [process, 'nextTick'],
];

/** Until it is disposed of. Nothing but micro-tasks runs meanwhile, so nobody else is in the way. */
export function withoutRealTime(): Disposable {
  const former = PLACES.map(([object, name]) => Object.getOwnPropertyDescriptor(object, name));
  for (const [object, name] of PLACES) {
    const refuse = (): never => {
      throw new Error(`${name} is not of the simulated world`);
    };
    Object.defineProperty(object, name, { value: refuse, configurable: true, writable: true });
  }
  return {
    [Symbol.dispose]() {
      PLACES.forEach(([object, name], index) => {
        const descriptor = former[index];
        if (descriptor) Object.defineProperty(object, name, descriptor);
        else Reflect.deleteProperty(object, name); // it was inherited
      });
    },
  };
}
