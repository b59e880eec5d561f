/** What an act needs to be told first: how long and why, to whom, what words. Each is a page of its own over the list. */
import { useEffect, useState } from 'preact/hooks';
import type { AlarmAct } from '../../../fleet/contract/alarms.ts';
import type { Me, People } from '../../../fleet/contract/session.ts';
import { api } from '../api.ts';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { Field } from '../parts/Field.tsx';
import { say, sayWord } from '../say.ts';
import { clockOf, momentOf, now } from '../time.ts';

export type Question = 'shelve' | 'assign' | 'comment' | 'clear';

interface AskingProps {
  readonly question: Question;
  readonly count: number;
  readonly me: Me;
  onAct(act: AlarmAct): void;
  onClose(): void;
}

export function Asking({ question, count, me, onAct, onClose }: AskingProps) {
  const settle = (act: AlarmAct): void => {
    onClose();
    onAct(act);
  };
  return (
    <Dialog title={say(`alarms.ask.${question}`, { n: count })} onClose={onClose}>
      {question === 'shelve' && <Shelve onAct={settle} onClose={onClose} />}
      {question === 'assign' && <Assign me={me} onAct={settle} onClose={onClose} />}
      {question === 'comment' && (
        <OneLine
          label={say('alarms.comment.label')}
          most={500}
          done={say('alarms.comment.done.key')}
          onText={(text) => settle({ kind: 'comment', text })}
          onClose={onClose}
        />
      )}
      {question === 'clear' && (
        <OneLine
          label={say('alarms.clear.label')}
          most={200}
          done={say('alarms.clear.done.key')}
          onText={(reason) => settle({ kind: 'clear', reason })}
          onClose={onClose}
        />
      )}
    </Dialog>
  );
}

interface FormProps {
  onAct(act: AlarmAct): void;
  onClose(): void;
}

const SPANS = [30, 60, 240, 1440, 10_080] as const;
const MINUTE_MS = 60_000;

function Shelve({ onAct, onClose }: FormProps) {
  const [minutes, setMinutes] = useState<number>(60);
  const [reason, setReason] = useState('');
  const until = now.value + minutes * MINUTE_MS;
  return (
    <form
      class="asking"
      onSubmit={(event) => {
        event.preventDefault();
        onAct({ kind: 'shelve', minutes, reason: reason.trim() });
      }}
    >
      <fieldset class="choices spans">
        <legend>{say('alarms.shelve.for')}</legend>
        {SPANS.map((span) => (
          <label key={span}>
            <input type="radio" name="minutes" checked={span === minutes} onChange={() => setMinutes(span)} />
            <span>{sayWord('alarms.span', String(span))}</span>
          </label>
        ))}
      </fieldset>
      <p class="until">{say('alarms.shelve.until', { at: minutes > 240 ? momentOf(until, 0) : clockOf(until) })}</p>
      <Field
        label={say('alarms.shelve.why')}
        value={reason}
        onValue={setReason}
        required
        pattern=".*\S.*"
        maxLength={200}
        autocomplete="off"
      />
      <Ends done={say('alarms.shelve.done.key')} onClose={onClose} />
    </form>
  );
}

function Assign({ me, onAct, onClose }: FormProps & { readonly me: Me }) {
  const [people, setPeople] = useState<People['people']>([{ name: me.name, displayName: me.displayName }]);
  const [to, setTo] = useState<string | null>(me.name);
  useEffect(() => {
    // Without the list one can still take it oneself.
    api.people().then(
      ({ people }) => setPeople([...people].sort((a, b) => Number(b.name === me.name) - Number(a.name === me.name))),
      () => {},
    );
  }, [me.name]);
  return (
    <form
      class="asking"
      onSubmit={(event) => {
        event.preventDefault();
        onAct({ kind: 'assign', to });
      }}
    >
      <fieldset class="choices people">
        <legend>{say('alarms.assign.to')}</legend>
        {people.map(({ name, displayName }) => (
          <label key={name}>
            <input type="radio" name="to" checked={to === name} onChange={() => setTo(name)} />
            <span>
              {displayName} <small>{name === me.name ? say('alarms.assign.me') : name}</small>
            </span>
          </label>
        ))}
        <label>
          <input type="radio" name="to" checked={to === null} onChange={() => setTo(null)} />
          <span>{say('alarms.assign.nobody')}</span>
        </label>
      </fieldset>
      <Ends done={say('alarms.assign.done.key')} onClose={onClose} />
    </form>
  );
}

interface OneLineProps {
  readonly label: string;
  readonly most: number;
  readonly done: string;
  onText(text: string): void;
  onClose(): void;
}

function OneLine({ label, most, done, onText, onClose }: OneLineProps) {
  const [text, setText] = useState('');
  return (
    <form
      class="asking"
      onSubmit={(event) => {
        event.preventDefault();
        onText(text.trim());
      }}
    >
      <Field
        label={label}
        value={text}
        onValue={setText}
        required
        pattern=".*\S.*"
        maxLength={most}
        autocomplete="off"
      />
      <Ends done={done} onClose={onClose} />
    </form>
  );
}

function Ends({ done, onClose }: { readonly done: string; onClose(): void }) {
  return (
    <p class="keys">
      <Button submit kind="primary">
        {done}
      </Button>
      <Button onPress={onClose}>{say('act.cancel.key')}</Button>
    </p>
  );
}
