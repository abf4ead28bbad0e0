import { expect, test } from 'vitest';
import { CALLERS } from '#contract/access.ts';
import { api } from '#contract/api.ts';
import { REFUSALS } from '#core/refusal.ts';
import { readSources, withoutComments } from '#test/support/sources.ts';
import { CallGraph } from './call-graph.ts';

type Route = {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly access: string;
  readonly errors: ReadonlySet<string>;
};

const subjects = Object.entries(api).map(([subject, routes]) => ({
  subject,
  routes: routesOf(subject, routes),
}));
const routes = subjects.flatMap((subject) => subject.routes);
/** The text of each handler by its contract's name: '…/debtors.ts' → change. */
const handlers = readSources('src/server/*/routes.ts').flatMap(({ path, text }) =>
  handlersOf(path, withoutComments(text)),
);

test('there are routes to look at', () => {
  expect(routes.length).toBeGreaterThan(50);
});

test('no two routes answer at the same address', () => {
  const addresses = routes.map(({ method, path }) => `${method} ${path.replaceAll(/\{[^}]+\}/g, '{}')}`);
  expect(addresses.filter((address, index) => addresses.indexOf(address) !== index)).toEqual([]);
});

test('an action is a thing under a thing, not a verb', () => {
  const verbs =
    /\/(approve|cancel|undo|send|delete|remove|create|update|get|set|add|list|apply|start|stop|preview-?it)(\/|$)/;
  expect(routes.filter(({ path }) => verbs.test(path)).map(({ path }) => path)).toEqual([]);
});

test('every route of a company says so in its address and names the role it needs', () => {
  const strays = routes.filter(
    ({ path, access }) => path.startsWith('/companies/{company}') !== access in CALLERS,
  );
  expect(strays.map(({ method, path, access }) => `${method} ${path}: ${access}`)).toEqual([]);
});

test('reading asks for less than writing: a reader changes nothing', () => {
  const strays = routes.filter(
    ({ method, access }) => method !== 'GET' && ['reader', 'handed_over'].includes(access),
  );
  expect(
    strays.map(({ method, path }) => `${method} ${path}`).filter((line) => !READERS_MAY.test(line)),
  ).toEqual([]);
});
/** Questions too long for an address, and what is the reader's own. */
const READERS_MAY = /\/(preview|drawing|sample)s?$|\/me\b/;

test.each(subjects)(
  'each route of $subject has its handler, and no handler is without a route',
  ({ subject, routes }) => {
    const own = handlers.filter((handler) => handler.subject === subject).map(({ name }) => name);
    expect(own.toSorted()).toEqual(routes.map(({ name }) => name).toSorted());
  },
);

test('a route refuses with nothing that it does not list', () => {
  const graph = new CallGraph();
  const strays = handlers.flatMap(({ subject, name, file, text }) => {
    const route = subjects.find((one) => one.subject === subject)?.routes.find((one) => one.name === name);
    const outOf = graph.refusalsFrom(file, text);
    return (
      [...outOf]
        .filter(([code]) => code in REFUSALS && route && !route.errors.has(code))
        // The demo's files are our own: what is refused of them is our bug, and answered as one.
        .filter(([, way]) => !/ → loadDemo( →|$)/.test(way))
        .filter(
          ([code]) =>
            !CANNOT.some(([routes, codes]) => routes.test(`${subject}.${name}`) && codes.test(code)),
        )
        .map(([code, way]) => `${subject}.${name} may refuse ${code}: ${way}`)
    );
  });
  expect(strays).toEqual([]);
});

/** What the graph finds and cannot happen, each with its reason. */
const CANNOT: readonly (readonly [routes: RegExp, codes: RegExp, because: string])[] = [
  [/./, /^day_unreadable$/, 'a day that comes through the contract is one'],
  [
    /^policies\./,
    /^policy_(version_)?unknown$/,
    'the policy that was just written is shown in its newest version',
  ],
  [
    /^bankStatements\.listLines$/,
    /^(bank_|archive_|xml_|file_too_large|file_empty|quote_unclosed|encoding_unreadable)/,
    'a refused statement is read from a file that was read whole before; what is wrong with it is a part of its reading',
  ],
  [/\.(add|invite)\w*$/, /^(group|user)_unknown$/, 'what was just added is shown'],
  [/^(session\.firstRun|companies\.create)$/, /^policy_name_taken$/, 'a new company has no policy yet'],
  [/^companies\.create/, /^company_unknown$/, 'what was just added is shown'],
  [
    /^companies\.goLive$/,
    /^(run|notice)_(unknown|already_undone)$/,
    'its runs and notices were listed just before',
  ],
  [
    /^(?!interest\.)/,
    /^(law_unknown|rate_missing)$/,
    'a notice asks interest of a known law, up to the last day with a rate',
  ],
  [
    /^bankStatements\.overrideStatement$/,
    /^(bank_(?!file_(unreadable_now|not_found)$)|file_|encoding_|archive_|xml_|quote_|row_|value_|day_|amount_|currency_)/,
    'the file was read when it came; should it read otherwise now, that is told as bank_file_unreadable_now',
  ],
  [/^imports\.table$/, /^(archive|xml|spreadsheet|file|amount)_/, 'the file was opened when it was sent'],
];

function routesOf(subject: string, router: object, prefix = ''): Route[] {
  return Object.entries(router).flatMap(([name, value]: [string, object]) => {
    const definition = (value as { '~orpc'?: Definition })['~orpc'];
    if (!definition) return routesOf(subject, value, `${prefix}${name}.`);
    const { method = 'POST', path = '' } = definition.route;
    const errors = new Set(Object.keys(definition.errorMap));
    return [{ name: prefix + name, method, path, access: definition.meta.access ?? '', errors }];
  });
}
type Definition = {
  readonly route: { readonly method?: string; readonly path?: string };
  readonly errorMap: object;
  readonly meta: { readonly access?: string };
};

function handlersOf(file: string, text: string) {
  const imported = new Map(
    [...text.matchAll(/import \{ (\w+)[^}]*\} from '#contract\/[^']+'/g)].map((found) => [
      found[1] ?? '',
      found[1] ?? '',
    ]),
  );
  return [...text.matchAll(/(\w+) = implement\((\w+)\)/g)].flatMap(([, on = '', contract = '']) =>
    [...text.matchAll(new RegExp(`\\b${on}\\.(\\w+)\\s*\\.handler\\(`, 'g'))].map((found) => ({
      subject: imported.get(contract) ?? contract,
      name: found[1] ?? '',
      file,
      text: balanced(text, (found.index ?? 0) + found[0].length),
    })),
  );
}

/** The text up to the parenthesis that closes the one before. */
function balanced(text: string, start: number): string {
  let depth = 1;
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1;
    if (text[at] === ')') depth -= 1;
    if (depth === 0) return text.slice(start, at);
  }
  return text.slice(start);
}
