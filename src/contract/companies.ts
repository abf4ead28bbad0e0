import { z } from 'zod';
import { CURRENCIES } from '#core/money/currencies.ts';
import { LANGUAGES } from '#core/receivables/kinds.ts';
import { ROLES } from './access.ts';
import { refusals } from './refusals.ts';
import { companyRoute, InCompany, route } from './route.ts';

const line = z.string().trim().max(200);
const optional = line.nullable();
export const CompanyKey = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);
export const Country = z.string().regex(/^[A-Z]{2}$/);

/** What must be known before the first import. The rest has a sound default or can wait. */
export const NewCompany = z.object({
  /** Stands in every address of the company; made from the name where it is left out. */
  key: CompanyKey.optional(),
  name: line.min(1),
  country: Country,
  language: z.enum(LANGUAGES),
  /** By default that of the country. */
  currency: z.enum(CURRENCIES).optional(),
  timeZone: z.string().max(64).optional(),
});

const Particulars = z.object({
  name: line.min(1),
  country: Country,
  language: z.enum(LANGUAGES),
  timeZone: z.string().max(64),
  street: optional,
  postalCode: optional,
  city: optional,
  vatNumber: optional,
  enterpriseNumber: optional,
  iban: optional,
  bic: optional,
  phone: optional,
  email: optional,
  website: optional,
  legalFooter: z.string().trim().max(1000).nullable(),
  defaultTermsDays: z.number().int().min(0).max(365),
  /** Days after the promised one on which a payment still keeps a promise. */
  promiseToleranceDays: z.number().int().min(0).max(30),
  /** Upper bounds of the ageing tiles in days late, rising: [30, 60, 90]. */
  ageingBounds: z.array(z.number().int().min(1).max(3650)).min(1).max(8),
});

const Mail = z.object({
  fromName: optional,
  fromAddress: z.email().nullable(),
  replyTo: z.email().nullable(),
  /** A blind copy of each reminder goes here. */
  copyTo: z.email().nullable(),
  /** So long an issued mail waits before it leaves, while undoing its run still stops it; 0: it leaves at once. */
  releaseDelaySeconds: z.number().int().min(0).max(1800),
  /** Whether the subject of a mail to a debtor ends with the debtor’s number: answers keep it. */
  subjectMark: z.boolean(),
});

export const CompanyView = Particulars.extend({
  id: z.string(),
  key: z.string(),
  currency: z.string(),
  mode: z.enum(['test', 'live']),
  isDemo: z.boolean(),
  defaultPolicyId: z.string().nullable(),
  mail: Mail.extend({
    /** smtp://user@host:port, without its password; null where the installation's own is used. */
    smtp: z.string().nullable(),
    /** Whether there is a server to leave through: the company's own, or the installation's. */
    ready: z.boolean(),
    /** The address mails leave from; guessed: nobody filled one in, so it was taken from elsewhere. */
    sender: z.object({ address: z.string(), guessed: z.boolean() }),
  }),
  /** What leaving test mode still asks for. */
  liveNeeds: z.array(z.enum(['test_mail', 'reviewed_run'])),
});

/** A company as the signed-in user's list has it. */
export const MyCompany = z.object({
  key: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  mode: z.enum(['test', 'live']),
  isDemo: z.boolean(),
  country: z.string(),
  language: z.enum(LANGUAGES),
  currency: z.string(),
  timeZone: z.string(),
  /** The company's day: RAPPEL_TODAY where it is set, else today in its time zone. */
  today: z.iso.date(),
  /** The company asks for a second factor, and the user has given none: nothing in it opens until then. */
  secondFactorMissing: z.boolean(),
});

const NEW = ['company_key_taken', 'time_zone_unknown', 'iban_invalid'] as const;

/** A company: its particulars, its mail, and whether it is still trying things out. */
export const companies = {
  create: route('POST', '/companies', 'signed_in')
    .input(NewCompany)
    .output(MyCompany)
    .errors(refusals('company_key_taken', 'time_zone_unknown', 'owner_only')),
  createDemo: route('POST', '/companies/demo', 'signed_in')
    .output(MyCompany)
    .errors(refusals('company_key_taken', 'owner_only')),
  show: companyRoute('GET', '', 'reader').input(InCompany).output(CompanyView),
  change: companyRoute('PUT', '', 'owner')
    .input(InCompany.extend(Particulars.partial().shape))
    .output(CompanyView)
    .errors(refusals(...NEW, 'ageing_bounds_unusable')),
  changeMail: companyRoute('PUT', '/mail', 'owner')
    .input(
      InCompany.extend(Mail.shape).extend({
        /** Left out: as it is. */
        releaseDelaySeconds: Mail.shape.releaseDelaySeconds.optional(),
        subjectMark: Mail.shape.subjectMark.optional(),
        /** smtp://user:password@host:port, or https://:key@host/path of a provider; null for the installation's own; left out to keep what is there. */
        smtpUrl: z.string().max(500).nullable().optional(),
      }),
    )
    .output(CompanyView)
    .errors(refusals('smtp_url_unreadable', 'mail_host_not_public')),
  /** Sends a mail with a code to the signed-in user. The code proves that it arrived. */
  sendTestMail: companyRoute('POST', '/mail/test', 'owner')
    .input(InCompany)
    .output(z.object({ to: z.string(), answer: z.string() }))
    .errors(refusals('mail_not_set_up', 'mail_not_accepted', 'email_unusable')),
  confirmTestMail: companyRoute('PUT', '/mail/test', 'owner')
    .input(InCompany.extend({ code: z.string().trim().max(20) }))
    .output(CompanyView)
    .errors(refusals('test_code_wrong', 'sign_in_too_often')),
  /** Leaves test mode. What was sent in it is undone: it never reached a debtor. */
  goLive: companyRoute('POST', '/live', 'owner')
    .input(InCompany)
    .output(z.object({ company: CompanyView, runsUndone: z.number().int() }))
    .errors(
      refusals(
        'test_mail_missing',
        'reviewed_run_missing',
        'demo_stays_in_test_mode',
        'test_run_open',
        'notice_leaving',
        'notice_has_later',
        'claim_settled',
      ),
    ),
};
