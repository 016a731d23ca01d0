import { checkContract } from './check-contract.ts';
import type { Column, Contract, Gate, Measure, RowRule } from './contract.ts';

type NameOf<C extends readonly Column[]> = C[number]['name'];
type NameOfKind<C extends readonly Column[], K extends Column['type']['kind']> = C[number] extends infer One
  ? One extends { name: infer N extends string; type: { kind: K } }
    ? N
    : never
  : never;
/** The properties of JSON columns by their places: `properties.amount`. */
type PlaceOf<C extends readonly Column[]> = C[number] extends infer One
  ? One extends { name: infer N extends string; type: { kind: 'json'; properties: infer P } }
    ? `${N}.${keyof P & string}`
    : never
  : never;

type Named<Check extends { columns: readonly string[] }, N extends string> = Omit<Check, 'columns'> & {
  columns: readonly N[];
};

/** A contract whose names are those of its columns. */
type Declaration<C extends readonly Column[]> = Pick<
  Contract,
  'name' | 'version' | 'description' | 'grain' | 'partitionPrefix'
> & {
  columns: C;
  id: NameOfKind<C, 'text'>;
  idReferences?: readonly NameOfKind<C, 'text'>[];
  versionOrder?: NameOfKind<C, 'integer'>;
  eventTime: NameOfKind<C, 'instant'>;
  eventDate: NameOfKind<C, 'date'>;
  key: readonly NameOf<C>[];
  partitionBy: readonly [eventDate: NameOfKind<C, 'date'>, second: NameOfKind<C, 'text'>];
  measures: readonly (Pick<Measure, 'name' | 'isMoney'> & {
    column: NameOfKind<C, 'decimal'>;
    unit: { column: NameOfKind<C, 'text'> } | { constant: string };
    negativeWhen?: NameOfKind<C, 'boolean'>;
  })[];
  variants?: {
    by: NameOfKind<C, 'text'>;
    required: Readonly<Record<string, readonly (NameOf<C> | PlaceOf<C>)[]>>;
  };
  rules?: readonly RowRule[];
  gate: Omit<Gate, 'conflicting_duplicates' | 'distribution'> & {
    conflicting_duplicates: Named<Gate['conflicting_duplicates'], NameOf<C>>;
    distribution: Named<Gate['distribution'], NameOf<C>>;
  };
};

/**
 * A contract as it is written: a name that is no column of the type it needs is an error of the compiler, and whatever it cannot see
 * is thrown where the contract is imported (`checkContract`).
 */
export function defineContract<const C extends readonly Column[]>(declaration: Declaration<C>): Contract {
  return checkContract(declaration);
}
