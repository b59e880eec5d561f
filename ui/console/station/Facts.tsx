import type { ComponentChildren } from 'preact';
import type { StationPage } from '../../../fleet/contract/stations.ts';
import { Ago, Since } from '../parts/Ago.tsx';
import { say } from '../say.ts';
import { lasting } from '../time.ts';

interface FactProps {
  readonly name: string;
  readonly children: ComponentChildren;
  readonly more?: ComponentChildren;
}

function Fact({ name, children, more }: FactProps) {
  return (
    <div class="fact">
      <dt>{name}</dt>
      <dd>
        <b>{children}</b>
        {more !== undefined && more !== false && <span class="note">{more}</span>}
      </dd>
    </div>
  );
}

const MANY_DAYS_LEFT = 30;

/** How the station itself is: each fact in words, and what follows from it below. */
export function Facts({ page }: { readonly page: StationPage }) {
  const { station, session, outbox, clock, disk, certificateDaysLeft: daysLeft, configVersion } = page;
  return (
    <dl class="station-facts">
      <Fact name={say('station.heartbeat')} more={say('station.heartbeat.note')}>
        {station.heardAt === undefined ? say('stations.never') : <Ago at={station.heardAt} />}
      </Fact>
      <Fact name={say('station.session')} more={session && <Since at={session.since} />}>
        {say(session === undefined ? 'state.unknown' : session.online ? 'station.session.on' : 'station.session.off')}
      </Fact>
      <Fact
        name={say('station.outbox')}
        more={
          outbox?.emptyInMs !== undefined && outbox.depth > 0
            ? say('station.outbox.empty-in', { lasting: lasting(outbox.emptyInMs, say) })
            : outbox?.oldestAgeMs !== undefined &&
              say('station.outbox.oldest', { lasting: lasting(outbox.oldestAgeMs, say) })
        }
      >
        {outbox === undefined ? '—' : say('stations.events', { n: outbox.depth })}
      </Fact>
      <Fact name={say('station.clock')} more={clock?.trusted === false && say('station.clock.untrusted')}>
        {clock === undefined ? '—' : clockWords(clock.aheadMs)}
      </Fact>
      <Fact name={say('station.disk')}>
        {disk === undefined ? '—' : say('station.disk.left', { percent: Math.round(100 - disk.usedPercent) })}
      </Fact>
      <Fact
        name={say('station.version')}
        more={
          daysLeft !== undefined && daysLeft < MANY_DAYS_LEFT
            ? say('station.certificate', { n: daysLeft })
            : configVersion !== undefined && say('station.config', { version: configVersion })
        }
      >
        {station.version ?? '—'}
      </Fact>
    </dl>
  );
}

/** A tenth of a second is as near as a message's way can tell. */
function clockWords(aheadMs: number): string {
  const tenths = Math.round(Math.abs(aheadMs) / 100) / 10;
  if (tenths === 0) return say('station.clock.right');
  const lag = tenths < 60 ? say('time.s', { n: tenths }) : lasting(Math.abs(aheadMs), say);
  return say(aheadMs > 0 ? 'station.clock.fast' : 'station.clock.slow', { lag });
}
