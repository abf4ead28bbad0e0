import { expect, test } from 'vitest';
import { whyPasswordUnusable } from './password.ts';

const COMMON = new Set(['123456789qwe', 'dragon', 'motherfucker']);
const known = {
  words: ['odile.lambert@brasserie.example', 'Odile Lambert', 'Rappel'],
  isCommon: (text: string) => COMMON.has(text),
};

test.each<[password: string, fault: ReturnType<typeof whyPasswordUnusable>]>([
  ['elevenchars', 'too_short'],
  ['twelve chars', null],
  // Signs, not bytes or halves: eleven and twelve of them.
  ['🥐🥖🧀🍷🍇🍏🍋🍊🍓🥝🍅', 'too_short'],
  ['🥐🥖🧀🍷🍇🍏🍋🍊🍓🥝🍅🥕', null],
  // Neither capitals nor figures nor signs are asked for, and spaces count.
  ['quatre mots sans rapport', null],
  ['correct horse battery staple', null],
  ['x y '.repeat(32), 'common'],
  [`${'ab cd ef gh ij kl mn op '.repeat(5)}end of it`, null],
  // Those that are tried first, whatever their capitals.
  ['123456789qwe', 'common'],
  ['MotherFucker', 'common'],
  ['dragondragon', 'common'],
  ['dragondragondragon', 'common'],
  ['dragon dragon drag', null],
  ['aaaaaaaaaaaaaaaa', 'common'],
  ['121212121212121', 'common'],
  // Little more than what is known of the person or the program.
  ['odilelambert1', 'common'],
  ['Rappel2026!!', 'common'],
  ['rappelrappel', 'common'],
  ['odile.lambert@brasserie.example', 'common'],
  ['Lambert kauft sechs Kisten', null],
])('%s → %s', (password, fault) => {
  expect(whyPasswordUnusable(password, known)).toBe(fault);
});
