import { type EpochDay, isoDay, weekdayOf } from '#core/calendar/epoch-days.ts';
import type { StepKind } from '#core/dunning/policy.ts';
import type { Currency } from '#core/money/currencies.ts';

/** A letter (or call, or task) as it went out or would have. Amounts in minor units. */
export type CountedLetter = {
  readonly on: EpochDay;
  readonly stepKind: StepKind;
  readonly level: number | null;
  readonly currency: Currency;
  /** Due items asked for. */
  readonly items: number;
  readonly open: bigint;
  readonly interest: bigint;
  readonly fee: bigint;
};

export type LevelCount = {
  readonly stepKind: StepKind;
  readonly level: number | null;
  readonly letters: number;
  readonly items: number;
};
export type WeekCount = LevelCount & {
  /** Its Monday. */
  readonly week: string;
};
export type CostSum = { readonly currency: Currency; readonly interest: bigint; readonly fee: bigint };

/** What went out in a span of time, or would have. */
export type LetterTally = {
  readonly letters: number;
  readonly byLevel: readonly LevelCount[];
  readonly byWeek: readonly WeekCount[];
  readonly costs: readonly CostSum[];
  /** Debtors by the number of days on which they were contacted, the fewest first. */
  readonly contacts: readonly { readonly times: number; readonly debtors: number }[];
};

/** Adds letters up, one debtor after another. */
export class LetterCounter {
  readonly #levels = new Map<string, LevelCount>();
  readonly #weeks = new Map<string, WeekCount>();
  readonly #costs = new Map<Currency, CostSum>();
  readonly #contacts = new Map<number, number>();
  #letters = 0;

  /** All letters of one debtor. @returns on how many days it was contacted */
  add(letters: readonly CountedLetter[]): number {
    for (const letter of letters) this.#addLetter(letter);
    const days = new Set(letters.map(({ on }) => on)).size;
    if (days > 0) this.#contacts.set(days, (this.#contacts.get(days) ?? 0) + 1);
    return days;
  }

  #addLetter({ on, stepKind, level, items, currency, interest, fee }: CountedLetter): void {
    this.#letters += 1;
    const name = `${stepKind} ${level}`;
    const counted = this.#levels.get(name) ?? { stepKind, level, letters: 0, items: 0 };
    this.#levels.set(name, { ...counted, letters: counted.letters + 1, items: counted.items + items });
    const week = isoDay(on - weekdayOf(on) + 1);
    const inWeek = this.#weeks.get(`${week} ${name}`) ?? { week, stepKind, level, letters: 0, items: 0 };
    this.#weeks.set(`${week} ${name}`, {
      ...inWeek,
      letters: inWeek.letters + 1,
      items: inWeek.items + items,
    });
    if (interest === 0n && fee === 0n) return;
    const sum = this.#costs.get(currency) ?? { currency, interest: 0n, fee: 0n };
    this.#costs.set(currency, { currency, interest: sum.interest + interest, fee: sum.fee + fee });
  }

  tally(): LetterTally {
    return {
      letters: this.#letters,
      byLevel: [...this.#levels.values()].sort(byLevel),
      byWeek: [...this.#weeks.values()].sort((a, b) => compare(a.week, b.week) || byLevel(a, b)),
      costs: [...this.#costs.values()].sort((a, b) => compare(a.currency, b.currency)),
      contacts: [...this.#contacts]
        .map(([times, debtors]) => ({ times, debtors }))
        .sort((a, b) => a.times - b.times),
    };
  }
}

/** Before the levels what goes out before them, then 1 to 9. */
function byLevel(a: LevelCount, b: LevelCount): number {
  return (a.level ?? 0) - (b.level ?? 0) || compare(a.stepKind, b.stepKind);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
