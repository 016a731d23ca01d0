import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { GetStatementResultCommand } from '@aws-sdk/client-redshift-data';

/** A number of sixteen digits and more, which a double may not hold. No text holds this: in one a quote would be escaped. */
const longNumber = /"longValue"\s*:\s*(-?\d{16,})/g;

/**
 * The command; whole numbers of its answer that a double would round come as text, every digit of them. The wire has them as JSON
 * numbers, and the SDK reads those into doubles: 999999999999999999 would be 1000000000000000000.
 */
export function keepDigits(command: GetStatementResultCommand): GetStatementResultCommand {
  command.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const response = result.response as { body?: unknown };
      if (response.body instanceof Readable) response.body = Buffer.from(quoteLongNumbers(await text(response.body)));
      return result;
    },
    // Between the wire and the SDK's own reading of it.
    { step: 'deserialize', priority: 'low', name: 'keepDigits' },
  );
  return command;
}

/** The JSON of an answer, its long whole numbers as `stringValue`. */
export function quoteLongNumbers(json: string): string {
  return json.replace(longNumber, (field, digits: string) =>
    Number.isSafeInteger(Number(digits)) ? field : `"stringValue":"${digits}"`,
  );
}
