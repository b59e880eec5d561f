import type { ComponentChildren } from 'preact';
import type { DevicePage, DeviceRow } from '../../../fleet/contract/stations.ts';
import { Cells } from '../alarms/Cells.tsx';
import { useNames } from '../alarms/use-people.ts';
import { api } from '../api.ts';
import { useAsked } from '../asked.ts';
import { sayCounter } from '../device/names.ts';
import { Trends } from '../device/Trends.tsx';
import { Ago } from '../parts/Ago.tsx';
import { Gauge } from '../parts/Gauge.tsx';
import { Panel } from '../parts/Panel.tsx';
import { stateOfStatus } from '../parts/Sign.tsx';
import { Empty, Failed, Waiting } from '../parts/States.tsx';
import { DemoMark, StatusChip } from '../parts/StatusChip.tsx';
import { addressOf, ask, place } from '../router.ts';
import { own, say, sayWord } from '../say.ts';
import type { PageProps } from './page.ts';

const SPANS = [1, 7, 30] as const;
type Span = (typeof SPANS)[number];

interface DeviceProps extends PageProps {
  readonly stationId: string;
  readonly deviceId: string;
}

/** One device: what it is, how it does, and how it has done. Nothing of what it measured stands here. */
export function Device({ stationId, deviceId }: DeviceProps) {
  const days: Span = SPANS.find((span) => String(span) === place.value.asked.days) ?? 7;
  const page = useAsked({
    key: `device ${stationId}/${deviceId} ${days}`,
    ask: () => api.device(stationId, deviceId, days),
    touches: ({ devicesOf, alarms, many }) => devicesOf.includes(stationId) || alarms > 0 || many,
  });
  const { answer } = page;
  if (!answer) {
    return (
      <>
        <h1>{sayWord('device', deviceId)}</h1>
        {page.failed ? <Failed failed={page.failed} onAgain={page.again} /> : <Waiting />}
      </>
    );
  }
  const { device, station } = answer;
  return (
    <>
      <p class="crumbs">
        <a href={addressOf({ name: 'stations' })}>{say('stations.title')}</a> ／{' '}
        <a href={addressOf({ name: 'station', stationId })}>{own(station.name)}</a>
      </p>
      <div class="page-head">
        <h1>{sayWord('device', deviceId)}</h1>
        <StatusChip state={stateOfStatus(device.status)}>{say(`status.${device.status}`)}</StatusChip>
        {device.demo && <DemoMark />}
      </div>
      <Facts device={device} />
      <div class="device-parts">
        <Panel title={say('device.trends')} class="trends" aside={<Days days={days} />}>
          <Trends page={answer} days={days} />
        </Panel>
        <div class="beside">
          <Alarms page={answer} />
          <Counters counters={answer.counters} />
        </div>
      </div>
    </>
  );
}

function Days({ days }: { readonly days: Span }) {
  return (
    <fieldset class="segments">
      <legend class="unseen">{say('device.days')}</legend>
      {SPANS.map((span) => (
        <label key={span}>
          <input
            type="radio"
            name="days"
            checked={span === days}
            onChange={() => ask({ days: span === 7 ? '' : String(span) })}
          />
          <span>{say('device.days.n', { n: span })}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Facts({ device }: { readonly device: DeviceRow }) {
  const { calibration, strips, batteryPercent, batteryLow, fillPercent, material, lastFrameAt, lastError } = device;
  return (
    <dl class="fact-list">
      <Fact
        name={say(device.model ? 'device.model' : 'device.driver')}
        note={device.model ? `${device.driver} · ${device.id}` : device.id}
      >
        {device.model ?? device.driver}
      </Fact>
      {(device.serialNumber ?? device.firmware) && (
        <Fact
          name={say('device.serial')}
          note={device.firmware && say('device.firmware', { version: device.firmware })}
        >
          {device.serialNumber ?? say('device.none')}
        </Fact>
      )}
      <Fact name={say('device.last-frame')} note={<Heard device={device} />}>
        {lastFrameAt === undefined ? say('device.none') : <Ago at={lastFrameAt} />}
      </Fact>
      <Fact name={say('device.last-error')}>{lastError ? sayWord('error', lastError) : say('device.no-error')}</Fact>
      {calibration && (
        <Fact name={say('device.calibration')} note={calibration.due}>
          {say(`device.calibration.${calibration.state}`)}
        </Fact>
      )}
      {strips && (
        <Fact name={say('device.strips')} note={say('device.strips.expires', { date: strips.expires })}>
          {strips.lot}
        </Fact>
      )}
      {batteryPercent !== undefined && (
        <Fact name={say('device.battery')} note={batteryLow ? say('device.battery.low') : undefined}>
          {Math.round(batteryPercent)}%
        </Fact>
      )}
      {fillPercent !== undefined && (
        <Fact name={say('device.fill')} note={material && sayWord('material', material)}>
          <span class="fill">
            {fillPercent}% <Gauge percent={fillPercent} />
          </span>
        </Fact>
      )}
    </dl>
  );
}

const Heard = ({ device }: { readonly device: DeviceRow }) => (
  <>
    {say('device.heard')} <Ago at={device.heardAt} />
  </>
);

interface FactProps {
  readonly name: string;
  readonly note?: ComponentChildren;
  readonly children: ComponentChildren;
}

const Fact = ({ name, note, children }: FactProps) => (
  <div>
    <dt>{name}</dt>
    <dd>
      <strong>{children}</strong>
      {note && <span class="note">{note}</span>}
    </dd>
  </div>
);

function Alarms({ page: { alarms } }: { readonly page: DevicePage }) {
  const nameOf = useNames();
  return (
    <Panel title={say('device.alarms')} count={alarms.length}>
      {alarms.length === 0 ? (
        <Empty>{say('device.alarms.none')}</Empty>
      ) : (
        <table class="alarm-grid small" aria-label={say('device.alarms')}>
          <tbody>
            {alarms.map((alarm) => (
              <tr key={alarm.id} class="alarm-row alone">
                <Cells
                  line={{ lead: alarm, others: [] }}
                  alarm={alarm}
                  row={{ id: alarm.id, ids: [alarm.id], part: 'alone' }}
                  pending={[]}
                  refused={NONE}
                  mayWork={false}
                  nameOf={nameOf}
                  onFold={() => {}}
                  onAcknowledge={() => {}}
                  onMore={() => {}}
                />
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
const NONE: ReadonlySet<number> = new Set();

function Counters({ counters }: { readonly counters: DevicePage['counters'] }) {
  const all = Object.entries(counters);
  return (
    <Panel title={say('device.counters')}>
      {all.length === 0 ? (
        <Empty>{say('device.counters.none')}</Empty>
      ) : (
        <table class="counters">
          <tbody>
            {all.map(([name, value]) => (
              <tr key={name}>
                <th scope="row">{sayCounter(name)}</th>
                <td>{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
