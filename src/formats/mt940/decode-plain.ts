import { decodeTags, isTagged } from './decode-tags.ts';
import { accountFrom, bicFrom, type Details, type Information, joined, spaced, told } from './details.ts';

const IBAN = '[A-Z]{2}\\d{2}[A-Z0-9]{8,30}';

/** Triodos: '000>10account>20BIC>21IBAN>22text>31own account'. */
export function isTriodos({ blocks }: Information): boolean {
  return /^000>\d\d/.test(blocks[0]?.join('') ?? '');
}

export function decodeTriodos(information: Information): Details {
  const whole = information.blocks.flat().join('');
  const fields = new Map(
    whole
      .split(/>(?=\d\d)/)
      .slice(1)
      .map((piece) => [piece.slice(0, 2), piece.slice(2)] as const),
  );
  const bic = bicFrom(fields.get('20'));
  const texts = [...fields.keys()].filter((key) => /^2\d$/.test(key) && !(bic && /^2[01]$/.test(key)));
  const text = texts.map((key) => fields.get(key) ?? '').join('');
  const within = { movement: information.movement, blocks: [[text]] };
  const tagged = isTagged(within) ? decodeTags(within) : { text: spaced(text) };
  const account = accountFrom(bic ? fields.get('21') : undefined) ?? accountFrom(fields.get('10'));
  return { ...tagged, iban: account ?? tagged.iban, bic: bic ?? tagged.bic };
}

/** SNS, ASN, RegioBank: account and name on the first line, as ':61:' has them; the text below. */
export function isSns({ movement, blocks }: Information): boolean {
  const reference = movement.customerReference ?? '';
  return new RegExp(`^${IBAN}$`).test(reference) && (blocks[0]?.[0] ?? '').startsWith(reference);
}

export function decodeSns({ movement, blocks }: Information): Details {
  const account = movement.customerReference ?? '';
  const [first = '', ...rest] = blocks.flat();
  const text = spaced(rest.join(' '));
  return {
    counterparty: told(movement.supplementary[0]) ?? told(first.slice(account.length)),
    iban: accountFrom(account),
    text,
  };
}

/** ING until 2014: 'NL57ABNA0987654321 ABNANL2A name NOTPROVIDED text', behind the kind of movement for direct debits. */
const ING = new RegExp(`^(?:Europese Incasso, \\w+ )?(${IBAN}) ([A-Z]{6}[A-Z0-9]{2,5}) (.*)$`);
const CREDITOR_ID = /^(.*?) ([A-Z]{2}\d{2}[A-Z0-9]{3}\S*) (S ?EPA (.*))$/;

export function isOldIng({ blocks }: Information): boolean {
  return ING.test(spaced(joined(blocks.flat())));
}

export function decodeOldIng({ blocks }: Information): Details {
  const [, iban, bic, rest = ''] = ING.exec(spaced(joined(blocks.flat()))) ?? [];
  const debit = CREDITOR_ID.exec(rest);
  const cut = /^(.*?) NOTPROVIDED ?(.*)$/.exec(rest);
  return {
    counterparty: told(debit?.[1] ?? cut?.[1]),
    iban: accountFrom(iban),
    bic: bicFrom(bic),
    text: spaced(debit ? `${debit[2]} ${debit[4]}` : (cut?.[2] ?? rest)),
  };
}

/** 'GIRO 428428 NAME   text', '54.49.42.108 NAME', 'BEA NR:… NAME,PAS999', '0111111111 text': Dutch ways before SEPA. */
const OLD_DUTCH: readonly (readonly [pattern: RegExp, groups: readonly ('account' | 'name' | 'text')[]])[] = [
  [/^GIRO\s+(\d{3,10})\s+(.+?)(?:\s{2,}(.*))?$/, ['account', 'name', 'text']],
  [/^(\d\d\.\d\d\.\d\d\.\d{3})\s+(.+?)(?:\s{2,}(.*))?$/, ['account', 'name', 'text']],
  [/^([BG]EA\s+NR:\S+\s+[\d.]+\/[\d.]+ (.+?),PAS\d+.*)$/, ['text', 'name']],
  [/^(\d{9,10}) (.+)$/, ['account', 'text']],
];

/** Whatever else: the text, and beside it what ':61:' tells (Rabobank had account and name there). */
export function decodePlain({ movement, blocks }: Information): Details {
  const whole = joined(blocks.flatMap((lines) => lines.filter((line) => !/^\s*-?\s*$/.test(line)))).trim();
  const account = accountFrom(movement.customerReference ?? undefined);
  const own = {
    counterparty: told(movement.behind ?? undefined),
    iban: movement.behind ? account : undefined,
  };
  for (const [pattern, groups] of OLD_DUTCH) {
    const found = pattern.exec(whole);
    if (!found) continue;
    const at = (name: (typeof groups)[number]) => {
      const index = groups.indexOf(name);
      return index < 0 ? undefined : found[index + 1];
    };
    const text = spaced(at('text') ?? '');
    const name = told(at('name')) ?? own.counterparty;
    return { counterparty: name, iban: accountFrom(at('account')) ?? own.iban, text };
  }
  return { ...own, text: spaced(whole) };
}
