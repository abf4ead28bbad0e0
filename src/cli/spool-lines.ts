import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Where lines of a statement lie in the spool, in bytes. */
export type Spooled = { readonly from: number; readonly until: number };

const LINES_HELD = 500;
const PORTION = 256 * 1024;

/**
 * Text that can only be printed once what stands before it is known: it waits in a file of its own, so that a hundred
 * thousand lines take no memory. Written in order, read as often as wanted, gone when it is closed.
 */
export class SpoolLines {
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'rappel-lines-'));
  readonly #file = openSync(path.join(this.#folder, 'lines'), 'w+', 0o600);
  #held: string[] = [];
  #end = 0;

  /** Where the next text will lie. */
  mark(): number {
    this.#flush();
    return this.#end;
  }

  add(text: string): void {
    this.#held.push(text);
    if (this.#held.length >= LINES_HELD) this.#flush();
  }

  /** In portions of whole lines, without the end of the last one. */
  *read({ from, until }: Spooled): Generator<string> {
    const decoder = new TextDecoder();
    const portion = Buffer.alloc(PORTION);
    let text = '';
    for (let at = from; at < until; ) {
      const length = readSync(this.#file, portion, 0, Math.min(PORTION, until - at), at);
      at += length;
      text += decoder.decode(portion.subarray(0, length), { stream: at < until });
      const end = at < until ? text.lastIndexOf('\n') : text.length;
      if (end < 0) continue;
      yield text.slice(0, end);
      text = text.slice(end + 1);
    }
  }

  close(): void {
    closeSync(this.#file);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #flush(): void {
    if (this.#held.length === 0) return;
    const bytes = Buffer.from(this.#held.join(''));
    this.#held = [];
    for (let at = 0; at < bytes.length; )
      at += writeSync(this.#file, bytes, at, bytes.length - at, this.#end + at);
    this.#end += bytes.length;
  }
}
