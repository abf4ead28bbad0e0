import { bankCommands } from './bank.ts';
import { companyCommands } from './company.ts';
import { debtorCommand } from './debtor.ts';
import { demoCommand } from './demo.ts';
import { doctorCommand } from './doctor.ts';
import { importCommand } from './import.ts';
import { interestCommands } from './interest.ts';
import { itemCommand } from './item.ts';
import { noticesCommands } from './notices.ts';
import { runProgram } from './program.ts';
import { runCommands } from './run.ts';
import { scheduleCommands } from './schedule.ts';
import { startCommand } from './start.ts';
import { userCommand } from './user.ts';

/** Every command by name, in the order the help shows them. */
process.exitCode = await runProgram(
  [
    startCommand,
    demoCommand,
    companyCommands,
    userCommand,
    importCommand,
    bankCommands,
    debtorCommand,
    itemCommand,
    runCommands,
    scheduleCommands,
    noticesCommands,
    interestCommands,
    doctorCommand,
  ],
  process.argv.slice(2),
);
