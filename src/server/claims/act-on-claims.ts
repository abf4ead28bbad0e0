import { dayFrom } from '#core/calendar/days.ts';
import { type ClaimActKind, canBeBooked, leftOf, stateOf } from '#core/claims/claim-states.ts';
import { money, parseMoney, toDecimal } from '#core/money/money.ts';
import { refuse } from '#core/refusal.ts';
import { findCompanyDay } from '#server/analytics/company-day.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries, type NewTimelineEntry } from '#server/timeline/queries.ts';
import { type FoundAct, type FoundClaim, listActs, lockClaims, markClaims } from './queries.ts';

type Chosen = { readonly claims: readonly string[] };
/** Of a single claim: how much of it; left out: all that is open. */
type Part = { readonly amount?: string | undefined };

/** Waives claims, whole or in part. @returns the acts, for undoing them @throws Refusal claim_unknown, claim_not_open */
export function waiveClaims(
  tools: CompanyTools,
  input: Chosen & Part & { reason: string },
): Promise<string[]> {
  return actOn(tools, 'waived', input);
}

/** Marks claims as paid, whole or in part: by money that the ledger or the bank shows elsewhere. */
export function payClaims(
  tools: CompanyTools,
  input: Chosen & Part & { on?: string | undefined; reason?: string | undefined },
): Promise<string[]> {
  return actOn(tools, 'paid', input);
}

/** Says that the ledger has taken claims over: Rappel asks for them no more. */
export function bookClaims(
  tools: CompanyTools,
  input: Chosen & { on?: string | undefined; reason?: string | undefined },
): Promise<string[]> {
  return actOn(tools, 'booked', input);
}

type Input = Chosen & Part & { readonly on?: string | undefined; readonly reason?: string | undefined };

/** All of them, or none. Asked twice, the second is refused: what is settled is not open. */
function actOn(tools: CompanyTools, kind: 'waived' | 'paid' | 'booked', input: Input): Promise<string[]> {
  const { companyId } = tools;
  return inCompany(tools, async (trx) => {
    const ids = [...new Set(input.claims)];
    const claims = await lockClaims(trx, companyId, ids);
    const stranger = ids.find((id) => !claims.some((claim) => claim.id === id));
    if (stranger !== undefined) refuse('claim_unknown', { claim: stranger });
    const { today } = await findCompanyDay(trx, tools);
    const on = input.on ? dayFrom(input.on) : today;
    const acted = claims.map((claim) => ({ claim, amount: amountOf(claim, kind, input) }));
    return addActs(trx, tools, { kind, on, reason: input.reason?.trim() || null }, acted);
  });
}

type Acted = { readonly claim: FoundClaim; readonly amount: bigint };
type Act = { readonly kind: ClaimActKind; readonly on: Temporal.PlainDate; readonly reason: string | null };

/** A statement takes no more than 65 535 values. */
const CHUNK = 5000;

/** In the caller's transaction, on claims it has locked. */
export async function addActs(
  trx: Trx,
  { companyId, actor, clock }: Pick<CompanyTools, 'companyId' | 'actor' | 'clock'>,
  { kind, on, reason }: Act,
  acted: readonly Acted[],
): Promise<string[]> {
  if (acted.length === 0) return [];
  const at = clock.now();
  const rows = acted.map(({ claim, amount }) => ({
    ...{ companyId, id: newId(), claimId: claim.id, kind, amountMinor: amount, reason },
    ...{ doneOn: on, doneBy: actor, doneAt: at, undoneBy: null, undoneAt: null },
  }));
  for (let start = 0; start < rows.length; start += CHUNK) {
    await trx
      .insertInto('claimAct')
      .values(rows.slice(start, start + CHUNK))
      .execute();
  }
  await markClaims(
    trx,
    companyId,
    acted.map(({ claim, amount }) => marked(claim, kind, amount)),
  );
  const entries = acted.map(({ claim, amount }): NewTimelineEntry => {
    const facts = factsOf(claim, amount);
    const of = { at, actor, debtorId: claim.debtorId, dueItemId: claim.dueItemId, noticeId: claim.noticeId };
    if (kind === 'waived') return { kind: 'claim_waived', facts: { ...facts, reason: reason ?? '' }, ...of };
    if (kind === 'dropped') return { kind: 'claim_dropped', facts, ...of };
    if (kind === 'paid') return { kind: 'claim_paid', facts: { ...facts, on: on.toString() }, ...of };
    return { kind: 'claim_booked', facts: { ...facts, on: on.toString() }, ...of };
  });
  await addTimelineEntries(trx, companyId, entries);
  return rows.map(({ id }) => id);
}

function amountOf(claim: FoundClaim, kind: 'waived' | 'paid' | 'booked', { claims, amount }: Input): bigint {
  const open = leftOf(amountsOf(claim));
  if (kind === 'booked') {
    if (!canBeBooked(claim.state)) return refuseState(claim);
    return open + claim.paidMinor;
  }
  if (claim.state !== 'claimed') return refuseState(claim);
  if (amount === undefined || claims.length > 1) return open;
  const { minor } = parseMoney(amount.trim(), claim.currency);
  if (minor <= 0n) return refuse('amount_not_positive', { given: amount });
  if (minor > open) {
    const most = `${toDecimal(money(open, claim.currency))} ${claim.currency}`;
    return refuse('claim_amount_too_high', { given: amount, open: most });
  }
  return minor;
}

function refuseState({ documentNumber, state }: FoundClaim): never {
  return refuse('claim_not_open', { document: documentNumber, state });
}

/** Takes acts back, newest and oldest alike: the claims stand as if they had not been. @throws Refusal claim_act_unknown */
export function undoClaimActs(tools: CompanyTools, { acts }: { acts: readonly string[] }): Promise<void> {
  const { companyId, actor, clock } = tools;
  return inCompany(tools, async (trx) => {
    const found = await trx
      .selectFrom('claimAct')
      .selectAll()
      .where('companyId', '=', companyId)
      .where('id', 'in', [...acts])
      .where('undoneAt', 'is', null)
      .execute();
    const stranger = acts.find((id) => !found.some((one) => one.id === id));
    if (stranger !== undefined) refuse('claim_act_unknown', { act: stranger });
    const ids = [...new Set(found.map(({ claimId }) => claimId))];
    const claims = await lockClaims(trx, companyId, ids);
    const at = clock.now();
    await trx
      .updateTable('claimAct')
      .set({ undoneBy: actor, undoneAt: at })
      .where('companyId', '=', companyId)
      .where('id', 'in', [...acts])
      .execute();
    const standing = (await listActs(trx, companyId, ids)).filter(({ undoneAt }) => undoneAt === null);
    await markClaims(
      trx,
      companyId,
      claims.map((claim) => withActs(claim, standing)),
    );
    const entries = found.flatMap((one): NewTimelineEntry[] => {
      const claim = claims.find(({ id }) => id === one.claimId);
      if (!claim) return [];
      const facts = { ...factsOf(claim, one.amountMinor), act: one.kind };
      const { debtorId, dueItemId, noticeId } = claim;
      return [{ kind: 'claim_act_undone', facts, at, actor, debtorId, dueItemId, noticeId }];
    });
    await addTimelineEntries(trx, companyId, entries);
  });
}

function amountsOf({ amountMinor, paidMinor, waivedMinor, carriedMinor }: FoundClaim) {
  return { amount: amountMinor, paid: paidMinor, waived: waivedMinor, carried: carriedMinor };
}

function marked(claim: FoundClaim, kind: ClaimActKind, amount: bigint) {
  const before = amountsOf(claim);
  const paid = kind === 'paid' ? before.paid + amount : before.paid;
  const waived = kind === 'waived' || kind === 'dropped' ? before.waived + amount : before.waived;
  return { id: claim.id, paid, waived, state: stateOf({ ...before, paid, waived }, kind === 'booked') };
}

/** A claim as the acts that stand make it. What was taken back with its notice stays so. */
function withActs(claim: FoundClaim, standing: readonly FoundAct[]) {
  const own = standing.filter(({ claimId }) => claimId === claim.id);
  const sum = (...kinds: ClaimActKind[]) =>
    own.filter(({ kind }) => kinds.includes(kind)).reduce((all, { amountMinor }) => all + amountMinor, 0n);
  const [paid, waived] = [sum('paid'), sum('waived', 'dropped')];
  const amounts = { ...amountsOf(claim), paid, waived };
  const isBooked = own.some(({ kind }) => kind === 'booked');
  const state = claim.state === 'taken_back' ? claim.state : stateOf(amounts, isBooked);
  return { id: claim.id, paid, waived, state };
}

function factsOf({ documentNumber, kind, currency }: FoundClaim, amount: bigint) {
  return {
    document: documentNumber,
    claim: kind,
    amount: `${toDecimal(money(amount, currency))} ${currency}`,
  };
}
