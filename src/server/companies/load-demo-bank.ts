import { DEMO_BANK_FILES } from '#demo/bank.ts';
import { changeAccount } from '#server/bank-statements/change-account.ts';
import { keepBankFile } from '#server/bank-statements/keep-bank-file.ts';
import { showAccounts } from '#server/bank-statements/show-accounts.ts';
import { importBankFileNow } from '#server/bank-statements/steer-bank-file.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { changeSettlementPolicy } from '#server/settlements/change-policy.ts';
import { matchLines } from '#server/settlements/match-lines.ts';

/** What the demo's banks say: two accounts, one of them told until yesterday, payments of every kind on the desk. */
export async function loadDemoBank(company: CompanyTools): Promise<void> {
  await changeSettlementPolicy(company, {
    changes: { smallDifferenceMax: '1.00', bankCostsMax: '15.00' },
  });
  for (const { name, text } of DEMO_BANK_FILES) {
    const bankFileId = await keepBankFile(company, {
      fileName: name,
      bytes: Buffer.from(text),
      origin: 'upload',
    });
    const { accepted, lineIds } = await importBankFileNow(company, { bankFileId, matchesItself: true });
    if (!accepted) throw new Error(`The demo's ${name} was refused.`);
    await matchLines(company, { lineIds });
  }
  for (const { id, number } of (await showAccounts(company)).accounts) {
    const told = DEMO_BANK_FILES.find(({ iban }) => iban === number);
    if (told) await changeAccount(company, { accountId: id, name: told.account });
  }
}
