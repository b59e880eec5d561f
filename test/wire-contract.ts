/** The AsyncAPI document, as what it says of single messages. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import type { Received } from './platform.ts';

interface Reference {
  readonly $ref: string;
}
interface Channel {
  readonly address: string;
  readonly parameters: Readonly<Record<string, { readonly enum?: readonly string[] }>>;
  readonly messages: Readonly<Record<string, Reference>>;
}
interface Operation {
  readonly action: 'send' | 'receive';
  readonly channel: Reference;
  readonly bindings: { readonly mqtt: { readonly qos: number; readonly retain: boolean } };
}
interface Message {
  readonly contentType?: string;
}
export interface WireContract {
  readonly defaultContentType: string;
  readonly channels: Readonly<Record<string, Channel>>;
  readonly operations: Readonly<Record<string, Operation>>;
  readonly components: { readonly messages: Readonly<Record<string, Message>> };
}

const FILE = join(import.meta.dirname, '..', 'edge-agent', 'wire', 'asyncapi.yaml');
export const theContract = (): WireContract => parse(readFileSync(FILE, 'utf8'));

/** AsyncAPI's own schema of a document of 3.0; the copy of it that does not name JSON Schema's own a second time. */
const asyncApiSchema = createRequire(import.meta.url)('@asyncapi/specs/schemas/3.0.0-without-$id.json');
/** The formats are of web addresses and such: none that a wrong channel hides in. */
const ajv = () => new Ajv({ strict: false, allErrors: true, validateFormats: false });

/** What AsyncAPI's schema has against it; empty when it is a valid document. */
export function documentErrors(contract: unknown): string[] {
  const validate = ajv().compile(asyncApiSchema);
  return validate(contract) ? [] : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

export type Sent = Pick<Received, 'topic' | 'payload' | 'qos' | 'retain'>;

/**
 * Which messages a publication may be, each as `channel/message`; the contract holds when that is exactly one. A channel
 * that has its messages by `kind` has that one of its topic's kind alone.
 */
export function openContract(contract: WireContract): (sent: Sent, action?: Operation['action']) => string[] {
  const compiler = ajv().addSchema(contract, 'contract');
  const schemaOf = (pointer: string) => compiler.compile({ $ref: `contract${pointer}` });
  const operations = Object.values(contract.operations).map(({ action, channel: { $ref }, bindings: { mqtt } }) => {
    const name = $ref.replace('#/channels/', '');
    const channel = contract.channels[name];
    if (!channel) throw new Error(`there is no channel ${name}`);
    const messages = Object.entries(channel.messages).map(([kind, { $ref: at }]) => {
      const { contentType } = contract.components.messages[at.replace('#/components/messages/', '')] ?? {};
      return { kind, valid: schemaOf(`${at}/payload`), json: isJson(contentType ?? contract.defaultContentType) };
    });
    return { name, action, mqtt, topic: topicsOf(channel), messages };
  });
  return ({ topic, payload, qos, retain }, action = 'send') =>
    operations.flatMap(({ name, messages, mqtt, ...operation }) => {
      const at = operation.topic.exec(topic);
      if (!at || operation.action !== action || mqtt.qos !== qos || mqtt.retain !== retain) return [];
      const kind = at.groups?.kind;
      return messages
        .filter(
          (message) => (kind === undefined || message.kind === kind) && message.valid(read(payload, message.json)),
        )
        .map((message) => `${name}/${message.kind}`);
    });
}

/** Is a value of one of the contract's schemas? */
export function openSchema(contract: WireContract, name: string): (value: unknown) => boolean {
  const validate = ajv()
    .addSchema(contract, 'contract')
    .compile({ $ref: `contract#/components/schemas/${name}` });
  return (value) => validate(value);
}

const isJson = (contentType: string): boolean => /^application\/(.*\+)?json$/.test(contentType);

/** Undefined, which no schema of ours allows, where it is not JSON. */
function read(payload: string, json: boolean): unknown {
  if (!json) return payload;
  try {
    return JSON.parse(payload);
  } catch {
    return undefined;
  }
}

function topicsOf({ address, parameters }: Channel): RegExp {
  const pattern = address
    .replaceAll('.', '\\.')
    .replaceAll(
      /\{(\w+)\}/g,
      (_, name: string) => `(?<${name}>${parameters[name]?.enum?.join('|') ?? '[a-z0-9-]{1,64}'})`,
    );
  return new RegExp(`^${pattern}$`);
}
