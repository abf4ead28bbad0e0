import type { z } from 'zod';
import type { PartInput } from '#contract/settlements.ts';
import type { Currency } from '#core/money/currencies.ts';
import { parseMoney } from '#core/money/money.ts';
import type { ChosenPart } from '#core/receivables/settle.ts';
import { refuse } from '#core/refusal.ts';
import { listItems } from '#server/open-items/item-queries.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { settleOne } from './decide-line.ts';
import { lockLines } from './queries.ts';

export type SettleInput = {
  readonly line: string;
  readonly settlement?: string | undefined;
  readonly parts: readonly z.output<typeof PartInput>[];
  readonly debtor: string | null;
  readonly learnIban: boolean;
  readonly note: string | null;
};

/**
 * Settles a bank line for the parts a person chose: several items, a part of one, a discount, bank costs, a small or exchange
 * difference, money on account, a credit paid back, a payment that went back. What is not taken stays to be settled.
 */
export function settleLine(tools: CompanyTools, input: SettleInput): Promise<string> {
  return inCompany(tools, async (trx) => {
    await refuseUnknownDebtor(trx, tools.companyId, input.debtor);
    return settleOne(trx, tools, {
      id: input.settlement,
      lineId: input.line,
      parts: await readParts(trx, tools.companyId, input),
      debtorId: input.debtor,
      origin: 'manual',
      because: [],
      note: input.note,
      learnIban: input.learnIban,
      takesBackLineId: null,
    });
  });
}

async function readParts(trx: Trx, companyId: string, input: SettleInput): Promise<ChosenPart[]> {
  const line = (await lockLines(trx, companyId, [input.line])).get(input.line);
  if (!line) return refuse('bank_line_unknown', { line: input.line });
  const ids = input.parts.flatMap(({ item }) => item ?? []);
  const items = new Map((await listItems(trx, companyId, ids)).map((item) => [item.id, item]));
  return input.parts.map(({ item: id, kind, amount, money }) => {
    const item = id === null ? null : (items.get(id) ?? refuse('open_item_unknown', { item: id }));
    const currency: Currency = item?.currency ?? line.currency;
    return {
      dueItemId: id,
      kind,
      amountMinor: parseMoney(amount, currency).minor,
      ...(money !== null && { lineMinor: parseMoney(money, line.currency).minor }),
    };
  });
}

async function refuseUnknownDebtor(trx: Trx, companyId: string, id: string | null): Promise<void> {
  if (id === null) return;
  const known = trx.selectFrom('debtor').select('id').where('companyId', '=', companyId).where('id', '=', id);
  if (!(await known.executeTakeFirst())) refuse('debtor_unknown', { debtor: id });
}
