/** Where each rate was read, by the short names the tables use. */
export const RATE_SOURCES: Readonly<Record<string, string>> = {
  AECC: 'https://aeccompta.com/actualites/taux-de-l-interet-legal-annee-2020',
  AMEAX: 'github:ameax/bgb-interest@8624a00 data/base_rates.json',
  APCMC: 'https://www.apcmc.pt/tag/2-o-semestre-2024/',
  'ASSO-GOUV': 'https://associations.gouv.fr/dons-donations-et-legs.html?xml=F783&xsl=.xsl',
  BCEAO24: 'https://bceao.int/fr/documents/taux-dinteret-legal',
  BCEAO25: 'https://www.bceao.int/index.php/fr/documents/taux-dinteret-legal',
  BLOGADV: 'https://www.debloggendeadvocaat.nl/2023/07/09/wettelijke-rentes-weer-verhoogd/',
  BPI: 'https://bpifrance-creation.fr/boiteaoutils/taux-penalites-retard',
  BRUCKBAECK: 'http://bruckbaeck.at/printable/news/basiszinssatz-und-verzugszinsen/index.html',
  CALCIT: 'https://www.calcolatorifiscali.it/guide/come-calcolare-interessi-di-mora-fattura',
  CAPITALIZAR: 'https://capitalizar.pt/?p=5643',
  CARNOT: 'http://www.carnot-invest.com/art-1153-du-code-civil-versus-art-l-441-6-du-code-de-commerce/',
  'CCP-FR': 'https://www.code-commande-publique.com/article-r2192-31/',
  'CH-AG': 'https://files.entscheidsuche.ch/chunks/AG/OG/009/HOR-2018-13_2019-05-07_MC00093.txt',
  'CH-DEJURE': 'https://www.de-jure.ch/verzugszinsen/',
  'CH-LAW': 'https://law.ch/lawinfo/verzugszins/verzugszins-zinssatz/',
  DIGINEO: 'github:digineo/verzugszinsen@a36bad5 lib/basiszinssatz.yml',
  ELE2065: 'a public repository (UK reference rates, checked on primary sources on 10 Oct 2026)',
  EMBUILD:
    'https://embuild.be/fr/actualit%C3%A9s/le-retard-de-paiement-le-taux-dint%C3%A9r%C3%AAt-applicable-en-2026',
  FORUM24:
    'https://blog.forumforthefuture.be/fr/article/transactions-commerciales-hausse-du-taux-dinteret-pour-retard-de-paiement-/23910',
  'FR-DECOMPTE': 'a public repository (12,15 % then 12,40 %)',
  'FR-TEST': 'a public repository (12,15 % before / 12,40 % from 1 Jul 2026)',
  FRLEGALKIT:
    "https://glama.ai/mcp/connectors/io.github.CartonPliant/fr-legal-kit/tools/penalty_text ('Default MRO 2.40% H2 2026')",
  GGADV: 'https://ggadvogados.pt/2019/01/22/taxas-supletivas-de-juros-comerciais-para-o-1o-semestre-de-2019/',
  HLEDGER: 'github:peti/hledger-interest@5560aa5 Hledger/Interest/Rate.hs',
  'IE-DETE':
    'https://enterprise.gov.ie/en/What-We-Do/Supports-for-SMEs/Late-Payments/Late-Payment-Interest-Rate-',
  IMMOSPECTOR:
    'https://immospector.kluwer.be/NewsView.aspx?contentdomains=OR(IMMOPRO,IMMORES,IMMONEW,IMMOMOD)&id=kl2715948&lang=nl',
  INKOOPGILDE: 'https://www.inkoopgilde.nl/hoveniers/financieel/incasso/rente-rekenen-over-factuurbedrag',
  JURIBLIO: 'https://juriblio.fr/arretes/arrete-du-15-decembre-2025/187383136 (JORF 26 Dec 2025)',
  KLIENTEN: 'http://setik.at.klienten-info.at/index.php?kicat=3&navcat=3&related=Basiszinssatz',
  KLOTZ:
    'https://raw.githubusercontent.com/Klotzkette/claude-fuer-deutsches-recht/main/forderungsmanagement-klagewerkstatt/skills/zinsberechnung-288-bgb/SKILL.md',
  KSCA: 'https://ksca.fr/contenus-juridiques/actualites/lire/taux-de-linteret-legal-a-compter-du-1er-juillet-2025/615065',
  LACENSE:
    'https://www.fiduciairedelacense.be/new-flashes/interets-en-cas-de-retard-de-paiement-dans-une-relation-b2b-12-pour-le-2e-semestre-2023 (MB 29.09.2023)',
  LARIOJA:
    'https://www.larioja.org/portal-ayuntamientos/es/destacamos-d4ba5/tipo-legal-interes-demora (8,75 from 24 Feb to 30 Jun 2013 = refi+8)',
  LATEFEE: 'a public repository (reference rate in force for 2026 H2)',
  LAWBASE: 'https://www.lawbase.be/tools/wettelijke-interest',
  LEGIFISCAL: 'https://www.legifiscal.fr/actualites-fiscales/4371-taux-interet-legal-1er-semestre-2026.html',
  LEXALERT: 'https://www.lexalert.be/nl/article/intrest-betalingsachterstand-handelstransacties-2020',
  'LEXIS-AT17': 'https://360.lexisnexis.at/d/z_ard_2017_6556_ARD_2017_6556_002_faafa9aa78',
  LEXPOINT: 'https://www.lexpoint.pt/conteudos/993/143513/noticias/juros-moratorios-do-1o-semestre-2026',
  LPG: 'https://fiduciaire-lpg.lu/fr/publications/droit-administratif/les-d%C3%A9lais-de-paiement-et-int%C3%A9r%C3%AAts-de-retard',
  'LU-CDM': 'https://www.cdm.lu/news/fiche/newsnew/news/les-interets-legaux-note-d-information',
  'LU-MJ': 'https://mj.gouvernement.lu/fr/service-citoyens/taux-interet-legal.html',
  'LU-THEWES': 'http://blog.thewes-reuter.lu/?p=568',
  LYDIAN:
    'https://www.lydian.be/nl/nieuws/laattijdige-betaling-kan-flinke-kater-opleveren-nalatigheidsinteresten-zijn-historisch-hoog',
  MC: 'https://legimonaco.mc/tnc/ordonnance/2025/02-18-11.091',
  MEDENAM: 'https://www.medenam.be/?p=182',
  METAALUNIE: 'https://mijn.metaalunie.nl/Advies/Detail/wettelijke-rente-per-1-juli-2024',
  NEWELL:
    'http://www.newellpalmer.co.uk/site/knowledgebank/knowledgearticle/moneyfacts?id=bankbaserate_index.html',
  'NL-LUXIS':
    'a public repository (handelsrente 10,40% per 1-7-2026 aanwezig; consumentenrente 4% ongewijzigd)',
  'NL-SQL': 'a public repository',
  NLWIKI: 'http://nl.wikipedia.org/wiki/wettelijke_rente',
  OBJPAIE: 'https://agenceobjectifpaiement.com/pages/taux-interet-legal.html',
  OENB: 'https://www.oenb.at/en/Services/Interest-Rates-and-Exchange-Rates/Interest-Rates-on-Business-Arrears.html',
  PAIDNICE:
    'https://support.paidnice.com/en/articles/11600906-how-to-automatically-calculate-statutory-interest-in-the-uk',
  PAYONTIME: 'https://payontime.co.uk/how-to-calculate-late-payment-interest-and-compensation',
  PHC: 'https://phc-expert.be/?p=1832',
  'PT-DGTF-2013':
    'http://www.dgtf.pt/avisos-e-circulares/taxas-de-juros-moratorios/entity/aviso-no-116172013-2a-serie',
  'PT-OINTERIOR': 'https://ointerior.pt/?p=47418 (8,15 = refi+8, H2 2014)',
  RAWLINGS: 'https://www.rawlingsgiles.be/forse-sprong-wettelijke-interestvoeten/',
  RECHTNET: 'https://www.rechtnet.nl/wettelijke-rente-per-1-januari-2016/',
  RENTETOOL: 'github:Matthi-code/rentetool@4e0d98a docs/03_rentetabel.csv',
  RESOLVED21:
    'https://resolved.law/la-loi-du-2-aout-2002-sur-les-retards-de-paiement-dans-les-transactions-commerciales-est-renforcee-elle-concerne-aussi-de-nombreux-contrats-immobiliers/',
  RESOLVED23: 'https://resolved.law/nl/resolved-engageert-zich/',
  SCHOUPS: 'https://schoups.be/fr/news_items/insertion-du-livre-xix-dettes-du-consommateur-dans-le-cde',
  SIMPLEMGR: 'github:simplemanager/simplemanager backend/App/Info/pages/help/delai-paiement.md',
  SMK: 'https://smkaccountants.nl/nieuws/item?id=56178',
  SOLIDBAU: 'https://solidbau.at/wissen-service/verzugszinsen-ein-nicht-zu-unterschaetzender-faktor/',
  'SP-F20688': 'https://www.service-public.fr/particuliers/vosdroits/F20688?lang=en',
  'TG-DAILY': 'http://togodailynews.tg/togo-le-decret-fixant-le-taux-de-linteret-legal-pour-2026-adopte',
  'TG-ILLICO': 'https://illiconews.tg/?p=3598',
  'TG-REP':
    'https://www.republiquetogolaise.com/gouvernance-economique/0302-11564-le-taux-d-interet-legal-pour-2026-fixe-a-5-36',
  TRENDSTOP:
    'https://trendstop.levif.be/fr/ontop/entreprendre/interets-de-retard-taux-inchange-1021-1525289.aspx (MB 30 July 2024)',
  TSF: 'https://www.tsf.pt/portugal/economia/taxas-de-juros-moratorios-sobem-para-95-no-1-semestre-15720433.html',
  UKSNAP: 'a public repository (Bank Rate 3.75 per cent at both reference dates)',
  VANOSTAEYEN: 'https://vanostaeyen.eu/blog/intrestvoet-betalingsachterstand-handelstransacties-blijft-8',
  VOTREXPERT:
    'https://infos.votrexpert.com/ECOSPHERE_EXPERTISE/chiffres/taux_interet_legal.html?format=print&rubrique=9',
  WIERINGA:
    'https://www.wieringa-advocaten.nl/nl/weblog/2024/01/16/wettelijke-rente-en-wettelijk-handelsrente-stijgen-per-1-januari-2024/',
};
