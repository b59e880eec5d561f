import { useState } from 'preact/hooks';
import { api } from '../api.ts';
import { useAsked } from '../asked.ts';
import { AlarmItem } from '../parts/AlarmItem.tsx';
import { Button } from '../parts/Button.tsx';
import { Panel } from '../parts/Panel.tsx';
import { Empty, Unknown } from '../parts/States.tsx';
import { DemoMark, StatusChip } from '../parts/StatusChip.tsx';
import { nameOf } from '../place-names.ts';
import { addressOf } from '../router.ts';
import { own, say } from '../say.ts';
import { mayWork } from '../session.ts';
import { Bins } from '../station/Bins.tsx';
import { Devices } from '../station/Devices.tsx';
import { Facts } from '../station/Facts.tsx';
import { LastEvents } from '../station/LastEvents.tsx';
import { MaintenanceDialog } from '../station/MaintenanceDialog.tsx';
import { Sequence } from '../station/Sequence.tsx';
import { momentOf, now } from '../time.ts';
import type { PageProps } from './page.ts';

/** One station: how it is, its devices, what is wrong and what happened last. */
export function Station({ me, places, stationId }: PageProps & { readonly stationId: string }) {
  const [asking, setAsking] = useState(false);
  const asked = useAsked({
    key: `station/${stationId}`,
    ask: () => api.station(stationId),
    touches: ({ stations, many, devicesOf }) =>
      many || devicesOf.includes(stationId) || stations.some(({ id }) => id === stationId),
    mends: (page, { stations }) => {
      const station = stations.find(({ id }) => id === stationId);
      return station ? { ...page, station } : page;
    },
  });
  const page = asked.answer;
  if (!page) return <Unknown title={say('station.title')} asked={asked} />;
  const { station, maintenance, devices, alarms, events, sequence } = page;
  const works = mayWork(me);
  const open = alarms.filter(({ clearedAt }) => clearedAt === undefined);
  return (
    <div class="station-parts">
      <header class="title">
        <nav aria-label={say('station.path')} class="path">
          <a href={addressOf({ name: 'stations' }, { district: station.district })}>
            {own(nameOf(places, station.district))}
          </a>
          <span aria-hidden="true">／</span>
          <a href={addressOf({ name: 'stations' }, { district: station.district, circle: station.circle })}>
            {own(nameOf(places, station.circle))}
          </a>
        </nav>
        <div class="line-of-name">
          <h1>{own(station.name)}</h1>
          {station.demo && <DemoMark />}
          <StatusChip state={station.condition}>
            {maintenance
              ? say('station.maintenance-until', { until: momentOf(maintenance.until, now.value) })
              : say(`state.${station.condition}`)}
          </StatusChip>
          {works && (
            <Button onPress={() => setAsking(true)}>
              {say(maintenance ? 'maintenance.end' : 'maintenance.begin')}
            </Button>
          )}
        </div>
        {maintenance && (
          <p class="note">{say('station.maintenance-by', { by: maintenance.by, reason: maintenance.reason })}</p>
        )}
      </header>
      <Facts page={page} />
      <div class="left">
        <section class="panel" aria-label={say('station.devices')}>
          {devices.length === 0 ? <Empty>{say('station.devices.none')}</Empty> : <Devices page={page} />}
        </section>
        <Sequence sequence={sequence} />
        <LastEvents events={events} />
      </div>
      <div class="right">
        <Panel title={say('station.alarms')} count={open.length}>
          {open.length === 0 ? (
            <Empty>{say('station.alarms.none')}</Empty>
          ) : (
            <ul>
              {open.map((lead) => (
                <AlarmItem
                  key={lead.id}
                  line={{ lead, others: [] }}
                  places={places}
                  mayWork={works}
                  atHome
                  onActed={asked.again}
                />
              ))}
            </ul>
          )}
        </Panel>
        <Bins devices={devices} />
        <p class="note">{say('station.nothing-of-people')}</p>
      </div>
      {asking && (
        <MaintenanceDialog
          stationId={stationId}
          name={own(station.name)}
          running={maintenance !== undefined}
          onClose={() => setAsking(false)}
          onDone={() => {
            setAsking(false);
            asked.again();
          }}
        />
      )}
    </div>
  );
}
