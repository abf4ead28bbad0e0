import type { BankPart } from '#core/bank/bank-reading.ts';
import { refuse } from '#core/refusal.ts';
import { countFrom, dayOrNull, unreadable } from './coda-fields.ts';
import { cut, kindOf, markOf, type RecordKind } from './coda-records.ts';
import { CodaStatement } from './coda-statement.ts';

/** The order of records: what may come where, statement after statement. */
export class CodaFile {
  #statement: CodaStatement | null = null;
  #createdOn: string | null = null;
  /** Between a header and its old balance. */
  #isHeaded = false;
  #saysMore = false;
  #parts: BankPart[] = [];
  #row = 0;
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** What has been read since it was last asked. */
  take(): readonly BankPart[] {
    const parts = this.#parts;
    this.#parts = [];
    return parts;
  }

  line(raw: string, row: number): void {
    const text = raw.length > 128 || raw.endsWith('\u001a') ? raw.replace(/[\s\p{Cc}]+$/u, '') : raw;
    if (text.trim() === '') return;
    this.#row = row;
    const kind = kindOf(text, this.#file, row);
    if (kind === 'header') this.#header(text);
    else if (kind === 'oldBalance') this.#open(text);
    else if (!this.#statement) this.#misplaced(kind, this.#isHeaded ? 'oldBalance' : 'header');
    else this.#inside(this.#statement, kind, text);
  }

  /** @throws Refusal bank_file_cut_short */
  end(): void {
    if (this.#statement || this.#isHeaded) {
      const line = String(this.#row);
      const expected = this.#statement?.isClosed ? '9' : this.#isHeaded ? '1' : '8';
      refuse('bank_file_cut_short', { file: this.#file, line, expected });
    }
    if (!this.#saysMore) return;
    const problem = {
      code: 'bank_file_more_expected',
      facts: { file: this.#file },
      at: { row: this.#row, column: 'multiple file code' },
      refuses: null,
    } as const;
    this.#parts.push({ part: 'problem', problem });
  }

  #header(text: string): void {
    const place = { file: this.#file, row: this.#row };
    if (this.#statement) this.#misplaced('header', this.#statement.isClosed ? 'trailer' : 'newBalance');
    if (this.#isHeaded) this.#misplaced('header', 'oldBalance');
    const zones = cut('header', text);
    if (zones.version !== '2') {
      const line = String(this.#row);
      refuse('bank_version_unknown', { file: this.#file, line, given: zones.version, expected: '2' });
    }
    if (zones.application !== '05') unreadable('application code', zones.application, '05', place);
    this.#createdOn = dayOrNull(zones.createdOn, 'creation date', place);
    this.#isHeaded = true;
  }

  #open(text: string): void {
    if (!this.#isHeaded) this.#misplaced('oldBalance', this.#statement ? 'trailer' : 'header');
    this.#isHeaded = false;
    this.#statement = new CodaStatement(cut('oldBalance', text), {
      file: this.#file,
      row: this.#row,
      createdOn: this.#createdOn,
      parts: () => this.#parts,
    });
  }

  #inside(statement: CodaStatement, kind: Exclude<RecordKind, 'header' | 'oldBalance'>, text: string): void {
    const row = this.#row;
    if (kind === 'trailer') {
      if (!statement.isClosed && statement.hasMovements) this.#misplaced('trailer', 'newBalance');
      const zones = cut('trailer', text);
      const place = { file: this.#file, row };
      statement.finish(countFrom(zones.records, 'number of records', place), zones, row);
      this.#saysMore = zones.more === '1';
      this.#statement = null;
    } else if (kind !== 'freeText') {
      // Record 4 speaks to people, about anything and anywhere: it counts for nothing.
      if (statement.isClosed) this.#misplaced(kind, 'trailer');
      if (kind === 'newBalance') statement.close(cut('newBalance', text), row);
      else if (!statement.record(kind, text, row)) this.#misplaced(kind, 'movement1');
    }
  }

  #misplaced(given: RecordKind, expected: RecordKind): never {
    return refuse('bank_record_misplaced', {
      file: this.#file,
      line: String(this.#row),
      given: markOf(given),
      expected: markOf(expected),
    });
  }
}
