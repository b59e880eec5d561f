import { expect, test } from 'vitest';
import { cloudEvent } from '../../edge-agent/wire/cloud-event.ts';
import { idOf, secretBytes, signed } from '../senders/standard-webhooks.ts';
import { BATCH_CONTENT_TYPE, batchOf } from './webhook.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const event = (sequence: number): string =>
  cloudEvent(
    {
      id: `019ab000-0000-7000-8000-00000000000${sequence}`,
      kind: 'alarm',
      stationId: 'park-hut-01',
      deviceId: 'bp-1',
      time: '2026-11-23T14:20:00.000+08:00',
      demo: false,
      dataContentType: 'application/json',
      data: { code: 'battery-low', state: 'raised', severity: 'warning', words: { 'zh-CN': '电量不足', en: 'Low' } },
    },
    sequence,
  );

test('two events are the request of their golden file', async () => {
  const body = batchOf([event(1), event(2)]);
  expect(JSON.parse(body)).toEqual([1, 2].map((sequence) => JSON.parse(event(sequence))));
  const headers = {
    'content-type': BATCH_CONTENT_TYPE,
    ...signed(secretBytes(SECRET), idOf(body), 1_795_000_000_999, body),
  };
  await expect(`${JSON.stringify({ headers, body }, null, 2)}\n`).toMatchFileSnapshot('golden/webhook.json');
});

test("the signature is that of the scheme's own libraries", () => {
  expect(
    signed(secretBytes(SECRET), 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1_614_265_330_000, '{"test": 2432232314}'),
  ).toEqual({
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

test('what comes twice has one id, and what differs has two', () => {
  expect(idOf('[1]')).toBe(idOf('[1]'));
  expect(idOf('[1]')).not.toBe(idOf('[2]'));
});

test.each(['', 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'whsec_c2hvcnQ=', 'whsec_not base64 at all, but long enough'])(
  '%j is no secret, and the refusal does not repeat it',
  (secret) => {
    expect(() => secretBytes(secret)).toThrow(/^a webhook secret: expected whsec_ and 24 to 64 bytes in base64$/);
  },
);
