/** Which sockets of a process hear others, as the kernel tells it. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Of `/proc/net/tcp`: listening. A UDP socket that hears is in state 07. */
const LISTENS: Readonly<Record<string, string>> = { tcp: '0A', tcp6: '0A', udp: '07', udp6: '07' };

/** Address and port of every listening socket of that process and of all it has started, `127.0.0.1:8080`, sorted. */
export function listening(pid: number): string[] {
  const inodes = new Set(family(pid).flatMap(socketsOf));
  return Object.entries(LISTENS)
    .flatMap(([table, state]) =>
      readFileSync(`/proc/${pid}/net/${table}`, 'utf8')
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.trim().split(/\s+/))
        .filter((columns) => columns[3] === state && inodes.has(columns[9] ?? ''))
        .map((columns) => `${table.startsWith('udp') ? 'udp ' : ''}${readable(columns[1] ?? '')}`),
    )
    .sort();
}

/** The process and its descendants. */
function family(pid: number): number[] {
  const children = lines(`/proc/${pid}/task/${pid}/children`).flatMap((line) => line.trim().split(/\s+/));
  return [pid, ...children.filter((child) => child !== '').flatMap((child) => family(Number(child)))];
}

function socketsOf(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).flatMap((fd) => {
    try {
      return /^socket:\[(\d+)\]$/.exec(readlinkSync(`${folder}/${fd}`))?.[1] ?? [];
    } catch {
      return []; // closed meanwhile
    }
  });
}

const lines = (file: string): string[] => readFileSync(file, 'utf8').split('\n');

/** `0100007F:1F90` is 127.0.0.1:8080: words of four bytes, each in the machine's own, little-endian order. */
function readable(kernels: string): string {
  const [address = '', port = ''] = kernels.split(':');
  const words = address.match(/.{8}/g) ?? [];
  const bytes = words.flatMap((word) => [6, 4, 2, 0].map((at) => Number.parseInt(word.slice(at, at + 2), 16)));
  const shown =
    bytes.length === 4
      ? bytes.join('.')
      : `[${words.map((_, i) => bytes.slice(4 * i, 4 * i + 4).join('.')).join(' ')}]`;
  return `${shown}:${Number.parseInt(port, 16)}`;
}
