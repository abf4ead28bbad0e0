import type { AnyContractRouter } from '@orpc/contract';
import { OpenAPIGenerator } from '@orpc/openapi';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';

export type OpenApi = Awaited<ReturnType<OpenAPIGenerator['generate']>>;

const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });

/** The contract as OpenAPI 3.1, every refusal of every route with its facts. */
export function printOpenApi(contract: AnyContractRouter, version: string): Promise<OpenApi> {
  return generator.generate(contract, {
    info: {
      title: 'Rappel',
      version,
      description:
        'Amounts are decimal strings, days ISO dates. What is refused is told by a code and its facts; any other ' +
        'failure answers 500 with the number of the request. A program sends the key of a company, made under ' +
        'Settings, Security, as “Authorization: Bearer rappel_…”: it opens the routes below /companies/{company}, ' +
        'with its role, and never those that say who may sign in. A page signs in with POST /session and sends its ' +
        'cookie, its own Origin or Sec-Fetch-Site: same-origin; without them a change is refused.',
    },
    servers: [{ url: '/api' }],
    components: {
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'rappel' },
      },
    },
    security: [{ key: [] }, { session: [] }],
    commonSchemas: {},
    customErrorResponseBodySchema: (errors) => ({
      oneOf: errors.map(([code, , , facts]) => ({
        type: 'object',
        properties: { code: { const: code }, facts },
        required: ['code', 'facts'],
      })),
    }),
  });
}
