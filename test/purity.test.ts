import { expect, test } from 'vitest';
import { sources } from './sources.ts';

/** Folders and files that may touch the world; everything else gets its time, chance and files through ports. */
const WORLDLY = [
  /^firmware-config\/(load|write-json-schema)\.ts$/,
  /^edge-agent\/(clock\.ts|transports\/|store\/|uplink\/)/,
  /^kiosk\/(main\.ts|log\.ts|sd-notify\.ts|this-process\.ts|cli\/)/,
  /^fleet\/(main\.ts|store\/|broker\/|senders\/|accounts\/(scrypt|token|seal)\.ts)/,
  /^test\//,
  /\.test\.tsx?$/,
  /^ui\/(vite\.config\.ts|touch\/|console\/)/, // a browser's page: its timers move pixels, the server keeps the times that matter
];

const FORBIDDEN = [
  /\bDate\.now\b|\bnew Date\(\)|\bDate\(\)/,
  /\b(setTimeout|setInterval|setImmediate|queueMicrotask)\b/,
  /\bMath\.random\b/,
  /\bperformance\b/,
  /\bprocess\./,
  /\bconsole\.(log|info|warn|error|debug|trace|table|dir)\b/,
  /\bcrypto\b/,
  /from 'node:(fs|net|tls|http|https|dgram|child_process|crypto|timers|os|process|worker_threads)(\/[a-z]+)?'/,
];

const withoutComments = (text: string): string => text.replaceAll(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, '');

const offences = (files: ReadonlyMap<string, string>): string[] =>
  [...files]
    .filter(([path]) => !WORLDLY.some((worldly) => worldly.test(path)))
    .flatMap(([path, text]) =>
      withoutComments(text)
        .split('\n')
        .filter((line) => !/^\s*import type /.test(line) && FORBIDDEN.some((word) => word.test(line)))
        .map((line) => `${path}: ${line.trim()}`),
    );

test('clocks, dice, files, sockets and the console are reached in the named folders alone', () => {
  expect(offences(sources())).toEqual([]);
});

test.each([
  'const now = Date.now();',
  'setTimeout(f, 1);',
  "import { readFileSync } from 'node:fs';",
  'console.log(1);',
])('a worldly word in a pure folder is found: %s', (line) => {
  expect(offences(new Map([['edge-agent/protocols/x.ts', line]]))).toHaveLength(1);
});
