import type { ScreenProps } from '../screen-props.ts';
import { PressureNumbers } from './PressureNumbers.tsx';
import { Yours } from './Yours.tsx';

export function BpYours({ screen, ...around }: ScreenProps<'bp.yours'>) {
  const { say } = around;
  const { time } = screen;
  const unit = say('unit.mmHg');
  return (
    <Yours {...around} line={say('bp.yours.line')}>
      <PressureNumbers say={say} numbers={screen} terms={false} perMin={false} />
      <p class="caption">{time ? say('yours.when', { unit, time }) : unit}</p>
    </Yours>
  );
}
