import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { say } from '../say.ts';

const KEYS = [
  ['j k ↑ ↓', 'move'],
  ['Home End', 'ends'],
  ['x Space', 'choose'],
  ['Shift', 'range'],
  ['Ctrl+A', 'all'],
  ['Esc', 'none'],
  ['→ ←', 'fold'],
  ['Enter', 'open'],
  ['a', 'acknowledge'],
  ['s', 'shelve'],
  ['g', 'assign'],
  ['c', 'comment'],
  ['z', 'undo'],
  ['?', 'keys'],
] as const;

/** Which key does what. */
export function KeysPage({ onClose }: { onClose(): void }) {
  return (
    <Dialog title={say('alarms.keys.title')} onClose={onClose}>
      <dl class="key-list">
        {KEYS.map(([keys, does]) => (
          <div key={does}>
            <dt>
              {keys.split(' ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{say(`alarms.keys.${does}`)}</dd>
          </div>
        ))}
      </dl>
      <p class="keys">
        <Button onPress={onClose}>{say('alarms.keys.close.key')}</Button>
      </p>
    </Dialog>
  );
}
