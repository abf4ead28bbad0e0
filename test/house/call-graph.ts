import path from 'node:path';
import { readSources, withoutComments } from '#test/support/sources.ts';

/** A named thing at the top of a file: what it mentions there, and what it refuses by itself. */
type Part = { readonly file: string; readonly text: string };

const DECLARATION = /^(?:export )?(?:default )?(?:async )?(?:function\*?|const|class) (\w+)/;

/**
 * Who may call whom, read from the sources: every mention counts as a call, so it finds rather too much than too little.
 * What is chosen at run time (a refusal in a variable) it does not see.
 */
export class CallGraph {
  readonly #parts = new Map<string, Part>();
  readonly #names = new Map<string, ReadonlyMap<string, string>>();

  constructor() {
    for (const { path: file, text } of readSources('src/{core,formats,server}/**/*.ts')) {
      if (/\.test\.ts$/.test(file)) continue;
      const code = withoutComments(text);
      for (const [name, body] of declarationsOf(code))
        this.#parts.set(`${file}#${name}`, { file, text: body });
      this.#names.set(file, namesIn(file, code));
    }
  }

  /** Every refusal that may come out of this piece of a file, with the way that leads to it. */
  refusalsFrom(file: string, text: string): Map<string, string> {
    const found = new Map<string, string>();
    for (const { part, way } of this.#reach(file, text))
      for (const [, code] of part.text.matchAll(/\b(?:refuse|new Refusal)\(\s*'(\w+)'/g))
        found.set(code ?? '', way);
    return found;
  }

  /** Every table that this piece of a file may write to, with the way that leads there. */
  writesFrom(file: string, text: string): Map<string, string> {
    const found = new Map<string, string>();
    for (const { part, way } of this.#reach(file, text))
      for (const table of tablesWritten(part.text)) if (!found.has(table)) found.set(table, way);
    return found;
  }

  /** What is declared at the top of a file, by name. */
  declaration(file: string, name: string): string | undefined {
    return this.#parts.get(`${file}#${name}`)?.text;
  }

  /** Where the words of a text come from: each with the file that declares it. */
  mentioned(file: string, text: string): { readonly name: string; readonly file: string }[] {
    const words = new Set([...text.matchAll(/\b\w+\b/g)].map(([word]) => word));
    return [...words].flatMap((word) => {
      const [from = '', name = ''] = this.#names.get(file)?.get(word)?.split('#') ?? [];
      return this.#parts.has(`${from}#${name}`) ? [{ name, file: from }] : [];
    });
  }

  #reach(file: string, text: string): { readonly part: Part; readonly way: string }[] {
    const found: { part: Part; way: string }[] = [];
    const seen = new Set<string>();
    const visit = (part: Part, way: string) => {
      found.push({ part, way });
      for (const [word] of part.text.matchAll(/\b\w+\b/g)) {
        const target = this.#names.get(part.file)?.get(word);
        const next = target && this.#parts.get(target);
        if (!next || seen.has(target)) continue;
        seen.add(target);
        visit(next, `${way} → ${word}`);
      }
    };
    visit({ file, text }, path.basename(file));
    return found;
  }
}

const WRITES = [
  /\.(?:insertInto|updateTable|deleteFrom|mergeInto)\(\s*['"](\w+)/g,
  /\b(?:insert into|delete from|merge into) ([a-z_]+)\b/gi,
  /\bupdate ([a-z_]+)(?: [a-z]+)?\s+set\b/gi,
];

/** 'due_item' for `updateTable('dueItem')` and for `update due_item i set …`. */
function tablesWritten(text: string): string[] {
  return WRITES.flatMap((pattern) => [...text.matchAll(pattern)]).map(([, table = '']) =>
    table.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
  );
}

function declarationsOf(code: string): [string, string][] {
  const found: [string, string][] = [];
  let name = '';
  let lines: string[] = [];
  for (const line of code.split('\n')) {
    const declared = DECLARATION.exec(line)?.[1];
    if (declared || /^(export type|type|import|export \{)/.test(line)) {
      if (name) found.push([name, lines.join('\n')]);
      name = declared ?? '';
      lines = [];
    }
    lines.push(line);
  }
  if (name) found.push([name, lines.join('\n')]);
  return found;
}

/** What a word means in a file: its own declarations, and what it imports by name. */
function namesIn(file: string, code: string): Map<string, string> {
  const names = new Map(declarationsOf(code).map(([name]) => [name, `${file}#${name}`]));
  for (const [, list, target] of code.matchAll(/import \{([^}]*)\} from '([^']+)'/g)) {
    const from = resolve(file, target ?? '');
    for (const entry of (list ?? '').split(',')) {
      const [theirs = '', ours = theirs] = entry.trim().split(' as ');
      if (from && theirs && !theirs.startsWith('type ')) names.set(ours, `${from}#${theirs}`);
    }
  }
  return names;
}

function resolve(file: string, target: string): string | null {
  if (target.startsWith('./')) return path.posix.join(path.posix.dirname(file), target);
  return target.startsWith('#') ? `src/${target.slice(1)}` : null;
}
