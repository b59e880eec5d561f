/** What another process uses, as the kernel counts it. */
import { readFileSync } from 'node:fs';

/** Of /proc/PID/stat, in hundredths of a second on every Linux (USER_HZ, proc(5)). */
const TICKS_PER_SECOND = 100;
const [UTIME, STIME] = [11, 12]; // behind the name in brackets

/** Of all its threads, user and system, since it began. */
export function cpuSecondsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[UTIME]) + Number(fields[STIME])) / TICKS_PER_SECOND;
}

/** Resident, MB of 2^20 bytes. */
export const residentMbOf = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

/** Per cent of a core since it was made. */
export function cpuPercentSince(pid: number): () => number {
  const [cpu, at] = [cpuSecondsOf(pid), performance.now()];
  return () => (100_000 * (cpuSecondsOf(pid) - cpu)) / (performance.now() - at);
}

/**
 * Per cent of the time since it was made in which its main thread could have run and had no core: on a machine that does
 * other things as well, what its waits are made of. Second of /proc/PID/schedstat, nanoseconds (sched-stats.rst).
 */
export function waitPercentSince(pid: number): () => number {
  const waitedMs = (): number => Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[1]) / 1e6;
  const [waited, at] = [waitedMs(), performance.now()];
  return () => (100 * (waitedMs() - waited)) / (performance.now() - at);
}

/** The most files, sockets among them, that a process of ours may have open. */
export const mostFiles = (): number =>
  Number(/^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1]);
