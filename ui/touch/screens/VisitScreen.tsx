import type { Around } from '../screen-props.ts';
import { ActNow } from './ActNow.tsx';
import { ActNowCall } from './ActNowCall.tsx';
import { BpAdvice } from './BpAdvice.tsx';
import { BpAsk } from './BpAsk.tsx';
import { BpCuff } from './BpCuff.tsx';
import { BpMeasuring, BpStopping } from './BpMeasuring.tsx';
import { BpOpenCuff } from './BpOpenCuff.tsx';
import { BpOwnButton } from './BpOwnButton.tsx';
import { BpPause } from './BpPause.tsx';
import { BpPlug } from './BpPlug.tsx';
import { BpPosture } from './BpPosture.tsx';
import { BpProblem } from './BpProblem.tsx';
import { BpReady } from './BpReady.tsx';
import { BpRest } from './BpRest.tsx';
import { BpResult } from './BpResult.tsx';
import { BpStopped } from './BpStopped.tsx';
import { BpYours } from './BpYours.tsx';
import { Bye } from './Bye.tsx';
import { DeviceDown } from './DeviceDown.tsx';
import { GluContext } from './GluContext.tsx';
import { GluFeel } from './GluFeel.tsx';
import { GluProblem } from './GluProblem.tsx';
import { GluResult } from './GluResult.tsx';
import { GluDrop, GluPlug, GluStrip, GluWait, GluWash } from './GluSteps.tsx';
import { GluYours } from './GluYours.tsx';
import { GuestTold } from './GuestTold.tsx';
import { Help } from './Help.tsx';
import { Home } from './Home.tsx';
import { Idle } from './Idle.tsx';
import { OutOfOrder } from './OutOfOrder.tsx';
import { RecMaterial } from './RecMaterial.tsx';
import { RecPoints } from './RecPoints.tsx';
import { RecProblem } from './RecProblem.tsx';
import { RecClosing, RecDeposit, RecOpen, RecPrepare, RecWeigh } from './RecSteps.tsx';
import { Settings } from './Settings.tsx';

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
    case 'settings':
      return <Settings {...around} />;
    case 'guest.told':
      return <GuestTold {...around} />;
    case 'device.down':
      return <DeviceDown {...around} screen={screen} />;
    case 'out-of-order':
      return <OutOfOrder {...around} screen={screen} />;
    case 'bp.ask':
      return <BpAsk {...around} screen={screen} />;
    case 'bp.advice':
      return <BpAdvice {...around} screen={screen} />;
    case 'bp.posture':
      return <BpPosture {...around} screen={screen} />;
    case 'bp.cuff':
      return <BpCuff {...around} screen={screen} />;
    case 'bp.rest':
      return <BpRest {...around} screen={screen} />;
    case 'bp.ready':
      return <BpReady {...around} screen={screen} />;
    case 'bp.measuring':
      return <BpMeasuring {...around} screen={screen} />;
    case 'bp.own-button':
      return <BpOwnButton {...around} screen={screen} />;
    case 'bp.plug':
      return <BpPlug {...around} screen={screen} />;
    case 'bp.yours':
      return <BpYours {...around} screen={screen} />;
    case 'bp.stopping':
      return <BpStopping {...around} />;
    case 'bp.stopped':
      return <BpStopped {...around} screen={screen} />;
    case 'bp.pause':
      return <BpPause {...around} screen={screen} />;
    case 'bp.problem':
      return <BpProblem {...around} screen={screen} />;
    case 'bp.open-cuff':
      return <BpOpenCuff {...around} />;
    case 'bp.result':
      return <BpResult {...around} screen={screen} />;
    case 'glu.context':
      return <GluContext {...around} />;
    case 'glu.wash':
      return <GluWash {...around} screen={screen} />;
    case 'glu.strip':
      return <GluStrip {...around} screen={screen} />;
    case 'glu.drop':
      return <GluDrop {...around} />;
    case 'glu.wait':
      return <GluWait {...around} screen={screen} />;
    case 'glu.plug':
      return <GluPlug {...around} screen={screen} />;
    case 'glu.yours':
      return <GluYours {...around} screen={screen} />;
    case 'glu.problem':
      return <GluProblem {...around} screen={screen} />;
    case 'glu.feel':
      return <GluFeel {...around} />;
    case 'glu.result':
      return <GluResult {...around} screen={screen} />;
    case 'rec.material':
      return <RecMaterial {...around} screen={screen} />;
    case 'rec.prepare':
      return <RecPrepare {...around} screen={screen} />;
    case 'rec.open':
      return <RecOpen {...around} screen={screen} />;
    case 'rec.deposit':
      return <RecDeposit {...around} screen={screen} />;
    case 'rec.closing':
      return <RecClosing {...around} screen={screen} />;
    case 'rec.weigh':
      return <RecWeigh {...around} screen={screen} />;
    case 'rec.points':
      return <RecPoints {...around} screen={screen} />;
    case 'rec.problem':
      return <RecProblem {...around} screen={screen} />;
    case 'act-now':
      return <ActNow {...around} screen={screen} />;
    case 'act-now.call':
      return <ActNowCall {...around} />;
    case 'bye':
      return <Bye {...around} />;
    default:
      return screen satisfies never;
  }
}
