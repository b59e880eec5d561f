/** Which folder may import which. Arrows go one way; the first rule whose `from` fits a file is its rule. */
import type { Import } from './sources.ts';

interface Arrow {
  readonly from: RegExp;
  /** Besides its own folder. */
  readonly to: RegExp;
  /** These it may name, but only their types. */
  readonly types?: RegExp;
}

const AGENT_PORTS = /^edge-agent\/(ports|fault-point)\.ts$/;

export const ARROWS: readonly Arrow[] = [
  // The rig is a test tool that stands alone: a chip, its pins, the thing behind it, a pty.
  { from: /^test\/rig\/(?!.*\.test\.ts$)/, to: /^edge-agent\/(transports\/pty|simulators\/bin-model)\.ts$/ },
  { from: /^test\/|\.test\.tsx?$/, to: /./ },
  {
    from: /^ui\/console\//,
    to: /^ui\/(console|parts)\/|^fleet\/contract\/trouble\.ts$/, // one order on both sides; no schema comes along
    types: /^fleet\/contract\//,
  },
  { from: /^ui\/touch\//, to: /^ui\/(touch|parts)\//, types: /^kiosk\/contract\// },
  { from: /^ui\/parts\//, to: /^$/, types: /^kiosk\/contract\// },
  { from: /^ui\//, to: /^ui\// },
  { from: /^kiosk\/contract\//, to: /^$/ },
  // The one command starts both sides.
  {
    from: /^kiosk\/cli\//,
    to: /^kiosk\/|^edge-agent\/(index|devices)\.ts$|^firmware-config\/index\.ts$|^fleet\/index\.ts$|^package\.json$/,
  },
  { from: /^kiosk\//, to: /^kiosk\/|^edge-agent\/(index|devices)\.ts$|^firmware-config\/index\.ts$|^package\.json$/ },
  { from: /^fleet\/contract\//, to: /^$/ },
  {
    from: /^fleet\/(store|broker|keys|senders)\//,
    to: /^fleet\/(ports|store\/dialect|alarms\/life)\.ts$/,
    types: /^fleet\/contract\//,
  },
  // What is decided (receive, alarms, forward, accounts) knows neither the way it is stored nor the way it is asked.
  {
    from: /^fleet\/(receive|alarms|notices|rounds|forward|accounts|views)\//,
    to: /^fleet\/(store|contract|alarms|rounds|accounts)\/|^fleet\/(ports|places|ticking|error-code)\.ts$|^edge-agent\/wire\//,
  },
  { from: /^fleet\//, to: /^fleet\/|^edge-agent\/wire\/|^firmware-config\/index\.ts$/ },
  { from: /^firmware-config\//, to: /^$/ },
  { from: /^edge-agent\/domain\//, to: /^$/ },
  { from: /^edge-agent\/protocols\//, to: /^edge-agent\/domain\// },
  {
    from: /^edge-agent\/(drivers|simulators)\//,
    to: /^edge-agent\/(protocols|domain)\//,
    types: /^edge-agent\/(ports|bins\/bin-port)\.ts$/, // a simulated bin has no bytes: it is a port
  },
  { from: /^edge-agent\/transports\//, to: /^edge-agent\/domain\// },
  { from: /^edge-agent\/firmata\//, to: /^edge-agent\/(domain\/|transports\/|ports\.ts$)/ },
  { from: /^edge-agent\/(wire|keys)\//, to: /^$/ },
  { from: /^edge-agent\/store\//, to: AGENT_PORTS },
  {
    from: /^edge-agent\/uplink\//,
    to: /^edge-agent\/(wire\/|ports\.ts$|fault-point\.ts$)/,
    types: /^edge-agent\/store\/(outbox|retained)\.ts$/,
  },
  { from: /^edge-agent\//, to: /^edge-agent\/|^firmware-config\/index\.ts$/ },
];

/** A package is imported in one folder alone, so that it can be replaced there. */
export const PACKAGES: Readonly<Record<string, RegExp>> = {
  serialport: /^edge-agent\/transports\//,
  'node-hid': /^edge-agent\/transports\/node-hid\.ts$/,
  'better-sqlite3': /^(edge-agent|fleet)\/store\//,
  mqtt: /^(edge-agent\/uplink|fleet\/broker)\//,
  'johnny-five': /^edge-agent\/firmata\//,
  'firmata-io': /^edge-agent\/firmata\//,
  jose: /^(edge-agent|fleet)\/keys\//,
  uuid: /^edge-agent\/((observations|alarm-history|tombstones|audit-log)\.ts$|deposits\/)/,
  yaml: /^firmware-config\/yaml-text\.ts$/,
  typebox: /^(firmware-config|fleet\/(contract|receive|routes)|kiosk\/(contract|plugins))\//, // the one language of schemas: files there, screens and requests here
  pino: /^kiosk\/log\.ts$/,
  'prom-client': /^(kiosk|fleet)\/metrics\.ts$/,
  fastify: /^(kiosk|fleet\/(routes|app\.ts))/,
  '@fastify/rate-limit': /^(kiosk|fleet)\/app\.ts$/,
  '@fastify/static': /^(kiosk|fleet)\/app\.ts$/,
  '@fastify/swagger': /^fleet\/app\.ts$/,
  kysely: /^fleet\//,
  pg: /^fleet\/store\/postgres\.ts$/,
  otplib: /^fleet\/accounts\/totp\.ts$/,
  nodemailer: /^fleet\/senders\//,
  uplot: /^ui\/console\//,
  aedes: /^kiosk\/cli\/broker\.ts$/,
  preact: /^ui\//,
  '@preact/signals': /^ui\//,
  avr8js: /^test\/rig\//,
  vite: /^ui\/vite\.config\.ts$/,
};

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

export function offences(imports: readonly Import[]): string[] {
  return imports.flatMap(({ from, to, own, typeOnly }) => {
    const arrow = ARROWS.find((rule) => rule.from.test(from));
    if (!arrow) return [`${from}: no rule for this folder`];
    if (arrow.from.test('test/')) return [];
    if (!own) {
      if (to.startsWith('node:')) return [];
      const home = PACKAGES[to];
      return home?.test(from)
        ? []
        : [`${from} imports the package ${to}, which ${home ? `lives in ${home.source}` : 'no folder owns'}`];
    }
    const nested = to.startsWith(folderOf(from));
    if (nested || arrow.to.test(to)) return [];
    if (to.startsWith('test/')) return [`${from} imports ${to}: tests are imported by none`];
    if (typeOnly && arrow.types?.test(to)) return [];
    return [`${from} imports ${to}`];
  });
}

/** Import cycles, each as its files in order; types count too: a cycle of types is a cycle of thought. */
export function cycles(imports: readonly Import[]): string[][] {
  const next = Map.groupBy(
    imports.filter(({ own }) => own),
    ({ from }) => from,
  );
  const found: string[][] = [];
  const done = new Set<string>();
  const walk = (file: string, path: readonly string[]): void => {
    const at = path.indexOf(file);
    if (at >= 0) {
      found.push([...path.slice(at), file]);
      return;
    }
    if (done.has(file)) return;
    for (const { to } of next.get(file) ?? []) walk(to, [...path, file]);
    done.add(file);
  };
  for (const file of next.keys()) walk(file, []);
  return found;
}
