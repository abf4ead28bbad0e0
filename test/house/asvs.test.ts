import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** docs/security/asvs.csv: how each requirement of OWASP ASVS 5.0.0 is met, and what proves it. */
type Line = {
  readonly requirement: string;
  readonly level: string;
  readonly applicable: string;
  readonly met: string;
  readonly how: string;
  /** The file of the test that proves it, and a piece of its title or of the row that does. */
  readonly test: string;
  readonly title: string;
  /** Why there is no test, or what is missing. */
  readonly reason: string;
};

const FILE = 'docs/security/asvs.csv';
const lines = readLines(readFileSync(FILE, 'utf8'));
const idsWhere = (holds: (line: Line) => boolean) => lines.filter(holds).map((line) => line.requirement);

/** Requirements of level 1 and of level 2 in each chapter of the standard: 70 and 183. */
const CHAPTERS: Readonly<Record<string, readonly [first: number, second: number]>> = {
  1: [8, 19],
  2: [4, 7],
  3: [8, 11],
  4: [2, 8],
  5: [4, 5],
  6: [13, 22],
  7: [6, 12],
  8: [4, 3],
  9: [4, 3],
  10: [5, 24],
  11: [3, 11],
  12: [3, 6],
  13: [1, 12],
  14: [2, 7],
  15: [3, 10],
  16: [0, 16],
  17: [0, 7],
};

test('none of the 70 and 183 requirements of levels 1 and 2 is missing, in any chapter', () => {
  const count = (level: string) => idsWhere((line) => line.level === level).length;
  expect([count('1'), count('2')]).toEqual([70, 183]);
  const found = Object.keys(CHAPTERS).map((chapter) => [
    chapter,
    ['1', '2'].map((level) => idsWhere((line) => isOf(line, chapter) && line.level === level).length),
  ]);
  expect(Object.fromEntries(found)).toEqual(CHAPTERS);
});

test('no requirement is answered twice, and each has the form of one', () => {
  const ids = idsWhere(() => true);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  expect(ids.filter((id) => !/^([1-9]|1[0-7])\.\d+\.\d+$/.test(id))).toEqual([]);
});

test('each is answered: whether it applies, whether it is met, and how', () => {
  const verdicts = new Set(['yes yes', 'yes partly', 'yes no', 'no ']);
  expect(idsWhere(({ applicable, met }) => !verdicts.has(`${applicable} ${met}`))).toEqual([]);
  expect(idsWhere(({ level }) => !['1', '2', '3'].includes(level))).toEqual([]);
  expect(idsWhere(({ how }) => how.length < 15)).toEqual([]);
});

test('each has a test or a written reason; what is not wholly met has the reason in any case', () => {
  expect(idsWhere((line) => line.test === '' && line.reason === '')).toEqual([]);
  expect(idsWhere(({ met, reason }) => (met === 'partly' || met === 'no') && reason === '')).toEqual([]);
});

test('every test that is named is there, under the title that is named', () => {
  expect(idsWhere((line) => line.test !== '' && !existsSync(line.test))).toEqual([]);
  expect(idsWhere((line) => (line.test === '') !== (line.title === ''))).toEqual([]);
  const isTest = (file: string) => /\.(test|spec)\.ts$/.test(file);
  expect(idsWhere((line) => line.test !== '' && !isTest(line.test))).toEqual([]);
  const names = (line: Line) => readFileSync(line.test, 'utf8').includes(line.title);
  expect(idsWhere((line) => line.test !== '' && existsSync(line.test) && !names(line))).toEqual([]);
});

test('every page that is named is there', () => {
  const named = lines.flatMap(({ how, reason }) => `${how} ${reason}`.match(/\b[\w./-]+\.md\b/g) ?? []);
  expect(named.length).toBeGreaterThan(0);
  expect([...new Set(named)].filter((page) => !existsSync(page))).toEqual([]);
});

function isOf({ requirement }: Line, chapter: string): boolean {
  return requirement.startsWith(`${chapter}.`);
}

function readLines(text: string): Line[] {
  const [head, ...rows] = text.trimEnd().split('\n');
  expect(head, FILE).toBe('requirement,level,applicable,met,how,test,title,reason');
  return rows.map((row) => {
    const cells = [...row.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(
      ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '',
    );
    expect(cells.length, row).toBe(8);
    const [requirement = '', level = '', applicable = '', met = '', how = '', ...rest] = cells;
    const [named = '', title = '', reason = ''] = rest;
    return { requirement, level, applicable, met, how, test: named, title, reason };
  });
}
