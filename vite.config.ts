import { minifyContractRouter } from '@orpc/contract';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** The server fills this in for every answer: see platform/serve.ts. */
const NONCE = '__CSP_NONCE__';

export default defineConfig({
  root: 'src/web',
  plugins: [react(), routesOnly()],
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
  server: { proxy: { '/api/': `http://localhost:${process.env.PORT ?? '3000'}` } },
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
