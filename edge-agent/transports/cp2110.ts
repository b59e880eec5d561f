/**
 * Wires over the CP2110 of Silicon Labs: a serial line behind a HID device, no tty. Read: the chip's interface
 * specification AN434 as pyserial/pyserial (serial/urlhandler/protocol_cp2110.py) and graycatlabs/cp2110-c have it.
 *
 *   feature 50  baud, four bytes big-endian | parity | flow control | data bits | stop bits
 *   feature 41  01: the line is on          feature 43  03: both FIFOs are emptied
 *   report n    n bytes of the line, 1 to 63, both ways
 *
 * What the chip held from before is no byte of a conversation: its FIFOs are emptied once the line is on, and then what
 * has already come out of them, and waits in the kernel, is thrown away.
 */
import { type Carriage, type HidBus, type HidIds, reportSocket } from './hid.ts';
import type { SerialSettings, Socket } from './transport.ts';

const UART_CONFIG = 0x50;
const UART_ENABLE = 0x41;
const PURGE_FIFOS = 0x43;
const ON = 1;
const BOTH_FIFOS = 3;
const NO_FLOW_CONTROL = 0;
const PARITY = { none: 0, odd: 1, even: 2 } as const;
const DATA_BITS = { 7: 2, 8: 3 } as const;
const STOP_BITS = { 1: 0, 2: 1 } as const;
const MOST_IN_REPORT = 63;

/** The line of a meter behind its CP2110, which is named as a HID device; the meter decides the settings. */
export const cp2110Socket = (ids: HidIds, settings: SerialSettings, bus?: HidBus): Socket =>
  reportSocket(ids, { prepare: settingsOf(settings), toDevice, toHost }, bus);

const settingsOf = ({ baudRate, parity, dataBits, stopBits }: SerialSettings): readonly (readonly number[])[] => {
  const baud = [24, 16, 8, 0].map((shift) => (baudRate >> shift) & 0xff);
  return [
    [UART_CONFIG, ...baud, PARITY[parity], NO_FLOW_CONTROL, DATA_BITS[dataBits], STOP_BITS[stopBits]],
    [UART_ENABLE, ON],
    [PURGE_FIFOS, BOTH_FIFOS],
  ];
};

const toDevice: Carriage['toDevice'] = (bytes) =>
  Array.from({ length: Math.ceil(bytes.length / MOST_IN_REPORT) }, (_, i) => {
    const part = bytes.subarray(i * MOST_IN_REPORT, (i + 1) * MOST_IN_REPORT);
    return [part.length, ...part];
  });

/** The number is the count; whatever else a system fills the report up with is not of the line. */
const toHost: Carriage['toHost'] = (report) => {
  const count = report[0] ?? 0;
  return count >= 1 && count <= MOST_IN_REPORT && report.length > count ? report.slice(1, 1 + count) : undefined;
};
