/** Requests are checked by TypeBox, which has read the station file already: Fastify's own compilers would load two packages more. */
import type { FastifySchemaCompiler, FastifySerializerCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';

const validate: FastifySchemaCompiler<TSchema> =
  ({ schema, httpPart = 'request' }) =>
  (value: unknown) =>
    Value.Check(schema, value) ? { value } : { error: new Error(complaint(schema, value, httpPart)) };

const serialise: FastifySerializerCompiler<TSchema> = () => (answer) => JSON.stringify(answer);

/** Says where and what was expected, never what was found. */
function complaint(schema: TSchema, value: unknown, part: string): string {
  const [first] = Value.Errors(schema, value);
  return first ? `${part}${first.instancePath} ${first.message}` : `${part} is wrong`;
}

/** Fastify's type for these knows the shapes of its own two compilers alone. */
export const compilersFactory: object = { buildValidator: () => validate, buildSerializer: () => serialise };
