/** The states of a result: a shape, a colour and a word each, so that no one of them is needed. */
import type { Band } from '../../kiosk/contract/screen.ts';

export const BANDS = ['low', 'in-range', 'a-bit-high', 'high', 'very-high'] as const satisfies readonly Band['name'][];

/** `plain`: no class can be told, so there is no shape. */
export type State = Band['name'] | 'plain';

const SHAPES: Readonly<Record<Band['name'], string>> = {
  low: 'M8 20h84L50 88Z',
  'in-range': 'M50 8a42 42 0 1 1-.01 0Z',
  'a-bit-high': 'M8 84h84L50 14Z',
  high: 'M8 84h84L50 14Z',
  'very-high': 'M12 12h76v76H12Z',
};

export function Shape({ state }: { readonly state: Band['name'] }) {
  return (
    <svg class={`shape ${state}`} viewBox="0 0 100 100" aria-hidden="true">
      <path d={SHAPES[state]} fill="currentColor" />
    </svg>
  );
}
