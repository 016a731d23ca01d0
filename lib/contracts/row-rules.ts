import { type ColumnType, type Contract, judgedColumns } from './contract.ts';
import { type Expression, type Kind, parseRule } from './rule/parse-rule.ts';

/** The row rules of a contract, read: their names and what has to hold. Throws an error that names the rule. */
export function rowRules(contract: Contract): { name: string; holds: Expression }[] {
  const columns = [...judgedColumns(contract), ...contract.columns.filter(({ name }) => name === contract.eventDate)];
  const kindOf = (name: string): Kind | undefined => kindOfType(columns.find((column) => column.name === name)?.type);
  return (contract.rules ?? []).map(({ name, holds }) => {
    try {
      return { name, holds: parseRule(holds, kindOf) };
    } catch (error) {
      throw new Error(`rule ${name}: in "${holds}" ${(error as Error).message}`);
    }
  });
}

/** A document is nothing that a rule could compare. */
function kindOfType(type: ColumnType | undefined): Kind | undefined {
  switch (type?.kind) {
    case 'integer':
    case 'decimal':
      return 'number';
    case 'instant':
      return 'moment';
    case 'boolean':
      return 'truth';
    case 'text':
    case 'date':
      return type.kind;
    default:
      return undefined;
  }
}

/** Names that rules of the pipeline have. */
const taken = ['malformed', 'blank_row', 'future_date', 'card_number'];

/** What is wrong with the row rules, each as a sentence that names the rule. */
export function checkRowRules(contract: Contract): string[] {
  const { rules = [] } = contract;
  return rules.flatMap((rule, at) => {
    const problems = [
      ...(/^[a-z][a-z0-9_]*$/.test(rule.name) && !taken.includes(rule.name)
        ? []
        : [`rule "${rule.name}" is no name of its own: small letters, digits and _`]),
      ...(rules.findIndex(({ name }) => name === rule.name) === at ? [] : [`rule "${rule.name}" stands twice`]),
    ];
    try {
      rowRules({ ...contract, rules: [rule] });
    } catch (error) {
      problems.push((error as Error).message);
    }
    return problems;
  });
}
