import { expect, test } from 'vitest';
import { Refusal } from '#core/refusal.ts';
import { readAnswer, writeAnswer } from './run-answer.ts';

test.each([
  [new Refusal('mail_not_set_up', {}), { kind: 'refusal', code: 'mail_not_set_up', facts: {} }],
  [new Refusal('run_failed', { run: '7' }), { kind: 'refusal', code: 'run_failed', facts: { run: '7' } }],
  [new Error('connect ECONNREFUSED'), { kind: 'words', words: 'connect ECONNREFUSED' }],
  [
    new Error('run_failed for a reason of its own'),
    { kind: 'words', words: 'run_failed for a reason of its own' },
  ],
  ['stopped', { kind: 'words', words: 'stopped' }],
])('%o is kept and read again', (error, expected) => {
  expect(readAnswer(writeAnswer(error))).toEqual(expected);
});

test('an answer kept before facts were is still a refusal', () => {
  expect(readAnswer('mail_not_set_up')).toEqual({ kind: 'refusal', code: 'mail_not_set_up', facts: {} });
});

test.each([
  ['run_failed {"run":7}', { kind: 'refusal', code: 'run_failed', facts: { run: '7' } }],
  ['run_failed {"run":"7', { kind: 'words', words: 'run_failed {"run":"7' }],
  ['run_failed [1]', { kind: 'words', words: 'run_failed [1]' }],
  ['', { kind: 'words', words: '' }],
])('kept as %j, though cut off or written by another, it is read: %o', (kept, expected) => {
  expect(readAnswer(kept)).toEqual(expected);
});
