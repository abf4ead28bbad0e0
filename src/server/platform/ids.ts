import { randomUUIDv7 } from 'node:crypto';

/** A new row's id: UUID version 7, so that rows added together lie together in their index. */
export function newId(): string {
  return randomUUIDv7();
}
