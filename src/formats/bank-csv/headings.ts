import type { BankCsvField } from '#core/bank/csv-profile.ts';
import { headingOf } from '#formats/table/headings.ts';

/**
 * Headings of banks' exports in French, Dutch, English and German, normalised as headingOf does, the surest first: of
 * two columns that may hold a field, the one whose heading stands earlier has it. A heading that names two things is in
 * two lists, and the values tell which.
 */
const HEADING_LISTS: Record<BankCsvField, string> = {
  booked_on:
    'booked on|booking date|date de comptabilisation|date comptable|boekingsdatum|boekdatum|buchungstag|buchungsdatum' +
    '|transaction date|posting date|date operation|date de l operation|date d operation|date d execution|uitvoeringsdatum' +
    '|date of execution|date completed|completed date|execution date|transactiedatum|datum transactie|date|datum' +
    '|date de transaction|date transaction|buchung',
  value_on:
    'value on|value date|date de valeur|date valeur|valutadatum|datum valuta|rentedatum|wertstellung|wertstellungstag' +
    '|wert|date de la valeur|valuta|valeur|value',
  amount:
    'amount|bedrag|montant|betrag|transaction amount|montant de la transaction|montant operation|umsatz|bedrag eur' +
    '|amount eur|montant eur|betrag eur|bedrag in eur|montant en eur|transactiebedrag|montant euros|montant en euros' +
    '|net amount',
  debit:
    'debit|debet|debit amount|montant debit|money out|paid out|soll|withdrawal|withdrawals|ausgang|belastung|debit eur' +
    '|sortie|depenses|lastschrift|debits|uit',
  credit:
    'credit|credit amount|montant credit|money in|paid in|haben|deposit|deposits|eingang|gutschrift|credit eur|entree' +
    '|recettes|credits|in',
  sign:
    'af bij|debit credit|debet credit|d c|dc|debit credit indicator|soll haben|s h|sens|teken|signe|credit debit' +
    '|credit debit indicator|d k|bij af|richting|direction|debit ou credit|soll haben kennzeichen',
  currency:
    'currency|munt|muntsoort|munteenheid|devise|devies|wahrung|waehrung|valuta rekening|devise du compte|ccy|code devise' +
    '|transaction currency|monnaie|valuta|account currency|payment currency',
  balance:
    'balance|saldo|solde|balance after transaction|saldo na trn|saldo na mutatie|saldo na transactie|solde apres operation' +
    '|saldo nach buchung|kontostand|running balance|solde progressif|nieuw saldo|nouveau solde|saldo nach umsatz',
  account:
    'account|rekening|rekeningnummer|numero de compte|n de compte|no de compte|account number|own account|iban bban' +
    '|auftragskonto|konto|kontonummer|compte|iban auftragskonto|iban kontoinhaber|eigen rekening|mijn rekening|account iban' +
    '|numero du compte|rekening nummer|iban',
  statement_number:
    'statement number|afschriftnummer|rekeninguittrekselnummer|numero extrait|numero d extrait|numero de l extrait' +
    '|auszugsnummer|extrait|nummer uittreksel|numero de releve|uittrekselnummer|extrait numero',
  counterparty:
    'counterparty|counterparty name|naam tegenpartij|naam van de tegenpartij|nom contrepartie|nom de la contrepartie' +
    '|beguenstigter zahlungspflichtiger|begunstigter zahlungspflichtiger|zahlungspflichtige r|zahlungsempfanger in' +
    '|name zahlungsbeteiligter|auftraggeber empfanger|auftraggeber begunstigter|empfanger auftraggeber|payer|payee' +
    '|beneficiary|payee name|payer name|nom de la contrepartie contient|naam tegenpartij bevat|nom contrepartie contient' +
    '|contrepartie nom|tegenpartij naam|naam omschrijving|begunstigde|beneficiaire|tiers|empfanger|auftraggeber' +
    '|contrepartie|tegenpartij|counter party|name|naam|nom|recipient|sender|zahlungspflichtiger|zahlungsempfanger' +
    '|donneur d ordre|beneficiary name',
  iban:
    'counterparty account|counterparty iban|counterparty account number|rekening tegenpartij|rekeningnummer tegenpartij' +
    '|tegenrekening|tegenrekening iban bban|compte contrepartie|compte de la contrepartie|numero de compte contrepartie' +
    '|kontonummer iban|iban zahlungsbeteiligter|compte beneficiaire|rekening van de tegenpartij|iban tegenpartij' +
    '|iban contrepartie|payee account|payer account|beneficiary account|contra account|gegenkonto|tegenpartij|contrepartie' +
    '|iban|kontonummer',
  bic:
    'bic|swift|bic swift code|bic swift|bic tegenpartij|bic contrepartie|bic tegenrekening|counterparty bic|bic code' +
    '|code bic|bic zahlungsbeteiligter|blz|bic tegen rekening|bankleitzahl',
  ultimate_party:
    'ultimate party|ultimate debtor|naam uiteindelijke partij|debiteur ultime|abweichender auftraggeber',
  structured_reference:
    'structured reference|structured communication|gestructureerde mededeling|communication structuree' +
    '|communication structure|strukturierte mitteilung|betalingskenmerk|creditor reference|reference structuree',
  text:
    'text|description|communication|mededeling|mededelingen|communications|omschrijving|verwendungszweck|libelle' +
    '|vrije mededeling|communication libre|free communication|remittance information|payment reference|bericht|message' +
    '|omschrijving 1|omschrijving 2|omschrijving 3|libelle operation|libelle de l operation|detail|details|detail van de omzet' +
    '|detail de l operation|informations complementaires|libelle complementaire|betaalomschrijving|memo|reference|narrative' +
    '|purpose|freie mitteilung|transaction details|libelle simplifie|vwz|details du mouvement|motif|notes',
  end_to_end_id:
    'end to end id|end to end|kundenreferenz end to end|e2e id|kundenreferenz|reference end to end|end to end referenz' +
    '|end to end reference|client reference|reference client|klantreferentie',
  bank_reference:
    'bank reference|transactiereferentie|transaction id|omzetnummer|volgnr|volgnummer|reference bancaire|transactie id' +
    '|bankreferenz|reference banque|numero de sequence|transactienummer|numero de transaction|n de sequence|bankreferentie' +
    '|numero de mouvement|numero d operation|n d operation|fitid|id|transaction number',
  mandate:
    'mandate|mandate reference|mandatsreferenz|machtigingskenmerk|mandaat|mandat|mandaatreferte|reference du mandat|rum',
  code: 'code|transaction type|mutatiesoort|buchungstext|type verrichting|type operation|type d operation|umsatztyp|type|soort|type de transaction|code operation',
  return_reason:
    'return reason|reden retour|motif de retour|reden van weigering|raison du refus|motif du refus|ruckgabegrund',
  status: 'status|statut|etat|transaction status|info',
};

/** Each known heading with the fields it may name, and how surely: the place in its list. */
const BY_HEADING: ReadonlyMap<string, readonly { field: BankCsvField; rank: number }[]> = byHeading();

function byHeading(): Map<string, { field: BankCsvField; rank: number }[]> {
  const found = new Map<string, { field: BankCsvField; rank: number }[]>();
  for (const [field, list] of Object.entries(HEADING_LISTS) as [BankCsvField, string][]) {
    list.split('|').forEach((heading, rank) => {
      found.set(heading, [...(found.get(heading) ?? []), { field, rank }]);
    });
  }
  return found;
}

/** What a heading may name; a currency in brackets behind it ('Bedrag (EUR)') is no part of its name. */
export function fieldsOf(heading: string): readonly { field: BankCsvField; rank: number }[] {
  const plain = headingOf(heading.replace(/\((?:EUR|€|USD|GBP|CHF|[A-Z]{3})\)\s*$/, ''));
  return BY_HEADING.get(plain) ?? BY_HEADING.get(headingOf(heading)) ?? [];
}

/** The currency that a heading names: 'Bedrag (EUR)', 'Betrag (€)'. */
export function currencyIn(heading: string): string | null {
  const found = /\((EUR|€|USD|GBP|CHF|PLN|SEK|DKK|NOK|CZK)\)|\b(EUR|USD|GBP|CHF)$/.exec(heading);
  const word = found?.[1] ?? found?.[2];
  return word === undefined ? null : word === '€' ? 'EUR' : word;
}

/** Words that only these languages use; all of them write the day before the month. */
const DAY_FIRST =
  /\b(datum|boekingsdatum|uitvoeringsdatum|bedrag|rekening(nummer)?|omschrijving|mededeling(en)?|tegenpartij|tegenrekening|debet|libelle|montant|compte|solde|devise|valeur|comptabilisation|contrepartie|betrag|buchungstag|buchungsdatum|verwendungszweck|wertstellung|konto(nummer)?|soll|haben|waehrung|wahrung|saldo)\b/;

/** Whether the headings are French, Dutch or German: then 03/04 is the third of April. */
export function isDayFirst(headers: readonly string[]): boolean {
  return DAY_FIRST.test(headingOf(headers.join(' ')));
}
