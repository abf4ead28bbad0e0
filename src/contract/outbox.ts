import { z } from 'zod';
import { refusals } from './refusals.ts';
import { companyRoute, InCompany, PageInput, pageOf } from './route.ts';

/** A mail caught by the built-in SMTP catcher of the demo instead of leaving the machine. */
export const CaughtMailRow = z.object({
  id: z.uuid(),
  caughtAt: z.string(),
  from: z.string(),
  to: z.array(z.string()),
  subject: z.string(),
  size: z.number().int(),
});

const OneMail = InCompany.extend({ mail: z.uuid() });

export const outbox = {
  list: companyRoute('GET', '/outbox', 'reader')
    .input(InCompany.extend(PageInput.shape).extend({ search: z.string().max(100).optional() }))
    .output(pageOf(CaughtMailRow)),
  show: companyRoute('GET', '/outbox/{mail}', 'reader')
    .input(OneMail)
    .output(
      CaughtMailRow.extend({
        copies: z.array(z.string()),
        replyTo: z.string().nullable(),
        messageId: z.string().nullable(),
        /** Only for a sandboxed frame without scripts. */
        html: z.string(),
        text: z.string(),
        attachments: z.array(
          z.object({
            position: z.number().int(),
            name: z.string(),
            mediaType: z.string(),
            size: z.number().int(),
          }),
        ),
        headers: z.array(z.object({ name: z.string(), value: z.string() })),
      }),
    )
    .errors(refusals('mail_unknown')),
  attachment: companyRoute('GET', '/outbox/{mail}/attachments/{position}', 'reader')
    .input(OneMail.extend({ position: z.coerce.number().int().min(0).max(1000) }))
    .output(z.file())
    .errors(refusals('mail_unknown')),
  source: companyRoute('GET', '/outbox/{mail}/source', 'reader')
    .input(OneMail)
    .output(z.file())
    .errors(refusals('mail_unknown')),
};
