import type { Command } from 'commander';
import { addCommand, answer, type Common } from '../command.ts';
import { printAnswer } from '../print.ts';
import { queryWarehouse } from '../query-warehouse.ts';

export function addQuery(program: Command): void {
  addCommand(program, 'query', 'ask the warehouse (read-only)')
    .argument('<sql>', 'one select')
    .action((sql: string, options: Common) => answer(options, (target) => queryWarehouse(target, sql), printAnswer));
}
