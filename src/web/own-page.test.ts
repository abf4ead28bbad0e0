import { expect, test } from 'vitest';
import { isOwnPage } from './own-page.ts';

test.each([
  ['/c/lambert/runs?page=2', true],
  ['/', true],
  ['/c/lambert?to=https://evil.example', true],
  ['', false],
  ['c/lambert', false],
  ['https://evil.example', false],
  ['http:evil.example', false],
  ['//evil.example', false],
  ['///evil.example', false],
  ['/\\evil.example', false],
  ['\\\\evil.example', false],
  ['/\t/evil.example', false],
  ['/\n/evil.example', false],
  ['javascript:alert(1)', false],
  ['data:text/html,x', false],
  ['https://rappel.lambert.example.evil.example/', false],
  ['@evil.example', false],
])('after signing in, %j is a page of ours: %s', (next, isOwn) => {
  expect(isOwnPage(next, 'https://rappel.lambert.example')).toBe(isOwn);
});
