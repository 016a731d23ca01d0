import { type Finding, fail, ok } from './finding.ts';

/** Whether a stack of an earlier deploy, by its status, stands in the way of the next. */
export function judgeStack(name: string, status: string | undefined): Finding {
  const check = `stack ${name}`;
  if (status === undefined) return ok(check, 'not there yet: this will be its first deploy');
  if (status.endsWith('_IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS') {
    const next = `wait: aws cloudformation describe-stack-events --stack-name ${name}`;
    return fail(check, `${status}: something is at work on it`, next);
  }
  if (status === 'IMPORT_ROLLBACK_FAILED') {
    return fail(
      check,
      `${status}: an import and the way back failed`,
      `see why: aws cloudformation describe-stack-events --stack-name ${name}`,
    );
  }
  if (status === 'UPDATE_ROLLBACK_FAILED') {
    return fail(check, `${status}: its last deploy and the way back failed`, `npx cdk rollback ${name}`);
  }
  if (['CREATE_FAILED', 'ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'DELETE_FAILED'].includes(status)) {
    const why =
      status === 'DELETE_FAILED' ? 'it was not deleted whole' : 'its first deploy failed, it cannot be updated';
    const next = `see why: aws cloudformation describe-stack-events --stack-name ${name}; then aws cloudformation delete-stack --stack-name ${name}`;
    return fail(check, `${status}: ${why}`, next);
  }
  const tail = status === 'UPDATE_ROLLBACK_COMPLETE' ? ': the last deploy failed and was taken back' : '';
  return ok(check, `${status}${tail}`);
}

/** Whether a bucket can be made: its name is free, or the storage stack made it. */
export function judgeBucket(name: string, isThere: boolean, hasStack: boolean): Finding {
  const check = `bucket ${name}`;
  if (!isThere) {
    if (!hasStack) return ok(check, 'its name is free');
    return fail(
      check,
      'the storage stack is there and its bucket is not',
      'npx cdk drift, then make it again or delete the stack',
    );
  }
  if (hasStack) return ok(check, 'there, with its stack');
  const next =
    'it was kept when its stack was deleted: npx cdk import takes it back; or name another one in lib/config.ts';
  return fail(check, 'it is there and the storage stack is not: creating it would fail', next);
}
