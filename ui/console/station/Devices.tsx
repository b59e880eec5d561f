import type { DeviceRow, StationPage } from '../../../fleet/contract/stations.ts';
import { Ago } from '../parts/Ago.tsx';
import { stateOfStatus } from '../parts/Sign.tsx';
import { Sparkline } from '../parts/Sparkline.tsx';
import { DemoMark, StatusChip } from '../parts/StatusChip.tsx';
import { addressOf } from '../router.ts';
import { say, sayWord } from '../say.ts';

const WORST = ['down', 'warning', 'unknown', 'ok'];

/** Every device of the station, the one in trouble first. */
export function Devices({ page }: { readonly page: StationPage }) {
  const devices = page.devices.toSorted((a, b) => WORST.indexOf(a.status) - WORST.indexOf(b.status));
  return (
    <table class="devices">
      <thead>
        <tr>
          <th scope="col">{say('station.device')}</th>
          <th scope="col">{say('stations.condition')}</th>
          <th scope="col">{say('station.frame')}</th>
          <th scope="col">{say('station.errors')}</th>
          <th scope="col">{say('station.calibration')}</th>
        </tr>
      </thead>
      <tbody>
        {devices.map((device) => (
          <Device key={device.id} device={device} stationId={page.station.id} />
        ))}
      </tbody>
    </table>
  );
}

function Device({ device, stationId }: { readonly device: DeviceRow; readonly stationId: string }) {
  const { id, model, driver, status, lastFrameAt, lastError, errors, calibration, demo } = device;
  const sum = errors.reduce((before, one) => before + one, 0);
  return (
    <tr>
      <th scope="row">
        <a href={addressOf({ name: 'device', stationId, deviceId: id })}>{sayWord('device', id)}</a>
        {demo && <DemoMark />}
        <span class="where">{model ?? driver}</span>
      </th>
      <td class="state">
        <StatusChip state={stateOfStatus(status)}>
          {status !== 'ok' && lastError ? sayWord('error', lastError) : say(`status.${status}`)}
        </StatusChip>
      </td>
      <td class="frame">{lastFrameAt === undefined ? '—' : <Ago at={lastFrameAt} />}</td>
      <td class="errors">
        <Sparkline values={errors} label={say('station.errors.label', { n: sum })} />
        <b aria-hidden="true">{sum}</b>
      </td>
      <td class="due">
        {calibration === undefined ? (
          '—'
        ) : calibration.state === 'good' ? (
          calibration.due
        ) : (
          <StatusChip state={calibration.state === 'due' ? 'task' : 'look'}>{calibration.due}</StatusChip>
        )}
      </td>
    </tr>
  );
}
