import { listCompanies } from '#server/companies/queries.ts';
import type { Tools } from '#server/platform/tools.ts';
import { whySilent } from './find-silences.ts';
import { tellOwners } from './tell-owners.ts';

const LOOK_EVERY_MS = 5 * 60_000;
/** Whoever asks every second is told what was so a moment ago. */
const KNOWN_FOR_MS = 15_000;

export type SilenceWatch = {
  /** Why reminders would not leave though they should, or null. */
  whySilent(): Promise<string | null>;
  stop(): void;
};

/** Beside the queue and its clock, which cannot tell that they have stopped: by a timer of this very process. */
export function startSilenceWatch(tools: Tools): SilenceWatch {
  let known: { at: number; reason: Promise<string | null> } | null = null;
  const timer = setInterval(() => {
    void tellEverywhere(tools).catch((error: unknown) =>
      tools.log.error({ err: error }, 'the owners could not be told of a silence'),
    );
  }, LOOK_EVERY_MS);
  timer.unref();
  return {
    whySilent() {
      if (!known || performance.now() - known.at > KNOWN_FOR_MS)
        known = { at: performance.now(), reason: whySilent(tools) };
      return known.reason;
    },
    stop: () => clearInterval(timer),
  };
}

async function tellEverywhere(tools: Tools): Promise<void> {
  for (const { id } of await listCompanies(tools.db)) {
    await tellOwners({ ...tools, companyId: id, actor: null });
  }
}
