import { type ColumnDataType, type Kysely, sql } from 'kysely';
import type { Dialect } from '../dialect.ts';

type Columns = Readonly<Record<string, `${ColumnDataType}${'' | '?'}`>>;

/** `bigint` holds milliseconds and sequences; a `?` may be null. */
const TABLES: Readonly<Record<string, { readonly columns: Columns; readonly key: readonly string[] }>> = {
  station: {
    columns: {
      station_id: 'text',
      district: 'text',
      circle: 'text',
      community: 'text',
      name_zh: 'text',
      name_en: 'text',
      latitude: 'double precision?',
      longitude: 'double precision?',
      demo: 'integer',
      version: 'text?',
      first_seen_ms: 'bigint',
      heard_ms: 'bigint?',
      said_ms: 'bigint?',
      online: 'integer?',
      session_ms: 'bigint?',
      state: 'text?',
      condition: 'text',
      maintenance_until_ms: 'bigint?',
      maintenance_by: 'text?',
      maintenance_reason: 'text?',
      refused: 'integer',
      refusal_ms: 'bigint?',
      refusal: 'text?',
      changed_ms: 'bigint',
    },
    key: ['station_id'],
  },
  watermark: {
    columns: {
      station_id: 'text',
      through: 'bigint',
      highest: 'bigint',
      disputed: 'integer',
      receipt_ms: 'bigint',
      gap_ms: 'bigint?',
    },
    key: ['station_id'],
  },
  seen: {
    columns: { station_id: 'text', sequence: 'bigint', id: 'text', digest: 'text', received_ms: 'bigint' },
    key: ['station_id', 'sequence'],
  },
  envelope: {
    columns: { station_id: 'text', sequence: 'bigint', received_ms: 'bigint', payload: 'text' },
    key: ['station_id', 'sequence'],
  },
  device: {
    columns: {
      station_id: 'text',
      device_id: 'text',
      driver: 'text',
      model: 'text?',
      status: 'text',
      heard_ms: 'bigint',
      frame_ms: 'bigint?',
      state: 'text',
      error_total: 'bigint',
      demo: 'integer',
      changed_ms: 'bigint',
    },
    key: ['station_id', 'device_id'],
  },
  account: {
    columns: {
      name: 'text',
      display_name: 'text',
      role: 'text',
      districts: 'text',
      password: 'text',
      totp: 'text',
      totp_step: 'bigint',
      wrong: 'integer',
      locked_until_ms: 'bigint?',
      disabled: 'integer',
      created_ms: 'bigint',
      seen_ms: 'bigint?',
    },
    key: ['name'],
  },
  session: {
    columns: { token: 'text', account: 'text', created_ms: 'bigint', seen_ms: 'bigint' },
    key: ['token'],
  },
  cursor: {
    columns: {
      name: 'text',
      position: 'bigint',
      changed_ms: 'bigint',
      failing_ms: 'bigint?',
      last_error: 'text?',
      set_aside: 'integer',
    },
    key: ['name'],
  },
};

/** Those whose rows get a number of their own, in the order of their commits. */
const NUMBERED: Readonly<Record<string, Columns>> = {
  dispute: { station_id: 'text', sequence: 'bigint', event_id: 'text', digest: 'text', received_ms: 'bigint' },
  alarm: {
    station_id: 'text',
    device_id: 'text',
    code: 'text',
    severity: 'text',
    words_zh: 'text',
    words_en: 'text',
    origin: 'text',
    raised_ms: 'bigint',
    cleared_ms: 'bigint?',
    acknowledged_ms: 'bigint?',
    acknowledged_by: 'text?',
    shelved_until_ms: 'bigint?',
    shelved_by: 'text?',
    shelve_reason: 'text?',
    assignee: 'text?',
    source_cleared_ms: 'bigint?',
    returns: 'integer',
    returned: 'text?',
    flapping: 'integer',
    behind: 'bigint?',
    comments: 'integer',
    demo: 'integer',
    changed_ms: 'bigint',
  },
  alarm_event: { alarm_id: 'bigint', at_ms: 'bigint', by: 'text?', act: 'text', text: 'text?' },
  notice: {
    alarm_id: 'bigint',
    step: 'integer',
    channel: 'text',
    recipient: 'text',
    due_ms: 'bigint',
    sent_ms: 'bigint?',
    tries: 'integer',
    last_error: 'text?',
  },
  audit: { at_ms: 'bigint', by: 'text?', act: 'text', target: 'text', detail: 'text?', hash: 'text' },
};

/** What grows without end: by the month on PostgreSQL, where a month is dropped whole (`partitions.ts`). */
const BY_MONTH: Readonly<
  Record<string, { readonly columns: Columns; readonly key: readonly string[]; readonly by: string }>
> = {
  event: {
    columns: {
      station_id: 'text',
      sequence: 'bigint',
      id: 'text',
      kind: 'text',
      device_id: 'text?',
      time_ms: 'bigint',
      received_ms: 'bigint',
      demo: 'integer',
      words: 'text?',
    },
    key: ['position', 'received_ms'],
    by: 'received_ms',
  },
  metric: {
    columns: { station_id: 'text', device_id: 'text', metric: 'text', at_ms: 'bigint', value: 'double precision' },
    key: ['station_id', 'device_id', 'metric', 'at_ms'],
    by: 'at_ms',
  },
};

const INDEXES = [
  'create unique index alarm_open on alarm (station_id, device_id, code) where cleared_ms is null',
  'create index alarm_of on alarm (station_id, device_id, code, id)',
  'create index alarm_stands on alarm (raised_ms) where cleared_ms is null',
  'create index alarm_at_source on alarm (station_id) where source_cleared_ms is null',
  'create index alarm_shelved on alarm (shelved_until_ms) where cleared_ms is null and shelved_until_ms is not null',
  'create index alarm_flapping on alarm (id) where cleared_ms is null and flapping = 1',
  'create index alarm_changed on alarm (changed_ms)',
  'create index alarm_cleared on alarm (cleared_ms)',
  'create index alarm_event_of on alarm_event (alarm_id, id)',
  'create index dispute_since on dispute (station_id, received_ms)',
  'create index station_maintenance on station (maintenance_until_ms) where maintenance_until_ms is not null',
  'create index watermark_gap on watermark (station_id) where gap_ms is not null',
  'create index station_changed on station (changed_ms)',
  'create index device_changed on device (changed_ms)',
  'create index event_of on event (station_id, sequence)',
  'create index dispute_at on dispute (station_id, sequence)',
  'create index envelope_age on envelope (received_ms)',
  'create unique index notice_once on notice (alarm_id, step, channel, recipient)',
  'create index notice_sent on notice (sent_ms) where sent_ms is not null',
  'create index notice_due on notice (due_ms) where sent_ms is null',
];

export async function up(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  const columnsOf = (columns: Columns) =>
    Object.entries(columns).map(
      ([name, type]) =>
        sql`${sql.ref(name)} ${sql.raw(type.replace('?', ''))} ${sql.raw(type.endsWith('?') ? '' : 'not null')}`,
    );
  const create = (table: string, parts: readonly unknown[], more = sql``) =>
    sql`create table ${sql.table(table)} (${sql.join(parts)}) ${more}`.execute(db);
  const key = (names: readonly string[]) => sql`primary key (${sql.join(names.map((name) => sql.ref(name)))})`;
  const number = (name: string) =>
    dialect === 'postgres' ? sql`${sql.ref(name)} bigserial` : sql`${sql.ref(name)} integer primary key autoincrement`;

  for (const [table, { columns, key: names }] of Object.entries(TABLES))
    await create(table, [...columnsOf(columns), key(names)], dialect === 'sqlite' ? sql`without rowid` : sql``);
  for (const [table, columns] of Object.entries(NUMBERED))
    await create(table, [number('id'), ...columnsOf(columns), ...(dialect === 'postgres' ? [key(['id'])] : [])]);
  for (const [table, { columns, key: names, by }] of Object.entries(BY_MONTH)) {
    const numbered = names.includes('position');
    const own = numbered && dialect === 'sqlite' ? [] : [key(names)];
    await create(
      table,
      [...(numbered ? [number('position')] : []), ...columnsOf(columns), ...own],
      dialect === 'postgres' ? sql`partition by range (${sql.ref(by)})` : sql``,
    );
  }
  for (const index of INDEXES) await sql.raw(index).execute(db);
}
