import { Liquid, LiquidError, type Template } from 'liquidjs';

/** What a template may be filled with. Nothing else of a value is ever reached. */
export type TemplateFacts = { readonly [name: string]: string | number | boolean | TemplateFacts };

/** Why a template cannot be used, and on which line. */
export class TemplateFault extends Error {
  readonly kind: 'unknown' | 'unreadable';
  readonly line: number;
  readonly given: string;
  constructor(kind: TemplateFault['kind'], line: number, given: string) {
    super(`${kind} on line ${line}: ${given}`);
    this.kind = kind;
    this.line = line;
    this.given = given;
  }
}

const TAGS = ['if', 'unless', 'case', 'comment', '#'];
const FILTERS = ['upcase', 'downcase', 'capitalize', 'default', 'strip', 'escape'];

/** The few tags and filters that words need; whatever reaches a file, escapes the limits or skips escaping is gone. */
function engineWith(quote: (value: unknown) => string): Liquid {
  const engine = new Liquid({
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: true,
    outputEscape: quote,
    parseLimit: 1e5,
    renderLimit: 1000,
    memoryLimit: 1e6,
  });
  for (const tag of Object.keys(engine.tags)) if (!TAGS.includes(tag)) delete engine.tags[tag];
  for (const filter of Object.keys(engine.filters))
    if (!FILTERS.includes(filter)) delete engine.filters[filter];
  return engine;
}

const checker = engineWith(String);

/** Finds the first placeholder that is not among the known ones ('debtor.name'). @throws TemplateFault */
export function checkTemplate(source: string, known: ReadonlySet<string>): void {
  const templates = parse(checker, source);
  const { globals } = checker.analyzeSync(templates);
  const named = Object.values(globals).flat();
  const stray = named
    .map((variable) => ({ name: variable.segments.map(String).join('.'), line: variable.location.row }))
    .filter(({ name }) => !known.has(name))
    .sort((a, b) => a.line - b.line)[0];
  if (stray) throw new TemplateFault('unknown', stray.line, stray.name);
}

const engines = new WeakMap<(value: string) => string, Liquid>();

/** One engine for each way to quote: to make one takes longer than to fill a text. */
function engineFor(quote: (value: string) => string): Liquid {
  const known = engines.get(quote) ?? engineWith((value) => quote(String(value)));
  engines.set(quote, known);
  return known;
}

/** Fills a template. `quote` sees each value before it is put among the words. @throws TemplateFault */
export function fillTemplate(source: string, facts: TemplateFacts, quote: (value: string) => string): string {
  const engine = engineFor(quote);
  try {
    return String(engine.renderSync(parse(engine, source), facts));
  } catch (error) {
    throw error instanceof TemplateFault ? error : faultOf(error);
  }
}

function parse(engine: Liquid, source: string): Template[] {
  try {
    return engine.parse(source);
  } catch (error) {
    throw faultOf(error);
  }
}

function faultOf(error: unknown): TemplateFault {
  // Its limits are asserted, and an assertion knows no place.
  if (error instanceof Error && error.name === 'AssertionError') {
    return new TemplateFault('unreadable', 1, error.message);
  }
  if (!(error instanceof LiquidError)) throw error;
  const line = error.token?.getPosition()[0] ?? 1;
  const missing = /undefined variable: (\S+?),/.exec(error.message);
  if (missing?.[1]) return new TemplateFault('unknown', line, missing[1]);
  return new TemplateFault('unreadable', line, error.message.replace(/, line:.*$/s, ''));
}
