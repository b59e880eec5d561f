/** What the tests inside the machine may ask of the world outside it, one request at a time, each a line of JSON. */

/** Two USB to serial adapters lie ready, each with a line behind it; in one of them a meter may sit. */
export type AdapterName = 'one' | 'two';

export type Request =
  | { readonly do: 'plug'; readonly adapter: AdapterName }
  /** Answered when the emulated device is gone. */
  | { readonly do: 'pull'; readonly adapter: AdapterName }
  /** On the line behind the adapter. */
  | { readonly do: 'say'; readonly adapter: AdapterName; readonly hex: string }
  /** All that has been heard on that line since it was asked last. */
  | { readonly do: 'hear'; readonly adapter: AdapterName }
  /** The simulated twin of that driver sits at the line from now on; without one, nobody. */
  | { readonly do: 'attach'; readonly adapter: AdapterName; readonly driver?: string };

export type Answer = { readonly ok: true; readonly hex?: string } | { readonly ok: false; readonly why: string };
