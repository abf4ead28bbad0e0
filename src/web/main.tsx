import { start } from './start.tsx';

/** Browsers that do not know Temporal yet get it first; the others download nothing. */
if (!('Temporal' in globalThis)) await import('temporal-polyfill/global');
start();
