import { start } from './start.tsx';

/** Browsers that do not know Temporal yet get it first; the others download nothing. */
if (!('Temporal' in globalThis)) await import('temporal-polyfill/global');
reloadWhenReplaced();
start();

/**
 * A page that was open while Rappel was updated asks for files that are gone: it is loaded anew, once. If that does
 * not help, the error is shown.
 */
function reloadWhenReplaced(): void {
  const KEY = 'rappel.reloadedAt';
  window.addEventListener('vite:preloadError', (event) => {
    if (Date.now() - Number(sessionStorage.getItem(KEY) ?? 0) < 30_000) return;
    sessionStorage.setItem(KEY, String(Date.now()));
    event.preventDefault();
    location.reload();
  });
}
