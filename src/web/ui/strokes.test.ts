import { expect, test } from 'vitest';
import { matchStroke, printedKeys, strokeOf } from './strokes.ts';

const bare = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };

test.each([
  [{ key: 'e' }, 'e'],
  [{ key: 'E', shiftKey: true }, 'shift+e'],
  [{ key: '?', shiftKey: true }, '?'],
  [{ key: '/', shiftKey: true }, '/'], // a German or Belgian keyboard
  [{ key: 'k', ctrlKey: true }, 'mod+k'],
  [{ key: 'k', metaKey: true }, 'mod+k'],
  [{ key: 'Z', metaKey: true, shiftKey: true }, 'mod+shift+z'],
  [{ key: ' ' }, 'space'],
  [{ key: 'ArrowDown', shiftKey: true }, 'shift+arrowdown'],
  [{ key: 'e', altKey: true }, null],
  [{ key: 'Shift', shiftKey: true }, null],
] as const)('%o is %s', (event, stroke) => {
  expect(strokeOf({ ...bare, ...event })).toBe(stroke);
});

const commands = [{ keys: 'j / arrowdown' }, { keys: 'g d' }, { keys: 'd' }, {}];
test.each([
  ['', 'j', 0, false],
  ['', 'arrowdown', 0, false],
  ['', 'g', null, true],
  ['g', 'd', 1, false], // the pair, though d alone is a command too
  ['', 'd', 2, false],
  ['g', 'j', 0, false], // no pair: the key counts for itself
  ['', 'q', null, false],
] as const)('after “%s”, “%s”', (pending, stroke, index, begun) => {
  const command = index === null ? null : commands[index];
  expect(matchStroke(commands, pending, stroke)).toEqual({ command, begun });
});

test('keys are printed as they are on the keyboard of the machine', () => {
  expect(printedKeys('mod+k', true)).toEqual([['⌘', 'K']]);
  expect(printedKeys('mod+k', false)).toEqual([['Ctrl', 'K']]);
  expect(printedKeys('g d', false)).toEqual([['G'], ['D']]);
});

test('a plus that is a key of its own is printed as one', () => {
  expect(printedKeys('+', false)).toEqual([['+']]);
  expect(printedKeys('mod+k', false)).toEqual([['Ctrl', 'K']]);
});
