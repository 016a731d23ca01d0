import type { Command } from 'commander';
import { exitStatus } from '../../errors.ts';
import { defaultDataset } from '../../run/dataset-flag.ts';
import { quoteWord } from '../../run/quote-word.ts';
import { toCommand } from '../../run/to-command.ts';
import { addCommand, type Common, type OnEnd, printOutcome } from '../command.ts';
import { notice } from '../notice.ts';

type DraftOptions = Common & { dataset: string; out?: string };
type CheckOptions = Common & { input: string[]; ingestDate?: string };

/** Both work on this machine alone: they read files and a declaration, and touch neither a home nor an environment. */
export function addFeed(program: Command, onEnd: OnEnd): void {
  const feed = program.command('feed').description('declare how a foreign file becomes rows').exitOverride();
  addCommand(feed, 'draft', 'propose a declaration for files of one sender')
    .argument('<file...>', 'files, packed or not')
    .option('--dataset <name>', 'dataset the rows are of', defaultDataset)
    .option('--out <file>', 'TypeScript file to write it to')
    .action(async (files: string[], options: DraftOptions) => {
      const { draftFeedFiles } = await import('../../operate/feeds/draft-feed-files.ts');
      const { draft, text } = await draftFeedFiles(files, options);
      const { out } = options;
      const next = toCommand(`feed check ${quoteWord(out ?? 'FILE.ts')}`, { input: files.slice(0, 3) });
      notice(`${draft.doubts.length} things to decide stand on top of the draft; then: ${next}`);
      printOutcome(options, { schema: 'paylake.feed-draft/1', ...draft }, () =>
        out === undefined ? text.trimEnd() : `wrote ${out}`,
      );
    });
  addCommand(feed, 'check', 'show what a feed makes of files; lands nothing')
    .argument('<name>', 'a registered feed, or a TypeScript file that exports one')
    .requiredOption('--input <path...>', 'files or folders')
    .option('--ingest-date <date>', 'ingest date to judge them by (default: the latest date of the rows)')
    .action(async (name: string, options: CheckOptions) => {
      const [{ loadFeed }, { checkFeedFiles }, { printFeedCheck }] = await Promise.all([
        import('../../operate/feeds/load-feed.ts'),
        import('../../operate/feeds/check-feed-files.ts'),
        import('../print-feed-check.ts'),
      ]);
      const { input, ingestDate } = options;
      const check = await checkFeedFiles(await loadFeed(name), input, {
        ingestDate,
        now: new Date().toISOString(),
        notice,
      });
      printOutcome(options, check, printFeedCheck);
      if (check.refused.length > 0) onEnd(exitStatus.usage);
    });
}
