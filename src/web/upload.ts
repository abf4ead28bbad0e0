import { ORPCError } from '@orpc/client';
import { z } from 'zod';

const Refused = z.object({ code: z.string(), facts: z.record(z.string(), z.string()) });

/** Sends a file as bytes, where the contract's JSON would be too small for it. A refusal is thrown as any route's is. */
export async function uploadFile<T extends z.ZodType>(
  href: string,
  file: File,
  answer: T,
): Promise<z.output<T>> {
  const response = await fetch(href, {
    method: 'POST',
    body: file,
    headers: { 'content-type': 'application/octet-stream' },
  });
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return answer.parse(body);
  const refused = Refused.safeParse(body).data;
  if (refused)
    throw new ORPCError(refused.code, { defined: true, status: response.status, data: refused.facts });
  const requestId = response.headers.get('x-request-id');
  throw new ORPCError('INTERNAL_SERVER_ERROR', { status: response.status, data: { requestId } });
}
