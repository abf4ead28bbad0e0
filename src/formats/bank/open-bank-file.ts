import type { BankFormat, BankPart } from '#core/bank/bank-reading.ts';
import { StatementCheck } from '#core/bank/check-statement.ts';
import { Refusal, refuse, shortFacts } from '#core/refusal.ts';
import { recogniseFile } from '#formats/recognise.ts';
import { isZip, readZip, ZIP_LIMITS } from '#formats/zip/read-zip.ts';
import type { BankReader } from './bank-reader.ts';
import { BankTextDecoder } from './decode-bank-text.ts';
import { KNOWN_FORMATS } from './known-formats.ts';

/** A file by its bytes, or as they come. */
export type BankBytes = Uint8Array | AsyncIterable<Uint8Array>;

/** One bank file, recognised but not read yet. */
export type BankFile = {
  /** As given; the file of an archive is 'archive.zip/its name'. */
  readonly name: string;
  /** Null if it is none of ours: its parts then say why. */
  readonly format: BankFormat | null;
  /** How its letters are coded; certain once it has been read. */
  readonly encoding: () => string;
  /** To be read once, in order, before the next file of an archive is asked for. Checked by StatementCheck. */
  readonly parts: AsyncIterable<readonly BankPart[]>;
};

export type BankFileChoices = {
  /** Reads what no format claims: a CSV by its mapping. */
  readonly otherwise?: BankReader;
};

const START = 64 * 1024;
const PORTION = 256 * 1024;

/**
 * The one door to bank files. What a file is, its content tells; an archive is several files. Nothing that a file may
 * hold is thrown: what is wrong is a problem among the parts, and one that refuses the file is the last.
 */
export async function* openBankFile(
  content: BankBytes,
  name: string,
  choices: BankFileChoices = {},
): AsyncGenerator<BankFile> {
  const { start, all } = await peek(content instanceof Uint8Array ? portionsOf(content) : content);
  if (!isZip(start)) {
    yield openOne(start, all, name, choices);
    return;
  }
  try {
    const bytes = await collect(all, name);
    if (recogniseFile(bytes) !== 'zip') refuse('bank_file_unknown', { file: name });
    yield* openArchive(bytes, name, choices);
  } catch (error) {
    yield unreadable(name, refusalIn(error));
  }
}

async function* openArchive(bytes: Buffer, name: string, choices: BankFileChoices): AsyncGenerator<BankFile> {
  let files = 0;
  for await (const entry of readZip(bytes, name)) {
    if (isHidden(entry.name)) continue;
    const inner = `${name}/${entry.name}`;
    files += 1;
    if (isZip(entry.bytes)) {
      const facts = { file: name, entry: entry.name };
      yield unreadable(inner, new Refusal('archive_nested', facts));
    } else {
      yield openOne(entry.bytes.subarray(0, START), portionsOf(entry.bytes), inner, choices);
    }
  }
  if (files === 0) refuse('file_empty', { file: name });
}

/** What operating systems add to an archive unasked. */
function isHidden(entry: string): boolean {
  return /(^|\/)(\.[^/]*|__MACOSX|Thumbs\.db)(\/|$)/.test(entry);
}

function openOne(
  start: Uint8Array,
  content: AsyncIterable<Uint8Array>,
  name: string,
  choices: BankFileChoices,
): BankFile {
  const text = startOfText(start, name);
  if (text === '') return unreadable(name, new Refusal('file_empty', { file: name }));
  const known = KNOWN_FORMATS.map(({ recognise, read }) => ({ format: recognise(text), read })).find(
    ({ format }) => format !== null,
  );
  const reader = known ?? (choices.otherwise && { format: 'csv' as const, read: choices.otherwise });
  if (!reader) return unreadable(name, new Refusal('bank_file_unknown', { file: name }));
  const decoder = new BankTextDecoder(name);
  const parts = reader.read({ file: name, portions: decoded(content, decoder) });
  return { name, format: reader.format, encoding: () => decoder.encoding, parts: checked(parts, name) };
}

/** Blanks and marks at the start cut; '' if nothing else is there. */
function startOfText(start: Uint8Array, name: string): string {
  try {
    return new BankTextDecoder(name)
      .write(start)
      .slice(0, START)
      .replace(/^[\s\ufeff\p{Cc}]+/u, '');
  } catch (error) {
    refusalIn(error);
    return Buffer.from(start).toString('latin1');
  }
}

async function* decoded(
  content: AsyncIterable<Uint8Array>,
  decoder: BankTextDecoder,
): AsyncGenerator<string> {
  for await (const bytes of content) {
    const text = decoder.write(bytes);
    // No database keeps it, and no amount may be read past it.
    if (text !== '') yield text.includes('\u0000') ? text.replaceAll('\u0000', '\ufffd') : text;
  }
  const rest = decoder.write(new Uint8Array(0), true);
  if (rest !== '') yield rest;
}

/** Parts as they may be used; what a reader refuses becomes the last of them. */
async function* checked(
  parts: AsyncIterable<readonly BankPart[]>,
  file: string,
): AsyncGenerator<readonly BankPart[]> {
  const check = new StatementCheck();
  let isEmpty = true;
  try {
    for await (const portion of parts) {
      isEmpty &&= portion.length === 0;
      yield shortened(check.take(portion));
    }
    yield shortened(check.end());
    if (isEmpty) refuse('bank_statement_missing', { file });
  } catch (error) {
    yield [refusing(refusalIn(error))];
  }
}

function unreadable(name: string, refusal: Refusal): BankFile {
  return {
    name,
    format: null,
    encoding: () => 'utf-8',
    parts: (async function* () {
      yield [refusing(refusal)];
    })(),
  };
}

function refusing({ code, facts }: Refusal): BankPart {
  const at = { row: Number(facts.line ?? 0), column: facts.field ?? '' };
  return { part: 'problem', problem: { code, facts, at, refuses: 'file' } };
}

function shortened(parts: readonly BankPart[]): readonly BankPart[] {
  if (!parts.some(({ part }) => part === 'problem')) return parts;
  return parts.map((one) =>
    one.part === 'problem'
      ? { ...one, problem: { ...one.problem, facts: shortFacts(one.problem.facts) } }
      : one,
  );
}

/** Anything but a refusal is our own bug, and stays one. */
function refusalIn(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  throw error;
}

async function peek(content: AsyncIterable<Uint8Array>) {
  const source = content[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let length = 0;
  while (length < START) {
    const { value, done } = await source.next();
    if (done) break;
    first.push(value);
    length += value.length;
  }
  const start = Buffer.concat(first);
  const all = (async function* () {
    try {
      yield* portionsOf(start);
      for (let next = await source.next(); !next.done; next = await source.next()) yield next.value;
    } finally {
      await source.return?.();
    }
  })();
  return { start: start.subarray(0, START), all };
}

async function* portionsOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PORTION) yield bytes.subarray(at, at + PORTION);
}

async function collect(content: AsyncIterable<Uint8Array>, file: string): Promise<Buffer> {
  const portions: Uint8Array[] = [];
  let length = 0;
  for await (const portion of content) {
    length += portion.length;
    if (length > ZIP_LIMITS.unpackedBytes) refuse('file_too_large', { file, limit: '200 MB' });
    portions.push(portion);
  }
  return Buffer.concat(portions, length);
}
