import { describe, expect, test } from 'vitest';
import { TEXT_STEPS } from '#core/dunning/text-steps.ts';
import { LANGUAGES } from '#core/receivables/kinds.ts';
import { sampleNotice } from '#server/notices/sample-notice.ts';
import { SAMPLE_COMPANY, SAMPLE_LAYOUT } from '#test/support/sample-company.ts';
import { checkWords, deliveredWords, fillWords } from './words.ts';

const company = SAMPLE_COMPANY;
const layout = SAMPLE_LAYOUT;
const today = Temporal.PlainDate.from('2026-03-31');

describe.each(TEXT_STEPS)('the delivered words of %s', (step) => {
  test.each(LANGUAGES)('in %s name only what exists, fill whole, and place the table once', (language) => {
    const words = deliveredWords(step, language);
    checkWords(words);
    // Nothing is listed on the telephone, nor by what takes a letter back.
    const lists = step !== 'call' && step !== 'correction';
    expect(words.body.match(/\{\{ items \}\}/g) ?? []).toHaveLength(lists ? 1 : 0);
    const content = sampleNotice({ company, layout, step, language, words: null, today });
    const text = JSON.stringify(content.words);
    expect(text.replaceAll('{{ items }}', '')).not.toMatch(/\{\{|\}\}|\{%|undefined/);
    expect(content.words.plain).not.toContain('**');
    expect(content.words.opening.length).toBeGreaterThan(0);
    expect(content.words.closing.length > 0).toBe(lists);
  });
});

// The words, the refusal, the line it names.
test.each([
  ['{{ debtor.nam }}', 'text_placeholder_unknown', '1'],
  ['a\nb {{ total }} {{ totl }}', 'text_placeholder_unknown', '2'],
  ['a\n{% if has_costs %}{{ nothing }}{% endif %}', 'text_placeholder_unknown', '2'],
  ['a\n\n{{ total ', 'text_unreadable', '3'],
  ['{% if count == 1 %}x', 'text_unreadable', '1'],
  ['{% include "x" %}', 'text_unreadable', '1'],
  ['{% render "x" %}', 'text_unreadable', '1'],
  ['{% layout "x" %}', 'text_unreadable', '1'],
  ['{% raw %}x{% endraw %}', 'text_unreadable', '1'],
  ['{% for i in (1..9) %}x{% endfor %}', 'text_unreadable', '1'],
  ['{{ total | raw }}', 'text_unreadable', '1'],
  ['{{ company.constructor }}', 'text_placeholder_unknown', '1'],
])('%s is refused with %s on line %s', (body, code, line) => {
  expect(() => checkWords({ subject: 'x', body })).toThrow(
    expect.objectContaining({ code, facts: expect.objectContaining({ line }) }),
  );
});

test('a value is text, never markup, and never more than one line', () => {
  const facts = { debtor: { name: '**x**\n{{ total }} <b>&', number: '1' } };
  const { opening, closing } = fillWords(
    { subject: 's', body: 'An {{ debtor.name }} **so**\n\n{{ items }}\n\nEnde' },
    facts,
  );
  expect(opening).toEqual([
    [
      [
        { text: 'An **x** {{ total }} <b>& ', strong: false },
        { text: 'so', strong: true },
      ],
    ],
  ]);
  expect(closing).toEqual([[[{ text: 'Ende', strong: false }]]]);
});

test('a placeholder that was not checked is refused when it is filled, too', () => {
  expect(() => fillWords({ subject: '{{ nope }}', body: 'x' }, {})).toThrow(/text_placeholder_unknown/);
});
