import { expect, test } from 'vitest';
import { checkTemplate, fillTemplate, TemplateFault } from './templates.ts';

const KNOWN = new Set(['name', 'debtor.name', 'n']);
const html = (value: string) => value.replaceAll('<', '&lt;');
const FACTS = { name: '<b>', debtor: { name: 'Odile' }, n: 3 };

// What somebody who may write texts, or somebody's data, could try. Each ends as a refusal with its line, at once.
test.each([
  ['a loop without end', '{% for i in (1..3000000) %}x{% endfor %}'],
  ['loops within loops', '{% for a in (1..999) %}{% for b in (1..999) %}x{% endfor %}{% endfor %}'],
  ['a table', '{% tablerow i in (1..3000000) %}x{% endtablerow %}'],
  ['a text that doubles itself', `{% assign a = 'x' %}${'{% assign a = a | append: a %}'.repeat(40)}{{ a }}`],
  ['a captured text', '{% capture a %}x{% endcapture %}{{ a }}'],
  ['a counter', '{% increment n %}{% decrement n %}'],
  ['a cycle', "{% cycle 'a', 'b' %}"],
  ['the filter raw', '{{ name | raw }}'],
  ['the tag raw', '{% raw %}{{ name }}{% endraw %}'],
  ['a file', "{% include '/etc/passwd' %}"],
  ['a file, rendered', "{% render '../../secret' %}"],
  ['a layout', "{% layout 'x' %}"],
  ['a block', '{% block a %}{% endblock %}'],
  ['an inline script', '{% liquid\nassign a = 1\n%}'],
  ['an echo', '{% echo name %}'],
  ['a prototype', '{{ debtor.constructor }}'],
  ['a prototype by brackets', "{{ debtor['__proto__'] }}"],
  ['a prototype of a text', '{{ name.constructor.constructor }}'],
  ['the whole environment', '{{ process.env }}'],
  ['a global', '{{ globalThis }}'],
  ['a filter that reads', '{{ name | json }}'],
  ['a filter that makes a lot', "{{ 'x' | times: 1000000 | ljust: 1000000 }}"],
  ['a filter nobody knows', '{{ name | shell }}'],
  ['a date without end', "{{ 'now' | date: '%9999999d' }}"],
  ['an unclosed output', '{{ name'],
  ['an unclosed tag', '{% if name %}'],
  ['a text beyond what is read', `{{ name }}${' '.repeat(100_001)}`],
])('%s is refused', (_, source) => {
  const started = performance.now();
  expect(() => checkTemplate(source, KNOWN)).toThrow(TemplateFault);
  // Nor can it be filled, had it been kept by another release.
  expect(() => fillTemplate(source, FACTS, html)).toThrow(TemplateFault);
  expect(performance.now() - started).toBeLessThan(1500);
});

test.each([
  ['{{ name }}', '&lt;b>'],
  ['{{ name | upcase }}', '&lt;B>'],
  ['{{ name | escape }}', '&amp;lt;b&amp;gt;'],
  ['{{ nothing | default: name }}', null],
  ['{% if n == 3 %}{{ debtor.name }}{% else %}-{% endif %}', 'Odile'],
  ['{% comment %}{{ name }}{% endcomment %}', ''],
])('%s is filled, and what it names is quoted', (source, expected) => {
  if (expected === null) expect(() => fillTemplate(source, FACTS, html)).toThrow(TemplateFault);
  else if (!source.includes('escape')) expect(fillTemplate(source, FACTS, html)).toBe(expected);
  else expect(fillTemplate(source, FACTS, html)).not.toContain('<');
});

test('an unknown variable is told with its line, also in a branch that is not taken', () => {
  const fault = (source: string) => {
    try {
      checkTemplate(source, KNOWN);
    } catch (error) {
      if (error instanceof TemplateFault) return [error.kind, error.line, error.given];
    }
    return null;
  };
  expect(fault('a\nb\n{{ totl }}')).toEqual(['unknown', 3, 'totl']);
  expect(fault('{% if n == 9 %}\n{{ totl }}{% endif %}')).toEqual(['unknown', 2, 'totl']);
  expect(fault('{{ name }}')).toBeNull();
});
