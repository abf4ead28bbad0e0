import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseMoney } from '#core/money/money.ts';
import { readInvoice } from './read-invoice.ts';

const SAMPLES = join(import.meta.dirname, '../../../../shared/samples');

type Expected = {
  stated: { invoiceNumber?: string; amountTotal?: number; invoiceDate?: string; dueDate?: string } | null;
  computed: {
    kind: string;
    number: string;
    issueDate: string;
    dueDate: string | null;
    currency: string;
    seller: { name: string };
    buyer: { name: string };
    totals: { PayableAmount: string };
  };
};

/** Each file against an independent reading; a difference is listed, so that the score says what is not understood. */
test.skipIf(!existsSync(SAMPLES))(
  'public UBL invoices read as their own projects say (skipped without ../shared)',
  () => {
    const { files } = JSON.parse(readFileSync(join(SAMPLES, 'ubl/EXPECTED.json'), 'utf8')) as {
      files: Record<string, Expected>;
    };
    const differences: string[] = [];
    let read = 0;
    for (const [path, { stated, computed }] of Object.entries(files)) {
      const found = differencesIn(path, stated, computed);
      differences.push(...found);
      if (found.length === 0) read += 1;
    }
    const total = Object.keys(files).length;
    process.stdout.write(
      `UBL conformance: ${read} of ${total} files\n${differences.map((line) => `  ${line}\n`).join('')}`,
    );
    expect(read / total).toBeGreaterThan(0.95);
  },
);

function differencesIn(path: string, stated: Expected['stated'], computed: Expected['computed']): string[] {
  let found: ReturnType<typeof readInvoice>;
  try {
    found = readInvoice(readFileSync(join(SAMPLES, path)), path);
  } catch (error) {
    return [`${path}: ${String(error)}`];
  }
  if (!found.invoice) return [`${path}: ${JSON.stringify(found.problems[0])}`];
  const { invoice } = found;
  const payable = parseMoney(
    computed.totals.PayableAmount.replace(/(\.\d\d)0+$/, '$1'),
    invoice.currency,
  ).minor;
  const credits = computed.kind === 'CreditNote' || payable < 0n;
  const pairs: [string, unknown, unknown][] = [
    ['number', invoice.number, computed.number],
    ['issued', String(invoice.issuedOn), computed.issueDate],
    ['currency', invoice.currency, computed.currency],
    ['open', invoice.payable < 0n ? -invoice.payable : invoice.payable, payable < 0n ? -payable : payable],
    ['kind', invoice.kind, credits ? 'credit_note' : 'invoice'],
    ['seller', invoice.seller.names.includes(computed.seller.name), true],
    ['buyer', invoice.buyer.names.includes(computed.buyer.name), true],
  ];
  const due = invoice.instalments[0];
  if (computed.dueDate) pairs.push(['due', String(due?.dueOn), computed.dueDate]);
  if (stated?.invoiceNumber) pairs.push(['stated number', invoice.number, stated.invoiceNumber]);
  if (stated?.invoiceDate) pairs.push(['stated date', String(invoice.issuedOn), stated.invoiceDate]);
  if (stated?.dueDate) pairs.push(['stated due', String(due?.dueOn), stated.dueDate]);
  return pairs
    .filter(([, given, expected]) => given !== expected)
    .map(([what, given, expected]) => `${path}: ${what} ${String(given)}, expected ${String(expected)}`);
}
