import { expect, test } from 'vitest';
import { codeOf, isTest, readSources } from '#test/support/sources.ts';

const files = readSources('{src,test,bench,demo}/**/*.{ts,tsx}');

test('no file or folder is named after a habit instead of a thing', () => {
  const habit = /(^|[/-])(utils?|helpers?|common|misc|shared|services?|managers?|handlers?|index)([/.-]|$)/i;
  expect(files.map(({ path }) => path).filter((path) => habit.test(path))).toEqual([]);
});

test('files are kebab-case, and components are named for what they show', () => {
  const strays = files
    .map(({ path }) => path)
    .filter((path) => {
      const name = path.split('/').at(-1) ?? '';
      return (
        !/^[a-z0-9]+([-.][a-z0-9]+)*\.ts$/.test(name) &&
        !/^([A-Z][A-Za-z0-9]*|main|routes|[a-z0-9-]+)(\.[a-z]+)*\.tsx$/.test(name)
      );
    });
  expect(strays).toEqual([]);
});

test('the checker is not silenced', () => {
  const silenced = /\bas any\b|as unknown as|@ts-(ignore|expect-error|nocheck)|biome-ignore/;
  const strays = files
    .filter(({ path }) => path.startsWith('src/') && !isTest(path))
    .flatMap(({ path, text }) =>
      text
        .split('\n')
        .map((line, index) => ({
          line,
          said: /^\s*(\/\/|\*)|\/\/ |\{\/\*/.test(text.split('\n')[index - 1] ?? ''),
        }))
        .filter(({ line }) => silenced.test(line))
        .filter(({ line, said }) => !said && !/biome-ignore [^:]+: \S+ \S+/.test(line))
        .map(({ line }) => `${path}: ${line.trim()} (say why in the line above)`),
    );
  expect(strays).toEqual([]);
});

test('nothing is left out of a run by a mark somebody forgot', () => {
  const left = /\b(test|describe|it)\.(only|skip|todo)\(/;
  const strays = files.filter(({ path, text }) => isTest(path) && left.test(codeOf(text)));
  expect(strays.map(({ path }) => path)).toEqual([]);
});

test('no test waits for the clock', () => {
  const sleep = /setTimeout\((resolve|done|r),|waitForTimeout\(|setTimeout\(\w+, ?\d/;
  const strays = files.filter(({ path, text }) => isTest(path) && sleep.test(codeOf(text)));
  expect(strays.map(({ path }) => path)).toEqual([]);
});
