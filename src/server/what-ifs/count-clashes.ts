import type { WhatIfResult } from '#contract/what-ifs.ts';
import type { PolicyProblem } from '#core/dunning/policy-problem.ts';
import { type CostSum, type CountedLetter, LetterCounter } from '#core/dunning/what-if-tally.ts';
import { lawProblems } from '#core/lawfulness/law-problems.ts';
import type { DebtorKind } from '#core/receivables/kinds.ts';
import { costsView } from './tally-view.ts';
import type { Trial } from './try-policy.ts';

/** What the law forbids of the policy tried, by the kinds of debtors it would really have written to. */
export class ClashCounter {
  readonly #trial: Trial;
  readonly #kinds = new Map<DebtorKind, Map<string, LetterCounter>>();

  constructor(trial: Trial) {
    this.#trial = trial;
  }

  add(kind: DebtorKind, letters: readonly CountedLetter[]): void {
    for (const letter of letters) {
      const ofKind = this.#kinds.get(kind) ?? new Map<string, LetterCounter>();
      this.#kinds.set(kind, ofKind);
      for (const key of [`${letter.stepKind} ${letter.level}`, 'all']) {
        const counter = ofKind.get(key) ?? new LetterCounter();
        ofKind.set(key, counter);
        counter.add([letter]);
      }
    }
  }

  list(): WhatIfResult['clashes'] {
    const { question, country, inForce } = this.#trial;
    const terms = {
      currency: inForce.companyCurrency,
      on: inForce.on,
      ...(inForce.law && { rates: inForce.law.rates }),
    };
    return [...this.#kinds].flatMap(([kind, counters]) =>
      lawProblems(question.body, country, kind, terms).map((found) => {
        const { letters, costs } = this.#concerned(found, counters);
        const { code, facts, step } = found;
        return { code, facts: { ...facts }, kind, step, letters, costs: costsView(costs) };
      }),
    );
  }

  #concerned(
    { step }: PolicyProblem,
    counters: ReadonlyMap<string, LetterCounter>,
  ): { letters: number; costs: readonly CostSum[] } {
    const at = step === null ? null : this.#trial.question.body.steps[step];
    const counter = counters.get(at ? `${at.kind} ${at.level}` : 'all');
    return counter?.tally() ?? { letters: 0, costs: [] };
  }
}
