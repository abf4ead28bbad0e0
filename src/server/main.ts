import { api } from '#contract/api.ts';
import { apiKeyRoutes } from '#server/api-keys/routes.ts';
import { automaticRunRoutes, vetoLinkRoutes } from '#server/automatic-runs/routes.ts';
import { automaticRunWorkers } from '#server/automatic-runs/workers.ts';
import { backupWorkers } from '#server/backups/workers.ts';
import { bankStatementRawRoutes } from '#server/bank-statements/raw-routes.ts';
import { bankStatementRoutes } from '#server/bank-statements/routes.ts';
import { bankStatementWorkers } from '#server/bank-statements/workers.ts';
import { claimRawRoutes } from '#server/claims/raw-routes.ts';
import { claimRoutes } from '#server/claims/routes.ts';
import { claimWorkers } from '#server/claims/workers.ts';
import { collectorRoutes } from '#server/collectors/routes.ts';
import { companyRoutes } from '#server/companies/routes.ts';
import { debtorRoutes } from '#server/debtors/routes.ts';
import { disputeRoutes } from '#server/disputes/routes.ts';
import { dossierRawRoutes } from '#server/dossier/raw-routes.ts';
import { dunningRunRoutes } from '#server/dunning-runs/routes.ts';
import { dunningRunWorkers } from '#server/dunning-runs/workers.ts';
import { explanationRoutes } from '#server/explanations/routes.ts';
import { importRawRoutes } from '#server/imports/raw-routes.ts';
import { importRoutes } from '#server/imports/routes.ts';
import { importWorkers } from '#server/imports/workers.ts';
import { installationRoutes } from '#server/installation-status/routes.ts';
import { interestRoutes } from '#server/interest/routes.ts';
import { mailTransportRoutes } from '#server/mail-transports/routes.ts';
import { mailTransportWorkers } from '#server/mail-transports/workers.ts';
import { noticeRoutes } from '#server/notices/routes.ts';
import { noticeWorkers } from '#server/notices/workers.ts';
import { openItemRawRoutes } from '#server/open-items/raw-routes.ts';
import { openItemRoutes } from '#server/open-items/routes.ts';
import { outboxRoutes } from '#server/outbox/routes.ts';
import { overviewRoutes } from '#server/overview/routes.ts';
import { personalDataRoutes } from '#server/personal-data/routes.ts';
import type { Worker } from '#server/platform/queue.ts';
import type { RawRoute } from '#server/platform/raw-route.ts';
import { policyRoutes } from '#server/policies/routes.ts';
import { promiseRoutes } from '#server/promises/routes.ts';
import { promiseWorkers } from '#server/promises/workers.ts';
import { rateRawRoutes } from '#server/rates/raw-routes.ts';
import { rateRoutes } from '#server/rates/routes.ts';
import { runOutcomeWorkers } from '#server/run-outcomes/workers.ts';
import { searchRoutes } from '#server/search/routes.ts';
import { securityRoutes } from '#server/security/routes.ts';
import { selfAuditRoutes } from '#server/self-audit/routes.ts';
import { selfAuditWorkers } from '#server/self-audit/workers.ts';
import { sendingLimitRoutes } from '#server/sending-limits/routes.ts';
import { settlementRoutes } from '#server/settlements/routes.ts';
import { settlementWorkers } from '#server/settlements/workers.ts';
import { silenceWorkers } from '#server/silence/workers.ts';
import { stepRoutes } from '#server/steps/routes.ts';
import { worklistRoutes } from '#server/tasks/routes.ts';
import { termsRoutes } from '#server/terms/routes.ts';
import { textRoutes } from '#server/texts/routes.ts';
import { timelineRoutes } from '#server/timeline/routes.ts';
import { timelineWorkers } from '#server/timeline/workers.ts';
import { invitationRoutes, secondFactorRoutes, sessionRoutes, userRoutes } from '#server/users/routes.ts';
import { userWorkers } from '#server/users/workers.ts';
import { whatIfRoutes } from '#server/what-ifs/routes.ts';
import { whatIfWorkers } from '#server/what-ifs/workers.ts';

/**
 * The table of contents: every route, every worker, by name. What is not listed here does not run; what the contract
 * promises and is missing here is named by TypeScript where the server starts.
 */
export const contract = api;

export const routes = {
  apiKeys: apiKeyRoutes,
  automaticRuns: automaticRunRoutes,
  vetoLinks: vetoLinkRoutes,
  bankStatements: bankStatementRoutes,
  claims: claimRoutes,
  collectors: collectorRoutes,
  companies: companyRoutes,
  debtors: debtorRoutes,
  disputes: disputeRoutes,
  itemSteps: stepRoutes,
  dunningRuns: dunningRunRoutes,
  explanations: explanationRoutes,
  imports: importRoutes,
  installation: installationRoutes,
  interest: interestRoutes,
  invitations: invitationRoutes,
  openItems: openItemRoutes,
  mailTransports: mailTransportRoutes,
  notices: noticeRoutes,
  outbox: outboxRoutes,
  overview: overviewRoutes,
  personalData: personalDataRoutes,
  policies: policyRoutes,
  promises: promiseRoutes,
  rates: rateRoutes,
  search: searchRoutes,
  secondFactor: secondFactorRoutes,
  security: securityRoutes,
  selfAudit: selfAuditRoutes,
  sendingLimits: sendingLimitRoutes,
  session: sessionRoutes,
  settlements: settlementRoutes,
  terms: termsRoutes,
  texts: textRoutes,
  timeline: timelineRoutes,
  users: userRoutes,
  whatIfs: whatIfRoutes,
  worklist: worklistRoutes,
};

/** Uploads and downloads too large for memory. */
export const rawRoutes: readonly RawRoute[] = [
  ...bankStatementRawRoutes,
  ...claimRawRoutes,
  ...dossierRawRoutes,
  ...importRawRoutes,
  ...openItemRawRoutes,
  ...rateRawRoutes,
];

export const workers: readonly Worker[] = [
  ...automaticRunWorkers,
  ...backupWorkers,
  ...bankStatementWorkers,
  ...claimWorkers,
  ...dunningRunWorkers,
  ...importWorkers,
  ...mailTransportWorkers,
  ...noticeWorkers,
  ...promiseWorkers,
  ...runOutcomeWorkers,
  ...selfAuditWorkers,
  ...settlementWorkers,
  ...silenceWorkers,
  ...timelineWorkers,
  ...userWorkers,
  ...whatIfWorkers,
];
