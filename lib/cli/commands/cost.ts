import type { Command } from 'commander';
import { readMonthCost } from '../../operate/cost/read-month-cost.ts';
import { addCommand, answer, type Common, usage } from '../command.ts';
import { printMonthCost } from '../print-month-cost.ts';

export function addCost(program: Command): void {
  addCommand(program, 'cost', 'what the runs of a month cost on AWS, and would have cost in other warehouses')
    .option('--month <month>', 'month of the runs, UTC as bills are: YYYY-MM (default: this month)')
    .action((options: Common & { month?: string }) => {
      const month = options.month ?? new Date().toISOString().slice(0, 7);
      if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) throw usage(`--month ${month} is no month: write YYYY-MM`);
      return answer(options, (target) => readMonthCost(target, month), printMonthCost);
    });
}
