import { z } from 'zod';
import { ROLES } from './access.ts';
import { refusals } from './refusals.ts';
import { route } from './route.ts';

const OneLink = z.object({ token: z.string().min(1).max(200) });

/** The link that somebody with an account is invited by: it opens for that account alone, signed in, and once. */
export const invitations = {
  /** Changes nothing: it says where one would work, and as what. */
  show: route('GET', '/invitations/{token}', 'signed_in')
    .input(OneLink)
    .output(z.object({ name: z.string(), role: z.enum(ROLES) }))
    .errors(refusals('invitation_unusable')),
  accept: route('POST', '/invitations/{token}', 'signed_in')
    .input(OneLink)
    .output(z.object({ company: z.string() }))
    .errors(refusals('invitation_unusable')),
};
