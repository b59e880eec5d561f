import { useState } from 'preact/hooks';
import { api, Refused } from '../api.ts';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { Field } from '../parts/Field.tsx';
import { type Key, say } from '../say.ts';
import { lasting } from '../time.ts';

const MINUTES = [30, 60, 120, 240, 480, 1440] as const;
const MINUTE_MS = 60_000;

interface MaintenanceDialogProps {
  readonly stationId: string;
  /** Of the station, in the reader's language. */
  readonly name: string;
  /** It is in maintenance already: the way out. */
  readonly running: boolean;
  onClose(): void;
  onDone(): void;
}

/** For how long, and why: whoever comes later reads it. */
export function MaintenanceDialog({ stationId, name, running, onClose, onDone }: MaintenanceDialogProps) {
  const [minutes, setMinutes] = useState<number>(60);
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<Key | undefined>();
  const complete = running || reason.trim() !== '';
  const send = async (): Promise<void> => {
    if (!complete) return setFailed('maintenance.incomplete');
    setBusy(true);
    try {
      await (running ? api.endMaintenance(stationId) : api.maintain(stationId, minutes, reason.trim()));
      onDone();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      setFailed(error.status === 0 ? 'failed.no-answer' : 'failed.act.refused');
      setBusy(false);
    }
  };
  return (
    <Dialog title={say(running ? 'maintenance.end.of' : 'maintenance.begin.of', { name })} onClose={onClose}>
      <form
        class="asking"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <p>{say(running ? 'maintenance.end.note' : 'maintenance.begin.note')}</p>
        {failed && (
          <p class="problem" role="alert">
            {say(failed)}
          </p>
        )}
        {!running && (
          <>
            <p class="field">
              <label for="minutes">{say('maintenance.minutes')}</label>
              <select
                id="minutes"
                value={String(minutes)}
                onChange={({ currentTarget }) => setMinutes(Number(currentTarget.value))}
              >
                {MINUTES.map((one) => (
                  <option key={one} value={String(one)}>
                    {lasting(one * MINUTE_MS, say)}
                  </option>
                ))}
              </select>
            </p>
            <Field
              label={say('maintenance.reason')}
              note={say('maintenance.reason.note')}
              value={reason}
              onValue={setReason}
              maxLength={200}
              autocomplete="off"
            />
          </>
        )}
        <div class="keys">
          <Button kind="primary" submit busy={busy}>
            {say(running ? 'maintenance.end.key' : 'maintenance.begin.key')}
          </Button>
          <Button onPress={onClose}>{say('act.cancel.key')}</Button>
        </div>
      </form>
    </Dialog>
  );
}
