import { sql } from 'kysely';
import { RunOptions } from '#contract/dunning-run-views.ts';
import { approveRun } from '#server/dunning-runs/approve-run.ts';
import { planRun } from '#server/dunning-runs/plan-run.ts';
import { sendRun } from '#server/dunning-runs/send-run.ts';
import { dispatchOnce } from '#server/notices/dispatcher.ts';
import { inCompany } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import { startMailCatcher } from '#server/platform/mail-catcher.ts';
import { addDefaultPolicy } from '#server/policies/add-policy.ts';
import { measure, printFigures, round } from './measure.ts';
import { onOwnDatabase } from './own-database.ts';

/** Issues and sends mails with their letters to a sink on this machine, the whole way: numbered, stored, claimed, recorded. */
const COUNT = Number(process.argv[2] ?? 2000);
const TODAY = '2026-03-31';

await onOwnDatabase(TODAY, async ({ db, tools }) => {
  const seen = { mails: 0, bytes: 0 };
  const sink = await startMailCatcher(async ({ bytes }) => {
    seen.mails += 1;
    seen.bytes += bytes.length;
  });
  const companyId = newId();
  const company = {
    ...tools,
    installation: { ...tools.installation, smtpUrl: sink.url },
    companyId,
    actor: null,
  };
  await fill(companyId);
  await inCompany(company, (trx) =>
    addDefaultPolicy(trx, { id: companyId, country: 'BE', currency: 'EUR', language: 'fr' }),
  );
  const plan = { plannedFor: Temporal.PlainDate.from(TODAY), options: RunOptions.parse({}) };
  const run = await planRun(company, plan);
  await approveRun(company, { run, send: false });
  const issue = await measure(() => sendRun(company, { runId: run }));
  const send = await measure(() => dispatchOnce(company));
  await sink.stop();
  printFigures('mail', {
    mails: seen.mails,
    averageKb: round(seen.bytes / Math.max(1, seen.mails) / 1024, 1),
    issueSeconds: issue.seconds,
    issuedPerSecond: round(COUNT / issue.seconds, 1),
    sendSeconds: send.seconds,
    sentPerSecond: round(seen.mails / send.seconds, 1),
    peakMb: Math.max(issue.peakMb, send.peakMb),
  });

  async function fill(id: string): Promise<void> {
    await sql`insert into company (id, key, name, country, language, currency, time_zone, mode, iban, mail_from_address)
      values (${id}, 'bench', 'Bench SA', 'BE', 'fr', 'EUR', 'Europe/Brussels', 'live', 'BE68539007547034',
        'compta@bench.example')`.execute(db);
    await sql`insert into debtor (company_id, id, number, name, language, country, street, postal_code, city, email)
      select ${id}, md5('d' || n)::uuid, 'D' || n, 'Café ' || n, (array['fr','nl','en','de'])[n % 4 + 1], 'BE',
        'Rue Haute ' || n, '1000', 'Bruxelles', 'c' || n || '@example.com' from generate_series(1, ${COUNT}::int) n`.execute(
      db,
    );
    await sql`insert into document (company_id, id, debtor_id, kind, number, issued_on, currency, amount_minor, source,
        imported_on)
      select ${id}, md5('f' || n)::uuid, md5('d' || (n % ${COUNT}::int + 1))::uuid, 'invoice', 'F' || n, '2026-01-31',
        'EUR', 10000 + n, 'bench', '2026-01-31' from generate_series(1, ${COUNT * 3}::int) n`.execute(db);
    await sql`insert into due_item (company_id, id, document_id, debtor_id, position, due_on, currency, amount_minor,
        open_minor)
      select company_id, md5('i' || number)::uuid, id, debtor_id, 1, '2026-03-01', currency, amount_minor, amount_minor
      from document where company_id = ${id}`.execute(db);
    await sql`analyze`.execute(db);
  }
});
