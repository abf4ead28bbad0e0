import { readFileSync } from 'node:fs';
import { minifyContractRouter } from '@orpc/contract';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { isLaterWord } from './src/web/later-words.ts';

/** The server fills this in for every answer: see platform/serve.ts. */
const NONCE = '__CSP_NONCE__';

export default defineConfig({
  root: 'src/web',
  plugins: [react(), routesOnly(), wordsInTwo()],
  html: { cspNonce: NONCE },
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    // What each page loads, for bench/web-size.ts.
    manifest: true,
    target: 'es2023',
    // A font or picture as data: URL would need a wider content policy.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 600,
  },
  server: {
    proxy: {
      // The server is told the host the browser asked: it trusts the page that comes from there.
      '/api/': { target: `http://localhost:${process.env.PORT ?? '3000'}`, changeOrigin: false },
    },
  },
});

/**
 * The browser needs of the contract only methods and paths: what comes in and out is checked by the server. So the
 * client is given the routes alone, and the schemas stay out of the first load.
 */
function routesOnly(): Plugin {
  const ROUTES = '\0contract-routes';
  return {
    name: 'contract-routes',
    enforce: 'pre',
    resolveId: (source, importer) =>
      source === '#contract/api.ts' && importer?.endsWith('/src/web/api.ts') ? ROUTES : null,
    async load(id) {
      if (id !== ROUTES) return null;
      const { api } = await import('./src/contract/api.ts');
      return `export const api = ${JSON.stringify(minifyContractRouter(api))};`;
    },
  };
}

/** The words of the screens are one catalogue to write, and two to fetch: what the first page says, and the rest. */
function wordsInTwo(): Plugin {
  return {
    name: 'words-in-two',
    enforce: 'pre',
    load(id) {
      const [path, part] = id.split('?');
      if (!path?.endsWith('/screens.json') || (part !== 'first' && part !== 'later')) return null;
      this.addWatchFile(path);
      const words = Object.entries(JSON.parse(readFileSync(path, 'utf8')));
      const own = words.filter(([key]) => isLaterWord(key) === (part === 'later'));
      return `export default ${JSON.stringify(Object.fromEntries(own))};`;
    },
  };
}
