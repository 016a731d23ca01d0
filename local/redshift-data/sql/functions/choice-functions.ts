import { type Bound, bound } from '../bound.ts';
import { defaultSchema, quoteText } from '../catalog.ts';
import { settle, unify } from '../coerce.ts';
import { bindArguments, type CallContext, callerSql, type FunctionRule, strict } from './function-rule.ts';

const many = 100;

/** coalesce and nvl: the first that is not null, in the common type. */
const coalesce: FunctionRule = (context) => {
  const { values, type } = unify(bindArguments(context, 1, many), context.call.name);
  const nullable = values.every((value) => value.nullable);
  return bound(`coalesce(${values.map((value) => value.sql).join(', ')})`, type, { nullable, name: 'coalesce' });
};

/** greatest and least: nulls are ignored. */
function extreme(name: 'greatest' | 'least'): FunctionRule {
  return (context) => {
    const { values, type } = unify(bindArguments(context, 1, many), name);
    const nullable = values.every((value) => value.nullable);
    return bound(`${name}(${values.map((value) => value.sql).join(', ')})`, type, { nullable, name });
  };
}

const nvl2: FunctionRule = (context) => {
  const [tested, ...results] = bindArguments(context, 3, 3);
  const { values, type } = unify(results, 'nvl2');
  const sql = `case when ${settle(tested as Bound).sql} is not null then ${values[0]?.sql} else ${values[1]?.sql} end`;
  return bound(sql, type, { name: 'case', nullable: values.some((value) => value.nullable) });
};

const nullif: FunctionRule = (context) => {
  const { values, type } = unify(bindArguments(context, 2, 2), 'nullif');
  return bound(`nullif(${values[0]?.sql}, ${values[1]?.sql})`, type, { name: 'case' });
};

/** decode(expression, search, result, ..., [otherwise]): nulls match each other. */
const decode: FunctionRule = (context) => {
  const [subject, ...rest] = bindArguments(context, 3, many);
  const pairs = Math.floor(rest.length / 2);
  const searches = unify(
    [subject as Bound, ...Array.from({ length: pairs }, (_, i) => rest[2 * i] as Bound)],
    'decode',
  );
  const results = unify(
    rest.filter((_, i) => i % 2 === 1 || i === 2 * pairs),
    'decode',
  );
  const [tested, ...wanted] = searches.values.map((value) => value.sql);
  const arms = wanted.map(
    (search, i) => `when ${tested} is not distinct from ${search} then ${results.values[i]?.sql}`,
  );
  const otherwise = results.values[pairs]?.sql ?? 'null';
  return bound(`case ${arms.join(' ')} else ${otherwise} end`, results.type, { name: 'case' });
};

/** As Redshift introduces itself; tools look for both names in it. */
const version =
  'PostgreSQL 8.0.2 on i686-pc-linux-gnu, compiled by GCC gcc (GCC) 3.4.2 20041017 (Red Hat 3.4.2-6.fc3), Redshift 1.0.0 (the local endpoint)';

function nameOf(context: CallContext, value: string): Bound {
  bindArguments(context, 0, 0);
  return strict(quoteText(value), { name: 'varchar', length: 128 }, { name: context.call.name });
}

const currentUser: FunctionRule = (context) => {
  bindArguments(context, 0, 0);
  return strict(callerSql(context, 'user'), { name: 'varchar', length: 128 }, { name: 'current_user' });
};

/** Functions that choose one of their arguments, and those of who and where one is. */
export const choiceFunctions: Record<string, FunctionRule> = {
  coalesce,
  nvl: coalesce,
  nvl2,
  nullif,
  decode,
  greatest: extreme('greatest'),
  least: extreme('least'),
  version: (context) => {
    bindArguments(context, 0, 0);
    return strict(quoteText(version), { name: 'varchar', length: 256 }, { name: 'version' });
  },
  current_database: (context) => nameOf(context, context.scope.context.catalog.database),
  current_schema: (context) => nameOf(context, defaultSchema),
  session_user: currentUser,
  user: currentUser,
  current_user: currentUser,
};
