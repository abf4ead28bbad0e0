import { expect, test } from 'vitest';
import { LIST_FIELDS } from '#core/receivables/list-fields.ts';
import { guessColumns } from './guess-columns.ts';

// Headings as packages export them: [heading, a value below it, what it holds].
const REAL: readonly (readonly [string, string, string | null])[] = [
  ['Numéro client', 'C001', 'debtor_number'],
  ['N° client', 'C001', 'debtor_number'],
  ['Code client', 'C001', 'debtor_number'],
  ['Compte tiers', '411DUPONT', 'debtor_number'],
  ['Klantnummer', '1001', 'debtor_number'],
  ['Debiteurnr.', '1001', 'debtor_number'],
  ['Relatiecode', '1001', 'debtor_number'],
  ['Kundennummer', '10001', 'debtor_number'],
  ['Debitorennr.', '10001', 'debtor_number'],
  ['Customer No.', '10001', 'debtor_number'],
  ['Account code', '10001', 'debtor_number'],
  ['Référence(Ref)', 'ALPHA', 'debtor_number'],
  ['Nom', 'Dupont', 'debtor_name'],
  ['Raison sociale', 'Dupont SA', 'debtor_name'],
  ['Klantnaam', 'Janssens', 'debtor_name'],
  ['Firma', 'Müller GmbH', 'debtor_name'],
  ['Customer name', 'Smith', 'debtor_name'],
  ['Adresse e-mail', 'a@example.org', 'debtor_email'],
  ['E-mailadres', 'a@example.org', 'debtor_email'],
  ['Langue', 'F', 'language'],
  ['Taal', 'N', 'language'],
  ['N° facture', 'F2026-1', 'document_number'],
  ['Numéro de pièce', '2026001', 'document_number'],
  ['Factuurnummer', '2026001', 'document_number'],
  ['Boekstuknummer', '2026001', 'document_number'],
  ['Rechnungsnr.', 'RE-1', 'document_number'],
  ['Belegfeld 1', 'RE-1', 'document_number'],
  ['Invoice no.', 'INV-1', 'document_number'],
  ['Date facture', '31/12/2026', 'issued_on'],
  ['Factuurdatum', '31-12-2026', 'issued_on'],
  ['Belegdatum', '31.12.2026', 'issued_on'],
  ['Invoice date', '12/31/2026', 'issued_on'],
  ["Date d'échéance", '31/12/2026', 'due_on'],
  ['Échéance', '31/12/2026', 'due_on'],
  ['Vervaldatum', '31-12-2026', 'due_on'],
  ['Fälligkeit', '31.12.2026', 'due_on'],
  ['Fällig am', '31.12.2026', 'due_on'],
  ['Due date', '2026-12-31', 'due_on'],
  ['Montant TTC', '1.234,56', 'amount'],
  ['Factuurbedrag', '1.234,56', 'amount'],
  ['Rechnungsbetrag', '1.234,56', 'amount'],
  ['Solde', '1.234,56', 'open'],
  ['Reste à payer', '1.234,56', 'open'],
  ['Openstaand', '1.234,56', 'open'],
  ['Openstaand saldo', '1.234,56', 'open'],
  ['Offener Betrag', '1.234,56', 'open'],
  ['Outstanding amount', '1,234.56', 'open'],
  ['Devise', 'EUR', 'currency'],
  ['Währung', 'EUR', 'currency'],
  ['Communication structurée', '+++090/9337/55493+++', 'structured_reference'],
  ['Gestructureerde mededeling', '+++090/9337/55493+++', 'structured_reference'],
  ['Type', 'FACTURE', 'document_kind'],
  ['Document Type', 'Credit Memo', 'document_kind'],
  ['Numéro de TVA', 'BE0403019261', 'vat_number'],
  ['BTW-nummer', 'BE0403019261', 'vat_number'],
  ['USt-IdNr.', 'DE123456789', 'vat_number'],
  ['Payeur', 'C001', 'payer_number'],
  ['Tiers payeur', 'C001', 'payer_number'],
  ['Betaler', '1001', 'payer_number'],
  ['Paid by', '10001', 'payer_number'],
  ['Payer', '10001', 'payer_number'],
  ['Zahler', '10001', 'payer_number'],
  ['Nom du payeur', 'Dupont', null],
  ['Vertegenwoordiger', 'Piet', null],
  ['Centre de coûts', '12', null],
];

test('of real headings in four languages nine in ten are known, and what is foreign is left out', () => {
  const wrong = REAL.filter(
    ([header, value, field]) => guessColumns([header], [[value]])[0]?.field !== field,
  );
  expect(wrong.map(([header]) => header)).toEqual([]);
});

test('the documented headings are themselves, whatever their values', () => {
  const guesses = guessColumns([...LIST_FIELDS], []);
  expect(guesses.map(({ field, sure }) => [field, sure])).toEqual(LIST_FIELDS.map((field) => [field, true]));
});

test('no field is given to two columns, and values decide between headings that could both be it', () => {
  const guesses = guessColumns(
    ['Date', 'Date échéance', 'Solde', 'Montant'],
    [['01/02/2026', '03/04/2026', '1,00', '2,00']],
  );
  expect(guesses.map(({ field }) => field)).toEqual(['issued_on', 'due_on', 'open', 'amount']);
  expect(guessColumns(['Total'], [['31/12/2026']])[0]?.field).toBeNull();
});

test('a heading that only resembles a known one is marked as a guess', () => {
  expect(guessColumns(['Vervaldatum factuur 2'], [['31-12-2026']])[0]).toMatchObject({
    field: 'due_on',
    sure: false,
  });
});
