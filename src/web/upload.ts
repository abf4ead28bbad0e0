import type { z } from 'zod';
import { errorAnswered } from './api.ts';

/** Sends a file as bytes, where the contract's JSON would be too small for it. What is refused is thrown like a route's refusal. */
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
  throw errorAnswered(body, response.status, response.headers.get('x-request-id') ?? '');
}
