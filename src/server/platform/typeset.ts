import { type ChildProcess, fork } from 'node:child_process';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Turns data into finished pages with the templates of one folder. Everything it prints is handed to it. */
export type Typesetter = {
  pdf(page: Typeset): Promise<Buffer>;
  /** The same pages for the screen, one SVG document each. */
  svgPages(page: Typeset): Promise<string[]>;
  close(): void;
};

export type Typeset = {
  /** The template's file in the folder, such as '/sheet.typ'. */
  readonly main: string;
  readonly data: unknown;
  readonly images: readonly TypesetImage[];
  /** Written into the PDF: the same data at the same moment is the same bytes. */
  readonly madeAt: Temporal.Instant;
};
/** A picture on the page, or a file attached to it. */
export type TypesetImage = { readonly path: string; readonly bytes: Buffer };

export type TypesetSetUp = {
  setUp: true;
  fonts: string[];
  families: string[];
  sources: Record<string, string>;
};
export type TypesetOrder = {
  id: number;
  as: 'pdf' | 'svg';
  main: string;
  data: string;
  images: TypesetImage[];
  madeAt: number;
};
export type TypesetAnswer = {
  id: number;
  pdf?: Buffer;
  svg?: string;
  /** What the process holds in memory now that it has answered. */
  rss?: number;
  failed?: { kind: 'glyph' | 'template'; message: string } | undefined;
};

/** Why there are no pages: characters no font has, a template at fault, or a process that had to be stopped. */
export class TypesetFailed extends Error {
  readonly kind: 'glyph' | 'template' | 'stopped';
  constructor(kind: TypesetFailed['kind'], message: string) {
    super(message);
    this.kind = kind;
  }
}

export type TypesetterSettings = {
  readonly folder: URL;
  /** Font files, as packages name them. */
  readonly fonts: readonly string[];
  /** The families they hold: a misspelt one would fall back to whatever the system has. */
  readonly families: readonly string[];
  readonly processesMax?: number;
  readonly secondsMax?: number;
  readonly megabytesMax?: number;
  readonly recycleAfter?: number;
};

/** Opens a pool of typesetting processes. They start when needed, and never keep the program alive by themselves. */
export function openTypesetter(settings: TypesetterSettings): Typesetter {
  const pool = new Pool(settings);
  return {
    async pdf(page) {
      const { pdf } = await pool.run('pdf', page);
      if (!pdf) throw new TypesetFailed('template', 'no PDF came back');
      return Buffer.from(pdf);
    },
    async svgPages(page) {
      const { svg } = await pool.run('svg', page);
      return splitPages(svg ?? '');
    },
    close: () => pool.close(),
  };
}

type Waiting = { as: 'pdf' | 'svg'; page: Typeset; settle: (answer: TypesetAnswer | TypesetFailed) => void };

class Pool {
  readonly #settings: TypesetterSettings;
  readonly #setUp: TypesetSetUp;
  readonly #workers = new Set<Worker>();
  readonly #waiting: Waiting[] = [];

  constructor(settings: TypesetterSettings) {
    this.#settings = settings;
    this.#setUp = {
      setUp: true,
      fonts: settings.fonts.map((name) => fileURLToPath(import.meta.resolve(name))),
      families: [...settings.families],
      sources: sourcesOf(settings.folder),
    };
  }

  run(as: 'pdf' | 'svg', page: Typeset): Promise<TypesetAnswer> {
    return new Promise((resolve, reject) => {
      const settle = (answer: TypesetAnswer | TypesetFailed) => {
        if (answer instanceof TypesetFailed) reject(answer);
        else if (answer.failed) reject(new TypesetFailed(answer.failed.kind, answer.failed.message));
        else resolve(answer);
      };
      this.#waiting.push({ as, page, settle });
      this.#next();
    });
  }

  close(): void {
    for (const worker of this.#workers) worker.stop('closed');
  }

  #next(): void {
    while (this.#waiting.length > 0) {
      const free = [...this.#workers].find((worker) => worker.free) ?? this.#another();
      if (!free) return;
      const order = this.#waiting.shift();
      if (!order) return;
      void free.take(order).then(() => {
        if (free.spent) free.stop('recycled');
        this.#next();
      });
    }
  }

  #another(): Worker | undefined {
    if (this.#workers.size >= (this.#settings.processesMax ?? 2)) return undefined;
    const worker = new Worker(this.#setUp, this.#settings, () => {
      this.#workers.delete(worker);
      this.#next();
    });
    this.#workers.add(worker);
    return worker;
  }
}

/** One child process and the one page it is at. */
class Worker {
  #done = 0;
  #rss = 0;
  readonly #child: ChildProcess;
  readonly #settings: TypesetterSettings;
  #order: { id: number; waiting: Waiting; finish: () => void } | undefined;
  #gone = false;
  #id = 0;

  constructor(setUp: TypesetSetUp, settings: TypesetterSettings, onGone: () => void) {
    this.#settings = settings;
    this.#child = fork(new URL('./typeset-child.ts', import.meta.url), {
      serialization: 'advanced',
      execArgv: ['--max-semi-space-size=1'],
      // No secret of ours is the child's business, and a template that asks for a package finds a closed door.
      env: { PATH: process.env.PATH, HTTPS_PROXY: 'http://127.0.0.1:9', https_proxy: 'http://127.0.0.1:9' },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.#child.on('message', (answer: TypesetAnswer) => this.#settle(answer));
    this.#child.on('exit', () => {
      this.#gone = true;
      this.#fail('the typesetting process ended');
      onGone();
    });
    this.#child.send(setUp);
    this.#rest();
  }

  get free(): boolean {
    return !this.#order && !this.#gone;
  }

  /** It has printed its number, or a large page made it so large that an ordinary one after it might be stopped. */
  get spent(): boolean {
    return this.#done >= (this.#settings.recycleAfter ?? 500) || this.#rss > this.#bytesMax / 2;
  }

  get #bytesMax(): number {
    return (this.#settings.megabytesMax ?? 512) * 1_000_000;
  }

  take(waiting: Waiting): Promise<void> {
    return new Promise((finish) => {
      this.#id += 1;
      this.#order = { id: this.#id, waiting, finish };
      this.#child.ref();
      this.#child.channel?.ref();
      const watch = this.#watch();
      const { as, page } = waiting;
      const order: TypesetOrder = {
        id: this.#id,
        as,
        main: page.main,
        data: JSON.stringify(page.data),
        images: [...page.images],
        madeAt: Math.floor(page.madeAt.epochMilliseconds / 1000),
      };
      this.#order.finish = () => {
        clearInterval(watch);
        finish();
      };
      this.#child.send(order, (error) => error && this.#fail(error.message));
    });
  }

  stop(why: string): void {
    this.#gone = true;
    this.#child.kill('SIGKILL');
    this.#fail(why);
  }

  /** A compiler at work hears nothing: its time and its memory are watched from outside. */
  #watch(): NodeJS.Timeout {
    const endsAt = performance.now() + (this.#settings.secondsMax ?? 10) * 1000;
    return setInterval(() => {
      if (performance.now() > endsAt) this.stop('the page took too long');
      else if (residentBytes(this.#child.pid) > this.#bytesMax) this.stop('the page took too much memory');
    }, 250);
  }

  #settle(answer: TypesetAnswer | TypesetFailed): void {
    const order = this.#order;
    if (!order || (!(answer instanceof TypesetFailed) && answer.id !== order.id)) return;
    this.#order = undefined;
    this.#done += 1;
    if (!(answer instanceof TypesetFailed)) this.#rss = answer.rss ?? 0;
    this.#rest();
    order.waiting.settle(answer);
    order.finish();
  }

  #fail(why: string): void {
    this.#settle(new TypesetFailed('stopped', why));
  }

  #rest(): void {
    this.#child.unref();
    this.#child.channel?.unref();
  }
}

/** Templates may not reach for packages: the only imports are files of the same folder. */
function sourcesOf(folder: URL): Record<string, string> {
  const sources: Record<string, string> = {};
  for (const name of readdirSync(folder).filter((entry) => entry.endsWith('.typ'))) {
    const place = new URL(name, folder);
    if (!lstatSync(place).isFile())
      throw new Error(`${name} is a link; only files of the folder itself may be used`);
    const source = readFileSync(place, 'utf8');
    const stranger = strangerIn(source);
    if (stranger) throw new Error(`${name} reaches for ${stranger}; only files of its folder may be used`);
    sources[`/${name}`] = source;
  }
  return sources;
}

/** The first import of anything but a file beside it, or a way to read what it was not given; '' if there is none. */
function strangerIn(source: string): string {
  const plain = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:])\/\/.*$/gm, '$1');
  for (const [, verb, target] of plain.matchAll(/(?:^|[^\w-])(import|include)\b[\s(]*([^\s):]+)/g)) {
    if (verb && !/^"\/?[\w-]+\.typ"$/.test(target ?? '')) return `${verb} ${target}`;
  }
  return /(?:^|[^\w.-])(plugin|read|eval)\s*\(/.exec(plain)?.[1] ?? '';
}

/** Resident memory of a process, or 0 where the system does not tell. */
function residentBytes(pid: number | undefined): number {
  if (process.platform !== 'linux' || !pid) return 0;
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4096;
  } catch {
    return 0;
  }
}

/**
 * Typst stacks the pages in one drawing: each is a group at its height, and the glyphs they share stand at the end.
 * Here each page becomes a drawing of its own.
 */
function splitPages(svg: string): string[] {
  const box = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg);
  const sheets = svg.split(/^ {4}<path class="typst-shape" fill="#ffffff"[^>]*\/>\n/m).slice(1);
  const shared = svg.slice(svg.indexOf('\n    <defs'), svg.lastIndexOf('</svg>'));
  const width = Number(box?.[1] ?? 0);
  const height = Number(box?.[2] ?? 0) / sheets.length;
  return sheets.map((sheet, index) => {
    const drawn = sheet.split('\n    <defs')[0] ?? '';
    const page = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 ${index * height} ${width} ${height}">`;
    const paper = `<rect y="${index * height}" width="${width}" height="${height}" fill="#fff"/>`;
    return `${page}${paper}${drawn}${shared}</svg>`.replace(/>\s+</g, '><');
  });
}
