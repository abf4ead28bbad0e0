import { expect, test } from 'vitest';
import { attachmentNamed } from './attachment.ts';

const LONG = `${'é'.repeat(300)}.pdf`;

// The name as somebody gave it, and as a browser saves it.
test.each([
  ['rates.csv', 'rates.csv'],
  ['facture 12.pdf', 'facture 12.pdf'],
  ["Eetcafé 't Hoekje 2026.pdf", "Eetcafé 't Hoekje 2026.pdf"],
  ['a(1)*!.pdf', 'a(1)*!.pdf'],
  ['100%.csv', '100%.csv'],
  ['%22%0d%0a.csv', '%22%0d%0a.csv'],
  ['a"b.pdf', 'a"b.pdf'],
  ['a;filename=b.exe', 'a;filename=b.exe'],
  ['two\r\nSet-Cookie: a=b.csv', 'two Set-Cookie_ a=b.csv'],
  ['nul\u0000.pdf', 'nul .pdf'],
  ['../../etc/passwd', '_.._etc_passwd'],
  ['C:\\Windows\\a.exe', 'C_Windows_a.exe'],
  ['.htaccess', 'htaccess'],
  ['ends with a dot.', 'ends with a dot'],
  ['evil\u202efdp.exe', 'evil fdp.exe'],
  ['\u2066a\u2069.pdf', 'a .pdf'],
  ['\u200b', 'file'],
  ['', 'file'],
  ['...', 'file'],
  ['half \ud83c.pdf', 'half \ufffd.pdf'],
  ['Bistro 🍺.pdf', 'Bistro 🍺.pdf'],
  ['請求書.pdf', '請求書.pdf'],
  ['فاتورة.pdf', 'فاتورة.pdf'],
  ["UTF-8''a.pdf", "UTF-8''a.pdf"],
  [LONG, `${'é'.repeat(196)}.pdf`],
])('%j is saved under a name that is one', (name, saved) => {
  const header = attachmentNamed(name);
  // RFC 8187: only these signs stand in a value as they are; so no name ends the header or begins another.
  const value = /^attachment; filename\*=UTF-8''((?:[A-Za-z0-9#$&+\-.^_`|~]|%[0-9A-F]{2})+)$/.exec(
    header,
  )?.[1];
  expect(decodeURIComponent(value ?? '')).toBe(saved);
  expect(() => new Headers({ 'content-disposition': header })).not.toThrow();
});
