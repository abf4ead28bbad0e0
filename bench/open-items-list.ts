/** A list of open items as an accounting package exports it, in CSV: ten rows to a debtor, all columns filled. */
export function listOf(rows: number): Buffer {
  const lines = [
    'debtor_number,debtor_name,debtor_email,language,kind,document_kind,document_number,issued_on,due_on,currency,amount,open',
  ];
  for (let row = 0; row < rows; row++) {
    const debtor = 1 + Math.floor(row / 10);
    const day = String(1 + (row % 28)).padStart(2, '0');
    const amount = `${100 + (row % 900)}.${String(row % 100).padStart(2, '0')}`;
    const language = ['fr', 'nl', 'en', 'de'][debtor % 4];
    lines.push(
      `C${String(debtor).padStart(6, '0')},Client ${debtor} SA,compta${debtor}@example.com,${language},business,invoice,` +
        `F${2_026_000_000 + row},2026-01-${day},2026-02-${day},EUR,${amount},${amount}`,
    );
  }
  return Buffer.from(`${lines.join('\n')}\n`);
}
