import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openRememberedPorts } from './remembered-ports.ts';

const folder = mkdtempSync(join(tmpdir(), 'yike-ports-'));
afterAll(() => rmSync(folder, { recursive: true }));
const PORT = '/dev/yike/own-meter';

test('what was found at a port last is known after a restart, and the same again writes nothing', () => {
  const file = join(folder, 'a');
  const ports = openRememberedPorts(file);
  expect(ports.driverAt(PORT)).toBeUndefined();
  ports.remember(PORT, 'caresens-n');
  ports.remember('192.168.1.50:4001', 'taidoc');
  ports.remember(PORT, 'onetouch-ultra2');
  const written = statSync(file).ino;
  ports.remember(PORT, 'onetouch-ultra2');
  expect(statSync(file).ino).toBe(written);
  const again = openRememberedPorts(file);
  expect([PORT, '192.168.1.50:4001'].map(again.driverAt)).toEqual(['onetouch-ultra2', 'taidoc']);
});

test.each(['', '{', '[1]', '7', 'null', '{"/dev/yike/own-meter":7}'])(
  'a file that holds %j is as good as none',
  (text) => {
    const file = join(folder, 'b');
    writeFileSync(file, text);
    const ports = openRememberedPorts(file);
    expect(ports.driverAt(PORT)).toBeUndefined();
    ports.remember(PORT, 'caresens-n');
    expect(openRememberedPorts(file).driverAt(PORT)).toBe('caresens-n');
  },
);

test('where nothing can be written it is known until the process ends', () => {
  const ports = openRememberedPorts(join(folder, 'no such folder', 'c'));
  ports.remember(PORT, 'caresens-n');
  expect(ports.driverAt(PORT)).toBe('caresens-n');
});

test('it does not grow for ever: the oldest go', () => {
  const file = join(folder, 'd');
  writeFileSync(
    file,
    JSON.stringify(Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`port-${n}`, 'taidoc']))),
  );
  openRememberedPorts(file).remember(PORT, 'caresens-n');
  expect(Object.keys(JSON.parse(readFileSync(file, 'utf8')))).toHaveLength(100);
  expect(['port-0', 'port-1', PORT].map(openRememberedPorts(file).driverAt)).toEqual([
    undefined,
    'taidoc',
    'caresens-n',
  ]);
});
