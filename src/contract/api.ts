import { apiKeys } from './api-keys.ts';
import { automaticRuns, vetoLinks } from './automatic-runs.ts';
import { bankStatements } from './bank-statements.ts';
import { claims } from './claims.ts';
import { collectors } from './collectors.ts';
import { companies } from './companies.ts';
import { debtors } from './debtors.ts';
import { disputes } from './disputes.ts';
import { dunningRuns } from './dunning-runs.ts';
import { explanations } from './explanations.ts';
import { imports } from './imports.ts';
import { installation } from './installation.ts';
import { interest } from './interest.ts';
import { invitations } from './invitations.ts';
import { itemSteps } from './item-steps.ts';
import { mailTransports } from './mail-transports.ts';
import { notices } from './notices.ts';
import { openItems } from './open-items.ts';
import { outbox } from './outbox.ts';
import { overview } from './overview.ts';
import { personalData } from './personal-data.ts';
import { policies } from './policies.ts';
import { promises } from './promises.ts';
import { rates } from './rates.ts';
import { search } from './search.ts';
import { secondFactor } from './second-factor.ts';
import { security } from './security.ts';
import { selfAudit } from './self-audit.ts';
import { sendingLimits } from './sending-limits.ts';
import { session } from './session.ts';
import { settlements } from './settlements.ts';
import { terms } from './terms.ts';
import { texts } from './texts.ts';
import { timeline } from './timeline.ts';
import { users } from './users.ts';
import { whatIfs } from './what-ifs.ts';
import { worklist } from './worklist.ts';

/** The whole HTTP API, by subject. The server implements every line of it, the web calls it, OpenAPI prints it. */
export const api = {
  apiKeys,
  automaticRuns,
  vetoLinks,
  bankStatements,
  users,
  session,
  claims,
  collectors,
  companies,
  debtors,
  disputes,
  itemSteps,
  dunningRuns,
  explanations,
  imports,
  installation,
  interest,
  invitations,
  mailTransports,
  notices,
  openItems,
  outbox,
  overview,
  personalData,
  policies,
  promises,
  rates,
  search,
  sendingLimits,
  secondFactor,
  security,
  selfAudit,
  settlements,
  terms,
  texts,
  timeline,
  whatIfs,
  worklist,
};
