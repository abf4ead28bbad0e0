/** What people of the brewery did beside the runs: so that no screen of the demo is empty. */

/** Groups, and the ready-made policy that is theirs. The others follow the company's own. */
export const DEMO_GROUPS = [
  { name: 'Cafés', ready: null },
  { name: 'Restaurants', ready: null },
  { name: 'Hôtels', ready: 'be_business' },
  { name: 'Collectivités', ready: null },
  { name: 'Événements', ready: null },
  { name: 'Particuliers', ready: 'be_consumer' },
  { name: 'Export', ready: null },
] as const;

export const DEMO_NOTES = [
  {
    on: '2026-02-03',
    debtor: '1002',
    text: 'Mme Marchal demande un délai jusqu’à fin mars : attend un crédit de la banque.',
  },
  {
    on: '2026-03-05',
    debtor: '1005',
    text: 'Gebeld, niemand neemt op. Zaak lijkt gesloten op maandag en dinsdag.',
  },
  {
    on: '2026-03-16',
    debtor: '1017',
    text: 'Conteste deux fûts manquants sur la livraison de janvier. Bon de livraison à retrouver.',
  },
  { on: '2026-03-18', debtor: '1009', text: 'Herr Lenz überweist bis Monatsende, wartet auf die Saison.' },
] as const;

export const DEMO_HOLDS = [
  {
    on: '2026-03-16',
    debtor: '1017',
    reason: 'Livraison contestée : deux fûts manquants',
    until: '2026-04-15',
  },
  {
    on: '2026-03-20',
    debtor: '1027',
    reason: 'Plan d’apurement en discussion avec le trésorier',
    until: '2026-04-30',
  },
] as const;

export const DEMO_TASKS = [
  {
    debtor: '1005',
    dueOn: '2026-03-31',
    text: 'Bellen: drie facturen open, geen antwoord op de aanmaningen',
  },
  { debtor: '1022', dueOn: '2026-04-02', text: 'Ask Mrs Hale for the remittance advice of March' },
] as const;

/** What debtors said they would pay, each noted on its day, between two lists: one kept its word, one did not. */
export const DEMO_PROMISES = [
  {
    notedOn: '2026-02-10',
    debtor: '1009',
    document: 'F2025-00906',
    on: '2026-02-25',
    note: 'Herr Lenz sagt die Überweisung bis zum 25. zu.',
  },
  {
    notedOn: '2026-03-12',
    debtor: '1005',
    document: 'F2025-00506',
    on: '2026-03-20',
    note: 'De uitbater betaalt na het weekend van de foor.',
  },
] as const;

export const DEMO_DISPUTES = [
  {
    openedOn: '2026-03-16',
    debtor: '1017',
    document: 'F2026-01707',
    amount: '120.00',
    reason: 'quantity',
    note: 'Deux fûts manquants sur la livraison de janvier.',
    answerBy: '2026-03-31',
  },
] as const;
