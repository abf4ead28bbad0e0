import type { OpenApi } from './print-openapi.ts';

type Operation = {
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly body: string;
};

const METHODS = ['get', 'post', 'put', 'delete'] as const;

/** The reference as one page without scripts: it works offline, and in any browser's find. */
export function printApiDocs(openApi: OpenApi, nonce: string): string {
  const groups = Map.groupBy(listOperations(openApi), ({ path }) => subjectOf(path));
  const contents = [...groups.keys()].map((name) => `<a href="#${escapeHtml(name)}">${escapeHtml(name)}</a>`);
  const sections = [...groups].map(
    ([name, operations]) =>
      `<section id="${escapeHtml(name)}"><h2>${escapeHtml(name)}</h2>${operations.map(printOperation).join('')}</section>`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Rappel API</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<style nonce="${nonce}">${STYLE}</style></head><body><header><h1>Rappel API <small>${escapeHtml(openApi.info.version)}</small></h1>
<p>${escapeHtml(openApi.info.description ?? '')} <a href="/api/openapi.json">openapi.json</a></p>
<nav aria-label="Subjects">${contents.join(' ')}</nav></header><main>${sections.join('')}</main></body></html>`;
}

function* listOperations(openApi: OpenApi): Generator<Operation> {
  for (const [path, item] of Object.entries(openApi.paths ?? {})) {
    for (const method of METHODS) {
      const operation = item?.[method];
      if (!operation) continue;
      const parts = [
        printPart('Parameters', operation.parameters),
        printPart('Body', operation.requestBody),
        ...Object.entries(operation.responses ?? {}).map(([status, answer]) => printAnswer(status, answer)),
      ];
      yield { method, path, summary: operation.summary ?? '', body: parts.join('') };
    }
  }
}

function subjectOf(path: string): string {
  const [first = '', , third] = path.split('/').filter(Boolean);
  return first === 'companies' && third ? third : first;
}

function printOperation({ method, path, summary, body }: Operation): string {
  return `<details><summary><b class="${method}">${method.toUpperCase()}</b> <code>${escapeHtml(path)}</code> ${escapeHtml(summary)}</summary>${body}</details>`;
}

function printPart(title: string, part: unknown): string {
  if (part === undefined || (Array.isArray(part) && part.length === 0)) return '';
  return `<h3>${escapeHtml(title)}</h3><pre tabindex="0">${escapeHtml(JSON.stringify(part, null, 2))}</pre>`;
}

/** What can be refused is told by its codes: their facts stand in openapi.json. */
function printAnswer(status: string, answer: unknown): string {
  if (status < '400') return printPart(`Answer ${status}`, answer);
  const codes = JSON.stringify(answer).matchAll(/"code":\{"const":"(\w+)"\}/g);
  return `<h3>Refused ${status}</h3><p>${[...codes].map(([, code = '']) => `<code>${escapeHtml(code)}</code>`).join(' ')}</p>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

const STYLE = `:root{font:16px/1.5 system-ui,sans-serif;color-scheme:light dark}body{max-width:70rem;margin:0 auto;padding:1.5rem}
small{font-weight:400;opacity:.7}nav{display:flex;flex-wrap:wrap;gap:.25rem .75rem}details{border-top:1px solid #8884}
summary{padding:.5rem .25rem;cursor:pointer}summary:focus-visible,a:focus-visible,pre:focus-visible{outline:2px solid Highlight}
b{display:inline-block;min-width:4.5rem;font-size:.85rem}pre{overflow:auto;background:#8881;padding:.75rem;border-radius:6px;font-size:.8rem}
h3{font-size:.9rem;margin:.5rem 0 0}`;
