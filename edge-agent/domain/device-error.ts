/** Why a conversation ended without its result. Never carries a frame: frames hold readings. */
export type DeviceErrorCode =
  /** The wire is gone. */
  | 'unplugged'
  /** Somebody, or the watchdog, wanted it stopped. */
  | 'aborted'
  /** No answer within the time and tries allowed. */
  | 'silent'
  /** The wire would not open, or would not take our bytes. */
  | 'wire'
  /** The device is not connected, or does something else now. */
  | 'unavailable';

/** The one error of the device side: a closed set of codes, so that nobody matches wording. */
export class DeviceError extends Error {
  readonly code: DeviceErrorCode;
  constructor(code: DeviceErrorCode, detail: string) {
    super(`${code}: ${detail}`);
    this.name = 'DeviceError';
    this.code = code;
  }
}
