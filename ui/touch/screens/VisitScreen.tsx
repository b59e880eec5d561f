import type { Around } from '../screen-props.ts';
import { BpMeasuring, BpStopping } from './BpMeasuring.tsx';
import { BpOpenCuff } from './BpOpenCuff.tsx';
import { BpProblem } from './BpProblem.tsx';
import { BpReady } from './BpReady.tsx';
import { BpResult } from './BpResult.tsx';
import { BpStopped } from './BpStopped.tsx';
import { Bye } from './Bye.tsx';
import { DeviceDown } from './DeviceDown.tsx';
import { GluProblem } from './GluProblem.tsx';
import { GluResult } from './GluResult.tsx';
import { GluStrip } from './GluStrip.tsx';
import { GuestTold } from './GuestTold.tsx';
import { Help } from './Help.tsx';
import { Home } from './Home.tsx';
import { Idle } from './Idle.tsx';
import { OutOfOrder } from './OutOfOrder.tsx';

/** Which picture belongs to which screen of a visit; the compiler objects when one has none. */
export function VisitScreen(around: Around) {
  const { screen } = around.view;
  switch (screen.id) {
    case 'idle':
      return <Idle {...around} />;
    case 'home':
      return <Home {...around} screen={screen} />;
    case 'help':
      return <Help {...around} />;
    case 'guest.told':
      return <GuestTold {...around} />;
    case 'device.down':
      return <DeviceDown {...around} screen={screen} />;
    case 'out-of-order':
      return <OutOfOrder {...around} />;
    case 'bp.ready':
      return <BpReady {...around} />;
    case 'bp.measuring':
      return <BpMeasuring {...around} screen={screen} />;
    case 'bp.stopping':
      return <BpStopping {...around} />;
    case 'bp.stopped':
      return <BpStopped {...around} screen={screen} />;
    case 'bp.problem':
      return <BpProblem {...around} screen={screen} />;
    case 'bp.open-cuff':
      return <BpOpenCuff {...around} />;
    case 'bp.result':
      return <BpResult {...around} screen={screen} />;
    case 'glu.strip':
      return <GluStrip {...around} />;
    case 'glu.problem':
      return <GluProblem {...around} screen={screen} />;
    case 'glu.result':
      return <GluResult {...around} screen={screen} />;
    case 'bye':
      return <Bye {...around} />;
    default:
      return screen satisfies never;
  }
}
