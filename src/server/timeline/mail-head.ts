import { writeAnswer } from '#core/dunning/run-answer.ts';
import { Refusal, refuse } from '#core/refusal.ts';
import { writeHead } from '#core/timeline/head.ts';
import { HEAD_MAIL_TRIES, isHeadMailDue } from '#core/timeline/head-mail.ts';
import { companyNow } from '#server/automatic-runs/company-clock.ts';
import { mailSenderOf } from '#server/companies/mail-sender.ts';
import { mailServerOf, mailSettingsOf } from '#server/companies/mail-server.ts';
import { findCompany, listCompanies } from '#server/companies/queries.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import { type Offer, openMailConnection } from '#server/platform/mail.ts';
import type { CompanyTools, Tools } from '#server/platform/tools.ts';
import { findSendStops, refuseWhileStopped } from '#server/send-stops/find-send-stops.ts';
import { type ChainHead, findHead } from './chain.ts';
import { headMailBytes } from './compose-head-mail.ts';
import { findLastHeadMail, markHeadMail, type TakenHeadMail, takeHeadMail } from './head-mail-queries.ts';
import { addTimelineEntries } from './queries.ts';

const SECONDS_MAX = 30;
/** Whoever took the mail of a day and said nothing for so long has died: whether it left, nobody knows. */
const LOST_MINUTES = 30;

/** Mails, company by company, how far the timeline has come, where an owner chose an address for it. */
export async function mailHeadsEverywhere(tools: Tools): Promise<void> {
  for (const { id } of await listCompanies(tools.db)) {
    try {
      await mailHead({ ...tools, companyId: id, actor: null });
    } catch (error) {
      tools.log.error({ err: error, companyId: id }, 'the head of a timeline could not be mailed');
    }
  }
}

/**
 * Mails the head once a day to the address that was chosen. Nothing where none was, before its hour, and while anything holds
 * this company's mails back. What the mail server puts off is offered again within the day; what may have arrived is not.
 */
export async function mailHead(tools: CompanyTools): Promise<void> {
  const taken = await inCompany(tools, (trx) => takeToday(trx, tools));
  if (taken) await conclude(tools, taken, await offer(tools, taken));
}

type Taken = TakenHeadMail & {
  readonly head: ChainHead;
  readonly on: Temporal.PlainDate;
  readonly to: string;
  readonly company: Awaited<ReturnType<typeof findCompany>>;
};

async function takeToday(trx: Trx, tools: CompanyTools): Promise<Taken | null> {
  const { companyId, clock } = tools;
  const company = await findCompany(trx, companyId);
  const to = company.headMailTo;
  if (to === null || (await findSendStops(trx, companyId)).length > 0) return null;
  const at = clock.now();
  await concludeLost(trx, companyId, at);
  const last = (await findLastHeadMail(trx, companyId)) ?? null;
  const wall = companyNow(clock, company.timeZone).now.toZonedDateTimeISO(company.timeZone);
  if (!isHeadMailDue(wall.toPlainDateTime(), last && { ...last, on: last.mailedOn })) return null;
  const head = await findHead(trx, companyId);
  const on = wall.toPlainDate();
  const taken = await takeHeadMail(trx, companyId, { id: newId(), mailedOn: on, head, toldTo: to, at });
  return taken && { ...taken, head, on, to, company };
}

async function concludeLost(trx: Trx, companyId: string, at: Temporal.Instant): Promise<void> {
  const last = await findLastHeadMail(trx, companyId);
  if (last?.state !== 'sending' || at.since(last.takenAt).total('minutes') < LOST_MINUTES) return;
  await markHeadMail(trx, companyId, last.id, { state: 'unknown', at, answer: '' });
  const facts = { on: last.mailedOn.toString(), answer: '' };
  await addTimelineEntries(trx, companyId, [{ kind: 'head_not_mailed', facts, at, actor: null }]);
}

async function offer(tools: CompanyTools, taken: Taken): Promise<Offer> {
  const ready = await makeReady(tools, taken).catch((error: unknown) => {
    if (!(error instanceof Refusal))
      tools.log.error({ err: error, companyId: tools.companyId }, 'the mail of a head could not be made');
    return writeAnswer(error);
  });
  // Nothing was offered yet: whatever failed, it did not leave.
  if (typeof ready === 'string') return { outcome: 'later', answer: ready };
  const { connection, bytes, from } = ready;
  try {
    return await connection.offer({ from, to: [taken.to] }, bytes, () =>
      inCompany(tools, (trx) => refuseWhileStopped(trx, tools.companyId)),
    );
  } finally {
    connection.close();
  }
}

/** The mail and the way it goes: all that can fail before a byte leaves. */
async function makeReady(tools: CompanyTools, { id, head, to, company }: Taken) {
  const url = mailServerOf(tools, company) ?? refuse('mail_not_set_up', {});
  const { from } = mailSenderOf(company, null);
  const bytes = await headMailBytes({ id, sentAt: tools.clock.now(), from, to, head, company });
  const connection = openMailConnection(mailSettingsOf(tools, url, SECONDS_MAX));
  return { connection, bytes, from: from.address };
}

async function conclude(tools: CompanyTools, taken: Taken, { outcome, answer }: Offer): Promise<void> {
  const { companyId, clock } = tools;
  const { id, head, on, to, tries } = taken;
  const at = clock.now();
  const state = outcome === 'stopped' ? 'later' : outcome;
  await inCompany(tools, async (trx) => {
    if (!(await markHeadMail(trx, companyId, id, { state, at, answer }))) return;
    if (state === 'sent') return witness(trx, companyId, { head, to, at });
    // One that is put off is told once, when it is time that somebody looks.
    if (state === 'later' && tries !== HEAD_MAIL_TRIES) return;
    const facts = { on: on.toString(), answer };
    await addTimelineEntries(trx, companyId, [{ kind: 'head_not_mailed', facts, at, actor: null }]);
  });
}

async function witness(
  trx: Trx,
  companyId: string,
  { head, to, at }: { head: ChainHead; to: string; at: Temporal.Instant },
): Promise<void> {
  const facts = { head: writeHead(head), to };
  await addTimelineEntries(trx, companyId, [{ kind: 'head_mailed', facts, at, actor: null }]);
  const hash = Buffer.from(head.hash, 'hex');
  const seen = { companyId, id: newId(), position: head.count, hash, witnessedAt: at };
  await trx
    .insertInto('timelineWitness')
    .values({ ...seen, way: 'mail', toldTo: to })
    .execute();
}
