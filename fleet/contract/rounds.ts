import Type from 'typebox';
import { closed, DeviceId, Moment, PlaceId, StationId, Status, Words } from './words.ts';

export const BinRow = closed({
  stationId: StationId,
  stationName: Words,
  district: PlaceId,
  circle: PlaceId,
  location: Type.Optional(closed({ latitude: Type.Number(), longitude: Type.Number() })),
  deviceId: DeviceId,
  material: Type.String(),
  status: Status,
  fillPercent: Type.Integer({ minimum: 0, maximum: 100 }),
  /** When it will be full at the pace of the last seven days; absent where no pace can be told. */
  fullAt: Type.Optional(Moment),
  heardAt: Moment,
  demo: Type.Boolean(),
});
export type BinRow = Type.Static<typeof BinRow>;

/** GET /api/rounds?district=…: the soonest full first. */
export const RoundsQuery = closed({ district: Type.Optional(PlaceId) });
export type RoundsQuery = Type.Static<typeof RoundsQuery>;
export const Rounds = closed({ at: Moment, bins: Type.Array(BinRow) });
export type Rounds = Type.Static<typeof Rounds>;
