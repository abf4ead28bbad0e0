/**
 * Requests to every route of the contract, made from each route's own schema: a new route is asked without anybody
 * thinking of it.
 *
 *   for (const route of listRoutes(api)) await owner.ask(route.method, …requestTo(route, 'lambert', { ids: { run: id } }))
 */
import { isContractProcedure } from '@orpc/contract';
import { z } from 'zod';
import type { Access } from '#contract/access.ts';

export type AskedRoute = {
  readonly method: string;
  readonly path: string;
  readonly access: Access;
  readonly schema: Schema;
};
type Schema = {
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly items?: Schema;
  readonly contentEncoding?: string;
  readonly minItems?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
};
export type Ids = Readonly<Record<string, string>>;

export function* listRoutes(contract: object): Generator<AskedRoute> {
  for (const value of Object.values(contract)) {
    if (!isContractProcedure(value)) yield* listRoutes(value);
    else {
      const { route, inputSchema, meta } = value['~orpc'];
      const schema =
        inputSchema instanceof z.ZodType
          ? z.toJSONSchema(inputSchema, { io: 'input', unrepresentable: 'any' })
          : {};
      yield {
        method: route.method ?? 'POST',
        path: route.path ?? '/',
        access: (meta as { access: Access }).access,
        schema: schema as Schema,
      };
    }
  }
}

/** Something the schema allows; every id in it, asked for or not, is one of those given. */
function sampleOf(schema: Schema, name: string, making: Required<Making>): unknown {
  const { ids, sign, isFull } = making;
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return sampleOf(choiceOf(choices), name, making);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.contentEncoding === 'binary') return new File(['x'], 'x.png');
  if (schema.type === 'object') {
    const entries = Object.entries(schema.properties ?? {}).filter(
      ([key, one]) =>
        schema.required?.includes(key) || isFull || holdsId(one) || (sign !== '' && holdsText(one)),
    );
    return Object.fromEntries(entries.map(([key, one]) => [key, sampleOf(one, key, making)]));
  }
  if (schema.type === 'array')
    return holdsId(schema) || schema.minItems
      ? [sampleOf(schema.items ?? {}, name.replace(/s$/, ''), making)]
      : [];
  if (schema.type === 'integer' || schema.type === 'number') return schema.minimum ?? 1;
  if (schema.type === 'boolean') return true;
  if (schema.type !== 'string') return null;
  if (schema.format === 'uuid' || name === 'user') return ids[name] ?? ids.debtor;
  return textOf(schema, name) + (schema.format || schema.pattern ? '' : sign);
}

function textOf({ format, pattern }: Schema, name: string): string {
  if (format === 'date') return '2026-04-30';
  if (format === 'email' || name === 'email') return 'nobody@elsewhere.example';
  if (pattern?.startsWith('^#')) return '#123456';
  if (pattern?.includes('[A-Z]{2}')) return 'BE';
  if (pattern?.includes('\\d')) return '1';
  if (name === 'timeZone') return 'Europe/Brussels';
  return 'words';
}

function holdsId(schema: Schema): boolean {
  const { anyOf = [], oneOf = [], properties = {}, items } = schema;
  return (
    schema.format === 'uuid' ||
    [...anyOf, ...oneOf, ...Object.values(properties), ...(items ? [items] : [])].some(holdsId)
  );
}

function choiceOf(choices: readonly Schema[]): Schema {
  return choices.find(holdsId) ?? choices[0] ?? {};
}

/** Whether a text without a form of its own stands in what sampleOf makes of it. */
function holdsText({ anyOf, oneOf, properties = {}, ...schema }: Schema): boolean {
  const choices = anyOf ?? oneOf;
  if (choices) return holdsText(choiceOf(choices));
  if (schema.type === 'string')
    return (
      !schema.format &&
      !schema.pattern &&
      !schema.enum &&
      schema.const === undefined &&
      !schema.contentEncoding
    );
  return Object.entries(properties).some(([name, one]) => !FORMED.has(name) && holdsText(one));
}
const FORMED: ReadonlySet<string> = new Set(['company', 'user', 'email']);

export function hasIds({ path, schema }: AskedRoute): boolean {
  return path.includes('{user}') || holdsId(schema);
}

export type Making = {
  readonly ids: Ids;
  /** Put at the end of each text. */
  readonly sign?: string;
  /** Whether what may be left out is given too. */
  readonly isFull?: boolean;
};
export type Request = { readonly path: string; readonly body?: unknown };

/** A request to the route, made from its own schema. */
export function requestTo(
  route: AskedRoute,
  company: string,
  { ids, sign = '', isFull = false }: Making,
): Request {
  const sample = sampleOf(route.schema, '', { ids, sign, isFull });
  const input: Record<string, unknown> = { ...(sample as object), company };
  const path = route.path.replaceAll(/\{([^}]+)\}/g, (_, name: string) => {
    const value = encodeURIComponent(String(input[name]).toWellFormed());
    delete input[name];
    return value;
  });
  if (input.logo instanceof File) return { path, body: {} };
  if (route.method !== 'GET') return { path, body: input };
  const query = Object.entries(input).flatMap(([name, value]) =>
    typeof value === 'object' ? [] : [`${name}=${encodeURIComponent(String(value))}`],
  );
  return { path: `${path}?${query.join('&')}` };
}

/** Whether a text without a form of its own stands in the body. */
export function bodyHoldsText({ method, path, schema: { properties = {}, ...schema } }: AskedRoute): boolean {
  const inBody = Object.entries(properties).filter(([name]) => !path.includes(`{${name}}`));
  return method !== 'GET' && holdsText({ ...schema, properties: Object.fromEntries(inBody) });
}
