import { expect, test } from 'vitest';
import { TEXT_STEPS } from '#core/dunning/text-steps.ts';
import { LANGUAGES } from '#core/receivables/kinds.ts';
import { SAMPLE_DEBTORS, tryWords } from './try-words.ts';
import { deliveredWords, PLACEHOLDERS } from './words.ts';

test('twenty debtors of every sort', () => {
  expect(new Set(SAMPLE_DEBTORS.map(({ name }) => name)).size).toBe(20);
});

test('every delivered text is filled for each of them in each language', () => {
  for (const step of TEXT_STEPS) for (const language of LANGUAGES) tryWords(deliveredWords(step, language));
}, 30_000);

test('whatever may be named is filled for each of them', () => {
  tryWords({ subject: 's', body: PLACEHOLDERS.map((name) => `{{ ${name} }}`).join('\n') });
});

test.each([
  ['{% if promise_broken %}Promise{% endif %}', 'x', 'text_subject_empty'],
  ['{{ company.phone }}', 'x', 'text_subject_empty'],
  ['x {{ documents }}', 'x', 'text_beyond_limits'],
  ['s', '{{ documents }}'.repeat(20), 'text_beyond_limits'],
  ['s', 'a\n{{ totl }}', 'text_placeholder_unknown'],
])('%s and %s are refused before anybody uses them', (subject, body, code) => {
  expect(() => tryWords({ subject, body })).toThrow(expect.objectContaining({ code }));
});
