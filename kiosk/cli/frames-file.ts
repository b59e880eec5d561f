/** Raw frames on disk, for whoever asked for them: they hold readings, so that nobody else may read the file. */
import { mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { recordingText } from '../../edge-agent/devices.ts';
import type { Agent } from '../../edge-agent/index.ts';
import { Refusal } from './refusal.ts';

const OURS_ALONE = 0o600;

/** A new file, before anything is recorded: it would be a pity to find out afterwards. Returns its descriptor. */
export function newFramesFile(file: string): number {
  try {
    return openSync(file, 'wx', OURS_ALONE);
  } catch (error) {
    const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    if (exists) throw new Refusal(1, `--record: ${file} exists already; name a new file`);
    throw new Refusal(2, `--record: ${error instanceof Error ? error.message : 'the file cannot be written'}`);
  }
}

/** Of every device, in the station's own folder: each in place of the one before, so that they do not pile up. */
export function saveFrames(folder: string, recordings: ReturnType<Agent['recordings']>): void {
  const frames = join(folder, 'frames');
  mkdirSync(frames, { recursive: true, mode: 0o700 });
  for (const { deviceId, driver, entries } of recordings) {
    const file = join(frames, `${deviceId}.jsonl`);
    const unfinished = `${file}.new`;
    rmSync(unfinished, { force: true });
    writeFileSync(unfinished, recordingText(driver, entries), { mode: OURS_ALONE, flag: 'wx' });
    renameSync(unfinished, file);
  }
}
