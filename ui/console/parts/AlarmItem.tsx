import { useState } from 'preact/hooks';
import type { AlarmLine } from '../../../fleet/contract/alarms.ts';
import type { Places } from '../../../fleet/contract/places.ts';
import { api, Refused } from '../api.ts';
import { nameOf } from '../place-names.ts';
import { addressOf } from '../router.ts';
import { own, say, sayWord } from '../say.ts';
import { Since } from './Ago.tsx';
import { Button } from './Button.tsx';
import { stateOfAlarm } from './Sign.tsx';
import { DemoMark, StatusChip } from './StatusChip.tsx';

interface AlarmItemProps {
  readonly line: AlarmLine;
  readonly places: Places | undefined;
  readonly mayWork: boolean;
  /** On its station's own page its place need not be said. */
  readonly atHome?: boolean;
  /** The station is looked at, or not any more. */
  onLook?(stationId: string | undefined): void;
  onActed(): void;
}

/** An alarm, or several with one cause: what, where, for how long, and the key that says "I have seen it". */
export function AlarmItem({ line, places, mayWork, atHome = false, onLook, onActed }: AlarmItemProps) {
  const { lead, others, words } = line;
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string | undefined>();
  const title = own(words ?? lead.words);
  const acknowledge = async (): Promise<void> => {
    setBusy(true);
    setFailed(undefined);
    try {
      const { refused } = await api.act({
        alarmIds: [lead, ...others].map(({ id }) => id),
        act: { kind: 'acknowledge' },
      });
      if (refused.length > 0) setFailed(say('failed.act.refused'));
      onActed();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      setFailed(say(error.status === 0 ? 'failed.no-answer' : 'failed.act.refused'));
    } finally {
      setBusy(false);
    }
  };
  return (
    <li
      class="alarm-item"
      onPointerEnter={() => onLook?.(lead.stationId)}
      onPointerLeave={() => onLook?.(undefined)}
      onFocusCapture={() => onLook?.(lead.stationId)}
      onBlurCapture={() => onLook?.(undefined)}
    >
      <span class="lead">
        <StatusChip state={stateOfAlarm(lead)} />
        <span class="age">
          <Since at={lead.raisedAt} />
        </span>
      </span>
      <div class="what">
        <a
          aria-label={atHome ? undefined : `${title} · ${own(lead.stationName)}`}
          href={addressOf(
            atHome ? { name: 'alarm', alarmId: lead.id } : { name: 'station', stationId: lead.stationId },
          )}
        >
          {title}
        </a>
        <span class="where">
          {[
            ...(atHome ? [] : [own(others.length > 0 ? nameOf(places, lead.circle) : lead.stationName)]),
            ...(lead.deviceId ? [sayWord('device', lead.deviceId)] : []),
          ].join(' · ')}
          {lead.demo && <DemoMark />}
        </span>
        {(lead.flapping || lead.acknowledged || lead.shelved) && (
          <span class="age">
            {[
              lead.flapping && say('alarm.flapping'),
              lead.acknowledged && say('alarm.seen-by', { by: lead.acknowledged.by }),
              lead.shelved && say('alarm.shelved'),
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
        )}
        {failed && (
          <span class="problem" role="alert">
            {failed}
          </span>
        )}
      </div>
      {mayWork && !lead.acknowledged && (
        <Button busy={busy} label={say('act.acknowledge.of', { what: title })} onPress={() => void acknowledge()}>
          {say('act.acknowledge.key')}
        </Button>
      )}
    </li>
  );
}
