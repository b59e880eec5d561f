/** What stands around a panel, whatever board drives it. Nothing above it knows of pins, and nothing below it decides. */
import type { BoardNews } from '../firmata/board-news.ts';
import type { Cancel } from '../ports.ts';

/** After debouncing. A cut wire reads as pressed, and as somebody. */
export interface SignalsSenses {
  readonly pressed: boolean;
  readonly somebody: boolean;
}

export interface SignalsPort {
  /** Undefined until the board is ready, and when it is lost. */
  senses(): SignalsSenses | undefined;
  onSenses(listener: (senses: SignalsSenses) => void): Cancel;
  onBoard(listener: (news: BoardNews) => void): Cancel;
  /** Rejects with a DeviceError when the board does not confirm it. A board that starts anew has put it out. */
  lamp(on: boolean): Promise<void>;
  /** So many short ones. Rejects as `lamp` does. */
  beep(times: number): Promise<void>;
  /** Lamp and buzzer off, as far as the board still hears; then lets go of it. */
  close(): Promise<void>;
}
