import { z } from 'zod';
import { LANGUAGES } from '#core/receivables/kinds.ts';
import { MyCompany, NewCompany } from './companies.ts';
import { PasskeyAnswer, PasskeyQuestion } from './passkeys.ts';
import { refusals } from './refusals.ts';
import { route } from './route.ts';

export const THEMES = ['light', 'dark', 'system'] as const;
export const PASSWORD_LENGTH_MIN = 12;
/** Counted in UTF-16 units; longer ones would only make hashing slow. */
export const PASSWORD_LENGTH_MAX = 256;
/** How a second factor may be given. */
export const FACTOR_WAYS = ['totp', 'passkey', 'recovery'] as const;
const Email = z.string().trim().toLowerCase().pipe(z.email().max(254));
/** Its least length and what everybody uses are refused with a sentence. */
const Password = z.string().max(PASSWORD_LENGTH_MAX);

const Preferences = z.object({
  name: z.string().trim().min(1).max(200),
  language: z.enum(LANGUAGES),
  theme: z.enum(THEMES),
  /** Single-key shortcuts; some speech input software triggers them by accident. */
  shortcuts: z.boolean(),
});

/** Who asks, where they may go, and what the screens must know before anything else. */
export const SessionView = z.object({
  user: Preferences.extend({
    id: z.string(),
    email: z.string(),
    /** When the second factor was last given in this session; null where it was not. */
    secondFactorAt: z.iso.datetime().nullable(),
  }).nullable(),
  /** The password was right; one of these is still asked for. */
  awaited: z.array(z.enum(FACTOR_WAYS)).nullable(),
  companies: z.array(MyCompany),
  /** Nobody has an account yet: the first-run page creates the owner. */
  firstRun: z.boolean(),
  /** RAPPEL_TODAY, shown on every screen where it is set. */
  fixedToday: z.iso.date().nullable(),
  /** Mails go to the built-in catcher, and the screen links to it. */
  mailsAreCaught: z.boolean(),
  /** The calculator of late-payment interest is open to anybody. */
  publicCalculator: z.boolean(),
  version: z.string(),
});

export const OpenSession = z.object({
  id: z.string(),
  startedAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime(),
  /** 'Firefox · Windows', as far as the browser said it; else null. */
  browser: z.string().nullable(),
  /** The one that asks. */
  isPresent: z.boolean(),
});

/** Signing in and out, and what belongs to the user alone. */
export const session = {
  show: route('GET', '/session', 'public').output(SessionView),
  signIn: route('POST', '/session', 'public')
    .input(z.object({ email: Email, password: Password }))
    .output(SessionView)
    .errors(refusals('sign_in_wrong', 'sign_in_too_often')),
  /** By a link that works once: printed by the demo, or given to an invited user, who chooses a password with it. */
  signInByLink: route('POST', '/session/link', 'public')
    .input(z.object({ token: z.string().max(200), password: Password.optional() }))
    .output(SessionView)
    .errors(
      refusals(
        'link_used_up',
        'password_too_short',
        'password_common',
        'password_needed',
        'sign_in_too_often',
      ),
    ),
  /** A code of the authenticator app, or a recovery code: ends a sign-in that waits for it, or proves again who is here. */
  giveCode: route('POST', '/session/code', 'public')
    .input(z.object({ code: z.string().trim().max(40) }))
    .output(SessionView)
    .errors(refusals('code_wrong', 'sign_in_step_over', 'sign_in_too_often')),
  /** What a passkey must answer: to sign in without a password, as a second factor, or to prove again who is here. */
  askPasskey: route('POST', '/session/passkey-question', 'public')
    .output(z.object({ options: PasskeyQuestion }))
    .errors(refusals('sign_in_too_often')),
  givePasskey: route('POST', '/session/passkey', 'public')
    .input(z.object({ response: PasskeyAnswer }))
    .output(SessionView)
    .errors(refusals('passkey_refused', 'sign_in_step_over', 'sign_in_too_often')),
  signOut: route('DELETE', '/session', 'public').output(SessionView),
  changePreferences: route('PUT', '/session/preferences', 'signed_in')
    .input(Preferences.partial())
    .output(SessionView),
  changePassword: route('PUT', '/session/password', 'signed_in')
    .input(z.object({ current: Password, next: Password }))
    .output(SessionView)
    .errors(
      refusals(
        'password_wrong',
        'second_factor_stale',
        'password_too_short',
        'password_common',
        'sign_in_too_often',
      ),
    ),
  /** Where the user is signed in, the present session first. */
  listOpen: route('GET', '/account/sessions', 'signed_in').output(z.array(OpenSession)),
  /** Signs the user out in one session, or everywhere else; the password is asked again. */
  endOpen: route('POST', '/account/sessions/ending', 'signed_in')
    .input(z.object({ password: Password, session: z.string().max(64).nullable() }))
    .output(z.object({ ended: z.number().int() }))
    .errors(refusals('password_wrong', 'second_factor_stale', 'sign_in_too_often')),
  /** Creates the owner and the first company, or loads the demo company. Works once, on an empty installation. */
  firstRun: route('POST', '/first-run', 'public')
    .input(
      z.object({
        name: z.string().trim().min(1).max(200),
        email: Email,
        password: Password,
        language: z.enum(LANGUAGES),
        /** Left out: the demo company. */
        company: NewCompany.nullable(),
      }),
    )
    .output(SessionView)
    .errors(
      refusals(
        'first_run_over',
        'password_too_short',
        'password_common',
        'company_key_taken',
        'time_zone_unknown',
      ),
    ),
};
