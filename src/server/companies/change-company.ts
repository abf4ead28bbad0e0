import { electronicFormatIBAN, isValidIBAN } from 'ibantools';
import type { z } from 'zod';
import type { companies } from '#contract/companies.ts';
import { ageingBoundsFrom } from '#core/receivables/ageing.ts';
import { refuse } from '#core/refusal.ts';
import type { Setting } from '#core/timeline/settings.ts';
import { inCompany } from '#server/platform/db.ts';
import { isLoopback } from '#server/platform/outside-address.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { refuseUnknownTimeZone } from './create-company.ts';
import { refuseInside, sealMailServer, shownMailServer } from './mail-server.ts';
import { lockCompany, markCompany } from './queries.ts';
import { viewCompany } from './show-company.ts';
import { tellSettings } from './tell-settings.ts';

type Particulars = Omit<z.output<NonNullable<(typeof companies.change)['~orpc']['inputSchema']>>, 'company'>;
type Mail = Omit<z.output<NonNullable<(typeof companies.changeMail)['~orpc']['inputSchema']>>, 'company'>;

const PARTICULARS = [
  'name',
  'country',
  'language',
  'timeZone',
  'street',
  'postalCode',
  'city',
  'vatNumber',
  'enterpriseNumber',
  'iban',
  'bic',
  'phone',
  'email',
  'website',
  'legalFooter',
  'defaultTermsDays',
  'promiseToleranceDays',
  'ageingBounds',
] as const satisfies readonly Setting[];
const MAIL = [
  'mailFromName',
  'mailFromAddress',
  'mailReplyTo',
  'mailCopyTo',
  'releaseDelaySeconds',
  'mailSubjectMark',
] as const satisfies readonly Setting[];

/** Changes what is given and leaves the rest. An empty text means: not known. */
export function changeCompany(tools: CompanyTools, given: Particulars) {
  if (given.timeZone !== undefined) refuseUnknownTimeZone(given.timeZone);
  if (given.ageingBounds) ageingBoundsFrom(given.ageingBounds);
  const iban = given.iban ? { iban: readIban(given.iban) } : {};
  const change = Object.fromEntries(
    Object.entries({ ...given, ...iban }).map(([name, value]) => [name, emptyAsNull(value)]),
  );
  return inCompany(tools, async (trx) => {
    const before: Readonly<Record<string, unknown>> = await lockCompany(trx, tools.companyId);
    if (Object.keys(change).length > 0) await markCompany(trx, tools.companyId, change);
    await tellSettings(
      trx,
      tools,
      PARTICULARS.filter((name) => name in change).map((name) => ({
        setting: name,
        before: before[name],
        after: change[name],
      })),
    );
    return viewCompany(trx, tools);
  });
}

/** Changes how mails leave. A test mail received with other settings proves nothing any more. */
export async function changeMail(tools: CompanyTools, given: Mail) {
  const { smtpUrl } = given;
  if (smtpUrl) refuseUnreadable(smtpUrl);
  if (smtpUrl) await refuseInside(tools, new URL(smtpUrl).hostname);
  return inCompany(tools, async (trx) => {
    const before = await lockCompany(trx, tools.companyId);
    const sealed = smtpUrl === undefined ? before.smtpUrlSealed : smtpUrl && sealMailServer(tools, smtpUrl);
    const change = {
      mailFromName: given.fromName || null,
      mailFromAddress: given.fromAddress,
      mailReplyTo: given.replyTo,
      mailCopyTo: given.copyTo,
      ...(given.releaseDelaySeconds === undefined ? {} : { releaseDelaySeconds: given.releaseDelaySeconds }),
      ...(given.subjectMark === undefined ? {} : { mailSubjectMark: given.subjectMark }),
      smtpUrlSealed: sealed || null,
    };
    const proven = sealed === before.smtpUrlSealed && change.mailFromAddress === before.mailFromAddress;
    await markCompany(trx, tools.companyId, { ...change, ...(proven ? {} : { testMailReceivedAt: null }) });
    await tellSettings(trx, tools, [
      ...MAIL.map((name) => ({ setting: name, before: before[name], after: { ...before, ...change }[name] })),
      {
        setting: 'mailServer',
        before: shownMailServer(tools, before),
        after: shownMailServer(tools, change),
      },
    ]);
    return viewCompany(trx, tools);
  });
}

function readIban(given: string): string {
  const iban = electronicFormatIBAN(given) ?? '';
  return isValidIBAN(iban) ? iban : refuse('iban_invalid', { given });
}

function refuseUnreadable(smtpUrl: string): void {
  const url = URL.canParse(smtpUrl) ? new URL(smtpUrl) : null;
  if (url && /^https?:$/.test(url.protocol)) {
    // A key goes over no wire in the clear; a provider on this very machine is reached over none.
    const isSafe = url.protocol === 'https:' || isLoopback(url.hostname);
    if (isSafe && url.password && !url.username && decodes(url.password)) return;
    refuse('smtp_url_unreadable', { example: 'https://:key@api.resend.com/emails' });
  }
  if (!url?.hostname || !/^smtps?:$/.test(url.protocol) || !decodes(url.username + url.password)) {
    refuse('smtp_url_unreadable', { example: 'smtp://user:password@mail.example.org:587' });
  }
}

function emptyAsNull(value: unknown): unknown {
  return value === '' ? null : value;
}

function decodes(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
