import { z } from 'zod';
import { LANGUAGES } from '#core/receivables/kinds.ts';
import { MyCompany, NewCompany } from './companies.ts';
import { refusals } from './refusals.ts';
import { route } from './route.ts';

export const THEMES = ['light', 'dark', 'system'] as const;
export const PASSWORD_LENGTH_MIN = 12;
const Email = z.string().trim().toLowerCase().pipe(z.email().max(254));
/** Longer ones would only make hashing slow. Its least length is refused with a sentence: password_too_short. */
const Password = z.string().max(128);

const Preferences = z.object({
  name: z.string().trim().min(1).max(200),
  language: z.enum(LANGUAGES),
  theme: z.enum(THEMES),
  /** Single-key shortcuts; some speech input software triggers them by accident. */
  shortcuts: z.boolean(),
});

/** Who asks, where they may go, and what the screens must know before anything else. */
export const SessionView = z.object({
  user: Preferences.extend({ id: z.string(), email: z.string() }).nullable(),
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
    .errors(refusals('link_used_up', 'password_too_short', 'password_needed', 'sign_in_too_often')),
  signOut: route('DELETE', '/session', 'public').output(SessionView),
  changePreferences: route('PUT', '/session/preferences', 'signed_in')
    .input(Preferences.partial())
    .output(SessionView),
  changePassword: route('PUT', '/session/password', 'signed_in')
    .input(z.object({ current: Password, next: Password }))
    .output(SessionView)
    .errors(refusals('password_wrong', 'password_too_short', 'sign_in_too_often')),
  /** Signs the user out everywhere else. */
  endOthers: route('DELETE', '/session/others', 'signed_in').output(z.object({ ended: z.boolean() })),
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
    .errors(refusals('first_run_over', 'password_too_short', 'company_key_taken', 'time_zone_unknown')),
};
