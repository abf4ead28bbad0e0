/** A statement as it is compared with others of its account. Days are ISO days, balances whole minor units. */
export type ComparedStatement = {
  readonly key: string;
  readonly account: string;
  readonly format: string;
  readonly openedOn: string | null;
  readonly closedOn: string | null;
  readonly opening: bigint | null;
  readonly closing: bigint | null;
  readonly lines: number;
};

/**
 * The same statement in another format: it covers the same day from the same balance to the same balance with as many
 * lines. Its lines are spelled differently, so that only this tells.
 */
export function findSameStatement<Known extends ComparedStatement>(
  statement: ComparedStatement,
  known: readonly Known[],
): Known | null {
  const { opening, closing, closedOn, lines } = statement;
  if (opening === null || closing === null || closedOn === null || lines === 0) return null;
  const same = known.find(
    (other) =>
      other.format !== statement.format &&
      other.account === statement.account &&
      hasSameBalances(statement, other) &&
      other.lines === lines,
  );
  return same ?? null;
}

function hasSameBalances(one: ComparedStatement, other: ComparedStatement): boolean {
  return one.closedOn === other.closedOn && one.opening === other.opening && one.closing === other.closing;
}

/**
 * The statements that cannot share a movement with this one, though they share a day: their balances chain, so that one
 * begins where the other ends. A movement that both tell is two movements.
 */
export function findDisjoint(
  statement: ComparedStatement,
  others: readonly ComparedStatement[],
): readonly ComparedStatement[] {
  const near = others.filter((other) => shareDays(statement, other));
  return [
    ...walk(statement, near, (from, to) => from.closing !== null && from.closing === to.opening),
    ...walk(statement, near, (from, to) => from.opening !== null && from.opening === to.closing),
  ];
}

function shareDays(one: ComparedStatement, other: ComparedStatement): boolean {
  if (one.key === other.key || one.account !== other.account || hasSameBalances(one, other)) return false;
  if (one.closedOn === null || other.closedOn === null) return false;
  return (
    one.closedOn >= (other.openedOn ?? other.closedOn) && other.closedOn >= (one.openedOn ?? one.closedOn)
  );
}

function walk(
  start: ComparedStatement,
  near: readonly ComparedStatement[],
  follows: (from: ComparedStatement, to: ComparedStatement) => boolean,
): ComparedStatement[] {
  const found: ComparedStatement[] = [];
  for (let from: ComparedStatement | undefined = start; from; ) {
    const last: ComparedStatement = from;
    from = near.find((to) => !found.includes(to) && to !== last && follows(last, to));
    if (from) found.push(from);
  }
  return found;
}
