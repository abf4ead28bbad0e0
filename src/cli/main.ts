import { apiKeyCommands } from './api-key.ts';
import { auditCommand } from './audit.ts';
import { backupCommand, restoreCommand, verifyCommand } from './backup.ts';
import { bankCommands } from './bank.ts';
import { claimCommands } from './claim.ts';
import { companyCommands } from './company.ts';
import { debtorCommand } from './debtor.ts';
import { demoCommand } from './demo.ts';
import { disputeCommand } from './dispute.ts';
import { doctorCommand } from './doctor.ts';
import { dossierCommand } from './dossier.ts';
import { importCommand } from './import.ts';
import { interestCommands } from './interest.ts';
import { itemCommand } from './item.ts';
import { migrateCommand } from './migrate.ts';
import { noticesCommands } from './notices.ts';
import { policyCommands } from './policy.ts';
import { runProgram } from './program.ts';
import { promiseCommand } from './promise.ts';
import { ratesCommands } from './rates.ts';
import { releaseCommand } from './release.ts';
import { retentionCommand } from './retention.ts';
import { runCommands } from './run.ts';
import { scheduleCommands } from './schedule.ts';
import { secretCommand } from './secret.ts';
import { securityLogCommand } from './security-log.ts';
import { startCommand } from './start.ts';
import { statusCommand } from './status.ts';
import { userCommand } from './user.ts';

/** Every command by name, in the order the help shows them. */
process.exitCode = await runProgram(
  [
    startCommand,
    demoCommand,
    companyCommands,
    userCommand,
    apiKeyCommands,
    importCommand,
    bankCommands,
    debtorCommand,
    itemCommand,
    disputeCommand,
    promiseCommand,
    policyCommands,
    runCommands,
    scheduleCommands,
    noticesCommands,
    claimCommands,
    ratesCommands,
    interestCommands,
    secretCommand,
    securityLogCommand,
    dossierCommand,
    auditCommand,
    retentionCommand,
    statusCommand,
    releaseCommand,
    backupCommand,
    restoreCommand,
    verifyCommand,
    migrateCommand,
    doctorCommand,
  ],
  process.argv.slice(2),
);
