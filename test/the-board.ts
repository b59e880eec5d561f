/** The reference wirings, out of their files. */
import { type Board, complaintText, loadBoard, loadSignalsBoard, type SignalsBoard } from '../firmware-config/index.ts';

type Loaded<B> = { readonly board: B } | Exclude<ReturnType<typeof loadBoard>, { readonly board: Board }>;

function right<B>(loaded: Loaded<B>): B {
  if ('board' in loaded) return loaded.board;
  throw new Error(loaded.complaints.map((complaint) => complaintText(loaded.file, complaint)).join('\n'));
}

/** Of a bin. */
export const theBoard = (): Board => right(loadBoard('recycling-bin'));

/** Of what stands around a panel. */
export const theSignalsBoard = (): SignalsBoard => right(loadSignalsBoard('signals'));
