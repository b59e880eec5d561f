/** HID reports of eight bytes whose first says how many of the others count: text and commands, cut into sevens. */
import { bytesOf, concat } from './bytes.ts';

export const REPORT_BYTES = 8;
const MOST_COUNTED = REPORT_BYTES - 1;

/** Bytes in as many reports as they take, each filled up with zeros. */
export const countedReports = (bytes: Uint8Array): Uint8Array[] =>
  Array.from({ length: Math.ceil(bytes.length / MOST_COUNTED) }, (_, i) => {
    const part = bytes.subarray(i * MOST_COUNTED, (i + 1) * MOST_COUNTED);
    return concat(bytesOf(part.length), part, new Uint8Array(MOST_COUNTED - part.length));
  });

/** What counts in a report, `count` of its first byte; undefined: it is no such report. */
export const countedIn = (report: Uint8Array, count = report[0]): Uint8Array | undefined =>
  count !== undefined && count <= MOST_COUNTED && count < report.length ? report.slice(1, 1 + count) : undefined;
