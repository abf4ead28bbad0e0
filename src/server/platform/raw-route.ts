import type { CompanyAccess } from '#contract/access.ts';
import { refuse } from '#core/refusal.ts';
import type { CompanyTools } from './tools.ts';

/**
 * A route of one company whose body or answer is a stream of bytes: uploads and downloads too large for memory. All
 * else belongs in the contract. It answers refusals as every route does.
 */
export type RawRoute = {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Below /api, with the company first. */
  readonly path: `/companies/:company/${string}`;
  readonly access: CompanyAccess;
  /** A longer body is refused, whatever its header says. */
  readonly maxBytes?: number;
  handle(tools: CompanyTools, request: RawRequest): Promise<Response>;
};

export type RawRequest = {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  readonly body: ReadableStream<Uint8Array>;
  readonly signal: AbortSignal;
};

/** The same bytes; the stream breaks with a refusal once there are more than allowed. */
export function limited(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
): ReadableStream<Uint8Array> {
  if (!body) return new Blob([]).stream();
  let seen = 0;
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      seen += chunk.byteLength;
      if (seen > maxBytes) refuse('upload_too_large', { limit: megabytes(maxBytes) });
      controller.enqueue(chunk);
    },
  });
  return body.pipeThrough(counter);
}

export function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1_000_000)} MB`;
}
