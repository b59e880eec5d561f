/** What a station is made of: its file and its rules, checked. */
export type { Board, CellCalibration, OutputName, SwitchName } from './board.ts';
export { checkCalibration } from './board-check.ts';
export type { Band, BloodPressureNumbers } from './classify.ts';
export { type Complaint, complaintText } from './complaint.ts';
export type { FleetFile, ForwardEntry } from './fleet.ts';
export { fleetJsonSchema, stationJsonSchema } from './json-schema.ts';
export {
  asksHowOneFeels,
  asksToBeConfirmed,
  type GlucoseNumbers,
  isBeyondSoftGlucose,
  isBeyondSoftLimits,
  judgeBloodPressure,
  judgeGlucose,
} from './judge.ts';
export { kindOf, loadBoard, loadFleet, loadPrices, loadRules, loadSignalsBoard, loadStation } from './load.ts';
export { type SeriesReading, whyAnother } from './measuring.ts';
export type { Material, Prices } from './prices.ts';
export { type Level, type Rules, unsigned } from './rules.ts';
export { choiceText, settingOf } from './settings.ts';
export type { SignalsBoard, SignalsSwitch } from './signals-board.ts';
export type { DeviceEntry, FileOrCredential, StationFile } from './station.ts';
