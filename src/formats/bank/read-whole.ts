import type { BankLine, BankProblem, StatementClosing, StatementOpening } from '#core/bank/bank-reading.ts';
import type { BankFile } from './open-bank-file.ts';

export type WholeStatement<Line = BankLine> = {
  readonly opening: StatementOpening;
  readonly lines: Line[];
  closing: StatementClosing | null;
};

export type WholeFile<Line = BankLine> = {
  readonly problems: readonly BankProblem[];
  /** None if the file is refused: what stands before the error is no statement anybody vouches for. */
  readonly statements: readonly WholeStatement<Line>[];
};

/** A file with all its lines at once, for those who show or compare it. */
export function readWhole(file: Pick<BankFile, 'parts'>): Promise<WholeFile> {
  return readKeeping(file, (line) => line);
}

/** The same with only what is needed of each line, so that a long file takes little. */
export async function readKeeping<Line>(
  { parts }: Pick<BankFile, 'parts'>,
  keep: (line: BankLine) => Line,
): Promise<WholeFile<Line>> {
  const problems: BankProblem[] = [];
  const statements: WholeStatement<Line>[] = [];
  for await (const portion of parts) {
    for (const part of portion) {
      if (part.part === 'problem') problems.push(part.problem);
      else if (part.part === 'opening') statements.push({ opening: part.opening, lines: [], closing: null });
      else if (part.part === 'line') statements.at(-1)?.lines.push(keep(part.line));
      else {
        const last = statements.at(-1);
        if (last) last.closing = part.closing;
      }
    }
  }
  const isRefused = problems.some(({ refuses }) => refuses === 'file');
  return { problems, statements: isRefused ? [] : statements };
}
