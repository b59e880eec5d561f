import { type Complaint, complaintText } from '../../firmware-config/index.ts';
import { Refusal } from './refusal.ts';

/** What a file that a station file names holds: it was right when the station file was checked. */
export function rightOrRefuse<T extends object>(
  found: T | { readonly file: string; readonly complaints: readonly Complaint[] },
): T {
  if (!('complaints' in found)) return found;
  throw new Refusal(1, found.complaints.map((complaint) => complaintText(found.file, complaint)).join('\n'));
}
