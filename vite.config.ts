import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The server fills this in for every answer: see platform/serve.ts. */
const NONCE = '__CSP_NONCE__';

export default defineConfig({
  root: 'src/web',
  plugins: [react()],
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
