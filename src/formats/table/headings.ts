import type { ListField } from '#core/receivables/list-fields.ts';

/**
 * Headings as accounting packages write them, French, Dutch, English and German, normalised as headingOf does.
 * The first that equals the heading wins; a heading that only contains one is a guess, and shown as a guess.
 */
const HEADING_LISTS: Record<ListField, string> = {
  debtor_number:
    'debtor number|debtor no|debtor|customer number|customer no|customer code|customer id' +
    '|customer|customer account|account number|account code|account no|account|client' +
    '|code client|numero client|no client|n client|num client|ref client|reference client' +
    '|numero de client|compte client|compte tiers|compte|compte auxiliaire|compaux num' +
    '|code tiers|tiers|numero tiers|compte general auxiliaire|klantnummer|klantnr|klant nr' +
    '|klantcode|klant|debiteurnummer|debiteurnr|debiteur nr|debiteurencode|debiteur' +
    '|relatienummer|relatiecode|relatie|kundennummer|kundennr|kunden nr|kunde|kundenkonto' +
    '|debitorennummer|debitorennr|debitor|debitorenkonto|personenkonto|konto|kontonummer' +
    '|reference ref|accountrp|bp code|card code|sell to customer no|bill to customer no',
  debtor_name:
    'debtor name|customer name|name|company name|company|account name|client name|nom' +
    '|nom client|nom du client|nom tiers|raison sociale|societe|denomination|libelle client' +
    '|intitule|intitule client|compaux lib|intitule du compte|naam|klantnaam|naam klant' +
    '|debiteurnaam|naam debiteur|bedrijfsnaam|firma|firmenname|kundenname|name des kunden' +
    '|debitorenname|bezeichnung|nom name|name 1|relatienaam|firmanaam|contactname' +
    '|contact name customer',
  debtor_email:
    'debtor email|email|e mail|mail|email address|e mail address|customer email|adresse email' +
    '|adresse e mail|courriel|email client|mail client|adresse mail|emailadres|e mailadres' +
    '|mailadres|email klant|e mail adresse|emailadresse|kunden email',
  language:
    'language|lang|language code|langue|code langue|langue client|taal|taalcode|sprache' +
    '|sprachcode|sprachkennzeichen',
  kind:
    'kind|debtor kind|debtor type|customer type|type client|type de client|nature client' +
    '|categorie client|soort klant|klanttype|klantsoort|type klant|kundenart|kundentyp' +
    '|debitorenart|legal kind',
  street:
    'street|address|address 1|address line 1|adresse|adresse 1|rue|adresse ligne 1|straat' +
    '|adres|straat en nummer|adres 1|strasse|anschrift|strasse und hausnummer|adress1',
  postal_code:
    'postal code|zip|zip code|postcode|post code|code postal|cp|postnummer|plz|postleitzahl' + '|zipcode',
  city: 'city|town|ville|localite|commune|plaats|stad|woonplaats|gemeente|ort|stadt|wohnort',
  country:
    'country|country code|pays|code pays|land|landcode|landencode|landercode' +
    '|laenderkennzeichen|landerkennzeichen|laendercode|landeskennzeichen',
  phone:
    'phone|telephone|phone number|tel|numero de telephone|telefoon|telefoonnummer|telnr' +
    '|telefon|telefonnummer|telnumber|mobile|gsm',
  fax: 'fax|fax number|telecopie|numero de fax|faxnummer|telefax|faxnumber',
  vat_number:
    'vat number|vat no|vat|vat registration no|vat id|tva|numero tva|numero de tva|n tva' +
    '|no tva|num tva|tva intracommunautaire|numero tva intracommunautaire|btw nummer|btwnummer' +
    '|btw nr|btw|ust id|ust idnr|ust id nr|umsatzsteuer id|ustid|vatnumber',
  enterprise_number:
    'enterprise number|company number|registration number|company registration number' +
    '|numero entreprise|numero d entreprise|n entreprise|bce|siren|siret|kbo|kbo nummer' +
    '|ondernemingsnummer|kvk|kvk nummer|handelsregisternummer|registernummer|bce kbo',
  terms_days:
    'terms days|payment terms days|payment terms|terms|payment days|delai de paiement|delai' +
    '|conditions de paiement|echeance jours|jours|betalingstermijn|betaaltermijn' +
    '|betalingsconditie|betalingsvoorwaarden|zahlungsziel|zahlungsfrist|zahlungsbedingung' +
    '|zahlungsbedingungen|zahlungsziel tage',
  channel:
    'channel|preferred channel|canal|canal prefere|mode d envoi|kanaal|voorkeurskanaal' +
    '|verzendwijze|kanal|versandart|versandweg|bevorzugter kanal',
  payer_number:
    'payer number|payer|payer no|payer code|paid by|paying customer|payeur|tiers payeur|numero payeur' +
    '|numero du payeur|code payeur|client payeur|paye par|betaler|betalernummer|betaler nr|betaald door' +
    '|betaalt door|betalende klant|zahler|zahlernummer|zahler nr|abweichender zahler|regulierer|bezahlt von',
  contact_name:
    'contact name|contact|contact person|personne de contact|nom du contact|nom contact' +
    '|contactpersoon|naam contactpersoon|ansprechpartner|kontaktperson|kontakt',
  contact_role: 'contact role|role|fonction|role du contact|fonction contact|functie|rol|funktion|rolle',
  contact_email:
    'contact email|contact e mail|email contact|email du contact|e mail contact' +
    '|e mail contactpersoon|email contactpersoon|e mail ansprechpartner|kontakt email',
  contact_phone:
    'contact phone|telephone contact|telephone du contact|telefoon contact' +
    '|telefoon contactpersoon|telefon ansprechpartner|kontakt telefon',
  document_kind:
    'document kind|document type|doc type|doctype|type de document|type document|type de piece' +
    '|type piece|nature|nature piece|code journal|journal|type ecriture|documentsoort' +
    '|soort document|documenttype|soort|boekingssoort|type boeking|belegart|dokumentart|art' +
    '|type|transaction type|entry type|buchungsart',
  document_number:
    'document number|document no|document|doc no|docnumber|doc number|invoice number' +
    '|invoice no|invoice|invoice id|transaction number|voucher number|reference|ref' +
    '|numero facture|no facture|n facture|num facture|numero de facture|facture' +
    '|numero de piece|numero piece|no piece|n piece|piece|pieceref|piece ref|numero document' +
    '|numero de document|n document|numero|factuurnummer|factuurnr|factuur nr|factuur' +
    '|documentnummer|document nr|stuknummer|boekstuknummer|boekstuk|rechnungsnummer' +
    '|rechnungsnr|rechnungs nr|rechnung nr|rechnung|re nr|belegnummer|belegnr|beleg nr|beleg' +
    '|belegfeld 1|number|nummer|external document no',
  issued_on:
    'issued on|issue date|issued|invoice date|document date|date|posting date|datedoc' +
    '|transaction date|date facture|date de facture|date de la facture|date piece' +
    '|date de piece|date document|date du document|date d emission|date emission|piecedate' +
    '|date ecriture|datum|factuurdatum|documentdatum|boekdatum|boekingsdatum|rechnungsdatum' +
    '|belegdatum|ausstellungsdatum|buchungsdatum|rg datum',
  due_on:
    'due on|due date|duedate|due|date echeance|date d echeance|echeance|date de l echeance' +
    '|date limite de paiement|a payer le|vervaldatum|vervaldag|verval|uiterste betaaldatum' +
    '|te betalen voor|faelligkeit|falligkeit|faelligkeitsdatum|falligkeitsdatum|faellig am' +
    '|fallig am|faellig|fallig|net due date|date eche',
  currency:
    'currency|currency code|curr|ccy|devise|code devise|monnaie|valuta|munt|muntcode' +
    '|valutacode|munteenheid|waehrung|wahrung|waehrungskennzeichen|wkz|currcode',
  amount:
    'amount|original amount|total|total amount|invoice amount|gross amount|amount incl vat' +
    '|montant|montant ttc|montant facture|montant total|montant original|montant initial' +
    '|total ttc|montant d origine|bedrag|factuurbedrag|totaal|totaalbedrag|bedrag incl btw' +
    '|oorspronkelijk bedrag|betrag|rechnungsbetrag|bruttobetrag|gesamtbetrag|gesamt' +
    '|ursprungsbetrag|umsatz|amounteur',
  open:
    'open|open amount|outstanding|outstanding amount|balance|amount due|remaining' +
    '|remaining amount|balance due|amount open|solde|solde ouvert|montant ouvert|montant du' +
    '|reste du|reste a payer|solde du|restant du|montant restant|solde restant|ouvert' +
    '|openstaand|openstaand bedrag|openstaand saldo|saldo|open bedrag|restbedrag|te betalen' +
    '|nog te betalen|offen|offener betrag|offener saldo|restbetrag|offener posten|op betrag' +
    '|op saldo|noch offen|solde balancen|residual|amount residual',
  debit: 'debit|debit amount|debet|soll|sollbetrag|montant debit|debit debn',
  credit: 'credit|credit amount|kredit|haben|habenbetrag|montant credit|credit crdn|credit credn',
  structured_reference:
    'structured reference|structured communication|payment reference|communication structuree' +
    '|communication|ogm|vcs|reference de paiement|reference paiement' +
    '|gestructureerde mededeling|mededeling|betalingskenmerk|betalingsreferentie' +
    '|zahlungsreferenz|verwendungszweck|strukturierte mitteilung|remittance',
  iban: 'iban|bank account|compte bancaire|bankrekening|rekeningnummer|bankkonto|bankverbindung',
  linked_number:
    'linked number|linked invoice|applies to|original invoice|facture liee|facture d origine' +
    '|facture concernee|gekoppelde factuur|oorspronkelijke factuur|bezugsrechnung' +
    '|ursprungsrechnung|applies to doc no',
};

/** A heading without accents, signs and case: 'N° de client' and 'n de client' are one. */
export function headingOf(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/ß/g, 'ss')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

/** Each known heading with the fields it may name, the likeliest first. */
export const FIELDS_BY_HEADING: ReadonlyMap<string, readonly ListField[]> = byHeading();

function byHeading(): Map<string, ListField[]> {
  const found = new Map<string, ListField[]>();
  for (const [field, list] of Object.entries(HEADING_LISTS) as [ListField, string][]) {
    for (const heading of list.split('|')) found.set(heading, [...(found.get(heading) ?? []), field]);
  }
  return found;
}
