/** The reference wiring of a bin, out of its file. */
import { type Board, complaintText, loadBoard } from '../firmware-config/index.ts';

export function theBoard(): Board {
  const loaded = loadBoard('recycling-bin');
  if ('board' in loaded) return loaded.board;
  throw new Error(loaded.complaints.map((complaint) => complaintText(loaded.file, complaint)).join('\n'));
}
