import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
  '.map': 'application/json',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
};

/** Where the built pages have the place of the answer's own nonce: see vite.config.ts. */
const NONCE = '__CSP_NONCE__';

/** The built web: a file where there is one, else the page, which knows its own addresses. */
export function webFile(folder: string, pathname: string, nonce: string): Response | null {
  const file = path.join(folder, path.normalize(decoded(pathname)));
  if (!file.startsWith(path.resolve(folder) + path.sep)) return page(folder, nonce);
  const extension = path.extname(file);
  if (extension === '' || extension === '.html') return page(folder, nonce);
  if (!existsSync(file) || !statSync(file).isFile()) return null;
  // Vite names what it builds by its content: such a file never changes.
  const forever = pathname.startsWith('/assets/');
  return new Response(Readable.toWeb(createReadStream(file)) as ReadableStream, {
    headers: {
      'content-type': TYPES[extension] ?? 'application/octet-stream',
      'content-length': String(statSync(file).size),
      'cache-control': forever ? 'public, max-age=31536000, immutable' : 'no-cache',
    },
  });
}

function page(folder: string, nonce: string): Response | null {
  const file = path.join(folder, 'index.html');
  if (!existsSync(file)) return null;
  return new Response(readFileSync(file, 'utf8').replaceAll(NONCE, nonce), {
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
  });
}

function decoded(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return '/';
  }
}
