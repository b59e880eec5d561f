import { test } from 'node:test';

test('hello', () => {});
