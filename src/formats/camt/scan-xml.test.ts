import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import { mutate, seeded } from '#test/fuzz/mutate.ts';
import { XmlScanner } from './scan-xml.ts';

/** 500 in the suite; RAPPEL_TEST_MUTANTS=5000 at night. */
const COUNT = Number(process.env.RAPPEL_TEST_MUTANTS ?? 500);

/** What a document tells: tags with their attributes, texts joined; or that it is wrong. */
type Told = readonly string[] | 'wrong';

class Wrong extends Error {}

/** Texts between two tags come in pieces, wherever portions are cut. */
class Teller {
  readonly events: string[] = [];
  #text = '';
  #depth = 0;

  text(text: string): void {
    if (this.#depth > 0) this.#text += text;
  }

  event(event: string): void {
    this.#depth += event === '/' ? -1 : 1;
    if (this.#text !== '') this.events.push(`"${this.#text}"`);
    this.#text = '';
    this.events.push(event);
  }
}

const tagOf = (name: string, attributes: Iterable<readonly [string, string]>) =>
  `<${[name, ...Array.from(attributes, ([key, value]) => `${key}=${value}`)].join('|')}>`;

function scan(document: string, lengthOf: () => number): Told {
  const teller = new Teller();
  const wrong = (found: string): never => {
    throw new Wrong(found);
  };
  const scanner = new XmlScanner({
    opened: ({ name, attributes }) => teller.event(tagOf(name, attributes)),
    said: (text) => teller.text(text),
    closed: () => teller.event('/'),
    wrong,
    doctype: () => wrong('DOCTYPE'),
  });
  return toldBy(teller, () => {
    for (let at = 0; at < document.length; ) {
      const length = lengthOf();
      scanner.write(document.slice(at, at + length));
      at += length;
    }
    scanner.end();
  });
}

function parse(document: string): Told {
  const teller = new Teller();
  const parser = new SaxesParser({ xmlns: false });
  const wrong = () => {
    throw new Wrong();
  };
  parser.on('error', wrong);
  parser.on('doctype', wrong);
  parser.on('opentag', ({ name, attributes }) => teller.event(tagOf(name, Object.entries(attributes))));
  parser.on('text', (text) => teller.text(text));
  parser.on('cdata', (text) => teller.text(text));
  parser.on('closetag', () => teller.event('/'));
  return toldBy(teller, () => parser.write(document).close());
}

function toldBy(teller: Teller, tell: () => void): Told {
  try {
    tell();
    return teller.events;
  } catch (error) {
    if (error instanceof Wrong) return 'wrong';
    throw error;
  }
}

const FOLDER = path.join(import.meta.dirname, 'samples');
const SAMPLES = readdirSync(FOLDER).map((name) => readFileSync(path.join(FOLDER, name), 'utf8'));
/** Every production there is, since no bank writes them all. */
const DENSE = `<?xml version="1.0" encoding="UTF-8" standalone='yes' ?>\r\n<!-- one - two -->\n<?pi some?>
<a:Döc xmlns:a="urn:x" b = '"&gt;>' c="&#65;&#x42;\t\n">text &amp; &lt;&#x1F600;]] ]&gt; \u{1f600}\r\n<![CDATA[<raw>&amp;]]]]>
<e/><e /><e f="1"/><e></e ><!----><?x?> </a:Döc><!-- after --> \r`;

test.each(SAMPLES.concat(DENSE))('a document tells what saxes hears, wherever it is cut %#', (document) => {
  const heard = parse(document);
  expect(heard).not.toBe('wrong');
  for (const length of [1, 2, 3, 7, 64, document.length]) expect(scan(document, () => length)).toEqual(heard);
});

test.each([
  ['<a b="1" b="2"/>', false],
  ['<a b="1"c="2"/>', false],
  ['<a b="<"/>', false],
  ["<a b='>'/>", true],
  ['<a b/>', false],
  ['<a>]]></a>', false],
  ['<a>]]&gt;</a>', true],
  ['<a>&amp</a>', false],
  ['<a>&nbsp;</a>', false],
  ['<a>&#0;</a>', false],
  ['<a>&#xD;</a>', true],
  ['<a>\u0007</a>', false],
  ['<a>\ufffe</a>', false],
  ['<a><!-- -- --></a>', false],
  ['<a><!-- ---></a>', false],
  ['<a></b>', false],
  ['<a></ a>', false],
  ['< a></a>', false],
  ['<a></a >', true],
  ['<1a/>', false],
  ['<a/><b/>', false],
  ['<a/>text', false],
  ['text<a/>', false],
  ['<a/>\n<!-- x -->', true],
  ['<a>', false],
  ['<a', false],
  ['', false],
  [' <?xml version="1.0"?><a/>', false],
  ['<a><?xml version="1.0"?></a>', false],
  ['<?xml version="1.0"?><a/>', true],
  ['<?xml encoding="UTF-8"?><a/>', false],
  ['<?xml-style x?><a/>', true],
  ['<![CDATA[x]]><a/>', false],
  ['<a><![CDATA[x]]', false],
  ['<!ELEMENT a><a/>', false],
  ['<!DOCTYPE a><a/>', false],
])('%s is XML without a DOCTYPE: %s', (document, isRight) => {
  expect([scan(document, () => 1) !== 'wrong', parse(document) !== 'wrong']).toEqual([isRight, isRight]);
});

test('mutants tell what saxes hears of them, or are wrong for both', { timeout: 60_000 }, () => {
  const random = seeded(20260331);
  const apart: string[] = [];
  for (let nth = 0; nth < COUNT; nth += 1) {
    const sample = nth % 2 === 0 ? DENSE : (SAMPLES[nth % SAMPLES.length] ?? '');
    const mutant = mutate(Buffer.from(sample), random)
      .toString('utf8')
      .replace(/^\ufeff+/, '');
    const heard = parse(mutant);
    const told = scan(mutant, () => 1 + Math.floor(random() * 200));
    if (JSON.stringify(told) !== JSON.stringify(heard)) apart.push(`${mutant}\n${firstApart(told, heard)}`);
  }
  expect(apart).toEqual([]);
});

function firstApart(told: Told, heard: Told): string {
  if (told === 'wrong') return 'told that it is wrong';
  if (heard === 'wrong') return 'heard that it is wrong';
  const nth = told.findIndex((event, index) => event !== heard[index]);
  return `told ${told[nth]}, heard ${heard[nth]}`;
}
