import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface StationFileFacts {
  readonly port: number;
  readonly brokerUrl: string;
  /** More keys of `platform`, as YAML: `receipts: true`. */
  readonly platform?: string;
  /** Lines of YAML, one a device. */
  readonly devices: readonly string[];
}

export const STATION_ID = 'test-hut-01';

/** A right station file in that folder, where its data goes too; returns its path. */
export function aStationFile(folder: string, { port, brokerUrl, platform, devices }: StationFileFacts): string {
  const file = join(folder, 'station.yaml');
  const lines = [
    'version: 1',
    'station:',
    `  id: ${STATION_ID}`,
    '  circle: c-1',
    '  community: park',
    '  name: { zh-CN: 小屋, en: Hut }',
    '  location: { latitude: 39, longitude: 106 }',
    '  phone: "0473-1"',
    '  timeZone: Asia/Shanghai',
    '  services: [self-test]',
    'panels: [{ id: main, diagonalInch: 21.5, widthPx: 1080, heightPx: 1920, languages: [zh-CN, en] }]',
    'rules: { bloodPressure: cn-2024, glucose: cds-2024 }',
    `platform: { url: "${brokerUrl}"${platform === undefined ? '' : `, ${platform}`} }`,
    `data: { folder: ${join(folder, 'data')} }`,
    `http: { port: ${port} }`,
    'devices:',
    ...devices.map((device) => `  - ${device}`),
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}
