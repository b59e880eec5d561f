import { Staff } from '../../parts/pictures/Staff.tsx';
import type { Around } from '../screen-props.ts';
import { Message } from './Message.tsx';

export function Help(around: Around) {
  const { say } = around;
  return (
    <Message
      {...around}
      help={false}
      steps={false}
      title={say('help.title')}
      line={say('help.line')}
      picture={<Staff />}
      phone
      more={<p class="urgent">{say('help.urgent')}</p>}
    />
  );
}
