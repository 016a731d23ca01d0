import type { Generator } from '../generator/generator.ts';
import { tradesGenerator } from './trades/generator/generator.ts';
import { transactionsGenerator } from './transactions/generator/generator.ts';

/**
 * Who makes a dataset's data up. It stands apart from the registration, so that what worlds are made with is in one function's
 * bundle alone.
 */
export const generators: Readonly<Record<string, Generator>> = {
  transactions: transactionsGenerator,
  trades: tradesGenerator,
};
