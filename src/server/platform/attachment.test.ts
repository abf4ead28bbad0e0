import { expect, test } from 'vitest';
import { attachmentNamed } from './attachment.ts';

test.each([
  ['rates.csv', 'rates.csv'],
  ["Eetcafé 't Hoekje 2026.pdf", 'Eetcaf%C3%A9%20%27t%20Hoekje%202026.pdf'],
  ['a(1)*!.pdf', 'a%281%29%2A%21.pdf'],
  ['two\r\nlines";.csv', 'two%0D%0Alines%22%3B.csv'],
])('%j leaves no sign that a header would read otherwise', (name, encoded) => {
  expect(attachmentNamed(name)).toBe(`attachment; filename*=UTF-8''${encoded}`);
});
