import { accountFrom, bicFrom, type Details, type Information, joined, spaced, told } from './details.ts';

/** Names of fields between slashes, as ING, Rabobank, ABN AMRO, Knab and international banks have them. */
const NAMES =
  'ADDR|BENM|BIC|CACT|CBIC|CDTRREF|CDTRREFTP|CHGS|CNTP|CREF|CRNM|CSID|DACT|DBIC|DBNM|DCID|EREF|EXCH|FCCY|FXDT|FXRT' +
  '|IBAN|IREF|ISDT|ISSR|KREF|MARF|NAME|NRTX|OAMT|OCMT|OPRP|ORCR|ORDP|PREF|PT|PURP|PY|REMI|RREF|RTRN|SVCL|TRCD|TRTP' +
  '|ULTB|ULTC|ULTD';
const FIELD = new RegExp(`/(${NAMES})/`, 'g');
const START = new RegExp(`^\\s*/(${NAMES})/`);

/** By its beginning; a field of the bank's own may stand first. */
export function isTagged({ blocks }: Information): boolean {
  const text = blocks[0]?.join('') ?? '';
  return START.test(text) || (/^\s*\//.test(text) && /\/REMI\//.test(text) && /\/(ORDP|BENM)\//.test(text));
}

/** '/EREF/…/NAME/…/REMI/…': the Dutch banks' way, and that of many others. */
export function decodeTags({ movement, blocks }: Information): Details {
  const fields = fieldsOf(joined(blocks.flat(), isNameCut));
  const at = (name: string) => fields.get(name);
  const [account, bank, name] = (at('CNTP') ?? '').split('/');
  const remittance = remittanceFrom(at('REMI') ?? at('PY') ?? '');
  const reference = remittance.reference ?? at('CDTRREF');
  const reason = told(at('RTRN'))?.split('/')[0];
  return {
    counterparty:
      told(name) ??
      told(at('NAME')) ??
      told(at('DBNM')) ??
      told(at('CRNM')) ??
      told(at('BENM')) ??
      told(at('ORDP')),
    iban:
      accountFrom(account) ??
      accountFrom(at('IBAN')) ??
      accountFrom(at('DACT') ?? at('CACT')) ??
      accountFrom(movement.supplementary[0]),
    bic: bicFrom(bank) ?? bicFrom(at('BIC')) ?? bicFrom(at('DBIC') ?? at('CBIC')),
    ultimateParty: told(partyIn(at('ULTD'))) ?? told(partyIn(movement.amount < 0n ? at('ULTB') : undefined)),
    text: remittance.text || reference || told(at('OPRP')) || told(at('TRTP')) || '',
    reference,
    endToEndId: told(at('EREF')),
    mandate: told(at('MARF')),
    returnReason: reason,
    isReturn: reason !== undefined,
  };
}

const WHOLE = new RegExp(`/(${NAMES})/`);

/** A name of a field that the end of a line cut in two: '…///R' and 'EMI/…'. */
function isNameCut(before: string, line: string): boolean {
  const [left, right] = [before.slice(-LONGEST), line.slice(0, LONGEST)];
  const found = WHOLE.exec(left.slice(left.lastIndexOf('/')) + right);
  return found?.index === 0 && left.includes('/');
}

const LONGEST = 11;

/** Only known names part the text, since remittances have slashes of their own. */
function fieldsOf(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  const matches = [...text.matchAll(FIELD)];
  matches.forEach((match, index) => {
    const name = match[1] ?? '';
    const from = match.index + match[0].length;
    const value = text.slice(from, matches[index + 1]?.index).replace(/\/+\s*$/, '');
    if (value.trim() !== '' && !fields.has(name)) fields.set(name, value);
  });
  return fields;
}

/** 'USTD//text', 'STRD/CUR/reference', or the text alone. */
function remittanceFrom(value: string): { text: string; reference?: string } {
  const structured = /^STRD\/(?:CUR|ISO|SCOR|[A-Z]{0,4})\/(\S+)/.exec(value)?.[1];
  if (structured !== undefined) {
    const reference = structured.replace(/\/+$/, '');
    return { text: reference, reference };
  }
  return { text: spaced(value.replace(/^\/?USTD\/+/, '')) };
}

/** A name, or a name with an id behind slashes. */
function partyIn(value: string | undefined): string | undefined {
  return value?.split('/').find((part) => part.trim() !== '' && !/^(NAME|ID)$/.test(part));
}
