import { expect, test } from 'vitest';
import { cycles, offences } from './arrows.ts';
import { allImports, importsOf, sources } from './sources.ts';

const imports = allImports(sources());

test('imports go one way, and each package is imported in its own folder alone', () => {
  expect(imports.length).toBeGreaterThan(200);
  expect(offences(imports)).toEqual([]);
});

test('no import goes in a circle', () => {
  expect(cycles(imports)).toEqual([]);
});

const planted = (from: string, line: string) => offences(importsOf(from, line));

test.each([
  ['edge-agent/protocols/x.ts', "import { openDevice } from '../device.ts';"],
  ['edge-agent/domain/x.ts', "import type { Line } from '../protocols/conversation.ts';"],
  ['edge-agent/wire/x.ts', "import type { Reading } from '../domain/event.ts';"],
  ['edge-agent/store/x.ts', "import { connect } from 'mqtt';"],
  ['edge-agent/hub.ts', "import { buildApp } from '../kiosk/app.ts';"],
  ['kiosk/app.ts', "import { openHub } from '../edge-agent/hub.ts';"],
  ['ui/touch/x.ts', "import { View } from '../../kiosk/contract/screen.ts';"],
  ['firmware-config/x.ts', "import { findDriver } from '../edge-agent/index.ts';"],
  ['test/rig/x.ts', "import { openHub } from '../../edge-agent/hub.ts';"],
  ['edge-agent/ports.ts', "import { aFakeClock } from '../test/fake-clock.ts';"],
])('an arrow turned round is an offence: %s', (from, line) => {
  expect(planted(from, line)).toHaveLength(1);
});

test('types of the contract are all that the touch screen may import of the kiosk', () => {
  expect(planted('ui/touch/x.ts', "import type { View } from '../../kiosk/contract/screen.ts';")).toEqual([]);
});

test('a circle is found', () => {
  const a = importsOf('edge-agent/a.ts', "import { b } from './b.ts';");
  const b = importsOf('edge-agent/b.ts', "import { a } from './a.ts';");
  expect(cycles([...a, ...b])).toHaveLength(1);
});
