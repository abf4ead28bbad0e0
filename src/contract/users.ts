import { z } from 'zod';
import { LANGUAGES } from '#core/receivables/kinds.ts';
import { ROLES } from './access.ts';
import { refusals } from './refusals.ts';
import { companyRoute, InCompany } from './route.ts';

const Role = z.enum(ROLES);

const UserView = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: Role,
  since: z.iso.datetime(),
  /** Has not come yet: no password is chosen, or the invitation not accepted. */
  invited: z.boolean(),
  /** Has an account already, and works here once they accept; until then they see nothing of the company. */
  pending: z.boolean(),
  lastSeenAt: z.iso.datetime().nullable(),
  /** May not sign in, nor may any of their keys. */
  disabled: z.boolean(),
  secondFactor: z.boolean(),
});

const Invitation = z.object({
  user: UserView,
  /** To be handed over by the owner; works once, for seven days. Whoever has an account accepts by it, signed in. */
  link: z.string(),
});

const InUser = InCompany.extend({ user: z.string().max(64) });

/** Who may work in a company, and as what. */
export const users = {
  list: companyRoute('GET', '/users', 'reader').input(InCompany).output(z.array(UserView)),
  invite: companyRoute('POST', '/users', 'owner')
    .meta({ access: 'owner', personOnly: true })
    .input(
      InCompany.extend({
        email: z.string().trim().toLowerCase().pipe(z.email().max(254)),
        name: z.string().trim().min(1).max(200),
        role: Role,
        language: z.enum(LANGUAGES),
      }),
    )
    .output(Invitation)
    .errors(refusals('user_is_member')),
  /** A new link for a user who lost theirs, forgot the password, or has not accepted yet. */
  renewLink: companyRoute('POST', '/users/{user}/link', 'owner')
    .meta({ access: 'owner', personOnly: true })
    .input(InUser)
    .output(Invitation)
    .errors(refusals('user_unknown', 'user_is_member', 'user_of_others')),
  changeRole: companyRoute('PUT', '/users/{user}', 'owner')
    .meta({ access: 'owner', personOnly: true })
    .input(InUser.extend({ role: Role }))
    .output(UserView)
    .errors(refusals('user_unknown', 'last_owner')),
  /** Ends every session and key of a user at once, everywhere; or lets them sign in again. */
  changeAccess: companyRoute('PUT', '/users/{user}/access', 'owner')
    .meta({ access: 'owner', personOnly: true })
    .input(InUser.extend({ disabled: z.boolean() }))
    .output(UserView)
    .errors(refusals('user_unknown', 'user_of_others', 'last_owner', 'user_yourself')),
  remove: companyRoute('DELETE', '/users/{user}', 'owner')
    .meta({ access: 'owner', personOnly: true })
    .input(InUser)
    .output(z.object({ removed: z.string() }))
    .errors(refusals('user_unknown', 'last_owner')),
};
