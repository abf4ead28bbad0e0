import { isoDay } from '#core/calendar/epoch-days.ts';
import type { InterestRow } from '#core/interest/claim.ts';
import { rateText } from '#core/interest/percent.ts';
import { type RateSpan, seriesOf } from '#core/interest/rate-book.ts';
import { RATE_SOURCES } from '#core/interest/rates/sources.ts';
import type { Regime } from '#core/interest/regime.ts';
import type { Language } from '#core/receivables/kinds.ts';
import type { Figures } from '#server/notices/figures.ts';
import type { Say } from './sheet-debt-block.ts';
import { percentText } from './sheet-words.ts';

/** The rates a sheet rests on, each with a number of its own: a row names the number, the list below tells the rest. */
export class SheetSources {
  readonly #numbers = new Map<string, number>();
  readonly #lines: { number: string; text: string; source: string }[] = [];
  readonly #language: Language;
  readonly #figures: Figures;
  readonly #say: Say;

  constructor(language: Language, figures: Figures, say: Say) {
    this.#language = language;
    this.#figures = figures;
    this.#say = say;
  }

  /** '[1]' or '[1, 2]' for a row of interest. */
  of({ basis, rates, percent }: InterestRow, regime: Regime | null): string {
    const numbers = rates.map((rate) => this.#number(rate));
    if (basis === 'contract' || numbers.length === 0) {
      const text = basis === 'contract' ? this.#say('sheet.contractRate') : (regime?.law ?? '');
      numbers.unshift(
        this.#add(`${basis} ${percent}`, `${text}: ${percentText(rateText(percent), this.#language)}`, ''),
      );
    }
    return `[${[...new Set(numbers)].join(', ')}]`;
  }

  lines() {
    return this.#lines;
  }

  #number(span: RateSpan): number {
    const from = this.#figures.day(Temporal.PlainDate.from(isoDay(span.startsOn)));
    const percent = percentText(rateText(span.percent), this.#language);
    const publishedIn = seriesOf(span.series)?.publishedIn;
    const status = span.status === 'missing' ? '' : this.#say(`sheet.status.${span.status}`);
    const where = span.sources.map((name) => RATE_SOURCES[name] ?? name);
    return this.#add(
      `${span.series} ${span.startsOn}`,
      [
        this.#say('sheet.rate', { series: span.series, from, percent }),
        ...(publishedIn && span.status !== 'given' ? [this.#say('sheet.rateOf', { publishedIn })] : []),
        status,
      ]
        .filter(Boolean)
        .join(', '),
      where.join(' · '),
    );
  }

  #add(key: string, text: string, source: string): number {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#numbers.size + 1;
    this.#numbers.set(key, number);
    this.#lines.push({ number: `[${number}]`, text, source });
    return number;
  }
}
