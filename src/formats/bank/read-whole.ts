import type { BankLine, BankProblem, StatementClosing, StatementOpening } from '#core/bank/bank-reading.ts';
import type { BankFile } from './open-bank-file.ts';

export type WholeStatement = {
  readonly opening: StatementOpening;
  readonly lines: BankLine[];
  closing: StatementClosing | null;
};

export type WholeFile = {
  readonly problems: readonly BankProblem[];
  /** None if the file is refused: what stands before the error is no statement anybody vouches for. */
  readonly statements: readonly WholeStatement[];
};

/** A file with all its lines at once, for those who show or compare it. */
export async function readWhole({ parts }: Pick<BankFile, 'parts'>): Promise<WholeFile> {
  const problems: BankProblem[] = [];
  const statements: WholeStatement[] = [];
  for await (const portion of parts) {
    for (const part of portion) {
      if (part.part === 'problem') problems.push(part.problem);
      else if (part.part === 'opening') statements.push({ opening: part.opening, lines: [], closing: null });
      else if (part.part === 'line') statements.at(-1)?.lines.push(part.line);
      else {
        const last = statements.at(-1);
        if (last) last.closing = part.closing;
      }
    }
  }
  const isRefused = problems.some(({ refuses }) => refuses === 'file');
  return { problems, statements: isRefused ? [] : statements };
}
