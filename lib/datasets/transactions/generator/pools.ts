import { fakerKO } from '@faker-js/faker';
import { hash32, uuidAt } from '../../../generator/random.ts';

/*
 * The people and shops of the made-up world. They depend on the seed alone: a card belongs to a customer, a category to a
 * merchant, on every day.
 */

export type Merchant = { id: string; name: string; mcc: string };
export type Pools = { merchants: readonly Merchant[]; cardOf(customer: number, card: number): string };

export const customers = 9000;
const merchants = 200;
/** Groceries, restaurants, other retail, taxis, lodging. */
const categories = ['5411', '5812', '5999', '4121', '7011'];

const purpose = { card: 1000, category: 1010 };

export function createPools(seed: number): Pools {
  fakerKO.seed(seed);
  const cards = new Map<number, string>();
  return {
    merchants: Array.from({ length: merchants }, (_, number) => ({
      id: `MER${1000 + number}`,
      name: fakerKO.company.name(),
      mcc: categories[hash32(seed, number, 0, purpose.category) % categories.length] ?? '5411',
    })),
    cardOf: (customer, card) => {
      const key = customer * 2 + card;
      const known = cards.get(key) ?? uuidAt(seed, customer, card, purpose.card);
      cards.set(key, known);
      return known;
    },
  };
}
