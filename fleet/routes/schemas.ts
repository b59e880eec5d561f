/** Requests are checked by TypeBox, in which the contract is written; what stands in an address is text until its schema says otherwise. */
import type { FastifySchemaCompiler, FastifySerializerCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';

const IN_THE_ADDRESS = new Set(['params', 'querystring']);

const validate: FastifySchemaCompiler<TSchema> =
  ({ schema, httpPart = 'request' }) =>
  (given: unknown) => {
    const value = IN_THE_ADDRESS.has(httpPart) ? Value.Convert(schema, given) : given;
    return Value.Check(schema, value) ? { value } : { error: new Error(complaint(schema, value, httpPart)) };
  };

const serialise: FastifySerializerCompiler<TSchema> = () => (answer) => JSON.stringify(answer);

/** Says where and what was expected, never what was found. */
function complaint(schema: TSchema, value: unknown, part: string): string {
  const [first] = Value.Errors(schema, value);
  return first ? `${part}${first.instancePath} ${first.message}` : `${part} is wrong`;
}

/** Fastify's type for these knows the shapes of its own two compilers alone. */
export const compilersFactory: object = { buildValidator: () => validate, buildSerializer: () => serialise };
