import type { Command } from 'commander';
import { findEnvironment } from '../../config.ts';
import { exitStatus } from '../../errors.ts';
import { estimateSmoke } from '../../operate/smoke/estimate-smoke.ts';
import { parseDate } from '../../run/calendar.ts';
import { addCommand, type Common, type OnEnd, printOutcome } from '../command.ts';
import { confirm } from '../confirm.ts';
import { notice } from '../notice.ts';
import { createProgress } from '../progress.ts';
import { withTarget } from '../with-target.ts';

type Options = Common & { yes?: boolean; day?: string; saveGoldens?: string };

export function addSmoke(program: Command, onEnd: OnEnd): void {
  addCommand(program, 'smoke', 'after a deploy: a small day end to end, then everything assumed of the warehouse')
    .option('--yes', 'start without asking')
    .option('--day <date>', 'ingest date to make up (default: this day twenty years ago)')
    .option('--save-goldens <file>', 'where what was found is saved (default: smoke/<target>.json in the home)')
    .action(async (options: Options) => {
      const { seconds, usd, basis } = estimateSmoke(findEnvironment(options.target));
      const isHere = options.target === 'local';
      notice(
        `takes about ${seconds / 60} minutes and ${usd} USD on AWS (${basis})${isHere ? '; nothing on this machine' : ''}`,
      );
      await confirm(`smoke of ${options.target}: go on?`, options.yes);
      // What only this command needs: the list of assumptions and the engine.
      const { assumptions } = await import('../../operate/smoke/assumptions.ts');
      const { runSmoke } = await import('../../operate/smoke/run-smoke.ts');
      const { defaultSmokeDay } = await import('../../operate/smoke/smoke-day.ts');
      const { printSmoke } = await import('../print-smoke.ts');
      const day = parseDate(options.day ?? defaultSmokeDay(new Date()), '--day');
      await withTarget(options, async (target) => {
        const watched = { target, progress: createProgress(process.stderr), notice, wait: false };
        const { home, saveGoldens } = options;
        const smoke = await runSmoke(watched, assumptions, { home, day, saveGoldens });
        printOutcome(options, smoke, printSmoke);
        onEnd(smoke.ok ? 0 : exitStatus.usage);
      });
    });
}
