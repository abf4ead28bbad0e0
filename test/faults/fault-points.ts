import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(import.meta.dirname, '../..');

/** Every named fault point of the program, with the file it stands in. @throws Error where a name stands twice */
export function listFaultPoints(): ReadonlyMap<string, string> {
  const points = new Map<string, string>();
  for (const file of globSync('src/**/*.ts', { cwd: ROOT }).filter((name) => !name.endsWith('.test.ts'))) {
    const text = readFileSync(path.join(ROOT, file), 'utf8');
    for (const [, name = ''] of text.matchAll(/(?<![\w.])fault\('([^']+)'\)/g)) {
      if (points.has(name))
        throw new Error(`The fault point ${name} stands in ${points.get(name)} and ${file}.`);
      points.set(name, file);
    }
  }
  return points;
}
