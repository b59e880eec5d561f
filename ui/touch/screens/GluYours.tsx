import type { ScreenProps } from '../screen-props.ts';
import { Yours } from './Yours.tsx';

export function GluYours({ screen: { mmolPerL, beyond, time }, ...around }: ScreenProps<'glu.yours'>) {
  const { say } = around;
  const unit = say('unit.mmolPerL');
  return (
    <Yours {...around} line={say('yours.line')}>
      {mmolPerL !== undefined && <p class="number alone">{mmolPerL.toFixed(1)}</p>}
      {beyond && <p class="beyond">{say(`yours.${beyond}`)}</p>}
      {mmolPerL !== undefined && <p class="caption">{time ? say('yours.when', { unit, time }) : unit}</p>}
    </Yours>
  );
}
