/**
 * One AWS call that a local endpoint answered, as an IAM policy would see it.
 * A check compares these records with the role policies of the synthesised template, both ways.
 */
export type CallRecord = {
  /** Access key id of the caller; the local target gives every role its own. */
  principal: string;
  /** IAM action, e.g. `s3:GetObject`, `redshift-data:BatchExecuteStatement`. */
  action: string;
  /** What it was done to: `arn:aws:s3:::bucket/key`, a workgroup name, a topic or execution ARN. */
  resource: string;
  /** Condition keys of the service that the request carries, e.g. `s3:prefix`. */
  context?: Record<string, string>;
  /** HTTP status the call was answered with. */
  status: number;
};

/** Receives every call an endpoint answers. */
export type RecordCall = (call: CallRecord) => void;

/** Access key id out of a SigV4 `Authorization` header or presigned query, `anonymous` without one. */
export function callerOf(authorization: string | undefined): string {
  return /Credential=([^/,\s]+)\//.exec(authorization ?? '')?.[1] ?? 'anonymous';
}
