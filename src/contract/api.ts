import { notices } from './notices.ts';
import { outbox } from './outbox.ts';
import { texts } from './texts.ts';

/** The whole HTTP API, by subject. The server implements every line of it, the web calls it, OpenAPI prints it. */
export const api = { notices, outbox, texts };
