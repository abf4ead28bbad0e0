import type { z } from 'zod';
import type { DispatchView, NoticeRow, NoticeView } from '#contract/notices.ts';
import { daysBetween } from '#core/calendar/days.ts';
import { noticeState } from '#core/dunning/notice-state.ts';
import type { Currency } from '#core/money/currencies.ts';
import { money, toDecimal } from '#core/money/money.ts';
import { refuse } from '#core/refusal.ts';
import { findFile } from '#server/files/queries.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import { readMail } from '#server/platform/read-mail.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { findRoom } from '#server/sending-limits/queries.ts';
import { type Addressees, goesByMail } from './addressees.ts';
import type { NoticeContent } from './notice-content.ts';
import { countOutcome } from './outcome-queries.ts';
import { findNotice, listDispatches, listNoticeLines, listNotices, type NoticeFilter } from './queries.ts';

export function showNotices(tools: CompanyTools, input: NoticeFilter & { page: number; perPage: number }) {
  return inCompany(tools, async (trx) => {
    const { rows, total } = await listNotices(trx, tools.companyId, input);
    return { rows: rows.map(rowView), total };
  });
}

/** @throws Refusal notice_unknown */
export function showNotice(tools: CompanyTools, id: string): Promise<z.infer<typeof NoticeView>> {
  return inCompany(tools, async (trx) => {
    const found = (await findNotice(trx, tools.companyId, id)) ?? refuse('notice_unknown', { notice: id });
    const content = found.snapshot as NoticeContent;
    const lines = await listNoticeLines(trx, tools.companyId, id);
    return {
      ...rowView(found),
      subject: content.words.subject,
      body: content.words.plain,
      pdfSha256: found.pdfSha256,
      dispatches: (await listDispatches(trx, tools.companyId, id)).map(dispatchView),
      lines: lines.map((line) => ({
        dueItemId: line.dueItemId,
        documentNumber: line.documentNumber,
        documentKind: line.documentKind,
        section: sectionOf(line),
        dueOn: line.dueOn.toString(),
        daysLate: daysBetween(line.dueOn, found.issuedOn),
        level: line.level,
        open: amount(line.openMinor, found.currency),
        interest: amount(line.interestMinor, found.currency),
        fee: amount(line.feeMinor, found.currency),
        undone: line.undone,
      })),
    };
  });
}

function sectionOf({ level, openMinor }: { level: number | null; openMinor: bigint }) {
  if (level !== null && level > 0) return 'overdue' as const;
  return openMinor < 0n ? ('credit' as const) : ('upcoming' as const);
}

type Row = Awaited<ReturnType<typeof listNotices>>['rows'][number];

function rowView(row: Row): z.infer<typeof NoticeRow> {
  const { currency } = row;
  return {
    id: row.id,
    number: row.number,
    run: { id: row.runId, number: row.runNumber },
    debtor: { id: row.debtorId, number: row.debtorNumber, name: row.debtorName },
    stepKind: row.stepKind,
    level: row.level,
    channel: row.channel,
    language: row.language,
    open: amount(row.openMinor, currency),
    interest: amount(row.interestMinor, currency),
    fee: amount(row.feeMinor, currency),
    total: amount(row.totalMinor, currency),
    issuedOn: row.issuedOn.toString(),
    deadlineOn: row.deadlineOn.toString(),
    undoneAt: row.undoneAt?.toString() ?? null,
    state: noticeState(row.ways.filter(({ purpose }) => purpose === 'notice').map(({ state }) => state)),
    ways: row.ways,
  };
}

function amount(minor: bigint, currency: Currency) {
  return { amount: toDecimal(money(minor, currency)), currency };
}

export function dispatchView(
  row: Awaited<ReturnType<typeof listDispatches>>[number],
): z.infer<typeof DispatchView> {
  const { to, copies, meantFor } = row.addressees as Addressees;
  return {
    id: row.id,
    channel: row.channel,
    state: row.state,
    purpose: row.purpose,
    to: [...to],
    copies: [...copies],
    meantFor: [...meantFor],
    messageId: row.messageId,
    sha256: row.sha256,
    tries: row.tries,
    notBefore: row.notBefore?.toString() ?? null,
    transmittingAt: row.transmittingAt?.toString() ?? null,
    endedAt: row.endedAt?.toString() ?? null,
    answer: row.answer,
  };
}

type Which = { readonly notice: string; readonly dispatch?: string | undefined };

/** The stored letter. @throws Refusal notice_unknown, notice_has_no_letter */
export function openLetter(tools: CompanyTools, { notice: id, dispatch }: Which): Promise<File> {
  return inCompany(tools, async (trx) => {
    const found = (await findNotice(trx, tools.companyId, id)) ?? refuse('notice_unknown', { notice: id });
    const way =
      dispatch && (await listDispatches(trx, tools.companyId, id)).find((one) => one.id === dispatch);
    const fileId = way ? way.bytesFileId : found.pdfFileId;
    const file = fileId ? await findFile(trx, tools.companyId, fileId) : undefined;
    if (file?.mediaType !== 'application/pdf')
      return refuse('notice_has_no_letter', { notice: String(found.number) });
    return new File([new Uint8Array(file.bytes)], file.name, { type: file.mediaType });
  });
}

/** The stored mail, byte for byte. @throws Refusal notice_unknown, notice_has_no_mail */
export function openMailSource(tools: CompanyTools, which: Which): Promise<File> {
  return inCompany(tools, async (trx) => {
    const file = await findMailFile(trx, tools.companyId, which);
    return new File([new Uint8Array(file.bytes)], file.name, { type: file.mediaType });
  });
}

/** @throws Refusal notice_unknown, notice_has_no_mail */
export async function showMail(tools: CompanyTools, which: Which) {
  const file = await inCompany(tools, (trx) => findMailFile(trx, tools.companyId, which));
  const { subject, from, to, text, html, attachments } = await readMail(file.bytes);
  const parts = attachments.map(({ name, mediaType, bytes }) => ({ name, mediaType, size: bytes.length }));
  return { subject, from, to: to.join(', '), text, html, attachments: parts };
}

/** The mail that went by a dispatch; where none is named, the notice's own, never its correction. */
async function findMailFile(trx: Trx, companyId: string, { notice: id, dispatch }: Which) {
  const found = (await findNotice(trx, companyId, id)) ?? refuse('notice_unknown', { notice: id });
  const ways = await listDispatches(trx, companyId, id);
  const way = ways.find((one) =>
    dispatch ? one.id === dispatch : one.purpose === 'notice' && goesByMail(one.channel),
  );
  const file = way?.bytesFileId ? await findFile(trx, companyId, way.bytesFileId) : undefined;
  if (file?.mediaType !== 'message/rfc822')
    return refuse('notice_has_no_mail', { notice: String(found.number) });
  return file;
}

/** What became of a run's notices; the counts add up to what was approved. */
export function showDispatches(tools: CompanyTools, runId: string) {
  return inCompany(tools, async (trx) => {
    const { leavesAt, putOff, putOffAnswer, ...counts } = await countOutcome(trx, tools.companyId, runId);
    const room = await findRoom(trx, tools.companyId, tools.clock.now());
    const left = leavesAt && Math.ceil(tools.clock.now().until(leavesAt).total('seconds'));
    return {
      ...counts,
      secondsToLeave: left === null ? null : Math.max(0, left),
      putOff: putOff > 0 ? { count: putOff, answer: putOffAnswer ?? '' } : null,
      dayFull: counts.waiting > 0 && room.left === 0 ? room.max : null,
    };
  });
}
