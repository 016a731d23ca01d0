type Json = unknown;
type Fields = Record<string, Json>;

/** Fields a state may have in the JSONPath subset that AWS, the emulators and the local interpreter run alike. */
const common = ['Type', 'Comment'];
const onward = ['Next', 'End'];
const caught = ['Retry', 'Catch'];
const paths = ['InputPath', 'OutputPath', 'Parameters', 'ResultPath', 'ResultSelector'];
const fieldsOf: Record<string, readonly string[]> = {
  Task: [...common, ...onward, ...caught, ...paths, 'Resource', 'TimeoutSeconds'],
  Map: [...common, ...onward, ...caught, ...paths, 'ItemsPath', 'ItemSelector', 'MaxConcurrency', 'ItemProcessor'],
  Parallel: [...common, ...onward, ...caught, ...paths, 'Branches'],
  Choice: [...common, 'InputPath', 'OutputPath', 'Choices', 'Default'],
  Wait: [...common, ...onward, 'InputPath', 'OutputPath', 'Seconds', 'SecondsPath'],
  Pass: [...common, ...onward, 'InputPath', 'OutputPath', 'Parameters', 'Result', 'ResultPath'],
  Succeed: [...common, 'InputPath', 'OutputPath'],
  Fail: [...common, 'Error', 'Cause', 'ErrorPath', 'CausePath'],
};
const machineFields = ['Comment', 'StartAt', 'TimeoutSeconds', 'States', 'Version'];
const processorModes = ['INLINE', undefined];

/** What in a machine (or a Map's or Parallel's inner one) lies outside the portable subset, each with where it stands. */
export function portabilityFaults(machine: Fields, where = ''): string[] {
  const allowed = where === '' ? machineFields : [...machineFields, 'ProcessorConfig'];
  const faults = unknownFields(machine, allowed, where || 'machine');
  const config = (machine.ProcessorConfig ?? {}) as Fields;
  if (!processorModes.includes(config.Mode as string | undefined)) faults.push(`${where}: ${String(config.Mode)} Map`);
  for (const [name, state] of Object.entries((machine.States ?? {}) as Record<string, Fields>)) {
    faults.push(...stateFaults(`${where}/${name}`, state));
  }
  return faults;
}

function stateFaults(where: string, state: Fields): string[] {
  const fields = fieldsOf[String(state.Type)];
  if (!fields) return [`${where}: type ${String(state.Type)}`];
  const faults = unknownFields(state, fields, where);
  if (JSON.stringify(state).includes('{%')) faults.push(`${where}: JSONata`);
  const resource = String(state.Resource ?? '');
  if (/\.waitForTaskToken|:activity:/.test(resource)) faults.push(`${where}: ${resource} waits for a task token`);
  if (JSON.stringify(state).includes('$$.Task.Token')) faults.push(`${where}: task token`);
  if (state.ItemProcessor) faults.push(...portabilityFaults(state.ItemProcessor as Fields, where));
  for (const branch of (state.Branches ?? []) as Fields[]) faults.push(...portabilityFaults(branch, where));
  return faults;
}

function unknownFields(fields: Fields, allowed: readonly string[], where: string): string[] {
  return Object.keys(fields)
    .filter((name) => !allowed.includes(name))
    .map((name) => `${where}: ${name}`);
}
