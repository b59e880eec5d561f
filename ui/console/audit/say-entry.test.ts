import { expect, test } from 'vitest';
import { sayAct, sayDetail, sayTarget } from './say-entry.ts';

test.each([
  ['alarm acknowledged', 'alarm 3, alarm 4', '', '确认告警', '告警 3、告警 4', ''],
  ['alarm shelved', 'alarm 3', '240 min: 等配件', '搁置告警', '告警 3', '240 分 · 等配件'],
  ['alarm assigned', 'alarm 3', 'nobody', '转交告警', '告警 3', '没有人'],
  ['sign-in refused', 'no account', 'locked for 5 min', '登录被拒', '没有这个账号', '锁 5 分'],
  ['account made', 'fitter.two', 'fitter', '开账号', 'fitter.two', '检修员'],
  ['something new', 'wuda-01-00003', 'as it stands', 'something new', 'wuda-01-00003', 'as it stands'],
])('%s of %s (%s)', (act, target, detail, ...said) => {
  expect([sayAct(act), sayTarget(target), sayDetail(act, detail)]).toEqual(said);
});
