import { validationError } from '../api-error.ts';

/** The members of a request, read with their constraints; the messages name member and constraint as AWS does. */
export class RequestBody {
  private readonly members: Record<string, unknown>;

  constructor(members: Record<string, unknown>) {
    this.members = members;
  }

  has(name: string): boolean {
    return this.members[name] !== undefined && this.members[name] !== null;
  }

  text(name: string, min = 1, max = Number.POSITIVE_INFINITY): string | undefined {
    if (!this.has(name)) return undefined;
    const value = this.members[name];
    if (typeof value !== 'string') throw invalid(name, 'Member must be a string');
    if (value.length < min) throw invalid(name, `Member must have length greater than or equal to ${min}`);
    if (value.length > max) throw invalid(name, `Member must have length less than or equal to ${max}`);
    return value;
  }

  requiredText(name: string, min = 1, max = Number.POSITIVE_INFINITY): string {
    const value = this.text(name, min, max);
    if (value === undefined) throw invalid(name, 'Member must not be null');
    return value;
  }

  integer(name: string, min: number, max: number): number | undefined {
    if (!this.has(name)) return undefined;
    const value = this.members[name];
    if (typeof value !== 'number' || !Number.isInteger(value)) throw invalid(name, 'Member must be an integer');
    if (value < min) throw invalid(name, `Member must have value greater than or equal to ${min}`);
    if (value > max) throw invalid(name, `Member must have value less than or equal to ${max}`);
    return value;
  }

  list(name: string): unknown[] | undefined {
    if (!this.has(name)) return undefined;
    const value = this.members[name];
    if (!Array.isArray(value)) throw invalid(name, 'Member must be a list');
    return value;
  }

  oneOf<T extends string>(name: string, values: readonly T[]): T | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const found = values.find((candidate) => candidate === value);
    if (found === undefined) throw invalid(name, `Member must satisfy enum value set: [${values.join(', ')}]`);
    return found;
  }

  /** Fails if any of these members is there. */
  refuse(...names: string[]): void {
    for (const name of names) {
      if (this.has(name)) throw validationError(`${name} is not supported by the local Redshift Data API endpoint`);
    }
  }
}

export function invalid(name: string, constraint: string): Error {
  const member = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  return validationError(
    `1 validation error detected: Value at '${member}' failed to satisfy constraint: ${constraint}`,
  );
}
