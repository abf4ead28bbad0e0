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
        'failure answers 500 with the number of the request. Sign in with POST /session and send its cookie.',
    },
    servers: [{ url: '/api' }],
    components: {
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'rappel.session_token' } },
    },
    security: [{ session: [] }],
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
